#include "service/service_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::ReadFile;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kShippedFile[] = SIPWHY_DEPLOY_DIR "/sipwhy-service.toml";

// With a database, and `arguments`.
ServiceSettings Read(std::vector<std::string> arguments, Mistakes& mistakes) {
  arguments.push_back("--database=kb.db");
  Resolution given = Resolve(ServiceProgram(), {.arguments = std::move(arguments)});
  mistakes = given.mistakes;
  return ReadServiceSettings(given.settings, mistakes);
}

TEST(ServiceSettingsTest, DefaultsServeOnLoopback) {
  Mistakes mistakes;
  const ServiceSettings service = Read({}, mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_EQ(service.database, "kb.db");
  EXPECT_EQ(service.pin_revision, 0);
  EXPECT_EQ(service.listen, "127.0.0.1:50051");
  EXPECT_EQ(service.admin, "127.0.0.1:50052");
  EXPECT_EQ(service.most_connections, 1000);
  EXPECT_EQ(service.most_per_address, 200);
  EXPECT_EQ(service.most_calls_per_second, 0);
  EXPECT_EQ(service.connection_age, absl::Minutes(30));
  EXPECT_EQ(service.tls_certificate + service.tls_key + service.tls_client_ca + service.tokens_file, "");
  EXPECT_FALSE(service.insecure);
  EXPECT_EQ(service.log_level, LogLevel::kInfo);
  EXPECT_EQ(service.access_log_one_in, 1000u);
  EXPECT_EQ(service.drain_delay, absl::ZeroDuration());
  EXPECT_EQ(service.grace, absl::Seconds(5));
}

TEST(ServiceSettingsTest, EachSettingGoesToItsPlace) {
  Mistakes mistakes;
  const ServiceSettings service =
      Read({"--pin-revision=3", "--listen=[::1]:1", "--admin=unix:/a", "--most-connections=4", "--most-per-address=5",
            "--most-calls-per-second=6", "--connection-age=7s", "--tls-certificate=c", "--tls-key=k",
            "--tls-client-ca=a", "--tokens-file=t", "--insecure", "--log-level=error", "--access-log-one-in=8",
            "--drain-delay=9s", "--grace=10s"},
           mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_EQ(service.pin_revision, 3);
  EXPECT_EQ(service.listen, "[::1]:1");
  EXPECT_EQ(service.admin, "unix:/a");
  EXPECT_EQ(service.most_connections, 4);
  EXPECT_EQ(service.most_per_address, 5);
  EXPECT_EQ(service.most_calls_per_second, 6);
  EXPECT_EQ(service.connection_age, absl::Seconds(7));
  EXPECT_EQ(service.tls_certificate, "c");
  EXPECT_EQ(service.tls_key, "k");
  EXPECT_EQ(service.tls_client_ca, "a");
  EXPECT_EQ(service.tokens_file, "t");
  EXPECT_TRUE(service.insecure);
  EXPECT_EQ(service.log_level, LogLevel::kError);
  EXPECT_EQ(service.access_log_one_in, 8u);
  EXPECT_EQ(service.drain_delay, absl::Seconds(9));
  EXPECT_EQ(service.grace, absl::Seconds(10));
}

TEST(ServiceSettingsTest, AdminPortCanBeTurnedOff) {
  Mistakes mistakes;
  EXPECT_EQ(Read({"--admin=off"}, mistakes).admin, "");
  EXPECT_EQ(Read({"--admin="}, mistakes).admin, "");
  EXPECT_THAT(mistakes, IsEmpty());
}

TEST(ServiceSettingsTest, WhatIsSafeIsAccepted) {
  const std::vector<std::string> cases[] = {
      {"--listen=127.9.9.9:1"},
      {"--listen=[::ffff:127.0.0.1]:1"},
      {"--listen=unix:/run/sipwhy.sock", "--admin=unix:/run/admin.sock"},
      {"--listen=127.0.0.1:0", "--admin=127.0.0.1:0"},
      {"--listen=0.0.0.0:1", "--tls-certificate=c", "--tls-key=k"},
      {"--listen=0.0.0.0:1", "--insecure"},
      {"--admin=0.0.0.0:1", "--insecure"},
      {"--connection-age=0s"},
  };
  for (const auto& arguments : cases) {
    Mistakes mistakes;
    Read(arguments, mistakes);
    EXPECT_THAT(mistakes, IsEmpty()) << arguments.front();
  }
}

TEST(ServiceSettingsTest, WhatDoesNotGoTogetherIsRefused) {
  const struct {
    std::vector<std::string> arguments;
    std::string mistake;
  } cases[] = {
      {{"--tls-certificate=c"}, "--tls-certificate needs tls-key as well"},
      {{"--tls-key=k"}, "--tls-key needs tls-certificate as well"},
      {{"--tls-client-ca=a"},
       "--tls-client-ca needs tls-certificate and tls-key as well, since clients show certificates in TLS alone"},
      {{"--connection-age=10ms"}, "--connection-age must be 0s or at least 1s"},
      {{"--listen=localhost:1"},
       "--listen is wrong: \"localhost:1\" is no address to listen on; write it as 127.0.0.1:50051, [::1]:50051 or "
       "unix:/path"},
      {{"--admin=on"},
       "--admin is wrong: \"on\" is no address to listen on; write it as 127.0.0.1:50051, [::1]:50051 or unix:/path"},
      {{"--listen=127.0.0.1:7", "--admin=127.0.0.1:7"},
       "--admin is 127.0.0.1:7, which is also that of listen; give each its own"},
      {{"--listen=unix:/a", "--admin=unix:/a"}, "--admin is unix:/a, which is also that of listen; give each its own"},
  };
  for (const auto& one : cases) {
    Mistakes mistakes;
    Read(one.arguments, mistakes);
    EXPECT_THAT(mistakes, ElementsAre(one.mistake));
  }
}

TEST(ServiceSettingsTest, PlaintextForOtherMachinesIsRefusedWithTheThreeWaysOut) {
  for (const std::string address : {"0.0.0.0:1", "192.0.2.1:1", "[::]:1", "[2001:db8::1]:1", "[::ffff:192.0.2.1]:1"}) {
    Mistakes mistakes;
    Read({"--listen=" + address}, mistakes);
    EXPECT_THAT(mistakes, ElementsAre(absl::StrCat(
                              "--listen is ", address,
                              ", which other machines can reach, and has no TLS: give tls-certificate and tls-key, or "
                              "listen on a loopback or unix: address behind a proxy, or allow plaintext with "
                              "--insecure")));
  }
}

TEST(ServiceSettingsTest, AdminPortForOtherMachinesIsRefusedEvenWithTls) {
  Mistakes mistakes;
  Read({"--admin=0.0.0.0:1", "--tls-certificate=c", "--tls-key=k"}, mistakes);
  EXPECT_THAT(mistakes,
              ElementsAre("--admin is 0.0.0.0:1, which other machines can reach, and this port never has TLS: take a "
                          "loopback or unix: address, or turn it off with --admin=off, or allow plaintext with "
                          "--insecure"));
}

TEST(ServiceSettingsTest, MistakeNamesThePlaceWhereTheSettingStands) {
  Resolution given = Resolve(ServiceProgram(), {.environment = {{"SIPWHY_CONFIG", "x.toml"}, {"SIPWHY_TLS_KEY", "k"}},
                                                .read_file = [](auto&) { return "database = \"d\"\nadmin = \"x\""; }});
  ReadServiceSettings(given.settings, given.mistakes);
  EXPECT_THAT(given.mistakes, ElementsAre("SIPWHY_TLS_KEY needs tls-certificate as well",
                                          ::testing::StartsWith("x.toml:2: admin is wrong: ")));
}

TEST(ServiceSettingsTest, NoSettingHasTheNameOfAnotherProgramsVariable) {
  const Program program = ServiceProgram();
  for (const Setting* setting : SettingsOf(program)) {
    const std::string variable = VariableName("SIPWHY_", setting->name);
    EXPECT_FALSE(absl::StartsWith(variable, "SIPWHY_BOT_") || absl::StartsWith(variable, "SIPWHY_GATEWAY_"))
        << variable;
  }
}

TEST(ServiceSettingsTest, EachDefaultIsAValueThatTheSettingTakes) {
  const Program program = ServiceProgram();
  for (const Setting* setting : SettingsOf(program)) {
    EXPECT_TRUE(ParseValue(*setting, TextOf(DefaultOf(*setting))).ok()) << setting->name;
  }
}

TEST(ShippedServiceFileTest, IsRightAndSetsTheDatabaseAlone) {
  Resolution given = Resolve(ServiceProgram(), {.arguments = {absl::StrCat("--config=", kShippedFile)}});
  ReadServiceSettings(given.settings, given.mistakes);
  EXPECT_THAT(given.mistakes, IsEmpty());
  const Program program = ServiceProgram();
  for (const Setting* setting : SettingsOf(program)) {
    EXPECT_EQ(given.settings.IsDefault(setting->name), setting->name != "database") << setting->name;
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

TEST(ShippedServiceFileTest, ShowsEveryKeyWithItsDefaultOrAnExample) {
  const std::string text = WithCommentedKeys(ReadFile(kShippedFile));
  Resolution given =
      Resolve(ServiceProgram(), {.arguments = {"--config=x.toml"}, .read_file = [&](auto&) { return text; }});
  ReadServiceSettings(given.settings, given.mistakes);
  EXPECT_THAT(given.mistakes, IsEmpty());
  const Program program = ServiceProgram();
  for (const Setting* setting : SettingsOf(program)) {
    EXPECT_FALSE(given.settings.IsDefault(setting->name)) << setting->name << " does not stand in the file";
    const bool has_default = !TextOf(DefaultOf(*setting)).empty();
    EXPECT_TRUE(!has_default || given.settings.Value(setting->name) == DefaultOf(*setting)) << setting->name;
  }
}

}  // namespace
}  // namespace sipwhy
