#include "bot/config/print_configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "settings/toml_file.h"
#include "tests/security/test_authority.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::KeyPair;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::TestAuthority;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The secret of all sections; Teams wants base64.
constexpr char kSecret[] = "c2lwd2h5LXRlc3Qta2V5LXNpcHdoeS10ZXN0LWtleQ==";

// Every key, with a value other than what holds without it. FILE stands for a file that is there.
constexpr char kFull[] = R"(
service = "192.0.2.1:5"
service_ca = "AUTHORITY"
service_certificate = "OWN"
service_key = "SECRET"
service_token = { env = "HIDDEN" }
memory = "a \"strange\" name.db"
public_url = "https://sip.example.org"
[http]
listen = "[::1]:81"
certificate = "FILE"
key = "FILE"
web_page = false
[[slack]]
name = "s"
language = "ja"
signing_secret = { env = "HIDDEN" }
command_path = "/s1"
token = { env = "HIDDEN" }
events_path = "/s2"
api = "https://slack.example.org/api"
open_to = ["C1", "C2"]
answered_bots = ["B1"]
[[mattermost]]
name = "m"
token = { env = "HIDDEN" }
path = "/m1"
[[rocket_chat]]
name = "r"
token = { env = "HIDDEN" }
path = "/r1"
[[zulip]]
name = "z"
token = { env = "HIDDEN" }
bot_email = "bot@example.org"
path = "/z1"
[[teams]]
name = "t"
key = { env = "HIDDEN" }
path = "/t1"
[[discord]]
name = "d"
public_key = "0000000000000000000000000000000000000000000000000000000000000000"
application_id = "100000000000000000"
token = { env = "HIDDEN" }
path = "/d1"
api = "https://discord.example.org"
[[telegram]]
name = "g"
token = { env = "HIDDEN" }
mode = "webhook"
path = "/g1"
secret_token = { env = "HIDDEN" }
api = "https://telegram.example.org"
[[telegram]]
name = "g2"
token = { env = "HIDDEN" }
mode = "poll"
[[irc]]
name = "i"
server = "irc.example.org:1"
nick = "nick"
channels = ["#a", "#b"]
tls = false
ca_file = "FILE"
client_certificate = "FILE"
client_key = "FILE"
user = "user"
real_name = "A Name"
sasl_user = "account"
sasl_password = { env = "HIDDEN" }
bots = ["limnoria"]
[[xmpp]]
name = "x"
jid = "bot@example.org"
password = { env = "HIDDEN" }
rooms = ["room@example.org"]
nick = "x-nick"
server = "127.0.0.1:2"
tls = "off"
ca_file = "FILE"
bots = ["another"]
[[matrix]]
name = "y"
homeserver = "https://matrix.example.org"
token = { env = "HIDDEN" }
accept_invitations = true
)";

class PrintConfigurationTest : public ::testing::Test {
 protected:
  PrintConfigurationTest() { setenv("HIDDEN", kSecret, 1); }
  ~PrintConfigurationTest() override { unsetenv("HIDDEN"); }

  // What is printed of the configuration `text`, which has to be right.
  std::string Print(const std::string& text) {
    std::vector<ConfigurationProblem> problems;
    const Configuration configuration = ReadConfiguration(text, problems);
    EXPECT_THAT(problems, IsEmpty()) << text;
    return PrintConfiguration(configuration);
  }

  std::string Full() const {
    return absl::StrReplaceAll(kFull, {{"FILE", directory_.Write("some.pem", "PEM")},
                                       {"AUTHORITY", directory_.Write("ca.pem", authority_.certificate())},
                                       {"OWN", directory_.Write("own.pem", own_.certificate)},
                                       {"SECRET", directory_.Write("key.pem", own_.key)}});
  }

 private:
  TempDirectory directory_;
  const TestAuthority authority_ = TestAuthority("an authority");
  const KeyPair own_ = authority_.Issue({});
};

TEST_F(PrintConfigurationTest, ShowsWhatHoldsWhereTheFileSaysNothing) {
  EXPECT_EQ(Print("memory = \"bot.db\"\nlanguage = \"vi\"\n[http]\n[[mattermost]]\ntoken = { env = \"HIDDEN\" }\n"),
            "service = \"127.0.0.1:50051\"\n"
            "memory = \"bot.db\"\n"
            "\n"
            "[http]\n"
            "listen = \"127.0.0.1:8080\"\n"
            "web_page = true\n"
            "\n"
            "[[mattermost]]\n"
            "name = \"mattermost\"\n"
            "language = \"vi\"\n"
            "token = { env = \"HIDDEN\" }\n"
            "path = \"/mattermost\"\n");
}

TEST_F(PrintConfigurationTest, ShowsEveryKeyThatIsSet) {
  std::vector<sipwhy::ConfigurationProblem> problems;
  const std::vector<sipwhy::TomlSection> wanted = sipwhy::ReadToml(Full(), problems);
  const std::vector<sipwhy::TomlSection> printed = sipwhy::ReadToml(Print(Full()), problems);
  EXPECT_THAT(problems, IsEmpty());
  ASSERT_EQ(printed.size(), wanted.size());
  for (size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(printed[i].name, wanted[i].name);
    for (const auto& [key, value] : wanted[i].values) {
      SCOPED_TRACE(absl::StrCat(wanted[i].name, " ", key));
      ASSERT_TRUE(printed[i].values.contains(key));
      const sipwhy::TomlValue& shown = printed[i].values.at(key);
      EXPECT_EQ(shown.text, value.text);
      EXPECT_EQ(shown.flag, value.flag);
      EXPECT_EQ(shown.texts, value.texts);
      EXPECT_EQ(shown.table, value.table);
    }
  }
}

TEST_F(PrintConfigurationTest, PrintedFileIsReadBackAsTheSame) {
  const std::string printed = Print(Full());
  EXPECT_EQ(Print(printed), printed);
}

TEST_F(PrintConfigurationTest, SecretsAreHidden) { EXPECT_THAT(Print(Full()), Not(HasSubstr(kSecret))); }

}  // namespace
}  // namespace sipwhy::bot
