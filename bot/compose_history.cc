#include "bot/compose_history.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "bot/render/text_size.h"

namespace sipwhy::bot {
namespace {

constexpr int kShortEntries = 1;
constexpr int kShortChanges = 6;
constexpr int kFullChanges = 40;
constexpr size_t kLongestValue = 120;  // code points
constexpr size_t kMostCodes = 20;

std::string Plural(int count, absl::string_view one) { return absl::StrCat(count, " ", one, count == 1 ? "" : "s"); }

// "code_text" is told as "code text".
std::string Words(absl::string_view name) { return absl::StrReplaceAll(name, {{"_", " "}}); }

std::string NameOf(const v1::RevisionEntry& entry) {
  return absl::StrCat("Revision ", entry.revision().number(), ", ", entry.date(), ": ", entry.title());
}

std::string Quoted(const std::string& value) {
  return absl::StrCat("“", CutTo(value, kLongestValue, TextUnit::kCodePoints), "”");
}

std::string FieldText(const v1::FieldChange& field) {
  const std::string name = Words(field.field());
  if (!field.has_before()) return absl::StrCat(name, " ", Quoted(field.after()));
  if (!field.has_after()) return absl::StrCat("no ", name, " (was ", Quoted(field.before()), ")");
  return absl::StrCat(name, " ", Quoted(field.after()), " instead of ", Quoted(field.before()));
}

// What tells the row from others of its table, but for the code: "retry 1", "6 en".
std::string KeyText(const v1::RowChange& change) {
  std::string text;
  for (const v1::FieldValue& key : change.key()) {
    if (key.field() != "code") absl::StrAppend(&text, " ", key.value());
  }
  return text;
}

std::string ChangeText(const v1::RowChange& change) {
  const std::string row = absl::StrCat(Words(change.table()), KeyText(change));
  if (change.kind() == v1::CHANGE_KIND_REMOVED) return absl::StrCat(row, ": removed");
  std::vector<std::string> fields;
  for (const v1::FieldChange& field : change.fields()) fields.push_back(FieldText(field));
  const char* verb = change.kind() == v1::CHANGE_KIND_ADDED ? ": added" : ":";
  return absl::StrCat(row, verb, fields.empty() ? "" : " ", absl::StrJoin(fields, "; "));
}

Section EntrySection(const v1::CodeHistoryEntry& entry, int most) {
  Section section{.heading = NameOf(entry.revision()), .lists = {{}}};
  std::vector<std::string>& items = section.lists[0].items;
  const int shown = std::min(entry.changes_size(), most);
  for (int i = 0; i < shown; ++i) items.push_back(ChangeText(entry.changes(i)));
  if (shown < entry.changes_size()) items.push_back(absl::StrCat("and ", entry.changes_size() - shown, " more"));
  return section;
}

// The changes of one table.
struct Tally {
  int added = 0;
  int removed = 0;
  int changed = 0;
  std::set<int> codes;
};

void Count(const v1::RowChange& change, Tally& tally) {
  tally.added += change.kind() == v1::CHANGE_KIND_ADDED ? 1 : 0;
  tally.removed += change.kind() == v1::CHANGE_KIND_REMOVED ? 1 : 0;
  tally.changed += change.kind() == v1::CHANGE_KIND_CHANGED ? 1 : 0;
  for (const v1::FieldValue& key : change.key()) {
    int code = 0;
    if (key.field() == "code" && absl::SimpleAtoi(key.value(), &code)) tally.codes.insert(code);
  }
}

std::string TallyText(const Tally& tally) {
  std::vector<std::string> parts;
  if (tally.added > 0) parts.push_back(absl::StrCat(tally.added, " added"));
  if (tally.changed > 0) parts.push_back(absl::StrCat(tally.changed, " changed"));
  if (tally.removed > 0) parts.push_back(absl::StrCat(tally.removed, " removed"));
  std::string text = absl::StrJoin(parts, ", ");
  if (tally.codes.empty()) return text;
  const std::vector<int> codes(tally.codes.begin(), tally.codes.end());
  const size_t shown = std::min(codes.size(), kMostCodes);
  absl::StrAppend(&text, "; codes ", absl::StrJoin(codes.begin(), codes.begin() + static_cast<int>(shown), ", "));
  if (shown < codes.size()) absl::StrAppend(&text, " and ", codes.size() - shown, " more");
  return text;
}

}  // namespace

Answer ComposeNews(const v1::ListRevisionsResponse& response) {
  Answer answer;
  answer.title = "What is new";
  if (response.revisions().empty()) {
    answer.lead = "the knowledge base has no revision yet.";
    return answer;
  }
  answer.lead = absl::StrCat(NameOf(response.revisions(0)), ".");
  for (const v1::RevisionEntry& entry : response.revisions()) {
    answer.sections.push_back({.heading = NameOf(entry), .lists = {{.label = "", .items = {entry.notes()}}}});
  }
  answer.footer = "say “history 486” for one code, “diff 11 12” for two revisions";
  return answer;
}

Answer ComposeHistory(int code, const v1::GetCodeHistoryResponse& response, Detail detail) {
  Answer answer;
  answer.title = absl::StrCat("History of ", code);
  if (response.entries().empty()) {
    answer.lead = "no revision speaks of this code.";
    return answer;
  }
  const v1::RevisionEntry& newest = response.entries(0).revision();
  answer.lead = absl::StrCat("last changed by revision ", newest.revision().number(), " on ", newest.date(), ".");
  const bool in_full = detail == Detail::kFull;
  const int entries = in_full ? response.entries_size() : std::min(kShortEntries, response.entries_size());
  for (int i = 0; i < entries; ++i) {
    answer.sections.push_back(EntrySection(response.entries(i), in_full ? kFullChanges : kShortChanges));
  }
  if (entries < response.entries_size() || !response.next_page_token().empty()) {
    answer.footer = in_full ? "older revisions are left out" : "say “full” for the revisions before";
  }
  return answer;
}

Answer ComposeDiff(int before, int after, const v1::DiffRevisionsResponse& response) {
  Answer answer;
  answer.title = absl::StrCat("Revision ", before, " to ", after);
  if (response.total() == 0) {
    answer.lead = "nothing differs.";
    return answer;
  }
  std::map<std::string, Tally> tables;
  for (const v1::RowChange& change : response.changes()) Count(change, tables[change.table()]);
  answer.lead = absl::StrCat(Plural(response.total(), "row"), response.total() == 1 ? " differs" : " differ", ".");
  if (response.changes_size() < response.total()) {
    answer.notices.push_back(absl::StrCat("Only the first ", response.changes_size(), " are counted here."));
  }
  Section section{.heading = "By kind of statement"};
  for (const auto& [table, tally] : tables)
    section.lists.push_back({.label = Words(table), .items = {TallyText(tally)}});
  answer.sections.push_back(std::move(section));
  answer.footer = "say “history 486” for what changed for one code";
  return answer;
}

}  // namespace sipwhy::bot
