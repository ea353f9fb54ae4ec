#include "settings/usage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/settings/sample_program.h"

namespace sipwhy {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(UsageTest, TellsAllThatAnOperatorNeeds) {
  EXPECT_EQ(
      UsageOf(SampleProgram()),
      "Usage: sample [OPTION…]\n"
      "\n"
      "Is an example.\n"
      "\n"
      "Network:\n"
      "  --listen=ADDRESS   where it listens (127.0.0.1:1 by default)\n"
      "  --most-calls=N     at once (10 by default)\n"
      "  --grace=DURATION   how long calls may take (5s by default)\n"
      "  --insecure         allow plaintext\n"
      "\n"
      "Other:\n"
      "  --log-level=LEVEL  of the log (info by default)\n"
      "  --origins=LIST     whose pages may call\n"
      "  --token=TOKEN      for calls\n"
      "\n"
      "Configuration:\n"
      "  --config=FILE      the file with settings, in TOML\n"
      "  --check-config     say what is wrong with the settings, or that nothing is, and leave\n"
      "  --print-config     print the settings that hold and where each is from, as such a file, and leave\n"
      "  --help             print this and leave\n"
      "  --version          print the version and leave\n"
      "\n"
      "A setting is taken from the first of these that has it: the command line, as --listen=127.0.0.1:1; the\n"
      "environment, as SAMPLE_LISTEN=127.0.0.1:1, where an empty variable counts as none; the file that --config or\n"
      "SAMPLE_CONFIG names, as listen = \"127.0.0.1:1\"; its default. A switch is turned off by --no and its name, or\n"
      "by false.\n"
      "\n"
      "A note.\n"
      "\n"
      "Examples:\n"
      "  sample --grace=1s\n");
}

TEST(UsageTest, LongHelpGoesOnBelowItself) {
  Program program = SampleProgram();
  std::string help = "first";
  for (int i = 0; i < 40; ++i) help += " words";
  program.sections = {{"Data", {{"path", "PATH", TextSetting{.required = true}, help}}}};
  const std::string line = "  --path=PATH     first words words";
  EXPECT_THAT(UsageOf(program), HasSubstr(line));
  EXPECT_THAT(UsageOf(program), HasSubstr("words\n                  words"));
  EXPECT_THAT(UsageOf(program), HasSubstr("words (required)\n"));
}

TEST(UsageTest, HelpOfAVeryLongFlagBeginsAfterIt) {
  Program program = SampleProgram();
  program.sections = {{"Data", {{"a-flag-with-a-name-beyond-all-measure", "N", NumberSetting{1, 0, 9}, "how many"}}}};
  EXPECT_THAT(UsageOf(program), HasSubstr("  --a-flag-with-a-name-beyond-all-measure=N  how many (1 by default)\n"));
}

TEST(UsageTest, OrderIsNotToldWhereTheFileHoldsOtherThings) {
  Program program = SampleProgram();
  program.has_settings_file = false;
  EXPECT_THAT(UsageOf(program), Not(HasSubstr("is taken from the first")));
}

}  // namespace
}  // namespace sipwhy
