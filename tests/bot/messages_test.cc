#include "bot/messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace sipwhy::bot {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(MessagesTest, UsersMistakeIsAnAnswerWithTheNextStep) {
  const Answer question =
      FailureMessage(Speech(), absl::InvalidArgumentError("code 4080 is outside; did you mean 408?"), "host");
  EXPECT_THAT(question.lead, StartsWith("Code 4080 is outside; did you mean 408? Try 486"));
  const Answer statement =
      FailureMessage(Speech(), absl::InvalidArgumentError("code 799 is outside [100, 699]"), "host");
  EXPECT_THAT(statement.lead, StartsWith("Code 799 is outside [100, 699]. Try 486"));
}

TEST(MessagesTest, OtherFailuresHideWhatTheServiceSaid) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "SELECT secret");
    if (absl::IsInvalidArgument(status) || absl::IsNotFound(status)) continue;  // worded for whoever asked
    EXPECT_THAT(FailureMessage(Speech(), status, "host:1").lead,
                AllOf(Not(HasSubstr("SELECT")), HasSubstr("sipwhy service")));
  }
  EXPECT_THAT(FailureMessage(Speech(), absl::UnavailableError(""), "host:1").lead, HasSubstr("host:1"));
}

TEST(MessagesTest, TooManyCodesAreNamedAsFarAsTheyAreKnown) {
  const Answer answer = TooManyCodesMessage(Speech(), {301, 380, 401, 408, 999}, {{{301, "Moved Permanently"}}, {}});
  EXPECT_THAT(answer.lead, AllOf(HasSubstr("you named 5"), HasSubstr("301 Moved Permanently, 380, 401, 408, 999")));
}

TEST(MessagesTest, HelpShowsWhatToType) {
  const Answer help = HelpMessage(Speech());
  std::string labels;
  for (const ItemList& list : help.sections.at(0).lists) labels += list.label + "\n";
  EXPECT_THAT(labels, AllOf(HasSubstr("301 vs 408"), HasSubstr("4xx"), HasSubstr("full")));
}

}  // namespace
}  // namespace sipwhy::bot
