#include "settings/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/settings/sample_program.h"

namespace sipwhy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Arguments = std::vector<std::string>;

Mistakes MistakesOf(const Arguments& arguments) {
  Mistakes mistakes;
  ReadArguments(SampleProgram(), arguments, mistakes);
  return mistakes;
}

TEST(ArgumentsTest, EveryWayToWriteAValueIsRead) {
  const struct {
    Arguments arguments;
    std::string name;
    SettingValue value;
  } cases[] = {
      {{"--most-calls=7"}, "most-calls", int64_t{7}},
      {{"--most_calls=7"}, "most-calls", int64_t{7}},
      {{"--most-calls", "7"}, "most-calls", int64_t{7}},
      {{"--listen=a=b"}, "listen", std::string("a=b")},
      {{"--listen="}, "listen", std::string()},
      {{"--listen", "-"}, "listen", std::string("-")},
      {{"--grace=1m"}, "grace", absl::Minutes(1)},
      {{"--grace=0"}, "grace", absl::ZeroDuration()},
      {{"--log-level=debug"}, "log-level", std::string("debug")},
      {{"--origins=a, b,,c"}, "origins", std::vector<std::string>{"a", "b", "c"}},
      {{"--origins="}, "origins", std::vector<std::string>()},
      {{"--insecure"}, "insecure", true},
      {{"--insecure=true"}, "insecure", true},
      {{"--insecure=False"}, "insecure", false},
      {{"--insecure=0"}, "insecure", false},
      {{"--noinsecure"}, "insecure", false},
      {{"--no-insecure"}, "insecure", false},
      {{"--no_insecure"}, "insecure", false},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.arguments.front());
    Mistakes mistakes;
    const GivenArguments given = ReadArguments(SampleProgram(), one.arguments, mistakes);
    EXPECT_THAT(mistakes, IsEmpty());
    ASSERT_EQ(given.values.size(), 1u);
    EXPECT_EQ(given.values.at(one.name).value, one.value);
    EXPECT_EQ(given.values.at(one.name).where, "--" + one.name);
  }
}

TEST(ArgumentsTest, EachMistakeSaysWhatToWrite) {
  const struct {
    Arguments arguments;
    std::string mistake;
  } cases[] = {
      {{"--lisen=x"}, "there is no flag --lisen; did you mean --listen?"},
      {{"--lisen", "x"}, "there is no flag --lisen; did you mean --listen?"},
      {{"--most_cals=1"}, "there is no flag --most_cals; did you mean --most-calls?"},
      {{"--chek-config"}, "there is no flag --chek-config; did you mean --check-config?"},
      {{"--colour"}, "there is no flag --colour; see --help"},
      {{"--nolisten"}, "there is no flag --nolisten; did you mean --listen?"},
      {{"--no-insecure=true"}, "there is no flag --no-insecure; see --help"},
      {{"--most-calls=many"}, "--most-calls must be a number from 1 to 100, not \"many\""},
      {{"--most-calls=0"}, "--most-calls must be a number from 1 to 100, not \"0\""},
      {{"--most-calls=99999999999999999999"},
       "--most-calls must be a number from 1 to 100, not \"99999999999999999999\""},
      {{"--most-calls="}, "--most-calls must be a number from 1 to 100, not \"\""},
      {{"--grace=5"}, "--grace must be a duration from 0s to 1m, such as 500ms, 5s or 1m30s, not \"5\""},
      {{"--grace=-1s"}, "--grace must be a duration from 0s to 1m, such as 500ms, 5s or 1m30s, not \"-1s\""},
      {{"--grace=inf"}, "--grace must be a duration from 0s to 1m, such as 500ms, 5s or 1m30s, not \"inf\""},
      {{"--log-level=loud"}, "--log-level must be one of debug, info, not \"loud\""},
      {{"--insecure=perhaps"}, "--insecure must be true or false, not \"perhaps\""},
      {{"--listen"}, "--listen has no value; write --listen=ADDRESS"},
      {{"--listen", "--insecure"}, "--listen has no value; write --listen=ADDRESS"},
      {{"--config"}, "--config has no value; write --config=FILE"},
      {{"--listen=a", "--listen=b"}, "--listen is given twice; leave one"},
      {{"--insecure", "--noinsecure"}, "--insecure is given twice; leave one"},
      {{"--config=a", "--config=b"}, "--config is given twice; leave one"},
      {{"--help=yes"}, "--help takes no value; write --help"},
      {{"kb.db"}, "\"kb.db\" is no flag: write --name=value; there are no other arguments"},
      {{""}, "\"\" is no flag: write --name=value; there are no other arguments"},
      {{"--insecure", "false"}, "\"false\" is no flag: write --name=value; there are no other arguments"},
      {{"-listen=x"}, "\"-listen=x\" is no flag: flags begin with two dashes and a name"},
      {{"--"}, "\"--\" is no flag: flags begin with two dashes and a name"},
      {{"--\x1b[2J"}, "there is no flag --\\033[2J; see --help"},
  };
  for (const auto& one : cases) EXPECT_THAT(MistakesOf(one.arguments), ElementsAre(one.mistake));
}

TEST(ArgumentsTest, AllMistakesAreNoted) {
  EXPECT_THAT(MistakesOf({"--lisen=x", "--most-calls=0", "stray"}), ::testing::SizeIs(3));
}

TEST(ArgumentsTest, ActionsAreReadWhereverTheyStand) {
  const struct {
    Arguments arguments;
    Action action;
  } cases[] = {
      {{}, Action::kRun},
      {{"--check-config"}, Action::kCheckConfig},
      {{"--listen=x", "--print_config"}, Action::kPrintConfig},
      {{"--print-config", "--check-config"}, Action::kPrintConfig},
      {{"--check-config", "--version"}, Action::kVersion},
      {{"--help", "--version"}, Action::kHelp},
      {{"--no-such-flag", "--help"}, Action::kHelp},
  };
  for (const auto& one : cases) {
    Mistakes mistakes;
    EXPECT_EQ(ReadArguments(SampleProgram(), one.arguments, mistakes).action, one.action);
  }
}

TEST(ArgumentsTest, ConfigNamesTheFile) {
  Mistakes mistakes;
  EXPECT_EQ(ReadArguments(SampleProgram(), {"--config", "/etc/x.toml"}, mistakes).config, "/etc/x.toml");
  EXPECT_EQ(ReadArguments(SampleProgram(), {}, mistakes).config, std::nullopt);
  EXPECT_THAT(mistakes, IsEmpty());
}

}  // namespace
}  // namespace sipwhy
