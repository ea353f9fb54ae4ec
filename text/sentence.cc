#include "text/sentence.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace sipwhy {

std::string FillTemplate(absl::string_view text, NamedValues values) {
  std::string filled;
  while (true) {
    const size_t open = text.find('{');
    const size_t close = text.find('}', std::min(open, text.size()));
    if (close == absl::string_view::npos) return absl::StrCat(filled, text);
    const absl::string_view name = text.substr(open + 1, close - open - 1);
    const auto* value = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
    absl::StrAppend(&filled, text.substr(0, open),
                    value == values.end() ? text.substr(open, close + 1 - open) : value->second);
    text.remove_prefix(close + 1);
  }
}

std::string JoinList(const std::vector<std::string>& items, absl::string_view comma, absl::string_view last) {
  std::string joined;
  for (size_t i = 0; i < items.size(); ++i) {
    const absl::string_view separator = i == 0 ? "" : i + 1 == items.size() ? last : comma;
    absl::StrAppend(&joined, separator, items[i]);
  }
  return joined;
}

}  // namespace sipwhy
