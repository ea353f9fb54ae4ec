// Tells whether text is the HTML that our renderers mean to write.
#ifndef SIPWHY_TESTS_BOT_RENDER_MARKUP_CHECK_H_
#define SIPWHY_TESTS_BOT_RENDER_MARKUP_CHECK_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot::testing {

// What is wrong with `html`, with the place; empty when nothing is. Stricter than browsers: every element is closed in
// order but for those that have no end, attributes stand in double quotes and come once, text has no "<", ">" or "&"
// beside the five entities, and there are no controls and no bytes that are no UTF-8.
std::string WhatIsWrong(absl::string_view html);

// The text of `html` as a browser shows it, without tags and with the entities resolved.
std::string ShownText(absl::string_view html);

}  // namespace sipwhy::bot::testing

#endif  // SIPWHY_TESTS_BOT_RENDER_MARKUP_CHECK_H_
