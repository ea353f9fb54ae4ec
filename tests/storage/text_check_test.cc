#include "storage/text_check.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::testing::HasSubstr;

TEST(TextCheckTest, CleanTextHasNoFault) {
  const absl::string_view cases[] = {
      "",         "a\tb\nc",      "Tiếng Việt",   "日本語",           "say “full”",  "\xf0\x9f\x93\x9e",  // U+1F4DE
      "\xc2\xa0", "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf", "\xe2\x80\x8d"};  // U+200D joins emoji and Indic
                                                                                        // letters
  for (absl::string_view text : cases) EXPECT_EQ(FindTextFault(text), std::nullopt) << text;
}

TEST(TextCheckTest, BytesThatAreNotUtf8AreFound) {
  const absl::string_view cases[] = {"\x80",              // continuation alone
                                     "\xbf",              //
                                     "\xc3",              // cut off
                                     "\xc3 ",             //
                                     "\xe2\x82",          //
                                     "\xf0\x9f\x93",      //
                                     "\xc0\xaf",          // longer than needed
                                     "\xc1\xbf",          //
                                     "\xe0\x9f\xbf",      //
                                     "\xf0\x8f\xbf\xbf",  //
                                     "\xed\xa0\x80",      // surrogates
                                     "\xed\xbf\xbf",      //
                                     "\xf4\x90\x80\x80",  // above U+10FFFF
                                     "\xf8\x88\x80\x80\x80",
                                     "\xff",
                                     "caf\xe9 in Latin-1"};
  for (absl::string_view text : cases) {
    const std::optional<TextFault> fault = FindTextFault(text);
    ASSERT_TRUE(fault.has_value()) << text;
    EXPECT_THAT(fault->what, HasSubstr("UTF-8")) << text;
  }
}

TEST(TextCheckTest, ControlAndInvisibleCharactersAreNamed) {
  const struct {
    absl::string_view text;
    absl::string_view name;
  } cases[] = {{absl::string_view("\0", 1), "control character (U+0000)"},
               {"\r", "control character (U+000D)"},
               {"\x1b[31m", "control character (U+001B)"},
               {"\x7f", "control character (U+007F)"},
               {"\xc2\x85", "control character (U+0085)"},
               {"\xc2\x9f", "control character (U+009F)"},
               {"\xd8\x9c", "invisible character (U+061C)"},
               {"\xe2\x80\x8b", "invisible character (U+200B)"},
               {"\xe2\x80\x8e", "invisible character (U+200E)"},
               {"\xe2\x80\x8f", "invisible character (U+200F)"},
               {"\xe2\x80\xaa", "invisible character (U+202A)"},
               {"\xe2\x80\xae", "invisible character (U+202E)"},
               {"\xe2\x81\xa6", "invisible character (U+2066)"},
               {"\xe2\x81\xa9", "invisible character (U+2069)"},
               {"\xef\xbb\xbf", "invisible character (U+FEFF)"}};
  for (const auto& [text, name] : cases) {
    const std::optional<TextFault> fault = FindTextFault(absl::StrCat("a\n\nb", text));
    ASSERT_TRUE(fault.has_value()) << name;
    EXPECT_THAT(fault->what, HasSubstr(std::string(name)));
    EXPECT_EQ(fault->line, 3) << name;
  }
}

TEST(TextCheckTest, FirstFaultIsTold) {
  const std::optional<TextFault> fault = FindTextFault("a\n\x01\n\xff");
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->line, 2);
}

}  // namespace
}  // namespace sipwhy
