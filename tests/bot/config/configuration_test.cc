#include "bot/config/configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/security/test_authority.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::KeyPair;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::TestAuthority;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kBasis[] = "memory = \"bot.db\"\n[http]\nlisten = \"127.0.0.1:0\"\n";

// A variable of the environment, for as long as this lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

std::vector<std::string> ProblemsOf(const std::string& text) {
  std::vector<ConfigurationProblem> problems;
  ReadConfiguration(text, problems);
  std::vector<std::string> lines;
  for (const ConfigurationProblem& problem : problems) lines.push_back(absl::StrCat(problem.line, ": ", problem.what));
  return lines;
}

TEST(ConfigurationTest, SmallestOneIsTheWebPage) {
  std::vector<ConfigurationProblem> problems;
  const Configuration configuration = ReadConfiguration("memory = \"bot.db\"\n[http]\n", problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(configuration.service, "127.0.0.1:50051");
  ASSERT_TRUE(configuration.http.has_value());
  EXPECT_EQ(configuration.http->port, 8080);
  EXPECT_TRUE(configuration.http->web_page);
}

TEST(ConfigurationTest, PlatformsTakeTheirKeysAndTheUsualOnes) {
  const TempDirectory directory;
  const std::string secret = directory.Write("secret", "  s3cret\n");
  const Variable token("SIPWHY_TEST_TOKEN", "xoxb-1");
  std::vector<ConfigurationProblem> problems;
  const Configuration configuration = ReadConfiguration(
      absl::StrCat("language = \"vi\"\n", kBasis, "[[slack]]\nsigning_secret = { file = \"", secret,
                   "\" }\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\nopen_to = [\"C1\"]\n"
                   "[[slack]]\nname = \"second\"\nlanguage = \"ja\"\nsigning_secret = { env = \"SIPWHY_TEST_TOKEN\" }\n"
                   "[[irc]]\nserver = \"[::1]:6667\"\nnick = \"sipwhy\"\ntls = false\nchannels = [\"#voip\"]\n"),
      problems);
  EXPECT_THAT(problems, IsEmpty());
  ASSERT_EQ(configuration.slack.size(), 2u);
  EXPECT_EQ(configuration.slack[0].signing_secret, "s3cret");
  EXPECT_EQ(configuration.slack[0].poster.token, "xoxb-1");
  EXPECT_EQ(configuration.slack[0].events_path, "/slack/events");
  EXPECT_EQ(configuration.slack[0].rules.language, "vi");
  EXPECT_THAT(configuration.slack[0].rules.open_to, ElementsAre("C1"));
  EXPECT_EQ(configuration.slack[1].command_path, "/second/command");
  EXPECT_EQ(configuration.slack[1].events_path, "");
  EXPECT_EQ(configuration.slack[1].rules.language, "ja");
  ASSERT_EQ(configuration.irc.size(), 1u);
  EXPECT_EQ(configuration.irc[0].settings.host, "::1");
  EXPECT_EQ(configuration.irc[0].settings.port, 6667);
}

TEST(ConfigurationTest, ShippedExampleIsRightAndItsCommentedKeysExist) {
  const TempDirectory directory;
  std::string text = ReadFile(SIPWHY_DEPLOY_DIR "/sipwhy-bot.toml");
  text = absl::StrReplaceAll(text, {{"/run/credentials/sipwhy-bot.service/", absl::StrCat(directory.path(), "/")},
                                    {"\n# secret_token", "\nsecret_token"},
                                    {"\n# mode = \"poll\"", "\nmode = \"webhook\""}});
  directory.Write("slack-signing-secret", "secret");
  directory.Write("slack-token", "token");
  directory.Write("service-token", "token");
  std::vector<std::unique_ptr<Variable>> variables;
  for (const char* name : {"MATTERMOST_TOKEN", "ROCKET_CHAT_TOKEN", "ZULIP_TOKEN", "DISCORD_TOKEN", "TELEGRAM_TOKEN",
                           "TELEGRAM_SECRET_TOKEN", "IRC_PASSWORD", "XMPP_PASSWORD", "MATRIX_TOKEN"}) {
    variables.push_back(std::make_unique<Variable>(name, "secret"));
  }
  const Variable teams("TEAMS_KEY", "c2lwd2h5LXRlc3Qta2V5LXNpcHdoeS10ZXN0LWtleQ==");
  EXPECT_THAT(ProblemsOf(text), IsEmpty());
  // With every commented "# key = value" taken in, but for files that are not there.
  std::string full;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const bool is_key = absl::StartsWith(line, "# ") && line.find(" = ") < line.find(' ', 2) + 1 &&
                        !absl::StrContains(line, ".pem") && !absl::StrContains(line, ".key") &&
                        !absl::StrContains(line, ".crt");
    absl::StrAppend(&full, is_key ? line.substr(2) : line, "\n");
  }
  EXPECT_NE(full, text + "\n");
  EXPECT_THAT(ProblemsOf(full), IsEmpty());
}

TEST(ConfigurationTest, EachMistakeIsNamedWithItsLine) {
  const Variable empty("SIPWHY_TEST_EMPTY", " ");
  const Variable token("SIPWHY_TEST_TOKEN", "t");
  const struct {
    std::string text;  // after kBasis, so from line 4 on
    std::string problem;
  } cases[] = {
      {"[[slak]]\n", "4: there is no section slak; there are [http], [[discord]]"},
      {"[[zulip]]\ntoken = \"secret\"\nbot_email = \"b@x\"\n", "5: [[zulip]] token is a secret: write { file"},
      {"[[zulip]]\ntoken = { env = \"SIPWHY_TEST_NONE\" }\nbot_email = \"b@x\"\n",
       "5: [[zulip]] token cannot be read: the variable SIPWHY_TEST_NONE is not set"},
      {"[[zulip]]\ntoken = { file = \"/nowhere/secret\" }\nbot_email = \"b@x\"\n",
       "5: [[zulip]] token cannot be read: the file /nowhere/secret cannot be opened"},
      {"[[mattermost]]\ntoken = { env = \"SIPWHY_TEST_EMPTY\" }\n", "5: [[mattermost]] token is empty"},
      {"[[mattermost]]\n", "4: [[mattermost]] token is missing"},
      {"[mattermost]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\n", "4: write [[mattermost]], since there may be more"},
      {"[[mattermost]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\npaht = \"/x\"\n",
       "6: [[mattermost]] has no key paht; did you mean path?"},
      {"[[mattermost]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\npath = \"x\"\n",
       "6: [[mattermost]] path must be a path"},
      {"[[mattermost]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\npath = \"/sip/x\"\n",
       "6: [[mattermost]] path is an address of the web page"},
      {"[[mattermost]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\n"
       "[[rocket_chat]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\npath = \"/mattermost\"\n",
       "8: [[rocket_chat]] path /mattermost is taken by another webhook"},
      {"[[mattermost]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\n"
       "[[mattermost]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\n",
       "6: [[mattermost]] name \"mattermost\" is taken by another"},
      {"[[slack]]\nsigning_secret = { env = \"SIPWHY_TEST_TOKEN\" }\nevents_path = \"/e\"\n",
       "6: [[slack]] events_path needs token"},
      {"[[slack]]\nsigning_secret = { env = \"SIPWHY_TEST_TOKEN\" }\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\n"
       "api = \"http://slack.example.org\"\n",
       "7: [[slack]] api must begin with https://"},
      {"[[teams]]\nkey = { env = \"SIPWHY_TEST_TOKEN\" }\n", "5: [[teams]] key cannot be used"},
      {"[[discord]]\npublic_key = \"00\"\napplication_id = \"1\"\n", "5: [[discord]] public_key or application_id"},
      {"[[irc]]\nserver = \"irc.example.org\"\nnick = \"n\"\n", "5: [[irc]] server must be HOST:PORT"},
      {"[[irc]]\nserver = \"irc.example.org:6697\"\nnick = \"n\"\ntls = \"yes\"\n",
       "7: [[irc]] tls must be true or false"},
      {"[[irc]]\nserver = \"irc.example.org:6697\"\nnick = \"n\"\nchannels = \"#a\"\n",
       "7: [[irc]] channels must be a list"},
      {"[[telegram]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\nmode = \"push\"\n", "6: [[telegram]] mode is"},
      {"[[telegram]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\nmode = \"webhook\"\n",
       "4: [[telegram]] secret_token is missing"},
      {"certificate = \"c.pem\"\n", "4: [http] certificate and key go together"},
      {"[[irc]\n", "4: no TOML: "},
      {"[[irc]]\nserver = \"irc.example.org:6697\"\nnick = \"a b\"\n", "6: [[irc]] nick is no nick"},
      {"[[irc]]\nserver = \"irc.example.org:6697\"\nnick = \"n\"\nsasl_user = \"u\"\n",
       "7: [[irc]] sasl_user and sasl_password go together"},
      {"[[irc]]\nserver = \"irc.example.org:6697\"\nnick = \"n\"\nca_file = \"/nowhere\"\n",
       "7: [[irc]] ca_file names a file that cannot be read"},
      {"[[mattermost]]\ntoken = { file = \"/tmp\" }\n", "5: [[mattermost]] token cannot be read: the file /tmp"},
      {"[[mattermost]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\npath = \"/style.css\"\n",
       "6: [[mattermost]] path is an address of the web page"},
      {"[[telegram]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\npath = \"/t\"\n", "6: [[telegram]] path needs mode"},
      {"[[slack]]\nsigning_secret = { env = \"SIPWHY_TEST_TOKEN\" }\napi = \"http://127.evil.example.org\"\n",
       "6: [[slack]] api must begin with https://"},
  };
  for (const auto& [text, problem] : cases) {
    EXPECT_THAT(ProblemsOf(kBasis + text), ::testing::Contains(HasSubstr(problem))) << text;
  }
}

TEST(ConfigurationTest, ServiceIsReachedWithWhatTheFileSays) {
  const TempDirectory directory;
  const TestAuthority authority("Authority");
  const KeyPair own = authority.Issue({});
  const std::string token = directory.Write("token", "t0ken\n");
  std::vector<ConfigurationProblem> problems;
  const ServiceAccess access = ServiceAccessOf(ReadConfiguration(
      absl::StrCat("service = \"sipwhy.example.org:50051\"\nservice_ca = \"",
                   directory.Write("ca.pem", authority.certificate()), "\"\nservice_certificate = \"",
                   directory.Write("own.pem", own.certificate), "\"\nservice_key = \"",
                   directory.Write("own.key", own.key), "\"\nservice_token = { file = \"", token, "\" }\n", kBasis),
      problems));
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(access.address, "sipwhy.example.org:50051");
  EXPECT_EQ(access.ca, directory.File("ca.pem"));
  EXPECT_EQ(access.certificate, directory.File("own.pem"));
  EXPECT_EQ(access.key, directory.File("own.key"));
  EXPECT_EQ(access.token_file, token);  // whose token may change
  EXPECT_EQ(access.token, "");
}

TEST(ConfigurationTest, TokenOfTheEnvironmentGoesToASocketOfThisMachine) {
  const Variable token("SIPWHY_TEST_TOKEN", "t0ken");
  std::vector<ConfigurationProblem> problems;
  const ServiceAccess access = ServiceAccessOf(ReadConfiguration(
      absl::StrCat("service = \"unix:/run/sipwhy.sock\"\nservice_token = { env = \"SIPWHY_TEST_TOKEN\" }\n", kBasis),
      problems));
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(access.address, "unix:/run/sipwhy.sock");
  EXPECT_EQ(access.token, "t0ken");
  EXPECT_EQ(access.token_file, "");
}

TEST(ConfigurationTest, MistakesOnTheWayToTheServiceAreNamedWithTheirLine) {
  const Variable token("SIPWHY_TEST_TOKEN", "t0ken");
  const Variable words("SIPWHY_TEST_WORDS", "t0ken two");
  const TempDirectory directory;
  const TestAuthority authority("Authority");
  const KeyPair own = authority.Issue({});
  const std::string ca = absl::StrCat("service_ca = \"", directory.Write("ca.pem", authority.certificate()), "\"\n");
  const std::string certificate =
      absl::StrCat("service_certificate = \"", directory.Write("own.pem", own.certificate), "\"\n");
  const std::string wrong_key =
      absl::StrCat("service_key = \"", directory.Write("wrong.key", authority.Issue({}).key), "\"\n");
  const struct {
    std::string text;
    std::string problem;
  } kCases[] = {
      {"service_ca = \"/nowhere/ca.pem\"\n",
       "1: the file’s beginning: service_ca cannot be used: /nowhere/ca.pem cannot"},
      {absl::StrCat("service_ca = \"", directory.Write("bad.pem", "no PEM"), "\"\n"), "bad.pem holds no certificate"},
      {ca + certificate,
       "2: the file’s beginning: service_certificate cannot be used: the client's certificate and its"},
      {ca + wrong_key, "2: the file’s beginning: service_key cannot be used: the client's certificate and its"},
      {certificate + absl::StrCat("service_key = \"", directory.Write("own.key", own.key), "\"\n"),
       "1: the file’s beginning: service_certificate cannot be used: a client's certificate needs the authority"},
      {ca + certificate + wrong_key, "wrong.key is not the key of the first certificate"},
      {"service = \"sipwhy.example.org:1\"\nservice_token = { env = \"SIPWHY_TEST_TOKEN\" }\n",
       "2: the file’s beginning: service_token cannot be used: a token would go to sipwhy.example.org:1 unencrypted"},
      {"service_token = \"t0ken\"\n", "1: the file’s beginning: service_token is a secret"},
      {"service_token = { file = \"/nowhere/token\" }\n", "service_token cannot be read: the file /nowhere/token"},
      {"service_token = { env = \"SIPWHY_TEST_WORDS\" }\n", "service_token cannot be used: has a space"},
      {"service = \"nowhere\"\n", "1: the file’s beginning: service must be HOST:PORT"},
  };
  for (const auto& [text, problem] : kCases) {
    EXPECT_THAT(ProblemsOf(text + kBasis), ElementsAre(AllOf(HasSubstr(problem), Not(HasSubstr("t0ken"))))) << text;
  }
}

TEST(ConfigurationTest, SecretInTheWrongPlaceIsNotRepeated) {
  for (const std::string& problem : ProblemsOf(absl::StrCat(kBasis, "[[mattermost]]\ntoken = \"hunter2\"\n"))) {
    EXPECT_THAT(problem, Not(HasSubstr("hunter2")));
  }
}

TEST(ConfigurationTest, WebhookNeedsTheHttpSide) {
  const Variable token("SIPWHY_TEST_TOKEN", "t");
  EXPECT_THAT(ProblemsOf("memory = \"m\"\n[[rocket_chat]]\ntoken = { env = \"SIPWHY_TEST_TOKEN\" }\n"),
              ElementsAre(HasSubstr("2: the webhook /rocket_chat needs a section [http]")));
}

TEST(ConfigurationTest, AllMistakesComeAtOnceInTheOrderOfLines) {
  EXPECT_THAT(ProblemsOf("service = \"nowhere\"\n[http]\nlisten = \"x\"\n[[irc]]\n"),
              ElementsAre(HasSubstr("1: the file’s beginning: service"), HasSubstr("1: the file’s beginning: memory"),
                          HasSubstr("3: [http] listen"), HasSubstr("4: [[irc]] server"), HasSubstr("4: [[irc]] nick")));
}

TEST(ConfigurationTest, HttpSideListensOnAnAddress) {
  EXPECT_THAT(ProblemsOf("memory = \"m\"\n[http]\nlisten = \"localhost:8080\"\n"),
              ElementsAre(HasSubstr("3: [http] listen must begin with an IP address")));
}

TEST(ConfigurationTest, OpenConversationsOfIrcAndXmppAreInSmallLettersAsTheirMessagesHaveThem) {
  std::vector<ConfigurationProblem> problems;
  const Configuration configuration = ReadConfiguration(
      absl::StrCat(kBasis, "[[irc]]\nserver = \"irc.example.org:6697\"\nnick = \"n\"\nopen_to = [\"#VoIP\"]\n"),
      problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_THAT(configuration.irc[0].rules.open_to, ElementsAre("#voip"));
}

TEST(ConfigurationTest, NobodyToAnswerIsAMistake) {
  EXPECT_THAT(ProblemsOf("memory = \"m\"\n"), ElementsAre(HasSubstr("there is nobody to answer")));
  EXPECT_THAT(ProblemsOf("memory = \"m\"\n[http]\nweb_page = false\n"), ElementsAre(HasSubstr("nobody to answer")));
}

TEST(ConfigurationTest, FileIsNamedInEachProblem) {
  const TempDirectory directory;
  const std::string path = directory.Write("bot.toml", "memory = 3\n[http]\n");
  EXPECT_THAT(LoadConfiguration(path), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("bot.toml:1: ")));
  EXPECT_THAT(LoadConfiguration(directory.File("none.toml")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none.toml: cannot be read")));
  EXPECT_THAT(LoadConfiguration(directory.path()), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(LoadConfiguration(directory.Write("good.toml", kBasis)), IsOk());
}

}  // namespace
}  // namespace sipwhy::bot
