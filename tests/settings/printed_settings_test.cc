#include "settings/printed_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/settings/sample_program.h"

namespace sipwhy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Print(const std::vector<std::string>& arguments, const Environment& environment = {},
                  const std::string& file = "") {
  const Resolution given =
      Resolve(SampleProgram(),
              {.arguments = arguments, .environment = environment, .read_file = [&file](auto&) { return file; }});
  EXPECT_THAT(given.mistakes, IsEmpty());
  return PrintSettings(SampleProgram(), given.settings);
}

TEST(PrintedSettingsTest, EachLineSaysWhereItComesFrom) {
  EXPECT_EQ(Print({"--listen=a", "--config=x.toml"}, {{"SAMPLE_LOG_LEVEL", "debug"}}, "\ngrace = \"60s\"\n"),
            "# The settings of sample. This is a file for --config.\n"
            "listen = \"a\"                              # flag --listen\n"
            "most_calls = 10                           # default\n"
            "grace = \"1m\"                              # x.toml:2\n"
            "insecure = false                          # default\n"
            "log_level = \"debug\"                       # environment SAMPLE_LOG_LEVEL\n"
            "origins = []                              # default\n"
            "# token is not set                        # default\n");
}

TEST(PrintedSettingsTest, SecretIsHidden) {
  const std::string text = Print({"--token=hush"});
  EXPECT_THAT(text, Not(HasSubstr("hush")));
  EXPECT_THAT(text, HasSubstr("\n# token is set, and hidden                # flag --token\n"));
}

TEST(PrintedSettingsTest, FileGivenBackSetsTheSame) {
  const std::vector<std::string> texts = {"",
                                          "plain",
                                          "a \"quoted\" \\ text",
                                          "line\nline\ttab\r\x01\x7f",
                                          "# = [x]",
                                          "Grüße",
                                          "日本",
                                          "'''",
                                          "\"\"\"",
                                          "\\u0041",
                                          "{x = 1}"};
  for (const std::string& text : texts) {
    const std::vector<std::string> arguments = {"--listen=" + text, "--most-calls=42", "--grace=1500ms", "--insecure",
                                                "--origins=a,\"b\""};
    const Resolution again = Resolve(SampleProgram(), {.arguments = {"--config=printed.toml"},
                                                       .read_file = [&arguments](auto&) { return Print(arguments); }});
    EXPECT_THAT(again.mistakes, IsEmpty()) << text;
    EXPECT_EQ(again.settings.Text("listen"), text);
    EXPECT_EQ(again.settings.Number("most-calls"), 42);
    EXPECT_EQ(again.settings.Duration("grace"), absl::Milliseconds(1500));
    EXPECT_TRUE(again.settings.IsOn("insecure"));
    EXPECT_EQ(again.settings.Texts("origins"), (std::vector<std::string>{"a", "\"b\""}));
    EXPECT_EQ(again.settings.Text("log-level"), "info");
  }
}

TEST(PrintedSettingsTest, WhatTomlCannotSayStandsInAComment) {
  EXPECT_THAT(Print({"--listen=\xff\xfe"}), HasSubstr("\n# listen is no UTF-8"));
}

TEST(PrintedSettingsTest, NameOfAFileCannotEndTheComment) {
  EXPECT_THAT(Print({"--config=a\nlisten = \"b\""}, {}, "most_calls = 3\n"), HasSubstr("# a\\nlisten = \\\"b\\\":1\n"));
}

}  // namespace
}  // namespace sipwhy
