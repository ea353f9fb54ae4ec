#include "settings/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/settings/sample_program.h"

namespace sipwhy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kFile[] = "listen = \"file\"\nmost_calls = 3\ngrace = \"3s\"\n";

// Reads x.toml as `file`, and knows no other.
Sources SourcesWith(const std::string& file, std::vector<std::string> arguments, Environment environment) {
  return {
      .arguments = std::move(arguments),
      .environment = std::move(environment),
      .read_file = [file](const std::string& path) { return path == "x.toml" ? std::optional(file) : std::nullopt; }};
}

TEST(SettingsTest, DefaultsHoldWhereNobodySaysMore) {
  const Resolution given = Resolve(SampleProgram(), {});
  EXPECT_THAT(given.mistakes, IsEmpty());
  EXPECT_EQ(given.settings.Text("listen"), "127.0.0.1:1");
  EXPECT_EQ(given.settings.Number("most-calls"), 10);
  EXPECT_EQ(given.settings.Duration("grace"), absl::Seconds(5));
  EXPECT_FALSE(given.settings.IsOn("insecure"));
  EXPECT_TRUE(given.settings.IsDefault("listen"));
  EXPECT_EQ(given.settings.Where("listen"), "--listen");
}

TEST(SettingsTest, FlagWinsOverEnvironmentOverFileOverDefault) {
  const Resolution given =
      Resolve(SampleProgram(), SourcesWith(kFile, {"--config=x.toml", "--listen=flag"},
                                           {{"SAMPLE_LISTEN", "environment"}, {"SAMPLE_MOST_CALLS", "2"}}));
  EXPECT_THAT(given.mistakes, IsEmpty());
  EXPECT_EQ(given.settings.Text("listen"), "flag");
  EXPECT_EQ(given.settings.Where("listen"), "--listen");
  EXPECT_FALSE(given.settings.IsDefault("listen"));
  EXPECT_EQ(given.settings.Number("most-calls"), 2);
  EXPECT_EQ(given.settings.Where("most-calls"), "SAMPLE_MOST_CALLS");
  EXPECT_EQ(given.settings.Duration("grace"), absl::Seconds(3));
  EXPECT_EQ(given.settings.Where("grace"), "x.toml:3: grace");
  EXPECT_EQ(given.settings.Text("log-level"), "info");
}

TEST(SettingsTest, VariableNamesTheFileWhereNoFlagDoes) {
  const Resolution given = Resolve(SampleProgram(), SourcesWith(kFile, {}, {{"SAMPLE_CONFIG", "x.toml"}}));
  EXPECT_THAT(given.mistakes, IsEmpty());
  EXPECT_EQ(given.config, "x.toml");
  EXPECT_EQ(given.settings.Number("most-calls"), 3);
}

TEST(SettingsTest, FlagNamesTheFileWhereTheVariableDoesToo) {
  const Resolution given =
      Resolve(SampleProgram(), SourcesWith(kFile, {"--config=x.toml"}, {{"SAMPLE_CONFIG", "none.toml"}}));
  EXPECT_THAT(given.mistakes, IsEmpty());
}

TEST(SettingsTest, FileThatCannotBeReadIsAMistakeOfWhoNamesIt) {
  EXPECT_THAT(Resolve(DemandingProgram(), SourcesWith("", {"--config=none.toml"}, {})).mistakes,
              ElementsAre("--config names \"none.toml\", which cannot be read; name a file that can"));
  EXPECT_THAT(Resolve(DemandingProgram(), SourcesWith("", {}, {{"SAMPLE_CONFIG", "none.toml"}})).mistakes,
              ElementsAre("SAMPLE_CONFIG names \"none.toml\", which cannot be read; name a file that can"));
}

TEST(SettingsTest, MistakesOfAllSourcesAreNotedEvenOfThoseThatLose) {
  const Sources sources = SourcesWith("most_calls = 0\n", {"--config=x.toml", "--most-calls=1", "--lisen=a"},
                                      {{"SAMPLE_MOST_CALLS", "many"}});
  EXPECT_THAT(Resolve(SampleProgram(), sources).mistakes,
              ElementsAre(HasSubstr("no flag --lisen"), HasSubstr("SAMPLE_MOST_CALLS must be"),
                          HasSubstr("x.toml:1: most_calls must be")));
}

TEST(SettingsTest, MissingSettingIsNamedInEachSource) {
  EXPECT_THAT(Resolve(DemandingProgram(), {}).mistakes,
              ElementsAre("a setting is missing: give --database=PATH, or SAMPLE_DATABASE in the environment, or "
                          "database in the file of --config; see --help"));
}

TEST(SettingsTest, EmptyTextForARequiredSettingIsAMistakeOfWhoGaveIt) {
  EXPECT_THAT(Resolve(DemandingProgram(), {.arguments = {"--database="}}).mistakes,
              ElementsAre("--database is empty; give it a value"));
  EXPECT_THAT(Resolve(DemandingProgram(), SourcesWith("database = \"\"", {"--config=x.toml"}, {})).mistakes,
              ElementsAre("x.toml:1: database is empty; give it a value"));
}

TEST(SettingsTest, FileIsLeftToAProgramThatReadsItItself) {
  Program program = SampleProgram();
  program.has_settings_file = false;
  const Resolution given = Resolve(program, SourcesWith("no TOML", {"--config=x.toml"}, {}));
  EXPECT_THAT(given.mistakes, IsEmpty());
  EXPECT_EQ(given.config, "x.toml");
}

TEST(SettingsTest, SecretStandsInNoMistake) {
  const std::vector<std::string> arguments = {"--config=x.toml", "--token=hush", "--token=hush", "--tokn=hush"};
  for (const std::string& mistake :
       Resolve(SampleProgram(), SourcesWith("tokken = \"hush\"\n", arguments, {})).mistakes) {
    EXPECT_THAT(mistake, Not(HasSubstr("hush")));
  }
}

}  // namespace
}  // namespace sipwhy
