#include "bot/webhook/discord.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "bot/webhook/webhook_json.h"
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
using ::sipwhy::bot::testing::JsonPost;
using ::sipwhy::bot::testing::MessageIn;
using ::sipwhy::bot::testing::OneBitOff;
using ::sipwhy::bot::testing::OneByteOff;
using ::sipwhy::bot::testing::OneLineReply;
using ::sipwhy::bot::testing::RandomAnswers;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int kRandomAnswers = 100;
constexpr char kApplication[] = "775799577604522054";
constexpr int64_t kSeconds = 1'626'966'000;  // the stamp of requests here

// An application command in a server, in the shape of "Application Commands" (Slash Commands, Example Interaction; the
// other names as in User Commands, Example Interaction) and "Receiving and Responding" (Interaction Structure).
constexpr char kInteraction[] = R"({
  "application_id": "775799577604522054",
  "channel_id": "772908445358620702",
  "data": {
    "id": "866818195033292850",
    "name": "sip",
    "options": [{"name": "question", "type": 3, "value": "301 vs 408"}],
    "type": 1
  },
  "guild_id": "772904309264089089",
  "guild_locale": "en-US",
  "app_permissions": "442368",
  "id": "867794291820986368",
  "locale": "ja",
  "member": {
    "avatar": null,
    "deaf": false,
    "joined_at": "2020-11-02T20:46:57.364000+00:00",
    "nick": null,
    "permissions": "274877906943",
    "roles": ["785609923542777878"],
    "user": {"avatar": "a_f03401914fb4f3caa9037578ab980920", "discriminator": "6538", "id": "167348773423415296",
             "public_flags": 1, "username": "ian"}
  },
  "context": 0,
  "token": "UNIQUE_TOKEN",
  "type": 2,
  "version": 1
})";

// The secret key of RFC 8032 §7.1, TEST 1, and OpenSSL itself to sign with it.
class Signer {
 public:
  explicit Signer(absl::string_view secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60") {
    const std::string bytes = absl::HexStringToBytes(secret);
    key_.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                            reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
  }

  std::string PublicKey() const {
    std::string key(32, '\0');
    size_t size = key.size();
    EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(key.data()), &size);
    return absl::BytesToHexString(key);
  }

  std::string Sign(const std::string& message) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::string signature(64, '\0');
    size_t size = signature.size();
    EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get());
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                   reinterpret_cast<const unsigned char*>(message.data()), message.size());
    return absl::BytesToHexString(signature);
  }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_ = {nullptr, &EVP_PKEY_free};
};

DiscordCodec Codec() { return *DiscordCodec::Make(Signer().PublicKey(), kApplication); }

HttpRequest Request(const std::string& body, const std::string& timestamp, const std::string& signature) {
  HttpRequest request = JsonPost("/discord", body);
  request.headers.Add("X-Signature-Ed25519", signature);
  request.headers.Add("X-Signature-Timestamp", timestamp);
  return request;
}

HttpRequest Signed(const std::string& body, const std::string& timestamp = absl::StrCat(kSeconds)) {
  return Request(body, timestamp, Signer().Sign(timestamp + body));
}

Verdict VerdictOn(const HttpRequest& request, absl::Duration late = absl::ZeroDuration()) {
  return Codec().Verify(request, absl::FromUnixSeconds(kSeconds) + late);
}

Verdict::Kind KindOf(const HttpRequest& request, absl::Duration late = absl::ZeroDuration()) {
  return VerdictOn(request, late).kind;
}

json Interaction() { return json::parse(kInteraction); }

ChatMessage Decoded(const json& interaction) { return MessageIn(Codec(), Signed(interaction.dump())); }

std::string TextOf(const std::string& question) {
  json interaction = Interaction();
  interaction["data"]["options"][0]["value"] = question;
  return Decoded(interaction).text;
}

// The response at once to an interaction, which must hold no message for Decode().
json AnswerTo(const json& interaction) {
  const HttpRequest request = Signed(interaction.dump());
  const Verdict verdict = VerdictOn(request);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kAnswerNow) << verdict.why;
  EXPECT_EQ(verdict.response.status, 200);
  EXPECT_EQ(verdict.response.content_type, "application/json");
  EXPECT_TRUE(HoldsNoMessage(Codec(), request));
  return json::parse(verdict.response.body, nullptr, false);
}

TEST(DiscordCodecTest, KeyAndApplicationAreTaken) {
  EXPECT_THAT(DiscordCodec::Make(Signer().PublicKey(), kApplication), IsOk());
  EXPECT_THAT(DiscordCodec::Make(absl::StrCat(std::string(64, 'A'), "\n"), " 1 "), IsOk());
}

TEST(DiscordCodecTest, BadKeyIsRefused) {
  const std::string key = Signer().PublicKey();
  for (const std::string& bad : {std::string(), key.substr(1), key.substr(2), key + "0", key + "00",
                                 "g" + key.substr(1), "0x" + key.substr(2), key + key, std::string(64, ' ')}) {
    EXPECT_THAT(DiscordCodec::Make(bad, kApplication), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("key")))
        << bad;
  }
}

TEST(DiscordCodecTest, BadApplicationIsRefused) {
  for (const char* bad : {"", " ", "x", "-1", "1.5", "775799577604522054777", "7757 99", "٣"}) {
    EXPECT_THAT(DiscordCodec::Make(Signer().PublicKey(), bad),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("application id")))
        << bad;
  }
}

TEST(DiscordCodecTest, SignedCommandIsAccepted) {
  const Verdict verdict = VerdictOn(Signed(kInteraction));
  EXPECT_EQ(verdict.kind, Verdict::Kind::kAccept) << verdict.why;
}

TEST(DiscordCodecTest, HeaderNamesAndDigitsAreTakenInAnyCase) {
  HttpRequest request = Signed(kInteraction);
  const std::string signature(*request.headers.Only("X-Signature-Ed25519"));
  request.headers = {{"x-signature-ed25519", absl::AsciiStrToUpper(signature)},
                     {"x-signature-timestamp", absl::StrCat(kSeconds)}};
  EXPECT_EQ(KindOf(request), Verdict::Kind::kAccept);
}

TEST(DiscordCodecTest, AnyByteOfTheBodyCounts) {
  const std::string body = kInteraction;
  const std::string timestamp = absl::StrCat(kSeconds);
  const std::string signature = Signer().Sign(timestamp + body);
  for (const std::string& changed : OneByteOff(body)) {
    ASSERT_EQ(KindOf(Request(changed, timestamp, signature)), Verdict::Kind::kRefuse) << changed;
  }
  EXPECT_EQ(KindOf(Request(body + " ", timestamp, signature)), Verdict::Kind::kRefuse);
}

TEST(DiscordCodecTest, AnyBitOfTheSignatureCounts) {
  const std::string timestamp = absl::StrCat(kSeconds);
  const std::string signature = absl::HexStringToBytes(Signer().Sign(timestamp + kInteraction));
  for (const std::string& changed : OneBitOff(signature)) {
    const std::string digits = absl::BytesToHexString(changed);
    ASSERT_EQ(KindOf(Request(kInteraction, timestamp, digits)), Verdict::Kind::kRefuse) << digits;
  }
}

TEST(DiscordCodecTest, AnyDigitOfTheTimestampCounts) {
  const std::string signature = Signer().Sign(absl::StrCat(kSeconds) + kInteraction);
  for (const int64_t other : {kSeconds - 1, kSeconds + 1, kSeconds + 60}) {
    EXPECT_EQ(KindOf(Request(kInteraction, absl::StrCat(other), signature)), Verdict::Kind::kRefuse) << other;
  }
}

TEST(DiscordCodecTest, TimestampCannotTakeFromTheBody) {
  // The signature is over both without a sign between: the digit that moves must not be a timestamp.
  const std::string body = "1" + std::string(kInteraction);
  const std::string signature = Signer().Sign(absl::StrCat(kSeconds) + body);
  EXPECT_EQ(KindOf(Request(kInteraction, absl::StrCat(kSeconds, "1"), signature)), Verdict::Kind::kRefuse);
}

TEST(DiscordCodecTest, OtherSignaturesAreRefused) {
  const std::string timestamp = absl::StrCat(kSeconds);
  const std::string good = Signer().Sign(timestamp + kInteraction);
  const Signer other("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  for (const std::string& signature :
       {std::string(), good.substr(2), good + "00", good.substr(1), "0x" + good, " " + good, std::string(128, '0'),
        std::string(128, 'f'), other.Sign(timestamp + kInteraction), Signer().Sign(kInteraction)}) {
    EXPECT_EQ(KindOf(Request(kInteraction, timestamp, signature)), Verdict::Kind::kRefuse) << signature;
  }
}

TEST(DiscordCodecTest, MissingOrDoubledHeadersAreRefused) {
  const HttpRequest good = Signed(kInteraction);
  for (const char* name : {"X-Signature-Ed25519", "X-Signature-Timestamp"}) {
    HttpRequest doubled = good;
    doubled.headers.Add(absl::AsciiStrToLower(name), std::string(*good.headers.Only(name)));
    EXPECT_EQ(KindOf(doubled), Verdict::Kind::kRefuse) << name;
    HttpRequest missing = good;
    missing.headers = {{name, std::string(*good.headers.Only(name))}};
    EXPECT_EQ(KindOf(missing), Verdict::Kind::kRefuse) << name;
  }
}

TEST(DiscordCodecTest, FiveMinutesEitherWayAreAllowed) {
  for (const absl::Duration off : {absl::Seconds(0), absl::Seconds(299), absl::Seconds(300)}) {
    EXPECT_EQ(KindOf(Signed(kInteraction), off), Verdict::Kind::kAccept) << off;
    EXPECT_EQ(KindOf(Signed(kInteraction), -off), Verdict::Kind::kAccept) << off;
  }
  for (const absl::Duration off : {absl::Seconds(301), absl::Hours(1), absl::Hours(24 * 365)}) {
    EXPECT_EQ(KindOf(Signed(kInteraction), off), Verdict::Kind::kRefuse) << off;
    EXPECT_EQ(KindOf(Signed(kInteraction), -off), Verdict::Kind::kRefuse) << off;
  }
}

TEST(DiscordCodecTest, SignedTimestampThatIsNoNumberIsRefused) {
  for (const std::string& timestamp :
       {std::string(), absl::StrCat(" ", kSeconds), absl::StrCat("+", kSeconds), absl::StrCat(kSeconds, ".0"),
        absl::StrCat("-", kSeconds), std::string("1e9"), std::string("99999999999999999999"), std::string(400, '9'),
        std::string("2021-07-22T15:00:00Z"), absl::StrCat(kSeconds, std::string(1, '\0'))}) {
    EXPECT_EQ(KindOf(Signed(kInteraction, timestamp)), Verdict::Kind::kRefuse) << timestamp;
  }
}

TEST(DiscordCodecTest, OtherApplicationIsRefused) {
  json interaction = Interaction();
  interaction["application_id"] = "1";
  const Verdict verdict = VerdictOn(Signed(interaction.dump()));
  EXPECT_EQ(verdict.kind, Verdict::Kind::kRefuse);
  EXPECT_THAT(verdict.why, HasSubstr("application"));
}

TEST(DiscordCodecTest, RefusalHoldsNothingOfTheRequest) {
  json interaction = Interaction();
  interaction["application_id"] = "hunter2";
  EXPECT_THAT(VerdictOn(Signed(interaction.dump())).why, Not(HasSubstr("hunter2")));
  EXPECT_THAT(VerdictOn(Signed(kInteraction, "hunter2")).why, Not(HasSubstr("hunter2")));
}

// "Overview of Interactions", Acknowledging PING requests.
TEST(DiscordCodecTest, PingIsAnswered) {
  EXPECT_EQ(AnswerTo({{"application_id", kApplication}, {"type", 1}, {"id", "1"}, {"token", "x"}, {"version", 1}}),
            json({{"type", 1}}));
  EXPECT_EQ(AnswerTo({{"type", 1}}), json({{"type", 1}}));
}

TEST(DiscordCodecTest, PingWithABadSignatureIsRefused) {
  const std::string body = R"({"type":1})";
  EXPECT_EQ(KindOf(Request(body, absl::StrCat(kSeconds), std::string(128, '0'))), Verdict::Kind::kRefuse);
}

TEST(DiscordCodecTest, AutocompleteGetsNoChoices) {
  json interaction = Interaction();
  interaction["type"] = 4;
  EXPECT_EQ(AnswerTo(interaction), json({{"type", 8}, {"data", {{"choices", json::array()}}}}));
}

TEST(DiscordCodecTest, OtherInteractionsAreAnsweredForTheirSenderAlone) {
  json component = Interaction();
  component["type"] = 3;
  json modal = Interaction();
  modal["type"] = 5;
  json unknown = Interaction();
  unknown["type"] = 99;
  json other_command = Interaction();
  other_command["data"]["name"] = "zip";
  json user_command = Interaction();
  user_command["data"]["type"] = 2;
  for (const json& interaction : {component, modal, unknown, other_command, user_command}) {
    const json answer = AnswerTo(interaction);
    EXPECT_EQ(answer["type"], 4);
    EXPECT_EQ(answer["data"]["flags"], 64);
    EXPECT_THAT(answer["data"]["content"].get<std::string>(), HasSubstr("/sip"));
    EXPECT_EQ(answer["data"]["allowed_mentions"], json({{"parse", json::array()}}));
  }
}

TEST(DiscordCodecTest, CommandIsDecoded) {
  ChatMessage expected;
  expected.id = "867794291820986368";
  expected.conversation = "772908445358620702";
  expected.sender = "167348773423415296";
  expected.text = "301 vs 408";
  expected.language = "ja";
  expected.addressed = true;
  expected.command = true;
  // The interaction's own time, by "API Reference", Snowflakes.
  expected.sent_at = absl::FromUnixMillis((867794291820986368 >> 22) + 1420070400000);
  EXPECT_EQ(Decoded(Interaction()), expected);
}

TEST(DiscordCodecTest, SnowflakeOfTheReferenceHasItsTime) {
  json interaction = Interaction();
  interaction["id"] = "175928847299117063";
  EXPECT_EQ(Decoded(interaction).sent_at, absl::FromUnixMillis(1462015105796));
  for (const char* odd : {"x", "-5", "99999999999999999999", "18446744073709551616"}) {
    interaction["id"] = odd;
    EXPECT_EQ(Decoded(interaction).sent_at, std::nullopt) << odd;
  }
}

TEST(DiscordCodecTest, DirectMessageToTheBotIsDirect) {
  json interaction = Interaction();
  interaction["user"] = interaction["member"]["user"];
  interaction.erase("member");
  interaction.erase("guild_id");
  interaction["context"] = 1;
  EXPECT_TRUE(Decoded(interaction).direct);
  EXPECT_EQ(Decoded(interaction).sender, "167348773423415296");
  interaction["context"] = 2;
  EXPECT_FALSE(Decoded(interaction).direct);
  interaction.erase("context");
  EXPECT_TRUE(Decoded(interaction).direct);
}

TEST(DiscordCodecTest, ServerIsNotDirect) {
  json interaction = Interaction();
  EXPECT_FALSE(Decoded(interaction).direct);
  interaction.erase("context");
  EXPECT_FALSE(Decoded(interaction).direct);
}

TEST(DiscordCodecTest, MentionOfTheBotIsCut) {
  EXPECT_EQ(TextOf("<@775799577604522054> 486"), "486");
  EXPECT_EQ(TextOf("<@!775799577604522054> 486 "), "486");
  EXPECT_EQ(TextOf("<@1> 486"), "<@1> 486");
}

TEST(DiscordCodecTest, QuestionIsTheOptionOfThatName) {
  json interaction = Interaction();
  interaction["data"]["options"] = {{{"name", "other"}, {"type", 3}, {"value", "603"}},
                                    {{"name", "question"}, {"type", 3}, {"value", "486"}}};
  EXPECT_EQ(Decoded(interaction).text, "486");
  for (const json& options : {json(), json::array(), json("486"), json::array({1, "486", nullptr}),
                              json::array({{{"name", "question"}, {"type", 4}, {"value", 486}}}),
                              json::array({{{"name", "question"}, {"type", 3}, {"value", {1}}}})}) {
    interaction["data"]["options"] = options;
    EXPECT_EQ(Decoded(interaction).text, "") << options;
  }
}

TEST(DiscordCodecTest, MalformedInteractionIsAnError) {
  json without_id = Interaction();
  without_id.erase("id");
  json without_channel = Interaction();
  without_channel["channel_id"] = nullptr;
  std::vector<std::string> bodies = BodiesThatAreNoObject();
  bodies.insert(bodies.end(), {"{}", R"({"type":"2"})", R"({"type":2.5})", without_id.dump(), without_channel.dump()});
  for (const std::string& body : bodies) {
    const HttpRequest request = Signed(body);
    EXPECT_EQ(KindOf(request), Verdict::Kind::kAccept) << body;
    EXPECT_THAT(Codec().Decode(request), StatusIs(absl::StatusCode::kInvalidArgument)) << body;
  }
}

TEST(DiscordCodecTest, FieldsOfOtherTypesDoNoHarm) {
  ExpectAnyTypeIsSurvived(
      Codec(), Interaction(), [](const std::string& body) { return Signed(body); }, absl::FromUnixSeconds(kSeconds));
}

TEST(DiscordCodecTest, RandomlyBrokenBodiesDoNoHarm) {
  ExpectBrokenBodiesAreSurvived(
      Codec(), kInteraction, [](const std::string& body) { return Signed(body); }, absl::FromUnixSeconds(kSeconds));
}

Reply ReplyOf(Reply::Kind kind) { return OneLineReply("486 Busy Here", "@everyone is busy.", kind); }

TEST(DiscordCodecTest, AnswerIsAnEmbedForAll) {
  const json response = json::parse(Codec().Encode(ReplyOf(Reply::Kind::kAnswer), ChatMessage()));
  EXPECT_EQ(response,
            json({{"type", 4},
                  {"data",
                   {{"embeds", json::array({{{"title", "486 Busy Here"}, {"description", "\\@everyone is busy."}}})},
                    {"allowed_mentions", {{"parse", json::array()}}}}}}));
}

TEST(DiscordCodecTest, OtherRepliesAreForTheAskerAlone) {
  for (const Reply::Kind kind : {Reply::Kind::kHelp, Reply::Kind::kNotUnderstood, Reply::Kind::kFailure}) {
    const json response = json::parse(Codec().Encode(ReplyOf(kind), ChatMessage()));
    EXPECT_EQ(response["data"]["flags"], 64);
  }
}

TEST(DiscordCodecTest, RandomAnswersMentionNobodyAndHideNoEmbed) {
  const auto seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers random(seed, {.long_words = true});
  constexpr int kSuppressEmbeds = 1 << 2;  // "Message Resource", Message Flags
  for (int i = 0; i < kRandomAnswers; ++i) {
    const std::string payload = Codec().Encode({.answer = random.Next()}, ChatMessage());
    const json data = json::parse(payload)["data"];
    ASSERT_EQ(data["allowed_mentions"], json({{"parse", json::array()}}));
    ASSERT_EQ(data["flags"].get<int>() & kSuppressEmbeds, 0);
    ASSERT_EQ(data["embeds"].size(), 1u);
    ASSERT_FALSE(data.contains("content"));
  }
}

TEST(DiscordCodecTest, ResponseIsJsonWith200) { EXPECT_EQ(Codec().Respond("{}"), JsonResponse("{}")); }

TEST(DiscordCodecTest, SilenceHasNoBody) {
  EXPECT_EQ(Codec().Silence().status, 202);
  EXPECT_THAT(Codec().Silence().body, IsEmpty());
  EXPECT_TRUE(Codec().answers_in_response());
}

}  // namespace
}  // namespace sipwhy::bot
