#include "bot/compose_history.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
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
constexpr char kEnglish[] = "en";

// "code_text" is told as "code text"; names of tables and columns are the same in every language.
std::string Words(absl::string_view name) { return absl::StrReplaceAll(name, {{"_", " "}}); }

std::string NameOf(const Speech& speech, const v1::RevisionEntry& entry) {
  return speech.Say(
      "revision.name",
      {{"number", absl::StrCat(entry.revision().number())}, {"date", entry.date()}, {"title", entry.title()}});
}

std::string Quoted(const std::string& value) {
  return absl::StrCat("“", CutTo(value, kLongestValue, TextUnit::kCodePoints), "”");
}

std::string FieldText(const Speech& speech, const v1::FieldChange& field) {
  const std::string name = Words(field.field());
  const std::string before = Quoted(field.before());
  const std::string after = Quoted(field.after());
  if (!field.has_before()) return absl::StrCat(name, " ", after);
  if (!field.has_after()) return speech.Say("field.removed", {{"field", name}, {"before", before}});
  return speech.Say("field.changed", {{"field", name}, {"after", after}, {"before", before}});
}

// What tells the row from others of its table, but for the code: "retry 1", "6 en".
std::string KeyText(const v1::RowChange& change) {
  std::string text;
  for (const v1::FieldValue& key : change.key()) {
    if (key.field() != "code") absl::StrAppend(&text, " ", key.value());
  }
  return text;
}

std::string ChangeText(const Speech& speech, const v1::RowChange& change) {
  const std::string row = absl::StrCat(Words(change.table()), KeyText(change));
  if (change.kind() == v1::CHANGE_KIND_REMOVED) return speech.Say("change.removed", {{"row", row}});
  std::vector<std::string> fields;
  for (const v1::FieldChange& field : change.fields()) fields.push_back(FieldText(speech, field));
  const std::string joined = absl::StrJoin(fields, "; ");
  if (change.kind() != v1::CHANGE_KIND_ADDED) return absl::StrCat(row, ": ", joined);
  return std::string(absl::StripAsciiWhitespace(speech.Say("change.added", {{"row", row}, {"fields", joined}})));
}

std::string More(const Speech& speech, int count) { return speech.Say("more", {{"count", absl::StrCat(count)}}); }

Section EntrySection(const Speech& speech, const v1::CodeHistoryEntry& entry, int most) {
  Section section{.heading = NameOf(speech, entry.revision()), .lists = {{}}};
  std::vector<std::string>& items = section.lists[0].items;
  const int shown = std::min(entry.changes_size(), most);
  for (int i = 0; i < shown; ++i) items.push_back(ChangeText(speech, entry.changes(i)));
  if (shown < entry.changes_size()) items.push_back(More(speech, entry.changes_size() - shown));
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

std::string TallyText(const Speech& speech, const Tally& tally) {
  std::vector<std::string> parts;
  const auto add = [&](absl::string_view sentence, int count) {
    if (count > 0) parts.push_back(speech.Say(sentence, {{"count", absl::StrCat(count)}}));
  };
  add("tally.added", tally.added);
  add("tally.changed", tally.changed);
  add("tally.removed", tally.removed);
  const std::string text = absl::StrJoin(parts, ", ");
  if (tally.codes.empty()) return text;
  const std::vector<int> codes(tally.codes.begin(), tally.codes.end());
  const size_t shown = std::min(codes.size(), kMostCodes);
  const std::string names = absl::StrJoin(codes.begin(), codes.begin() + static_cast<int>(shown), ", ");
  const std::string more = absl::StrCat(codes.size() - shown);
  return absl::StrCat(text, "; ",
                      shown < codes.size() ? speech.Say("tally.codes.more", {{"codes", names}, {"count", more}})
                                           : speech.Say("tally.codes", {{"codes", names}}));
}

// Titles and notes of revisions, and the texts that they changed, are not translated.
void TellLanguage(const Speech& speech, Answer& answer) {
  if (speech.language() != kEnglish) answer.notices.push_back(speech.Say("history.language"));
}

}  // namespace

Answer ComposeNews(const Speech& speech, const v1::ListRevisionsResponse& response) {
  Answer answer;
  answer.title = speech.Say("news.title");
  if (response.revisions().empty()) {
    answer.lead = speech.Say("news.none");
    return answer;
  }
  answer.lead = absl::StrCat(NameOf(speech, response.revisions(0)), ".");
  TellLanguage(speech, answer);
  for (const v1::RevisionEntry& entry : response.revisions()) {
    answer.sections.push_back({.heading = NameOf(speech, entry), .lists = {{.label = "", .items = {entry.notes()}}}});
  }
  answer.footer = speech.Say("news.hint");
  return answer;
}

Answer ComposeHistory(const Speech& speech, int code, const v1::GetCodeHistoryResponse& response, Detail detail) {
  Answer answer;
  answer.title = speech.Say("history.title", {{"code", absl::StrCat(code)}});
  if (response.entries().empty()) {
    answer.lead = speech.Say("history.none");
    return answer;
  }
  const v1::RevisionEntry& newest = response.entries(0).revision();
  answer.lead =
      speech.Say("history.last", {{"number", absl::StrCat(newest.revision().number())}, {"date", newest.date()}});
  TellLanguage(speech, answer);
  const bool in_full = detail == Detail::kFull;
  const int entries = in_full ? response.entries_size() : std::min(kShortEntries, response.entries_size());
  for (int i = 0; i < entries; ++i) {
    answer.sections.push_back(EntrySection(speech, response.entries(i), in_full ? kFullChanges : kShortChanges));
  }
  if (entries < response.entries_size() || !response.next_page_token().empty()) {
    answer.footer = speech.Say(in_full ? "history.older" : "history.full_hint");
  }
  return answer;
}

Answer ComposeDiff(const Speech& speech, int before, int after, const v1::DiffRevisionsResponse& response) {
  Answer answer;
  answer.title = speech.Say("diff.title", {{"before", absl::StrCat(before)}, {"after", absl::StrCat(after)}});
  if (response.total() == 0) {
    answer.lead = speech.Say("diff.none");
    return answer;
  }
  std::map<std::string, Tally> tables;
  for (const v1::RowChange& change : response.changes()) Count(change, tables[change.table()]);
  answer.lead = speech.Say("diff.count", {{"count", absl::StrCat(response.total())}});
  if (response.changes_size() < response.total()) {
    answer.notices.push_back(speech.Say("diff.partial", {{"count", absl::StrCat(response.changes_size())}}));
  }
  Section section{.heading = speech.Say("diff.heading")};
  for (const auto& [table, tally] : tables) {
    section.lists.push_back({.label = Words(table), .items = {TallyText(speech, tally)}});
  }
  answer.sections.push_back(std::move(section));
  answer.footer = speech.Say("diff.hint");
  return answer;
}

}  // namespace sipwhy::bot
