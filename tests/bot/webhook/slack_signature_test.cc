#include "bot/webhook/slack_signature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "bot/wire/signature.h"
#include "tests/bot/webhook/hostile_requests.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::OneBitOff;
using ::sipwhy::bot::testing::OneByteOff;
using ::testing::HasSubstr;
using ::testing::Not;

// The example of "Verifying requests from Slack", to the letter.
constexpr char kSecret[] = "8f742231b10e8888abcd99yyyzzz85a5";
constexpr char kTimestamp[] = "1531420618";
constexpr char kSignature[] = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
constexpr char kBody[] =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&"
    "user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
    "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
    "803a0bc887a14d10d2c447fce8b6703c";

const absl::Time kSentAt = absl::FromUnixSeconds(1531420618);

HttpRequest Request(const std::string& timestamp, const std::string& signature, const std::string& body) {
  return {.method = "POST",
          .path = "/slack",
          .query = "",
          .headers = {{"X-Slack-Request-Timestamp", timestamp}, {"X-Slack-Signature", signature}},
          .body = body};
}

std::string Sign(const std::string& secret, const std::string& timestamp, const std::string& body) {
  return absl::StrCat("v0=", ToHex(HmacSha256(secret, absl::StrCat("v0:", timestamp, ":", body))));
}

bool Accepts(const HttpRequest& request, absl::Time now = kSentAt, absl::string_view secret = kSecret) {
  return VerifySlackRequest(request, secret, now).kind == Verdict::Kind::kAccept;
}

TEST(SlackSignatureTest, SlacksOwnExampleIsAccepted) { EXPECT_TRUE(Accepts(Request(kTimestamp, kSignature, kBody))); }

TEST(SlackSignatureTest, HeaderNamesInAnyCase) {
  HttpRequest request = Request(kTimestamp, kSignature, kBody);
  request.headers = {{"x-slack-request-timestamp", kTimestamp}, {"X-SLACK-SIGNATURE", kSignature}};
  EXPECT_TRUE(Accepts(request));
}

TEST(SlackSignatureTest, BodyWithAnyBytesIsSignedAsItIs) {
  const std::string body("{\0\xff\r\n\xc3", 6);
  EXPECT_TRUE(Accepts(Request(kTimestamp, Sign(kSecret, kTimestamp, body), body)));
}

TEST(SlackSignatureTest, ChangeOfAnyByteOfTheBodyIsRefused) {
  for (const std::string& changed : OneByteOff(kBody)) {
    EXPECT_FALSE(Accepts(Request(kTimestamp, kSignature, changed))) << changed;
  }
}

TEST(SlackSignatureTest, ChangeOfAnyByteOfTheSignatureIsRefused) {
  for (const std::string& changed : OneBitOff(kSignature)) {
    EXPECT_FALSE(Accepts(Request(kTimestamp, changed, kBody))) << changed;
  }
}

TEST(SlackSignatureTest, ChangeOfAnyByteOfTheTimestampIsRefused) {
  const std::string timestamp = kTimestamp;
  for (size_t i = 0; i < timestamp.size(); ++i) {
    std::string changed = timestamp;
    changed[i] = changed[i] == '1' ? '2' : '1';
    int64_t seconds = 0;
    ASSERT_TRUE(absl::SimpleAtoi(changed, &seconds));
    EXPECT_FALSE(Accepts(Request(changed, kSignature, kBody), absl::FromUnixSeconds(seconds))) << i;
  }
}

TEST(SlackSignatureTest, ShorterAndLongerBodiesAreRefused) {
  const std::string body = kBody;
  EXPECT_FALSE(Accepts(Request(kTimestamp, kSignature, "")));
  EXPECT_FALSE(Accepts(Request(kTimestamp, kSignature, body.substr(1))));
  EXPECT_FALSE(Accepts(Request(kTimestamp, kSignature, body + "&")));
  EXPECT_FALSE(Accepts(Request(kTimestamp, kSignature, body + std::string(1, '\0'))));
}

TEST(SlackSignatureTest, OtherFormsOfTheSignatureAreRefused) {
  const std::string signature = kSignature;
  const std::string digits = signature.substr(3);
  for (const std::string& form :
       {std::string(), std::string("v0="), digits, "v1=" + digits, "V0=" + digits, "v0:" + digits, "v0=v0=" + digits,
        "v0=" + absl::AsciiStrToUpper(digits), signature.substr(0, signature.size() - 1), signature + "0",
        signature + " ", " " + signature, signature + "," + signature, "v0=" + FromHex(digits).value_or("")}) {
    EXPECT_FALSE(Accepts(Request(kTimestamp, form, kBody))) << form;
  }
}

TEST(SlackSignatureTest, MissingAndDuplicateHeadersAreRefused) {
  const std::pair<std::string, std::string> timestamp = {"X-Slack-Request-Timestamp", kTimestamp};
  const std::pair<std::string, std::string> signature = {"X-Slack-Signature", kSignature};
  HttpRequest request = Request("", "", kBody);
  for (const HttpHeaders& headers :
       {HttpHeaders{}, HttpHeaders{timestamp}, HttpHeaders{signature}, HttpHeaders{timestamp, timestamp, signature},
        HttpHeaders{timestamp, signature, signature}}) {
    request.headers = headers;
    EXPECT_FALSE(Accepts(request)) << headers.fields().size();
  }
}

TEST(SlackSignatureTest, FiveMinutesBothWays) {
  const HttpRequest request = Request(kTimestamp, kSignature, kBody);
  for (const int seconds : {-300, -299, -1, 0, 1, 299, 300}) {
    EXPECT_TRUE(Accepts(request, kSentAt + absl::Seconds(seconds))) << seconds;
  }
  for (const int seconds : {-86400 * 365, -301, 301, 86400 * 365}) {
    EXPECT_FALSE(Accepts(request, kSentAt + absl::Seconds(seconds))) << seconds;
  }
  EXPECT_FALSE(Accepts(request, absl::InfiniteFuture()));
  EXPECT_FALSE(Accepts(request, absl::InfinitePast()));
}

// Each is signed rightly, so that only its form can be the reason.
TEST(SlackSignatureTest, TimestampsThatAreNoDecimalNumberAreRefused) {
  for (const std::string& timestamp :
       {std::string(), std::string(" 1531420618"), std::string("1531420618 "), std::string("+1531420618"),
        std::string("-1531420618"), std::string("1531420618.0"), std::string("1.531420618e9"),
        std::string("0x5b47a44a"), std::string("1531420618,1531420618"), std::string("NaN"), std::string("Infinity"),
        std::string("\xd9\xa1"), std::string("1531420618\0", 11), std::string("99999999999999999999999"),
        std::string(100'000, '1')}) {
    EXPECT_FALSE(Accepts(Request(timestamp, Sign(kSecret, timestamp, kBody), kBody))) << timestamp.substr(0, 40);
  }
}

TEST(SlackSignatureTest, EmptySecretAcceptsNothing) {
  EXPECT_FALSE(Accepts(Request(kTimestamp, Sign("", kTimestamp, kBody), kBody), kSentAt, ""));
  EXPECT_FALSE(Accepts(Request(kTimestamp, kSignature, kBody), kSentAt, ""));
}

TEST(SlackSignatureTest, OtherSecretIsRefused) {
  EXPECT_FALSE(Accepts(Request(kTimestamp, kSignature, kBody), kSentAt, "8f742231b10e8888abcd99yyyzzz85a6"));
}

TEST(SlackSignatureTest, RefusalsTellNothingOfSecretAndRequest) {
  const Verdict verdict = VerifySlackRequest(Request(kTimestamp, "v0=00", kBody), kSecret, kSentAt);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kRefuse);
  EXPECT_THAT(verdict.why, Not(HasSubstr(kSecret)));
  EXPECT_THAT(verdict.why, Not(HasSubstr("roadrunner")));
  EXPECT_THAT(verdict.why, Not(HasSubstr("a2114d57")));
}

TEST(SlackSignatureTest, CertificateProbeGetsAnEmptyAnswer) {
  HttpRequest request = Request("", "", "token=xyzz0WbapA4vBCDEFasx0q6G&ssl_check=1");
  request.headers = {};
  const Verdict verdict = VerifySlackRequest(request, kSecret, kSentAt);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kAnswerNow);
  EXPECT_EQ(verdict.response, HttpResponse{});
}

TEST(SlackSignatureTest, OnlyAProbeGoesWithoutASignature) {
  HttpRequest request;
  for (const char* body :
       {"", "ssl_check=0", "ssl_check=", "ssl_check=11", "ssl_check", "xssl_check=1", "text=ssl_check%3D1"}) {
    request.body = body;
    EXPECT_EQ(VerifySlackRequest(request, kSecret, kSentAt).kind, Verdict::Kind::kRefuse) << body;
  }
}

TEST(SlackSignatureTest, ProbeWithAWrongSignatureIsRefused) {
  EXPECT_EQ(VerifySlackRequest(Request(kTimestamp, kSignature, "ssl_check=1"), kSecret, kSentAt).kind,
            Verdict::Kind::kRefuse);
}

}  // namespace
}  // namespace sipwhy::bot
