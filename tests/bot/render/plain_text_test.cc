#include "bot/render/plain_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kRandomAnswers = 200;

// Without any white space of ASCII.
std::string Packed(absl::string_view text) { return absl::StrReplaceAll(text, {{" ", ""}, {"\n", ""}}); }

TEST(PlainTextTest, ComparisonInFull) {
  const Answer answer = {
      .title = "301 Moved Permanently vs 408 Request Timeout",
      .lead = "301 names a new address to call; 408 says that nothing answered in time.",
      .notices = {"Longer texts below are in English."},
      .table = {{"301 Moved Permanently", "408 Request Timeout"},
                {{"Class", {"3xx Redirection", "4xx Request Failure"}},
                 {"Try again", {"now, at the Contact address", "later, unchanged"}},
                 {"Over the PSTN", {"the Contact is tried, or cause 23", "cause 102, which comes back as 504"}}}},
      .sections =
          {{"What to do",
            {{"301", {"Operator: Read Contact and call that address.", "Caller: Update the address book."}, true},
             {"408", {"Operator: See which 1xx came back."}, true}}}},
      .footer = "RFC 3261 §21.3.2 · RFC 3261 §21.4.9 · knowledge revision 12"};
  EXPECT_EQ(RenderPlainText(answer, 72), R"(301 Moved Permanently vs 408 Request Timeout: 301 names a new address to
call; 408 says that nothing answered in time.
Longer texts below are in English.

               301 Moved Permanently        408 Request Timeout
Class          3xx Redirection              4xx Request Failure
Try again      now, at the Contact address  later, unchanged
Over the PSTN  the Contact is tried, or     cause 102, which comes back
               cause 23                     as 504

What to do
301  1. Operator: Read Contact and call that address.
     2. Caller: Update the address book.
408  1. Operator: See which 1xx came back.

RFC 3261 §21.3.2 · RFC 3261 §21.4.9 · knowledge revision 12
)");
}

TEST(PlainTextTest, JapaneseExplanationInFull) {
  const Answer answer = {
      .title = "408 Request Timeout",
      .lead = "時間内に最終応答がなかったことを示します。",
      .notices = {},
      .table = {{},
                {{"クラス", {"4xx（リクエストエラー）"}}, {"再試行", {"後で、同じリクエストをそのまま送り直せます"}}}},
      .sections = {{"対処方法", {{"", {"次のホップが応答しているか確認します。"}, true}}}},
      .footer = "ナレッジのリビジョン 7"};
  EXPECT_EQ(RenderPlainText(answer, 40), R"(408 Request Timeout: 時間内に最終応答が
なかったことを示します。

クラス  4xx（リクエストエラー）
再試行  後で、同じリクエストをそのまま送
        り直せます

対処方法
1. 次のホップが応答しているか確認しま
   す。

ナレッジのリビジョン 7
)");
}

TEST(PlainTextTest, OtherAnswersInEachRunKeepTheRules) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.long_words = true});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const std::string text = RenderPlainText(answers.Next(), answers.Number(20, 250));
    const auto is_control = [](unsigned char c) { return absl::ascii_iscntrl(c) && c != '\n'; };
    ASSERT_TRUE(std::none_of(text.begin(), text.end(), is_control)) << text;
    for (const char* control : {"\u0085", "\u0090", "\u009b"}) ASSERT_THAT(text, Not(HasSubstr(control)));
    ASSERT_THAT(text, Not(HasSubstr(" \n")));
    ASSERT_TRUE(absl::EndsWith(text, "\n") && !absl::EndsWith(text, "\n\n")) << text;
    ASSERT_THAT(text, Not(HasSubstr("\n\n\n")));
  }
}

TEST(PlainTextTest, EveryWordOfProseIsThere) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.controls = false, .long_words = true});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const Answer answer = answers.Next();
    const std::string text = Packed(RenderPlainText(answer, answers.Number(20, 250)));
    ASSERT_THAT(text, HasSubstr(Packed(answer.title)));
    ASSERT_THAT(text, HasSubstr(Packed(answer.lead)));
    for (const std::string& notice : answer.notices) ASSERT_THAT(text, HasSubstr(Packed(notice)));
    for (const Section& section : answer.sections) {
      ASSERT_THAT(text, HasSubstr(Packed(section.heading)));
      for (const ItemList& list : section.lists) {
        for (const std::string& item : list.items) ASSERT_THAT(text, HasSubstr(Packed(item)));
      }
    }
    ASSERT_THAT(text, HasSubstr(Packed(answer.footer)));
  }
}

}  // namespace
}  // namespace sipwhy::bot
