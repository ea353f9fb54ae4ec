#include "bot/adapter/xmpp/xmpp_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

XmppSettings GoodSettings() {
  XmppSettings settings;
  settings.jid = "sip@example.org";
  settings.password = "secret";
  settings.rooms = {"voip@conference.example.org"};
  return settings;
}

TEST(XmppSettingsTest, GoodOnesAreAccepted) {
  EXPECT_THAT(CheckXmppSettings(GoodSettings()), IsOk());
  for (const char* host : {"localhost", "127.0.0.1", "::1"}) {
    XmppSettings settings = GoodSettings();
    settings.tls = XmppSettings::Tls::kOff;
    settings.host = host;
    EXPECT_THAT(CheckXmppSettings(settings), IsOk()) << host;
  }
}

TEST(XmppSettingsTest, BadOnesAreRefusedWithoutAQuoteOfThePassword) {
  const auto refusal = StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("secret")));
  for (const char* jid : {"", "sip", "@example.org", "sip@", "sip@/phone"}) {
    XmppSettings settings = GoodSettings();
    settings.jid = jid;
    EXPECT_THAT(CheckXmppSettings(settings), refusal) << jid;
    settings = GoodSettings();
    settings.rooms.push_back(jid);
    EXPECT_THAT(CheckXmppSettings(settings), refusal) << jid;
  }
  for (const char* host : {"", "example.org", "128.0.0.1", "127.example.org", "localhost.example.org"}) {
    XmppSettings settings = GoodSettings();
    settings.tls = XmppSettings::Tls::kOff;
    settings.host = host;
    EXPECT_THAT(CheckXmppSettings(settings), refusal) << host;
  }
  XmppSettings settings = GoodSettings();
  settings.password = "";
  EXPECT_THAT(CheckXmppSettings(settings), refusal);
  settings = GoodSettings();
  settings.nick = "";
  EXPECT_THAT(CheckXmppSettings(settings), refusal);
}

}  // namespace
}  // namespace sipwhy::bot
