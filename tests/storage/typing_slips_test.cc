#include "storage/typing_slips.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

constexpr TextForm kForms[] = {TextForm::kSentences, TextForm::kClause, TextForm::kWords};

TEST(TypingSlipsTest, SlipIsNamedInEveryForm) {
  const struct {
    absl::string_view text;
    absl::string_view slip;
  } cases[] = {{"Two  spaces.", "has a double space"},
               {"Two   spaces.", "has a double space"},
               {"Two.  Spaces.", "has a double space"},
               {"  ", "has a double space"},
               {" Leads with one.", "begins or ends with a space"},
               {"Trails with one. ", "begins or ends with a space"},
               {"Ends its line.\n", "begins or ends with a space"},
               {"\tIs indented.", "begins or ends with a space"},
               {" ", "begins or ends with a space"},
               {"It is the the word.", "says \"the\" twice"},
               {"The the word.", "says \"the\" twice"},
               {"A a B.", "says \"a\" twice"},
               {"It ends ends", "says \"ends\" twice"},
               {"A comma , before it.", "has a space before punctuation"},
               {"A full stop .", "has a space before punctuation"},
               {"A semicolon ; here.", "has a space before punctuation"},
               {"A colon : here.", "has a space before punctuation"},
               {"A question ?", "has a space before punctuation"},
               {"A cry !", "has a space before punctuation"},
               {"A bracket (here ).", "has a space before punctuation"},
               {"It's typed.", "straight quotation mark or apostrophe"},
               {"It is 'typed'.", "straight quotation mark or apostrophe"},
               {"\"Typed\" words.", "straight quotation mark or apostrophe"},
               {"It is \"typed\".", "straight quotation mark or apostrophe"},
               {"It is 6\" long.", "straight quotation mark or apostrophe"},
               {"With text=\"open.", "straight quotation mark or apostrophe"},
               {"With text=\"one\" and \"two\".", "straight quotation mark or apostrophe"},
               {"It is “open.", "without its pair"},
               {"It is closed”.", "without its pair"},
               {"It is (open.", "without its pair"},
               {"It is closed).", "without its pair"},
               {"It is [open.", "without its pair"},
               {"It is closed].", "without its pair"},
               {"It is {open.", "without its pair"},
               {"It is closed}.", "without its pair"},
               {"It is (closed].", "without its pair"}};
  for (const auto& [text, slip] : cases) {
    for (TextForm form : kForms) {
      EXPECT_THAT(FindTypingSlip(text, form), Optional(HasSubstr(std::string(slip)))) << text;
    }
  }
}

TEST(TypingSlipsTest, WhatOnlyLooksLikeASlipIsFine) {
  const absl::string_view cases[] = {"Had 5 5 times, had, had it.",
                                     "Dashes -- -- between.",
                                     "It rang. Rang on.",
                                     "It says “full” and ‘half’.",
                                     "It’s typeset.",
                                     "With text=\"Call completed elsewhere\" in it.",
                                     "With a=\"1\", b=\"2\" in it.",
                                     "One (two [three] {four}).",
                                     "The port 5060:5061, or 3.5 s; a 1:1 map?!",
                                     "The the-word.",
                                     "Tiếng Việt “đầy đủ”.",
                                     "日本語。"};
  for (absl::string_view text : cases) EXPECT_EQ(FindTypingSlip(text, TextForm::kWords), std::nullopt) << text;
}

TEST(TypingSlipsTest, SentencesBeginWithWhatTheyMay) {
  for (absl::string_view text :
       {"One sentence.", "Two of them. And more!", "Really? Yes.", "5 of them. 301 is one.", "“quoted” words begin it.",
        "(An aside.) A sentence.", "It ends in a quotation “so.”", "It ends (so.)", "sip: is its scheme.",
        "application/sdp is its type.", "q=0 is last.", "tel:911 is a number.", "at_contact is a term.",
        "a@b is an address. e.164 is a number.", "Ép. Được gọi.", "No abbreviation, e.g.",
        "Ends with a number, 5060."}) {
    EXPECT_EQ(FindTypingSlip(text, TextForm::kSentences), std::nullopt) << text;
  }
}

TEST(TypingSlipsTest, SentencesNeedACapitalAndAFullStop) {
  const struct {
    absl::string_view text;
    absl::string_view slip;
  } cases[] = {{"small at first.", "begins a sentence with \"small\""},
               {"One is fine. two is not.", "begins a sentence with \"two\""},
               {"Really? no.", "begins a sentence with \"no.\""},
               {"Stop! now.", "begins a sentence with \"now.\""},
               {"He said “so.” then left.", "begins a sentence with \"then\""},
               {"Some, e.g. this.", "begins a sentence with \"this.\""},
               {"word, comma.", "begins a sentence with \"word,\""},
               {"It has no end", "does not end with a full stop"},
               {"One ends. Two does not", "does not end with a full stop"},
               {"It goes on:", "does not end with a full stop"},
               {"It goes on;", "does not end with a full stop"},
               {"“It ends”", "does not end with a full stop"},
               {"", "does not end with a full stop"}};
  for (const auto& [text, slip] : cases) {
    EXPECT_THAT(FindTypingSlip(text, TextForm::kSentences), Optional(std::string(slip))) << text;
  }
}

TEST(TypingSlipsTest, ClauseHasNoFullStop) {
  for (absl::string_view text : {"says busy.", "says busy!", "says “busy.”", "is it busy?", "says (busy.)"}) {
    EXPECT_THAT(FindTypingSlip(text, TextForm::kClause),
                Optional(std::string("has a full stop, and becomes part of a sentence")))
        << text;
  }
  for (absl::string_view text :
       {"says busy", "Says Busy", "uses SIP/2.0 and 192.0.2.1 at times", "e.g. this one", ""}) {
    EXPECT_EQ(FindTypingSlip(text, TextForm::kClause), std::nullopt) << text;
  }
}

TEST(TypingSlipsTest, WordsMayEndAsTheyLike) {
  for (absl::string_view text : {"says busy.", "Says Busy", "small. too", "What to do:", ""}) {
    EXPECT_EQ(FindTypingSlip(text, TextForm::kWords), std::nullopt) << text;
  }
}

TEST(TypingSlipsTest, AnyBytesGetAnAnswer) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes.push_back(static_cast<char>(byte));
  for (TextForm form : kForms) {
    EXPECT_TRUE(FindTypingSlip(bytes, form).has_value());
    EXPECT_TRUE(FindTypingSlip(std::string(1 << 20, '('), form).has_value());
    EXPECT_TRUE(FindTypingSlip(std::string(1 << 20, ' '), form).has_value());
    FindTypingSlip(std::string(1 << 20, '\0'), form);
    FindTypingSlip(std::string(1 << 20, 'a'), form);
  }
}

}  // namespace
}  // namespace sipwhy
