// The knowledge base at one revision, in memory.
#ifndef SIPWHY_SERVICE_SNAPSHOT_H_
#define SIPWHY_SERVICE_SNAPSHOT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/search_index.h"
#include "storage/knowledge.h"

namespace sipwhy {

// Immutable, so safe to share between threads. What Find and the like return lives as long as the snapshot.
class Snapshot {
 public:
  // `revisions` are the ledger up to the one that `knowledge` was read at.
  Snapshot(Knowledge knowledge, std::vector<Revision> revisions);

  const Knowledge& knowledge() const { return knowledge_; }
  const Revision& revision() const { return knowledge_.revision; }
  const std::vector<Revision>& revisions() const { return revisions_; }

  // The entry for `code`, or null if this revision has none.
  const CodeEntry* Find(int code) const;

  // What is known of a number that is no code, or null.
  const StrayNumber* FindStray(int number) const;

  // Finds codes by what people say.
  const SearchIndex& search() const { return search_; }

  // The languages to look for a text in, best first, for a reader's BCP 47 tag: "vi-VN" gives vi, en; a tag that the
  // knowledge base does not know gives en. Never empty.
  std::vector<std::string> LanguagesFor(absl::string_view language_code) const;

 private:
  Knowledge knowledge_;
  std::vector<Revision> revisions_;
  SearchIndex search_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SNAPSHOT_H_
