#include "settings/environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/settings/sample_program.h"

namespace sipwhy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

GivenVariables Read(const Environment& environment, Mistakes& mistakes) {
  return ReadVariables(SampleProgram(), environment, mistakes);
}

TEST(EnvironmentTest, EntriesArePartedAtTheFirstEqualsSign) {
  const char* const entries[] = {"PATH=/bin", "LINE=a=b", "EMPTY=", nullptr};
  EXPECT_THAT(EnvironmentOf(entries), ElementsAre(Pair("EMPTY", ""), Pair("LINE", "a=b"), Pair("PATH", "/bin")));
}

TEST(EnvironmentTest, VariablesOfThePrefixAreRead) {
  Mistakes mistakes;
  const GivenVariables given = Read(
      {{"SAMPLE_MOST_CALLS", "7"}, {"SAMPLE_INSECURE", "yes"}, {"SAMPLE_CONFIG", "x.toml"}, {"HOME", "/"}}, mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_EQ(given.config, "x.toml");
  ASSERT_EQ(given.values.size(), 2u);
  EXPECT_EQ(given.values.at("most-calls").value, SettingValue(int64_t{7}));
  EXPECT_EQ(given.values.at("most-calls").where, "SAMPLE_MOST_CALLS");
  EXPECT_EQ(given.values.at("insecure").value, SettingValue(true));
}

TEST(EnvironmentTest, EmptyVariableCountsAsNone) {
  Mistakes mistakes;
  const GivenVariables given = Read({{"SAMPLE_MOST_CALLS", ""}, {"SAMPLE_CONFIG", ""}, {"SAMPLE_LISEN", ""}}, mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_THAT(given.values, IsEmpty());
  EXPECT_EQ(given.config, std::nullopt);
}

TEST(EnvironmentTest, EachMistakeSaysWhatToDo) {
  const struct {
    std::string variable;
    std::string mistake;
  } cases[] = {
      {"SAMPLE_MOST_CALLS", "SAMPLE_MOST_CALLS must be a number from 1 to 100, not \"x\""},
      {"SAMPLE_LISEN", "the environment's SAMPLE_LISEN is no setting of sample; did you mean SAMPLE_LISTEN?"},
      {"SAMPLE_CONFG", "the environment's SAMPLE_CONFG is no setting of sample; did you mean SAMPLE_CONFIG?"},
      {"SAMPLE_COLOUR", "the environment's SAMPLE_COLOUR is no setting of sample, so unset it; see --help"},
      {"SAMPLE_most_calls", "the environment's SAMPLE_most_calls is no setting of sample, so unset it; see --help"},
      {"SAMPLE_MOST-CALLS",
       "the environment's SAMPLE_MOST-CALLS is no setting of sample; did you mean SAMPLE_MOST_CALLS?"},
      {"SAMPLE_HELP", "the environment's SAMPLE_HELP is no setting of sample, so unset it; see --help"},
  };
  for (const auto& one : cases) {
    Mistakes mistakes;
    Read({{one.variable, "x"}}, mistakes);
    EXPECT_THAT(mistakes, ElementsAre(one.mistake));
  }
}

TEST(EnvironmentTest, VariablesOfOtherProgramsAreLeftAlone) {
  Mistakes mistakes;
  Read({{"SAMPLE_OTHER_COLOUR", "red"}, {"SAMPLER", "x"}, {"OTHER_LISEN", "x"}}, mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
}

TEST(EnvironmentTest, WhatKubernetesTellsOfServicesIsLeftAlone) {
  for (const std::string variable : {"SAMPLE_SERVICE_HOST", "SAMPLE_SERVICE_PORT", "SAMPLE_SERVICE_PORT_GRPC",
                                     "SAMPLE_PORT", "SAMPLE_PORT_50051_TCP", "SAMPLE_PORT_50051_TCP_PROTO",
                                     "SAMPLE_DATA_SERVICE_HOST", "SAMPLE_DATA_PORT_50051_TCP_ADDR"}) {
    Mistakes mistakes;
    Read({{variable, "tcp://10.0.0.1:50051"}}, mistakes);
    EXPECT_THAT(mistakes, IsEmpty()) << variable;
  }
}

}  // namespace
}  // namespace sipwhy
