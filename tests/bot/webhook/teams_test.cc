#include "bot/webhook/teams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/hmac.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "bot/wire/json.h"
#include "tests/bot/render/random_answer.h"
#include "tests/bot/webhook/codec_calls.h"
#include "tests/bot/webhook/hostile_requests.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using ::nlohmann::json;
using ::sipwhy::bot::testing::BodiesThatAreNoObject;
using ::sipwhy::bot::testing::ExpectAnyTypeIsSurvived;
using ::sipwhy::bot::testing::ExpectBrokenBodiesAreSurvived;
using ::sipwhy::bot::testing::HoldsNoMessage;
using ::sipwhy::bot::testing::MessageIn;
using ::sipwhy::bot::testing::OneBitOff;
using ::sipwhy::bot::testing::OneByteOff;
using ::sipwhy::bot::testing::RandomAnswers;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr size_t kMostMessageBytes = 21'000;
constexpr int kRandomAnswers = 100;

// The example in Microsoft's "Create Outgoing Webhooks".
constexpr char kToken[] = "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA=";

// A message in a channel, as in "Channel and group chat conversations with a bot" (Retrieve mentions), with the names
// that "Bot Framework – Activity" adds.
constexpr char kActivity[] = R"({
  "type": "message",
  "id": "1485983408511",
  "text": "<at>SIP Why</at> 301 vs 408&nbsp;\n",
  "textFormat": "plain",
  "timestamp": "2017-10-29T00:51:05.9908157Z",
  "localTimestamp": "2017-10-28T17:51:05.9908157-07:00",
  "serviceUrl": "https://skype.botframework.com",
  "channelId": "msteams",
  "from": {
    "id": "29:9e52142b-5e5e-4d7b-bb3e-e82dcf620000",
    "name": "Jane Smith",
    "aadObjectId": "49c4641c-ab91-4248-aebb-6a7de286397b"
  },
  "conversation": {
    "isGroup": true,
    "conversationType": "channel",
    "id": "19:aebd0ad4d6ab42c8b9ed19c251c2fc37@thread.skype;messageid=1481567603816"
  },
  "recipient": {"id": "28:6aebbad0-e5a5-424a-834a-20fb051f3c1a", "name": "SIP Why"},
  "entities": [
    {"type": "mention", "mentioned": {"id": "28:6aebbad0", "name": "SIP Why"}, "text": "<at>SIP Why</at>"},
    {"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Windows"}
  ],
  "channelData": {"teamsChannelId": "19:aebd", "teamsTeamId": "19:712c", "tenant": {"id": "72f988bf"}},
  "locale": "vi-VN"
})";

absl::Time SentAt() { return absl::FromCivil(absl::CivilSecond(2017, 10, 29, 0, 51, 5), absl::UTCTimeZone()); }

TeamsCodec Codec() { return *TeamsCodec::Make(kToken); }

// As a client of Microsoft's would, without the code under test.
std::string Sign(const std::string& body, const std::string& token = kToken) {
  std::string key;
  EXPECT_TRUE(absl::Base64Unescape(token, &key));
  std::string digest(32, '\0');
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(body.data()),
       body.size(), reinterpret_cast<unsigned char*>(digest.data()), &size);
  return absl::StrCat("HMAC ", absl::Base64Escape(digest));
}

HttpRequest Request(const std::string& body, const std::string& authorization) {
  HttpRequest request;
  request.method = "POST";
  request.path = "/teams";
  request.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"Authorization", authorization}};
  request.body = body;
  return request;
}

HttpRequest Signed(const std::string& body) { return Request(body, Sign(body)); }

Verdict::Kind KindOf(const HttpRequest& request, absl::Time now = SentAt()) {
  return Codec().Verify(request, now).kind;
}

json Activity() { return json::parse(kActivity); }

ChatMessage Decoded(const json& activity) { return MessageIn(Codec(), Signed(activity.dump())); }

// What is left of a message that Teams sends as `html`.
std::string TextOf(const std::string& html) {
  json activity = Activity();
  activity["text"] = html;
  return Decoded(activity).text;
}

TEST(TeamsCodecTest, TokenOfMicrosoftsExampleIsTaken) { EXPECT_THAT(TeamsCodec::Make(kToken), IsOk()); }

TEST(TeamsCodecTest, TokenMayEndWithALineFeed) {
  const absl::StatusOr<TeamsCodec> codec = TeamsCodec::Make(absl::StrCat(kToken, "\n"));
  ASSERT_THAT(codec, IsOk());
  EXPECT_EQ(codec->Verify(Signed(kActivity), SentAt()).kind, Verdict::Kind::kAccept);
}

TEST(TeamsCodecTest, TokenThatIsNoneIsRefusedWithoutQuotingIt) {
  for (const char* token : {"", " ", "hunter2", "not base64!", "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA",
                            "vqF0En+Z0ucuRTM/01o2Guh", "vqF0En-Z0ucuRTM_01o2GuhMH3hKKk_N2bOmlM31zaA=",
                            "vqF0En+Z0ucu RTM/01o2GuhMH3hKKk/N2bOmlM31zaA=", "AAAAAAAAAAAAAAAAAAAA", "AAAA", "===="}) {
    const absl::Status status = TeamsCodec::Make(token).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument)) << token;
    if (std::string(token).size() < 5) continue;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(token)));
  }
}

TEST(TeamsCodecTest, ShortestTokenHasSixteenBytes) {
  EXPECT_THAT(TeamsCodec::Make(absl::Base64Escape(std::string(16, 'k'))), IsOk());
  EXPECT_THAT(TeamsCodec::Make(absl::Base64Escape(std::string(15, 'k'))),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("16")));
}

TEST(TeamsCodecTest, SignedActivityIsAccepted) {
  const Verdict verdict = Codec().Verify(Signed(kActivity), SentAt());
  EXPECT_EQ(verdict.kind, Verdict::Kind::kAccept) << verdict.why;
}

TEST(TeamsCodecTest, HeaderNameIsFoundInAnyCase) {
  HttpRequest request = Signed(kActivity);
  request.headers = {{"authorization", Sign(kActivity)}};
  EXPECT_EQ(KindOf(request), Verdict::Kind::kAccept);
}

TEST(TeamsCodecTest, AnyByteOfTheBodyCounts) {
  const std::string body = kActivity;
  const std::string authorization = Sign(body);
  for (const std::string& changed : OneByteOff(body)) {
    ASSERT_EQ(KindOf(Request(changed, authorization)), Verdict::Kind::kRefuse) << changed;
  }
  EXPECT_EQ(KindOf(Request(body + " ", authorization)), Verdict::Kind::kRefuse);
  EXPECT_EQ(KindOf(Request(body.substr(1), authorization)), Verdict::Kind::kRefuse);
}

TEST(TeamsCodecTest, AnyBitOfTheHeaderCounts) {
  for (const std::string& changed : OneBitOff(Sign(kActivity))) {
    ASSERT_EQ(KindOf(Request(kActivity, changed)), Verdict::Kind::kRefuse) << changed;
  }
}

TEST(TeamsCodecTest, OtherHeadersAreRefused) {
  const std::string good = Sign(kActivity);
  const std::string digest = good.substr(5);
  for (const std::string& authorization :
       {std::string(), std::string("HMAC"), std::string("HMAC "), digest, absl::StrCat("Bearer ", digest),
        absl::StrCat("HMAC  ", digest), absl::StrCat(good, " "), absl::StrCat(good, "="),
        absl::StrCat(good, ", ", good), absl::StrCat("HMAC ", digest.substr(0, digest.size() - 1)),
        std::string("HMAC 03TCao0i55H1eVKUusZOTZRjtvYTs="),
        Sign(kActivity, absl::Base64Escape(std::string(32, 'k')))}) {
    EXPECT_EQ(KindOf(Request(kActivity, authorization)), Verdict::Kind::kRefuse) << authorization;
  }
}

TEST(TeamsCodecTest, MissingOrDoubledHeaderIsRefused) {
  HttpRequest request = Signed(kActivity);
  request.headers.Add("authorization", Sign(kActivity));
  EXPECT_EQ(KindOf(request), Verdict::Kind::kRefuse);
  request.headers = {};
  EXPECT_EQ(KindOf(request), Verdict::Kind::kRefuse);
}

TEST(TeamsCodecTest, FiveMinutesEitherWayAreAllowed) {
  const absl::Time sent = SentAt() + absl::Nanoseconds(990'815'700);
  for (const absl::Duration off : {absl::Seconds(0), absl::Seconds(299), absl::Seconds(300)}) {
    EXPECT_EQ(KindOf(Signed(kActivity), sent + off), Verdict::Kind::kAccept) << off;
    EXPECT_EQ(KindOf(Signed(kActivity), sent - off), Verdict::Kind::kAccept) << off;
  }
  for (const absl::Duration off : {absl::Seconds(301), absl::Hours(1), absl::Hours(24 * 365)}) {
    EXPECT_EQ(KindOf(Signed(kActivity), sent + off), Verdict::Kind::kRefuse) << off;
    EXPECT_EQ(KindOf(Signed(kActivity), sent - off), Verdict::Kind::kRefuse) << off;
  }
}

TEST(TeamsCodecTest, TimestampWithAnOffsetIsRead) {
  json activity = Activity();
  activity["timestamp"] = "2017-10-28T17:51:05-07:00";
  EXPECT_EQ(KindOf(Signed(activity.dump())), Verdict::Kind::kAccept);
}

TEST(TeamsCodecTest, TimestampThatCannotBeReadIsRefused) {
  json activity = Activity();
  for (const json& timestamp :
       {json(), json(""), json(1509238265), json("1509238265"), json("2017-10-29"), json("2017-10-29T00:51:05"),
        json("29 Oct 2017 00:51:05 GMT"), json("infinite-future"), json("infinite-past"), json(true),
        json::array({"2017-10-29T00:51:05Z"}), json("2017-10-29T00:51:05Z 2017-10-29T00:51:05Z")}) {
    activity["timestamp"] = timestamp;
    EXPECT_EQ(KindOf(Signed(activity.dump())), Verdict::Kind::kRefuse) << timestamp;
  }
  activity.erase("timestamp");
  EXPECT_EQ(KindOf(Signed(activity.dump())), Verdict::Kind::kRefuse);
}

TEST(TeamsCodecTest, SignedBodyThatIsNoObjectIsRefused) {
  for (const std::string& body : BodiesThatAreNoObject()) {
    EXPECT_EQ(KindOf(Signed(body)), Verdict::Kind::kRefuse) << body;
  }
}

TEST(TeamsCodecTest, RefusalHoldsNothingOfTheRequest) {
  json activity = Activity();
  activity["timestamp"] = "hunter2";
  EXPECT_THAT(Codec().Verify(Signed(activity.dump()), SentAt()).why, Not(HasSubstr("hunter2")));
  EXPECT_THAT(Codec().Verify(Request(kActivity, "HMAC hunter2"), SentAt()).why, Not(HasSubstr("hunter2")));
  EXPECT_THAT(Codec().Verify(Signed("hunter2"), SentAt()).why, Not(HasSubstr("hunter2")));
}

TEST(TeamsCodecTest, MessageIsDecoded) {
  ChatMessage expected;
  expected.id = "1485983408511";
  expected.conversation = "19:aebd0ad4d6ab42c8b9ed19c251c2fc37@thread.skype";
  expected.sender = "29:9e52142b-5e5e-4d7b-bb3e-e82dcf620000";
  expected.text = "301 vs 408";
  expected.language = "vi-VN";
  expected.addressed = true;
  expected.sent_at = SentAt() + absl::Nanoseconds(990'815'700);
  EXPECT_EQ(Decoded(Activity()), expected);
}

TEST(TeamsCodecTest, LanguageMayStandInAnEntity) {
  json activity = Activity();
  activity.erase("locale");
  EXPECT_EQ(Decoded(activity).language, "en-GB");
  activity["entities"] = {1, nullptr, {{"type", "clientInfo"}}};
  EXPECT_EQ(Decoded(activity).language, "");
}

TEST(TeamsCodecTest, SenderMayBeKnownByTheDirectoryAlone) {
  json activity = Activity();
  activity["from"].erase("id");
  EXPECT_EQ(Decoded(activity).sender, "49c4641c-ab91-4248-aebb-6a7de286397b");
}

TEST(TeamsCodecTest, BotsAreKnownByTheirIds) {
  json activity = Activity();
  activity["from"]["id"] = "28:10deff5c-1eb5-48ff-a1aa-7378cd8cb4eb";
  EXPECT_TRUE(Decoded(activity).from_bot);
  EXPECT_FALSE(Decoded(activity).from_self);
  activity["from"]["id"] = activity["recipient"]["id"];
  EXPECT_TRUE(Decoded(activity).from_self);
  EXPECT_FALSE(Decoded(Activity()).from_bot);
}

TEST(TeamsCodecTest, PersonalChatIsDirect) {
  json activity = Activity();
  activity["conversation"] = {{"id", "a:1O3s6Q"}, {"conversationType", "personal"}};
  EXPECT_TRUE(Decoded(activity).direct);
  EXPECT_EQ(Decoded(activity).conversation, "a:1O3s6Q");
  EXPECT_FALSE(Decoded(Activity()).direct);
}

TEST(TeamsCodecTest, HtmlIsUndone) {
  const std::pair<std::string, std::string> kCases[] = {
      {"<at>SIP Why</at> 486", "486"},
      {"<at>SIP Why</at>&nbsp;486&nbsp;", "486"},
      {"<at id=\"0\">SIP Why</at>486", "486"},
      {"<AT>SIP Why</AT> 486", "486"},
      {"<p><at>SIP Why</at>&nbsp;301 vs 408</p>", "301 vs 408"},
      {"<div><div><span style=\"color:red\">486</span></div></div>", "486"},
      {"<p>486</p><p>603</p>", "486\n\n603"},
      {"SIP/2.0 486 Busy Here<br>Via: x<br/>To: &lt;sip:bob@x.example&gt;",
       "SIP/2.0 486 Busy Here\nVia: x\nTo: <sip:bob@x.example>"},
      {"To: <sip:bob@x.example>;tag=1", "To: <sip:bob@x.example>;tag=1"},
      {"301 <at>SIP Why</at> vs <at>Bob</at> 408", "301   vs   408"},
      {"&quot;loop detected&quot; &amp; &#39;x&#39; &apos;y&apos; &#x34;86", "\"loop detected\" & 'x' 'y' 486"},
      {"&amp;lt;at&amp;gt;", "&lt;at&gt;"},
      {"&lt;at&gt;Bob&lt;/at&gt; 486", "<at>Bob</at> 486"},
      {"AT&T 486", "AT&T 486"},
      {"&unknown; &; & &#; &#x; &#xZ; &#1114112; &#55296;", "&unknown; &; & &#; &#x; &#xZ; &#1114112;"},
      {"1 < 2 > 1", "1 < 2 > 1"},
      {"<at>SIP Why 486", "SIP Why 486"},
      {"486</at>", "486"},
      {"<at></at>", ""},
      {"<table><tr><td>301</td><td>408</td></tr></table>", "301  408"},
      {"<b>486</b> <i>vs</i> <code>603</code>", "486 vs 603"},
      {"&#0;&#7;486&#27;", "486"},
      {"&#128222; 486", "📞 486"},
      {"４８６", "４８６"},
  };
  for (const auto& [html, text] : kCases) EXPECT_EQ(TextOf(html), text) << html;
}

TEST(TeamsCodecTest, MentionInAnotherFormIsCutByItsEntity) {
  json activity = Activity();
  activity["text"] = "<at>@SIP Why<at> 486";
  activity["entities"] = {{{"type", "mention"}, {"text", "<at>@SIP Why<at>"}}};
  EXPECT_EQ(Decoded(activity).text, "486");
}

TEST(TeamsCodecTest, EntityCannotCutWhatIsNoMention) {
  json activity = Activity();
  activity["text"] = "486 vs 603";
  activity["entities"] = {{{"type", "mention"}, {"text", "4"}}, {{"type", "mention"}, {"text", ""}}};
  EXPECT_EQ(Decoded(activity).text, "486 vs 603");
}

TEST(TeamsCodecTest, ControlsInTheTextAreSpaces) {
  EXPECT_EQ(TextOf(std::string("486\0vs\x1b\t603\r\n200", 17)), "486 vs  603\r\n200");
}

TEST(TeamsCodecTest, HugeTextIsDecodedInTime) {
  for (const char* part : {"<", "<at>", "&", "&amp", "<p", "</", "<at></", "<at>x</at>"}) {
    std::string html;
    while (html.size() < 200'000) html += part;
    EXPECT_LE(TextOf(html).size(), html.size()) << part;
  }
}

TEST(TeamsCodecTest, ActivityThatIsNoMessageHoldsNone) {
  for (const char* type : {"conversationUpdate", "messageReaction", "messageUpdate", "invoke", "typing", "Message"}) {
    json activity = Activity();
    activity["type"] = type;
    EXPECT_TRUE(HoldsNoMessage(Codec(), Signed(activity.dump()))) << type;
  }
}

TEST(TeamsCodecTest, MalformedActivityIsAnError) {
  std::vector<std::string> bodies = BodiesThatAreNoObject();
  bodies.insert(bodies.end(),
                {"{}", R"({"type":null})", R"({"type":["message"]})", R"({"type":"message"})",
                 R"({"type":"message","conversation":"x"})", R"({"type":"message","conversation":{"id":{}}})",
                 R"({"type":"message","conversation":{"id":";messageid=1"}})"});
  for (const std::string& body : bodies) {
    EXPECT_THAT(Codec().Decode(Signed(body)), StatusIs(absl::StatusCode::kInvalidArgument)) << body;
  }
}

TEST(TeamsCodecTest, FieldsOfOtherTypesDoNoHarm) { ExpectAnyTypeIsSurvived(Codec(), Activity(), Signed, SentAt()); }

TEST(TeamsCodecTest, BodyCutAnywhereDoesNoHarm) {
  const std::string body = kActivity;
  for (size_t size = 0; size < body.size(); ++size) {
    EXPECT_THAT(Codec().Decode(Signed(body.substr(0, size))), StatusIs(absl::StatusCode::kInvalidArgument)) << size;
  }
}

TEST(TeamsCodecTest, RandomlyBrokenBodiesDoNoHarm) {
  ExpectBrokenBodiesAreSurvived(Codec(), kActivity, Signed, SentAt());
}

Answer Table() {
  Answer answer;
  answer.title = "486 Busy Here vs 603 Decline";
  answer.lead = "One phone, or all.";
  answer.table = {{"486 Busy Here", "603 Decline"}, {{"Try again", {"later", "not at all"}}}};
  return answer;
}

TEST(TeamsCodecTest, AnswerIsACardWithItsFirstLineAsTheSummary) {
  const json message = json::parse(Codec().Encode({.answer = Table(), .kind = Reply::Kind::kAnswer}, ChatMessage()));
  EXPECT_EQ(message["type"], "message");
  EXPECT_EQ(message["summary"], "486 Busy Here vs 603 Decline: One phone, or all.");
  ASSERT_EQ(message["attachments"].size(), 1u);
  EXPECT_EQ(message["attachments"][0]["contentType"], "application/vnd.microsoft.card.adaptive");
  EXPECT_EQ(message["attachments"][0]["content"]["version"], "1.4");
  EXPECT_FALSE(message.contains("text"));
}

TEST(TeamsCodecTest, AnswerOfALineIsAText) {
  Answer answer;
  answer.lead = "I know no SIP code for <that>.";
  const json message = json::parse(Codec().Encode({.answer = answer}, ChatMessage()));
  EXPECT_EQ(message,
            json({{"type", "message"}, {"textFormat", "markdown"}, {"text", "I know no SIP code for &lt;that&gt;."}}));
}

TEST(TeamsCodecTest, RandomAnswersStayWithinTheLimitAndMentionNobody) {
  const auto seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers random(seed, {.long_words = true});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const std::string payload = Codec().Encode({.answer = random.Next()}, ChatMessage());
    ASSERT_THAT(payload, Not(IsEmpty()));
    ASSERT_LE(payload.size(), kMostMessageBytes);
    const json message = json::parse(payload);
    ASSERT_EQ(message["type"], "message");
    ASSERT_FALSE(message.contains("entities"));
  }
}

TEST(TeamsCodecTest, GiantAnswerStaysWithinTheLimit) {
  Answer answer = Table();
  answer.title = std::string(20'000, '"');
  answer.lead = std::string(20'000, '\\');
  EXPECT_LE(Codec().Encode({.answer = answer}, ChatMessage()).size(), kMostMessageBytes);
}

TEST(TeamsCodecTest, ResponseIsJsonWith200) {
  const HttpResponse response = Codec().Respond("{}");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.content_type, StartsWith("application/json"));
  EXPECT_EQ(response.body, "{}");
}

TEST(TeamsCodecTest, SilenceIsAMessageSinceTeamsShowsAnErrorOtherwise) {
  const HttpResponse response = Codec().Silence();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json::parse(response.body)["text"], "…");
  EXPECT_TRUE(Codec().answers_in_response());
}

}  // namespace
}  // namespace sipwhy::bot
