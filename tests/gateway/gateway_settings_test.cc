#include "gateway/gateway_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "settings/printed_settings.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::gateway {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::ReadFile;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kShippedFile[] = SIPWHY_DEPLOY_DIR "/sipwhy-gateway.toml";

GatewaySettings Read(std::vector<std::string> arguments, Mistakes& mistakes) {
  Resolution given = Resolve(GatewayProgram(), {.arguments = std::move(arguments)});
  mistakes = given.mistakes;
  return ReadGatewaySettings(given.settings, mistakes);
}

TEST(GatewaySettingsTest, DefaultsServeOnLoopbackAndAskTheServiceThere) {
  Mistakes mistakes;
  const GatewaySettings gateway = Read({}, mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_EQ(gateway.service.address, "127.0.0.1:50051");
  EXPECT_EQ(gateway.service.ca + gateway.service.certificate + gateway.service.key, "");
  EXPECT_EQ(gateway.service.token_file + gateway.service.token, "");
  EXPECT_EQ(gateway.listen, "127.0.0.1:8090");
  EXPECT_THAT(gateway.allow_origin, IsEmpty());
  EXPECT_FALSE(gateway.insecure);
  EXPECT_EQ(gateway.mcp, McpCarrier::kHttp);
  EXPECT_EQ(gateway.log_level, LogLevel::kInfo);
}

TEST(GatewaySettingsTest, EachSettingGoesToItsPlace) {
  Mistakes mistakes;
  const GatewaySettings gateway =
      Read({"--service=dns:///sipwhy:1", "--service-ca=a", "--service-certificate=c", "--service-key=k",
            "--service-token-file=t", "--listen=[::1]:2", "--allow-origin=https://a.example,http://b.example:3",
            "--insecure", "--log-level=error"},
           mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_EQ(gateway.service.address, "dns:///sipwhy:1");
  EXPECT_EQ(gateway.service.ca, "a");
  EXPECT_EQ(gateway.service.certificate, "c");
  EXPECT_EQ(gateway.service.key, "k");
  EXPECT_EQ(gateway.service.token_file, "t");
  EXPECT_EQ(gateway.listen, "[::1]:2");
  EXPECT_THAT(gateway.allow_origin, ElementsAre("https://a.example", "http://b.example:3"));
  EXPECT_TRUE(gateway.insecure);
  EXPECT_EQ(gateway.log_level, LogLevel::kError);
}

TEST(GatewaySettingsTest, McpOverStandardInputIsChosen) {
  Mistakes mistakes;
  EXPECT_EQ(Read({"--mcp=stdio"}, mistakes).mcp, McpCarrier::kStdio);
  EXPECT_THAT(mistakes, IsEmpty());
}

TEST(GatewaySettingsTest, WhatIsSafeIsAccepted) {
  const std::vector<std::string> cases[] = {
      {"--listen=127.9.9.9:1"},
      {"--listen=[::ffff:127.0.0.1]:1"},
      {"--listen=127.0.0.1:0"},
      {"--listen=0.0.0.0:1", "--insecure"},
      {"--listen=[::]:1", "--insecure"},
      {"--service=sipwhy.example.org:1"},
      {"--service=sipwhy.example.org:1", "--service-ca=a", "--service-token-file=t"},
      {"--service=unix:/run/sipwhy.sock", "--service-token-file=t"},
      {"--allow-origin=*"},
      {"--allow-origin=chrome-extension://abcdef"},
  };
  for (const auto& arguments : cases) {
    Mistakes mistakes;
    const GatewaySettings gateway = Read(arguments, mistakes);
    EXPECT_THAT(mistakes, IsEmpty()) << arguments.front();
    EXPECT_THAT(CheckAccess(gateway.service), IsOk());
  }
}

struct Refusal {
  std::vector<std::string> arguments;
  std::string mistake;
};

TEST(GatewaySettingsTest, WhatWouldNotReachTheServiceIsRefused) {
  const Refusal cases[] = {
      {{"--service-ca=a", "--service-certificate=c"}, "--service-certificate needs service-key as well"},
      {{"--service-ca=a", "--service-key=k"}, "--service-key needs service-certificate as well"},
      {{"--service-certificate=c", "--service-key=k"},
       "--service-certificate needs service-ca as well, since certificates are shown in TLS alone"},
      {{"--service=192.0.2.1:1", "--service-token-file=t"},
       "--service-token-file needs service-ca as well, or a service on this machine: the token would go to 192.0.2.1:1 "
       "unencrypted"},
  };
  for (const auto& [arguments, mistake] : cases) {
    Mistakes mistakes;
    const GatewaySettings gateway = Read(arguments, mistakes);
    EXPECT_THAT(mistakes, ElementsAre(mistake));
    EXPECT_THAT(CheckAccess(gateway.service), Not(IsOk())) << mistake;
  }
}

TEST(GatewaySettingsTest, WhatDoesNotGoTogetherIsRefused) {
  const Refusal cases[] = {
      {{"--service="}, "--service is empty; write it as 127.0.0.1:50051 or unix:/path"},
      {{"--listen=localhost:1"},
       "--listen is \"localhost:1\", which is no address for HTTP; write it as 127.0.0.1:8090 or [::1]:8090"},
      {{"--listen=unix:/a"},
       "--listen is \"unix:/a\", which is no address for HTTP; write it as 127.0.0.1:8090 or [::1]:8090"},
      {{"--mcp=stdio", "--listen=127.0.0.1:1"}, "--listen is of HTTP, and mcp is stdio; leave one of them out"},
      {{"--mcp=stdio", "--allow-origin=*"}, "--allow-origin is of HTTP, and mcp is stdio; leave one of them out"},
  };
  for (const auto& [arguments, mistake] : cases) {
    Mistakes mistakes;
    Read(arguments, mistakes);
    EXPECT_THAT(mistakes, ElementsAre(mistake));
  }
}

TEST(GatewaySettingsTest, HttpForOtherMachinesIsRefusedWithTheTwoWaysOut) {
  for (const std::string address : {"0.0.0.0:1", "192.0.2.1:1", "[::]:1", "[2001:db8::1]:1", "[::ffff:192.0.2.1]:1"}) {
    Mistakes mistakes;
    Read({"--listen=" + address}, mistakes);
    EXPECT_THAT(mistakes, ElementsAre(absl::StrCat("--listen is ", address,
                                                   ", which other machines can reach, and HTTP has no TLS here: listen "
                                                   "on a loopback address behind a proxy, or allow plaintext with "
                                                   "--insecure")));
  }
}

TEST(GatewaySettingsTest, OriginThatNoBrowserSendsIsRefused) {
  for (const std::string origin : {"https://a.example/", "a.example", "https://", "://a.example", "https://a.example/b",
                                   "https://a.example?b", "https://a.example b"}) {
    Mistakes mistakes;
    Read({"--allow-origin=https://good.example," + origin}, mistakes);
    EXPECT_THAT(mistakes, ElementsAre(absl::StrCat("--allow-origin has \"", origin,
                                                   "\", which is no origin; write it as https://app.example.org, "
                                                   "without a path or a slash at the end")));
  }
}

TEST(GatewaySettingsTest, MistakeNamesThePlaceWhereTheSettingStands) {
  Resolution given = Resolve(GatewayProgram(),
                             {.environment = {{"SIPWHY_GATEWAY_CONFIG", "x.toml"}, {"SIPWHY_GATEWAY_SERVICE_KEY", "k"}},
                              .read_file = [](auto&) { return "# ours\nlisten = \"x\""; }});
  ReadGatewaySettings(given.settings, given.mistakes);
  EXPECT_THAT(given.mistakes, ElementsAre("SIPWHY_GATEWAY_SERVICE_KEY needs service-certificate as well",
                                          ::testing::StartsWith("x.toml:2: listen is ")));
}

TEST(GatewaySettingsTest, VariablesOfTheServiceAreNotLookedAt) {
  Resolution given = Resolve(GatewayProgram(), {.environment = {{"SIPWHY_LISTEN", "x"}, {"SIPWHY_NO_SUCH", "x"}}});
  ReadGatewaySettings(given.settings, given.mistakes);
  EXPECT_THAT(given.mistakes, IsEmpty());
}

TEST(GatewaySettingsTest, VariablesOfKubernetesAreNoSettings) {
  Resolution given = Resolve(GatewayProgram(), {.environment = {{"SIPWHY_GATEWAY_SERVICE_HOST", "192.0.2.1"},
                                                                {"SIPWHY_GATEWAY_SERVICE_PORT_HTTP", "80"}}});
  const GatewaySettings gateway = ReadGatewaySettings(given.settings, given.mistakes);
  EXPECT_THAT(given.mistakes, IsEmpty());
  EXPECT_EQ(gateway.service.address, "127.0.0.1:50051");
}

TEST(GatewaySettingsTest, WhatIsPrintedOfTheSettingsIsAFileThatHoldsThem) {
  const Program program = GatewayProgram();
  for (const std::string argument : {"--mcp=http", "--mcp=stdio"}) {
    const std::string text = PrintSettings(program, Resolve(program, {.arguments = {argument}}).settings);
    Resolution given = Resolve(program, {.arguments = {"--config=x.toml"}, .read_file = [&](auto&) { return text; }});
    ReadGatewaySettings(given.settings, given.mistakes);
    EXPECT_THAT(given.mistakes, IsEmpty());
    EXPECT_EQ("--mcp=" + given.settings.Text("mcp"), argument);
  }
}

TEST(GatewaySettingsTest, EachDefaultIsAValueThatTheSettingTakes) {
  const Program program = GatewayProgram();
  for (const Setting* setting : SettingsOf(program)) {
    EXPECT_TRUE(ParseValue(*setting, TextOf(DefaultOf(*setting))).ok()) << setting->name;
  }
}

TEST(ShippedGatewayFileTest, IsRightAndSetsNothing) {
  Resolution given = Resolve(GatewayProgram(), {.arguments = {absl::StrCat("--config=", kShippedFile)}});
  ReadGatewaySettings(given.settings, given.mistakes);
  EXPECT_THAT(given.mistakes, IsEmpty());
  const Program program = GatewayProgram();
  for (const Setting* setting : SettingsOf(program)) {
    EXPECT_TRUE(given.settings.IsDefault(setting->name)) << setting->name;
  }
}

// `text` with each commented "# key = value" taken in.
std::string WithCommentedKeys(const std::string& text) {
  std::string full;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const absl::string_view rest = absl::StripPrefix(line, "# ");
    if (absl::StartsWith(rest.substr(rest.find(' ') + 1), "= ")) line = rest;
    absl::StrAppend(&full, line, "\n");
  }
  return full;
}

TEST(ShippedGatewayFileTest, ShowsEveryKeyWithItsDefaultOrAnExample) {
  const std::string text = WithCommentedKeys(ReadFile(kShippedFile));
  Resolution given =
      Resolve(GatewayProgram(), {.arguments = {"--config=x.toml"}, .read_file = [&](auto&) { return text; }});
  ReadGatewaySettings(given.settings, given.mistakes);
  EXPECT_THAT(given.mistakes, IsEmpty());
  const Program program = GatewayProgram();
  for (const Setting* setting : SettingsOf(program)) {
    EXPECT_FALSE(given.settings.IsDefault(setting->name)) << setting->name << " does not stand in the file";
    const bool has_default = !TextOf(DefaultOf(*setting)).empty();
    EXPECT_TRUE(!has_default || given.settings.Value(setting->name) == DefaultOf(*setting)) << setting->name;
  }
}

}  // namespace
}  // namespace sipwhy::gateway
