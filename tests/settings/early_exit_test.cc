#include "settings/early_exit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "tests/settings/sample_program.h"

namespace sipwhy {
namespace {

using ::testing::StartsWith;

struct Left {
  std::optional<int> status;
  std::string output;
  std::string errors;
};

Left Start(const std::vector<std::string>& arguments) {
  const Program program = SampleProgram();
  std::ostringstream output;
  std::ostringstream errors;
  const std::optional<int> status =
      LeaveEarly(program, "1.2.3", Resolve(program, {.arguments = arguments}), output, errors);
  return {status, output.str(), errors.str()};
}

TEST(EarlyExitTest, ProgramThatIsToRunGoesOn) {
  const Left left = Start({"--listen=a"});
  EXPECT_EQ(left.status, std::nullopt);
  EXPECT_EQ(left.output + left.errors, "");
}

TEST(EarlyExitTest, MistakesAreWrittenALineEach) {
  const Left left = Start({"--lisen=a", "b"});
  EXPECT_EQ(left.status, 1);
  EXPECT_EQ(left.output, "");
  EXPECT_EQ(left.errors,
            "sample: there is no flag --lisen; did you mean --listen?\n"
            "sample: \"b\" is no flag: write --name=value; there are no other arguments\n");
}

TEST(EarlyExitTest, HelpAndVersionAreGivenInSpiteOfMistakes) {
  const Left help = Start({"--lisen=a", "--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.output, StartsWith("Usage: sample "));
  EXPECT_EQ(help.errors, "");
  const Left version = Start({"b", "--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_EQ(version.output, "sample 1.2.3\n");
}

TEST(EarlyExitTest, CheckSaysThatAllIsFineOrWhatIsNot) {
  const Left fine = Start({"--check-config"});
  EXPECT_EQ(fine.status, 0);
  EXPECT_EQ(fine.output, "the settings are fine\n");
  EXPECT_EQ(Start({"--check-config", "--most-calls=0"}).status, 1);
}

TEST(EarlyExitTest, PrintShowsSettingsUnlessTheyAreWrong) {
  const Left printed = Start({"--print-config", "--listen=a"});
  EXPECT_EQ(printed.status, 0);
  EXPECT_THAT(printed.output, StartsWith("# The settings of sample."));
  const Left wrong = Start({"--print-config", "--most-calls=0"});
  EXPECT_EQ(wrong.status, 1);
  EXPECT_EQ(wrong.output, "");
}

}  // namespace
}  // namespace sipwhy
