#include "settings/settings_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/settings/sample_program.h"

namespace sipwhy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

GivenValues Read(const std::string& text, Mistakes& mistakes) {
  return ReadSettingsFile(SampleProgram(), "x.toml", text, mistakes);
}

TEST(SettingsFileTest, EachKindIsReadWithItsLine) {
  Mistakes mistakes;
  const GivenValues values = Read(
      "listen = \"unix:/x\"\n\nmost_calls = 7  # seven\ngrace = \"1m\"\ninsecure = true\nlog-level = "
      "\"debug\"\norigins = [\"a\", \"b\"]\n",
      mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
  ASSERT_EQ(values.size(), 6u);
  EXPECT_EQ(values.at("listen").value, SettingValue("unix:/x"));
  EXPECT_EQ(values.at("most-calls").value, SettingValue(int64_t{7}));
  EXPECT_EQ(values.at("most-calls").where, "x.toml:3: most_calls");
  EXPECT_EQ(values.at("grace").value, SettingValue(absl::Minutes(1)));
  EXPECT_EQ(values.at("insecure").value, SettingValue(true));
  EXPECT_EQ(values.at("log-level").value, SettingValue("debug"));
  EXPECT_EQ(values.at("origins").value, SettingValue(std::vector<std::string>{"a", "b"}));
}

TEST(SettingsFileTest, EachMistakeIsNamedWithItsLine) {
  const struct {
    std::string text;
    std::string mistake;
  } cases[] = {
      {"\nlisen = \"x\"", "x.toml:2: there is no key lisen; did you mean listen?"},
      {"colour = \"x\"", "x.toml:1: there is no key colour; see --help"},
      {"config = \"x\"", "x.toml:1: there is no key config; see --help"},
      {"\"li\\u001bsten\" = 1", "x.toml:1: there is no key li\\033sten; did you mean listen?"},
      {"listen = 5", "x.toml:1: listen must be a text, in double quotes"},
      {"listen = [\"a\"]", "x.toml:1: listen must be a text, in double quotes"},
      {"most_calls = \"7\"", "x.toml:1: most_calls must be a number from 1 to 100, without quotes"},
      {"most_calls = 7.5", "x.toml:1: most_calls must be a number from 1 to 100, without quotes"},
      {"most_calls = 101", "x.toml:1: most_calls must be a number from 1 to 100, not \"101\""},
      {"insecure = \"true\"", "x.toml:1: insecure must be true or false, without quotes"},
      {"origins = \"a\"", "x.toml:1: origins must be a list of texts without commas, such as [\"a\", \"b\"]"},
      {"origins = [1]", "x.toml:1: origins must be a list of texts without commas, such as [\"a\", \"b\"]"},
      {"origins = [\"a,b\"]", "x.toml:1: origins must be a list of texts without commas, such as [\"a\", \"b\"]"},
      {"insecure = 1", "x.toml:1: insecure must be true or false, without quotes"},
      {"grace = 5", "x.toml:1: grace must be a duration from 0s to 1m, such as 500ms, 5s or 1m30s, in double quotes"},
      {"log_level = \"loud\"", "x.toml:1: log_level must be one of debug, info, not \"loud\""},
      {"most_calls = 7\nmost-calls = 8", "x.toml:1: most_calls is given twice; leave one"},
      {"\n[network]\nlisten = \"x\"", "x.toml:2: there are no headings here; leave network out"},
  };
  for (const auto& one : cases) {
    Mistakes mistakes;
    Read(one.text, mistakes);
    EXPECT_THAT(mistakes, ElementsAre(one.mistake)) << one.text;
  }
}

TEST(SettingsFileTest, WhatIsNoTomlIsOneMistakeWithItsLine) {
  for (const std::string text : {"\nlisten", "\nlisten = \"x", "\nlisten = x", "\nlisten = \"\xff\"",
                                 "\nlisten = \"a\"\nlisten = \"b\"", "\n[[["}) {
    Mistakes mistakes;
    Read(text, mistakes);
    EXPECT_THAT(mistakes, ElementsAre(HasSubstr(": no TOML: "))) << text;
  }
}

TEST(SettingsFileTest, MistakesComeInTheOrderOfLines) {
  Mistakes mistakes;
  Read("zzz = 1\naaa = 1\n[mmm]\n", mistakes);
  EXPECT_THAT(mistakes, ElementsAre(HasSubstr(":1: "), HasSubstr(":2: "), HasSubstr(":3: ")));
}

TEST(SettingsFileTest, EmptyFileSaysNothing) {
  Mistakes mistakes;
  EXPECT_THAT(Read("", mistakes), IsEmpty());
  EXPECT_THAT(mistakes, IsEmpty());
}

}  // namespace
}  // namespace sipwhy
