#include "bot/adapter/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "tests/testing/fake_knowledge_client.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::FakeKnowledgeClient;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ConsoleTest : public ::testing::Test {
 protected:
  std::string Run(const std::string& input, const ConsoleOptions& options = {}) {
    std::istringstream in(input);
    std::ostringstream out;
    RunConsole(bot_, options, in, out);
    return out.str();
  }

  FakeKnowledgeClient client_;
  Bot bot_{client_, {.service_address = "127.0.0.1:50051"}};
};

TEST_F(ConsoleTest, EachLineIsAnsweredAlsoALastOneWithoutItsEnd) {
  EXPECT_THAT(Run("301 vs 401\n408"), AllOf(StartsWith("301 Moved Permanently vs 401"), HasSubstr("\n\n408 Request")));
  EXPECT_EQ(Run(""), "");
}

TEST_F(ConsoleTest, PromptIsForTerminalsAlone) {
  EXPECT_THAT(Run("408\n", {.prompt = true}), AllOf(HasSubstr("Ctrl-D"), HasSubstr("sip> 408 Request Timeout")));
  EXPECT_THAT(Run("408\n"), Not(HasSubstr("sip>")));
}

TEST_F(ConsoleTest, CrLfAndHugeLinesAreTakenInStride) {
  EXPECT_THAT(Run("408\r\n"), StartsWith("408 Request Timeout"));
  const std::string output = Run("408 " + std::string(1'000'000, 'x') + "\n487\n");
  EXPECT_THAT(output, HasSubstr("487 Request Terminated"));
}

TEST_F(ConsoleTest, ColourIsOffUnlessAskedFor) {
  EXPECT_THAT(Run("408\n"), Not(HasSubstr("\x1b")));
  EXPECT_THAT(Run("408\n", {.colour = true}), HasSubstr("\x1b["));
}

TEST_F(ConsoleTest, AskSaysWhetherThereWasAnAnswer) {
  std::ostringstream out;
  EXPECT_TRUE(AnswerOnce(bot_, {}, "301 vs 408", out));
  EXPECT_FALSE(AnswerOnce(bot_, {}, "hm", out));
  EXPECT_FALSE(AnswerOnce(bot_, {}, "4080", out));
  client_.error = absl::UnavailableError("");
  EXPECT_FALSE(AnswerOnce(bot_, {}, "301 vs 408", out));
  EXPECT_THAT(out.str(), HasSubstr("cannot reach the sipwhy service at 127.0.0.1:50051"));
}

}  // namespace
}  // namespace sipwhy::bot
