#include "bot/render/colour_terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "bot/render/plain_text.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::RandomAnswers;
using ::sipwhy::bot::testing::WithoutMarks;

constexpr int kRandomAnswers = 200;

TEST(ColourTerminalTest, AnswerInFull) {
  const Answer answer = {.title = "486 Busy Here",
                         .lead = "The phone is busy.",
                         .notices = {"Notice."},
                         .table = {{"486", "600"}, {{"Class", {"4xx", "6xx"}}}},
                         .sections = {{"What to do", {{"486", {"Try later.", "Try mail."}, true}}}},
                         .footer = "RFC 3261 §21.4.24"};
  EXPECT_EQ(RenderColourTerminal(answer, 47),
            "\x1b[1;36m486 Busy Here\x1b[0m: The phone is busy.\n"
            "Notice.\n"
            "\n"
            "       \x1b[1m486\x1b[0m                  \x1b[1m600\x1b[0m\n"
            "\x1b[36mClass\x1b[0m  4xx                  6xx\n"
            "\n"
            "\x1b[1mWhat to do\x1b[0m\n"
            "\x1b[36m486\x1b[0m  1. Try later.\n"
            "     2. Try mail.\n"
            "\n"
            "\x1b[2mRFC 3261 §21.4.24\x1b[0m\n");
}

TEST(ColourTerminalTest, VisibleTextIsThatOfPlainText) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.long_words = true});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const Answer answer = answers.Next();
    const int width = answers.Number(20, 250);
    ASSERT_EQ(WithoutMarks(RenderColourTerminal(answer, width)), RenderPlainText(answer, width)) << width;
  }
}

TEST(ColourTerminalTest, EveryMarkEndsOnItsLine) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.long_words = true});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const std::string text = RenderColourTerminal(answers.Next(), answers.Number(20, 250));
    for (absl::string_view line : absl::StrSplit(text, '\n')) {
      const std::vector<absl::string_view> parts = absl::StrSplit(line, "\x1b[");
      bool open = false;
      for (size_t part = 1; part < parts.size(); ++part) {
        ASSERT_EQ(absl::StartsWith(parts[part], "0m"), open) << line;
        open = !open;
      }
      ASSERT_FALSE(open) << line;
    }
  }
}

TEST(ColourTerminalTest, TextCannotAddMarksOfItsOwn) {
  Answer answer;
  answer.lead = "a\x1b[31mb\u009b31mc";
  EXPECT_EQ(RenderColourTerminal(answer, 80), "a[31mb31mc\n");
}

}  // namespace
}  // namespace sipwhy::bot
