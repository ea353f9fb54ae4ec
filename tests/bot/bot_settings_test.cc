#include "bot/bot_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "settings/usage.h"

namespace sipwhy::bot {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;

// Whoever reads a file here would find none.
Resolution Given(std::vector<std::string> arguments, Environment environment = {}) {
  return Resolve(BotProgram(), {.arguments = std::move(arguments),
                                .environment = std::move(environment),
                                .read_file = [](auto&) { return std::nullopt; }});
}

Mistakes MistakesOf(std::vector<std::string> arguments, Environment environment = {}) {
  Resolution given = Given(std::move(arguments), std::move(environment));
  ReadBotSettings(given);
  return given.mistakes;
}

TEST(BotSettingsTest, DefaultsAnswerOnTheConsoleAndAskTheServiceOnLoopback) {
  Resolution given = Given({});
  const BotSettings bot = ReadBotSettings(given);
  EXPECT_THAT(given.mistakes, IsEmpty());
  EXPECT_EQ(bot.config, std::nullopt);
  EXPECT_FALSE(bot.register_commands);
  EXPECT_EQ(bot.service.address, "127.0.0.1:50051");
  EXPECT_EQ(bot.service.ca + bot.service.token_file + bot.service.token, "");
  EXPECT_FALSE(bot.web.has_value());
  EXPECT_EQ(bot.language, "");
  EXPECT_EQ(bot.ask, "");
  EXPECT_EQ(bot.colour, Colour::kAuto);
}

TEST(BotSettingsTest, EachSettingOfTheConsoleGoesToItsPlace) {
  Resolution given =
      Given({"--service=sipwhy.example.org:1", "--service-ca=a", "--service_token_file", "t", "--adapter=console",
             "--web=localhost:2", "--language=vi", "--ask=301 vs 408", "--colour=never"});
  const BotSettings bot = ReadBotSettings(given);
  EXPECT_THAT(given.mistakes, IsEmpty());
  EXPECT_EQ(bot.service.address, "sipwhy.example.org:1");
  EXPECT_EQ(bot.service.ca, "a");
  EXPECT_EQ(bot.service.token_file, "t");
  ASSERT_TRUE(bot.web.has_value());
  EXPECT_EQ(bot.web->host, "localhost");
  EXPECT_EQ(bot.web->port, 2);
  EXPECT_EQ(bot.language, "vi");
  EXPECT_EQ(bot.ask, "301 vs 408");
  EXPECT_EQ(bot.colour, Colour::kNever);
}

TEST(BotSettingsTest, CommandLineWinsOverTheEnvironmentAndThatOverTheDefault) {
  Resolution given = Given({"--language=vi"}, {{"SIPWHY_BOT_LANGUAGE", "ja"}, {"SIPWHY_BOT_COLOUR", "always"}});
  const BotSettings bot = ReadBotSettings(given);
  EXPECT_THAT(given.mistakes, IsEmpty());
  EXPECT_EQ(bot.language, "vi");
  EXPECT_EQ(bot.colour, Colour::kAlways);
  EXPECT_EQ(bot.service.address, "127.0.0.1:50051");
}

TEST(BotSettingsTest, FileIsNamedAndNotRead) {
  for (const std::string action : {"--register-commands", "--check-config", "--print-config"}) {
    Resolution given = Given({"--config=bot.toml", action});
    EXPECT_THAT(ReadBotSettings(given).config, Optional(std::string("bot.toml")));
    EXPECT_THAT(given.mistakes, IsEmpty());
  }
  Resolution given = Given({"--register-commands"}, {{"SIPWHY_BOT_CONFIG", "bot.toml"}});
  const BotSettings bot = ReadBotSettings(given);
  EXPECT_THAT(bot.config, Optional(std::string("bot.toml")));
  EXPECT_TRUE(bot.register_commands);
  EXPECT_THAT(given.mistakes, IsEmpty());
}

TEST(BotSettingsTest, WhatIsAboutTheFileNeedsOne) {
  for (const std::string flag : {"--register-commands", "--check-config", "--print-config"}) {
    EXPECT_THAT(MistakesOf({flag}), ElementsAre(flag + " needs --config=FILE as well"));
  }
  EXPECT_THAT(MistakesOf({"--config="}), ElementsAre("--config is empty; write --config=FILE"));
}

TEST(BotSettingsTest, SettingsOfTheConsoleAreRefusedBesideAFile) {
  for (const std::string flag :
       {"--service", "--service-ca", "--service-token-file", "--adapter", "--web", "--language", "--ask"}) {
    EXPECT_THAT(
        MistakesOf({"--config=bot.toml", flag + "=a.example:1"}),
        ElementsAre(flag + " is of the console, and --config or SIPWHY_BOT_CONFIG names a file; leave one of them "
                           "out"));
  }
  EXPECT_THAT(MistakesOf({"--config=bot.toml", "--check-config", "--colour=never"}), ::testing::SizeIs(1));
}

TEST(BotSettingsTest, VariableThatWouldNotOverruleTheFileIsRefused) {
  EXPECT_THAT(MistakesOf({"--config=bot.toml"}, {{"SIPWHY_BOT_SERVICE", "192.0.2.1:1"}}),
              ElementsAre(::testing::StartsWith("SIPWHY_BOT_SERVICE is of the console, and ")));
}

TEST(BotSettingsTest, WhatCannotBeUsedOnTheConsoleIsRefused) {
  const struct {
    std::string argument;
    std::string mistake;
  } cases[] = {
      {"--service=", "--service is empty; write it as 127.0.0.1:50051 or unix:/path"},
      {"--adapter=slack", "--adapter must be console; all other chat systems stand in the file of --config"},
      {"--colour=red", "--colour must be one of auto, always, never, not \"red\""},
      {"--web=8080", "--web must be HOST:PORT, such as 127.0.0.1:8080, not \"8080\""},
      {"--web=:8080", "--web must be HOST:PORT, such as 127.0.0.1:8080, not \":8080\""},
      {"--web=127.0.0.1:65536", "--web must be HOST:PORT, such as 127.0.0.1:8080, not \"127.0.0.1:65536\""},
      {"--web=127.0.0.1:http", "--web must be HOST:PORT, such as 127.0.0.1:8080, not \"127.0.0.1:http\""},
      {"301", "\"301\" is no flag: write --name=value; there are no other arguments"},
  };
  for (const auto& [argument, mistake] : cases) EXPECT_THAT(MistakesOf({argument}), ElementsAre(mistake));
}

TEST(BotSettingsTest, TokenThatOthersCouldReadIsRefused) {
  EXPECT_THAT(MistakesOf({"--service=192.0.2.1:1", "--service-token-file=t"}),
              ElementsAre("--service-token-file needs service-ca as well, or a service on this machine: the token "
                          "would go to 192.0.2.1:1 unencrypted"));
  EXPECT_THAT(MistakesOf({"--service=unix:/run/sipwhy.sock", "--service-token-file=t"}), IsEmpty());
  EXPECT_THAT(MistakesOf({"--service=192.0.2.1:1", "--service-token-file=t", "--service-ca=a"}), IsEmpty());
}

TEST(BotSettingsTest, EmptyWebAndQuestionAreNone) {
  Resolution given = Given({"--web=", "--ask="});
  const BotSettings bot = ReadBotSettings(given);
  EXPECT_THAT(given.mistakes, IsEmpty());
  EXPECT_FALSE(bot.web.has_value());
  EXPECT_EQ(bot.ask, "");
}

TEST(BotSettingsTest, VariablesOfOtherProgramsAndOfKubernetesAreNoSettings) {
  EXPECT_THAT(MistakesOf({}, {{"SIPWHY_LISTEN", "x"},
                              {"SIPWHY_GATEWAY_LISTEN", "x"},
                              {"SLACK_TOKEN", "x"},
                              {"SIPWHY_BOT_SERVICE_HOST", "192.0.2.1"},
                              {"SIPWHY_BOT_SERVICE_PORT", "8080"},
                              {"SIPWHY_BOT_PORT_8080_TCP", "tcp://192.0.2.1:8080"}}),
              IsEmpty());
}

TEST(BotSettingsTest, VariableWithASlipIsToldTheNearestOne) {
  EXPECT_THAT(MistakesOf({}, {{"SIPWHY_BOT_LANGAUGE", "vi"}}),
              ElementsAre("the environment's SIPWHY_BOT_LANGAUGE is no setting of sipwhy-bot; did you mean "
                          "SIPWHY_BOT_LANGUAGE?"));
}

TEST(BotSettingsTest, UsageShowsEveryFlagAndTheOrderOfSources) {
  const Program program = BotProgram();
  const std::string usage = UsageOf(program);
  for (const Setting* setting : SettingsOf(program)) EXPECT_THAT(usage, HasSubstr("  " + FlagName(setting->name)));
  EXPECT_THAT(usage, AllOf(HasSubstr("SIPWHY_BOT_LANGUAGE=vi"), HasSubstr("Exit status: ")));
}

TEST(BotSettingsTest, EachDefaultIsAValueThatTheSettingTakes) {
  const Program program = BotProgram();
  for (const Setting* setting : SettingsOf(program)) {
    EXPECT_TRUE(ParseValue(*setting, TextOf(DefaultOf(*setting))).ok()) << setting->name;
  }
}

}  // namespace
}  // namespace sipwhy::bot
