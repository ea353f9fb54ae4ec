// The three programs as their users start them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "bot/http/http_client.h"
#include "tests/testing/knowledge_base_file.h"
#include "tests/testing/process.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Finished;
using ::sipwhy::testing::Process;
using ::sipwhy::testing::RunProgram;
using ::sipwhy::testing::ShippedMigrationsDirectory;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::WriteKnowledgeBase;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A service on a free port over the knowledge base that sipwhy-kb made.
class EndToEndTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const Finished applied = RunProgram({SIPWHY_KB, absl::StrCat("--database=", database_),
                                         absl::StrCat("--migrations=", ShippedMigrationsDirectory()), "apply"});
    ASSERT_EQ(applied.status, 0) << applied.err;
    service_ = std::make_unique<Process>(std::vector<std::string>{
        SIPWHY_SERVICE, absl::StrCat("--database=", database_), "--listen=127.0.0.1:0", "--admin=off"});
    const std::string line = service_->ReadLine();
    ASSERT_THAT(line, StartsWith("serving on 127.0.0.1:")) << service_->Wait().err;
    address_ = line.substr(std::string("serving on ").size(), line.find(',') - std::string("serving on ").size());
  }

  Finished Ask(const std::string& question, const std::string& language = "en") const {
    return RunProgram({SIPWHY_BOT, absl::StrCat("--service=", address_), absl::StrCat("--language=", language),
                       absl::StrCat("--ask=", question)});
  }

  TempDirectory directory_;
  std::string database_ = directory_.File("kb.db");
  std::unique_ptr<Process> service_;
  std::string address_;
};

TEST_F(EndToEndTest, AskAnswersAndLeavesWithZero) {
  const Finished english = Ask("301 vs 408");
  EXPECT_EQ(english.status, 0) << english.err;
  EXPECT_THAT(english.out, AllOf(StartsWith("301 Moved Permanently vs 408 Request Timeout: "), HasSubstr("Sent by"),
                                 HasSubstr("What to do"), HasSubstr("RFC 3261 §21.3.2")));
  EXPECT_THAT(Ask("301 vs 380", "vi").out, AllOf(HasSubstr("Thử lại"), HasSubstr("Alternative Service")));
  EXPECT_THAT(Ask("301 vs 487", "ja").out, AllOf(HasSubstr("再試行"), HasSubstr("Request Terminated")));
}

TEST_F(EndToEndTest, EveryKindOfQuestionIsAnsweredOverTheWire) {
  EXPECT_THAT(Ask("cause 17").out, AllOf(StartsWith("Cause 17 User busy: "), HasSubstr("486 Busy Here")));
  EXPECT_THAT(Ask("nobody picks up").out, HasSubstr("\n480  Temporarily Unavailable"));
  EXPECT_THAT(Ask("603 Network Blocked").out, StartsWith("603 Network Blocked: "));
  EXPECT_THAT(Ask("478").out, AllOf(StartsWith("478 "), HasSubstr("Kamailio")));
  EXPECT_THAT(Ask("486 full").out, AllOf(HasSubstr("\nSIP/2.0 486 Busy Here\n"), HasSubstr("|-----INVITE")));
}

TEST_F(EndToEndTest, AskLeavesWithOneWhereNothingCouldBeAnswered) {
  EXPECT_EQ(Ask("good morning everybody").status, 1);
  EXPECT_EQ(Ask("4080").status, 1);
}

TEST_F(EndToEndTest, PipeIsAnsweredLineByLine) {
  const Finished finished =
      RunProgram({SIPWHY_BOT, absl::StrCat("--service=", address_)}, "301 vs 401\nSIP/2.0 408 Request Timeout\n499");
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_THAT(finished.out, AllOf(StartsWith("301 Moved Permanently vs 401 Unauthorized"),
                                  HasSubstr("\n\n408 Request Timeout: "), HasSubstr("\n\n499 (not registered)")));
  EXPECT_EQ(finished.err, "");
}

TEST_F(EndToEndTest, SigtermEndsTheServiceWithZeroAndTheBotSaysThatItIsGone) {
  service_->Signal(SIGTERM);
  const Finished finished = service_->Wait();
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(finished.err, "");
  const Finished alone = Ask("301 vs 408");
  EXPECT_EQ(alone.status, 1);
  EXPECT_THAT(alone.out, HasSubstr("cannot reach the sipwhy service at 127.0.0.1:"));
}

TEST_F(EndToEndTest, SecondServiceOnTheSamePortIsRefusedInOneSentence) {
  const Finished second = RunProgram(
      {SIPWHY_SERVICE, absl::StrCat("--database=", database_), absl::StrCat("--listen=", address_), "--admin=off"});
  EXPECT_EQ(second.status, 1);
  EXPECT_THAT(second.err, StartsWith(absl::StrCat("sipwhy-service: cannot listen on ", address_)));
  EXPECT_EQ(std::count(second.err.begin(), second.err.end(), '\n'), 1) << second.err;
}

TEST_F(EndToEndTest, ConfiguredBotServesWebhooksAndTheWebPageAndEndsWithZero) {
  const std::string token = directory_.Write("token", "secret\n");
  const std::string config = directory_.Write(
      "bot.toml",
      absl::StrCat("service = \"", address_, "\"\nmemory = \"", directory_.File("bot.db"),
                   "\"\n[http]\nlisten = \"127.0.0.1:0\"\n[[mattermost]]\ntoken = { file = \"", token, "\" }\n"));
  Process bot({SIPWHY_BOT, absl::StrCat("--config=", config)});
  const std::string line = bot.ReadLine();
  ASSERT_THAT(line, StartsWith("listening on http://127.0.0.1:")) << bot.Wait().err;
  const std::string url = line.substr(std::string("listening on ").size());
  bot::HttpClient http;
  const std::string form = "token=secret&command=%2Fsip&text=301+vs+408&channel_id=c&user_id=u&trigger_id=1";
  const auto answer = http.Send({.method = "POST", .url = url + "/mattermost", .body = form});
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->body, HasSubstr("301 Moved Permanently vs 408 Request Timeout"));
  EXPECT_EQ(http.Send({.method = "POST", .url = url + "/mattermost", .body = form})->body, answer->body);
  EXPECT_EQ(http.Send({.method = "POST", .url = url + "/mattermost", .body = "token=wrong&text=486"})->status, 401);
  EXPECT_THAT(http.Send({.url = url + "/sip/408-vs-301"})->body, HasSubstr("/sip/301-vs-408"));
  bot.Signal(SIGTERM);
  EXPECT_EQ(bot.Wait().status, 0);
}

TEST_F(EndToEndTest, WebPageStandsBesideTheConsole) {
  const Finished finished =
      RunProgram({SIPWHY_BOT, absl::StrCat("--service=", address_), "--web=127.0.0.1:0"}, "486\n");
  EXPECT_EQ(finished.status, 0);
  EXPECT_THAT(finished.out, StartsWith("486 Busy Here"));
  EXPECT_THAT(finished.err, StartsWith("sipwhy-bot: the web page is at http://127.0.0.1:"));
}

TEST(ConfigurationFileTest, CheckSaysWhatIsWrongWithItsLine) {
  const TempDirectory directory;
  const std::string good = directory.Write("good.toml", "memory = \"bot.db\"\n[http]\n");
  const Finished fine = RunProgram({SIPWHY_BOT, absl::StrCat("--config=", good), "--check-config"});
  EXPECT_EQ(fine.status, 0) << fine.err;
  EXPECT_EQ(fine.out, absl::StrCat(good, ": fine\n"));
  const std::string bad = directory.Write("bad.toml", "memory = \"bot.db\"\n[http]\nlistne = \"x\"\n");
  const Finished wrong = RunProgram({SIPWHY_BOT, absl::StrCat("--config=", bad), "--check-config"});
  EXPECT_EQ(wrong.status, 1);
  EXPECT_EQ(wrong.err, absl::StrCat(bad, ":3: [http] has no key listne; did you mean listen?\n"));
  EXPECT_EQ(RunProgram({SIPWHY_BOT, "--check-config"}).status, 1);
}

Finished StartServiceOn(const std::string& database) {
  return RunProgram({SIPWHY_SERVICE, absl::StrCat("--database=", database), "--listen=127.0.0.1:0", "--admin=off"});
}

std::string Corrupt(std::string bytes) {
  for (size_t i = 5'000; i < bytes.size(); i += 997) bytes[i] = static_cast<char>(~bytes[i]);
  return bytes;
}

TEST(StartTest, ServiceRefusesAFileThatItCannotServeInOneSentence) {
  const TempDirectory directory;
  WriteKnowledgeBase(directory.File("kb.db"));
  const struct {
    std::string path;
    std::string says;
  } cases[] = {
      {directory.File("missing.db"), "there is no such file; make it with sipwhy-kb apply"},
      {directory.Write("foreign.db", "this is a text and no database, however long it may be"), "no sipwhy knowledge"},
      {directory.Write("empty.db", ""), "empty; fill it with sipwhy-kb apply"},
      {directory.Write("corrupt.db", Corrupt(testing::ReadFile(directory.File("kb.db")))), "sipwhy-kb apply"},
  };
  for (const auto& [path, says] : cases) {
    const Finished finished = StartServiceOn(path);
    EXPECT_EQ(finished.status, 1) << path;
    EXPECT_THAT(finished.err, AllOf(StartsWith("sipwhy-service: "), HasSubstr(says))) << path;
    EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1) << finished.err;
    EXPECT_EQ(finished.out, "");
  }
}

TEST(StartTest, EveryProgramHasHelpAndVersionAndRefusesWhatItDoesNotKnow) {
  for (const char* program : {SIPWHY_SERVICE, SIPWHY_BOT, SIPWHY_KB}) {
    const Finished help = RunProgram({program, "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.out, AllOf(StartsWith("Usage: "), HasSubstr("Examples:")));
    const Finished version = RunProgram({program, "--version"});
    EXPECT_EQ(version.status, 0);
    EXPECT_TRUE(absl::StrContains(version.out, "0.1.0")) << version.out;
    const Finished unknown = RunProgram({program, "--no-such-flag"});
    EXPECT_EQ(unknown.status, 1);
    EXPECT_NE(unknown.err, "");
    EXPECT_EQ(unknown.out, "");
  }
}

}  // namespace
}  // namespace sipwhy
