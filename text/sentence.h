// Puts sentences together: fills templates and joins lists.
#ifndef SIPWHY_TEXT_SENTENCE_H_
#define SIPWHY_TEXT_SENTENCE_H_

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy {

using NamedValues = std::initializer_list<std::pair<absl::string_view, absl::string_view>>;

// `text` with each {name} replaced by its value: ("{code} is {class}", {{"code", "408"}, {"class", "4xx"}}). A name
// without a value stays as it is; values are not searched for names.
std::string FillTemplate(absl::string_view text, NamedValues values);

// "a", "a or b", "a, b or c", for `comma` ", " and `last` " or ". Empty for no items.
std::string JoinList(const std::vector<std::string>& items, absl::string_view comma, absl::string_view last);

}  // namespace sipwhy

#endif  // SIPWHY_TEXT_SENTENCE_H_
