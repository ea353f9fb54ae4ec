#include "bot/render/answer_words.h"

#include <set>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot {

std::string CellText(absl::string_view cell) { return std::string(cell.empty() ? kUnknown : cell); }

std::string CodeOf(const Table& table, size_t column) {
  if (column >= table.heads.size()) return "";
  return table.heads[column].substr(0, table.heads[column].find(' '));
}

std::vector<std::string> ShortHeads(const std::vector<std::string>& heads) {
  std::vector<std::string> codes;
  codes.reserve(heads.size());
  for (const std::string& head : heads) codes.push_back(head.substr(0, head.find(' ')));
  const bool differ = std::set<std::string>(codes.begin(), codes.end()).size() == codes.size();
  return differ ? codes : heads;
}

std::string ArrowInWords(const Ladder& ladder, size_t index) {
  const Ladder::Arrow& arrow = ladder.arrows[index];
  const auto name = [&](size_t party) { return party < ladder.parties.size() ? ladder.parties[party] : kUnknown; };
  const std::string to = arrow.from == arrow.to ? "" : absl::StrCat(" → ", name(arrow.to));
  return absl::StrCat(name(arrow.from), to, ": ", arrow.message);
}

}  // namespace sipwhy::bot
