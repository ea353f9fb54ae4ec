#include "bot/render/answer_words.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "bot/render/bidi.h"
#include "text/language_tag.h"

namespace sipwhy::bot {

std::string CellText(absl::string_view cell) { return std::string(cell.empty() ? kUnknown : cell); }

std::string CodeOf(const Table& table, size_t column) {
  if (column >= table.heads.size()) return "";
  return FirstWord(table.heads[column]);
}

std::vector<std::string> ShortHeads(const std::vector<std::string>& heads) {
  std::vector<std::string> codes;
  codes.reserve(heads.size());
  for (const std::string& head : heads) codes.push_back(FirstWord(head));
  const bool differ = std::set<std::string>(codes.begin(), codes.end()).size() == codes.size();
  return differ ? codes : heads;
}

std::string ArrowInWords(const Ladder& ladder, size_t index) {
  const Ladder::Arrow& arrow = ladder.arrows[index];
  const auto name = [&](size_t party) { return party < ladder.parties.size() ? ladder.parties[party] : kUnknown; };
  const bool right_to_left = IsRightToLeft(name(arrow.from));
  // An arrow is not turned around with the text beside it.
  const absl::string_view points = right_to_left ? " ← " : " → ";
  const std::string to = arrow.from == arrow.to ? "" : absl::StrCat(points, name(arrow.to));
  return absl::StrCat(name(arrow.from), to, ": ",
                      right_to_left ? IsolateLeftToRightRuns(arrow.message) : arrow.message);
}

}  // namespace sipwhy::bot
