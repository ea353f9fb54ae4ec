// The knowledge base at one revision, in memory.
#ifndef SIPWHY_SERVICE_SNAPSHOT_H_
#define SIPWHY_SERVICE_SNAPSHOT_H_

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/search_index.h"
#include "storage/knowledge.h"
#include "text/template_book.h"

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

  // Makes the indexes of all languages, or as many as it can before `end` is asked for, so that nobody waits for one.
  void PrepareSearch(const std::stop_token& end) const;

  // Finds codes by what people say in `language`; in English where the knowledge base does not have it. The index of
  // another language than English is made when it is first asked for, which takes some milliseconds once; whoever comes
  // meanwhile waits.
  const SearchIndex& search(const std::string& language) const;

  // The templates of `language`; none where the knowledge base does not have it.
  const TemplateBook& templates(const std::string& language) const;

  // The languages to look for a text in, best first, for a reader's BCP 47 tag: "vi-VN" gives vi, en; a tag that the
  // knowledge base does not know gives en. Never empty. See FindLanguages in text/language_tag.h.
  std::vector<std::string> LanguagesFor(absl::string_view language_code) const;

 private:
  // All that changes after the snapshot was made, and nobody can see it.
  struct LateIndex {
    std::once_flag once;
    std::optional<SearchIndex> index;
  };

  Knowledge knowledge_;
  std::vector<Revision> revisions_;
  std::vector<std::string> languages_;
  std::map<std::string, TemplateBook> templates_;  // by language
  SearchIndex english_search_;
  std::map<std::string, std::unique_ptr<LateIndex>> search_;  // by language, all but English
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SNAPSHOT_H_
