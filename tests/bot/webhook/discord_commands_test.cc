#include "bot/webhook/discord_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/unistr.h>

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "bot/wire/json.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using ::nlohmann::json;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Of all shipped languages.
std::vector<Speech> Speeches() {
  const Knowledge& knowledge = sipwhy::testing::ShippedSnapshot().knowledge();
  std::vector<Speech> speeches;
  for (const auto& [tag, language] : knowledge.languages) {
    TemplateBook book(tag);
    for (const auto& [key, text] : knowledge.templates) {
      if (key.second == tag) book.Add(key.first, text);
    }
    speeches.emplace_back(std::move(book));
  }
  return speeches;
}

HttpClient::Call Call() { return DiscordRegistration("775799577604522054", "a.b.c", kDiscordApi, Speeches()); }

json Command() { return json::parse(Call().body).at(0); }

HttpResponse Response(int status, std::string body = "") {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

bool IsOfAScriptWithSigns(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  return script == USCRIPT_DEVANAGARI || script == USCRIPT_THAI;
}

// "Application Commands", Application Command Naming: 1 to 32 letters, numbers, "-", "_" and "'", none of them capital,
// and any sign of Devanagari or Thai.
void ExpectName(const std::string& name) {
  const auto text = icu::UnicodeString::fromUTF8(name);
  EXPECT_GE(text.countChar32(), 1) << name;
  EXPECT_LE(text.countChar32(), 32) << name;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    EXPECT_TRUE(u_isalnum(c) || c == '-' || c == '_' || c == '\'' || IsOfAScriptWithSigns(c)) << name;
    EXPECT_EQ(u_tolower(c), c) << name;
  }
}

void ExpectDescription(const std::string& description) {
  const auto text = icu::UnicodeString::fromUTF8(description);
  EXPECT_GE(text.countChar32(), 1) << description;
  EXPECT_LE(text.countChar32(), 100) << description;
}

void ExpectNamesAndDescriptions(const json& object) {
  ExpectName(object["name"]);
  ExpectDescription(object["description"]);
  for (const char* locale :
       {"vi", "ja", "de", "es-ES", "es-419", "fr", "pt-BR", "zh-CN", "ko", "ru", "id", "tr", "th", "hi", "it"}) {
    if (object.contains("name_localizations")) ExpectName(object["name_localizations"].at(locale));
    ExpectDescription(object["description_localizations"].at(locale));
  }
  EXPECT_FALSE(object["description_localizations"].contains("pl"));
}

// "Application Commands", Bulk Overwrite Global Application Commands; "API Reference", Authentication, User Agent.
TEST(DiscordCommandsTest, CallOverwritesTheGlobalCommands) {
  const HttpClient::Call call = Call();
  EXPECT_EQ(call.method, "PUT");
  EXPECT_EQ(call.url, "https://discord.com/api/v10/applications/775799577604522054/commands");
  EXPECT_EQ(call.headers.Only("Authorization"), "Bot a.b.c");
  EXPECT_EQ(call.headers.Only("Content-Type"), "application/json");
  EXPECT_THAT(std::string(*call.headers.Only("User-Agent")), StartsWith("DiscordBot ("));
}

TEST(DiscordCommandsTest, WhiteSpaceAroundSettingsIsDropped) {
  const HttpClient::Call call = DiscordRegistration(" 1\n", "a.b.c\r\n", "http://127.0.0.1:1/api/", {});
  EXPECT_EQ(call.url, "http://127.0.0.1:1/api/applications/1/commands");
  EXPECT_EQ(call.headers.Only("Authorization"), "Bot a.b.c");
}

TEST(DiscordCommandsTest, ApplicationCannotLeaveItsPlaceInTheUrl) {
  EXPECT_EQ(DiscordRegistration("../../x?y#z", "t", kDiscordApi, {}).url,
            "https://discord.com/api/v10/applications/..%2F..%2Fx%3Fy%23z/commands");
}

TEST(DiscordCommandsTest, TokenStandsInNothingButItsHeader) {
  const HttpClient::Call call = DiscordRegistration("1", "hunter2", kDiscordApi, {});
  EXPECT_THAT(absl::StrCat(call.url, call.body), Not(HasSubstr("hunter2")));
}

TEST(DiscordCommandsTest, ThereIsOneCommandWithOneQuestion) {
  const json commands = json::parse(Call().body);
  ASSERT_EQ(commands.size(), 1u);
  EXPECT_EQ(commands[0]["name"], "sip");
  EXPECT_EQ(commands[0]["type"], 1);
  ASSERT_EQ(commands[0]["options"].size(), 1u);
  EXPECT_EQ(commands[0]["options"][0]["name"], "question");
  EXPECT_EQ(commands[0]["options"][0]["type"], 3);
  EXPECT_EQ(commands[0]["options"][0]["required"], true);
}

TEST(DiscordCommandsTest, CommandIsThereInServersAndDirectMessages) {
  EXPECT_EQ(Command()["contexts"], json({0, 1, 2}));
  EXPECT_FALSE(Command().contains("integration_types"));
}

TEST(DiscordCommandsTest, NamesAndDescriptionsKeepDiscordsRules) {
  ExpectNamesAndDescriptions(Command());
  ExpectNamesAndDescriptions(Command()["options"][0]);
}

TEST(DiscordCommandsTest, TextsAreComposed) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* composed = icu::Normalizer2::getNFCInstance(error);
  ASSERT_TRUE(U_SUCCESS(error));
  EXPECT_TRUE(composed->isNormalized(icu::UnicodeString::fromUTF8(Call().body), error));
}

// "Application Commands": what is counted must not be over 8000 characters.
TEST(DiscordCommandsTest, CommandIsSmall) { EXPECT_LT(Call().body.size(), 4000u); }

TEST(DiscordCommandsTest, AnswerWithTheCommandIsSuccess) {
  EXPECT_THAT(ReadDiscordRegistration(Response(200, R"([{"id":"1","name":"sip","version":"2"}])")), IsOk());
}

TEST(DiscordCommandsTest, AnswerWithoutTheCommandIsNone) {
  for (const char* body : {"", "[]", "{}", "null", "<html>", R"({"name":"sip"})", R"([{"name":"zip"}])", R"(["sip"])",
                           R"([{"name":["sip"]}])"}) {
    EXPECT_THAT(ReadDiscordRegistration(Response(200, body)), StatusIs(absl::StatusCode::kUnknown)) << body;
  }
}

TEST(DiscordCommandsTest, UnknownTokenSaysWhereToGetANewOne) {
  EXPECT_THAT(ReadDiscordRegistration(Response(401, R"({"message":"401: Unauthorized","code":0})")),
              StatusIs(absl::StatusCode::kUnauthenticated, AllOf(HasSubstr("token"), HasSubstr("page Bot"))));
}

TEST(DiscordCommandsTest, ForeignTokenSaysWhatBelongsTogether) {
  EXPECT_THAT(ReadDiscordRegistration(Response(403, R"({"message":"Missing Access","code":50001})")),
              StatusIs(absl::StatusCode::kPermissionDenied,
                       AllOf(HasSubstr("same application"), HasSubstr("50001 Missing Access"))));
}

TEST(DiscordCommandsTest, UnknownApplicationSaysWhereItsIdIs) {
  EXPECT_THAT(ReadDiscordRegistration(Response(404, R"({"message":"Unknown Application","code":10002})")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("General Information")));
}

TEST(DiscordCommandsTest, RefusedCommandSaysWhatDiscordSays) {
  EXPECT_THAT(ReadDiscordRegistration(Response(400, R"({"code":50035,"message":"Invalid Form Body","errors":{}})")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("50035 Invalid Form Body")));
}

TEST(DiscordCommandsTest, TooManyCallsSayHowLongToWait) {
  EXPECT_THAT(ReadDiscordRegistration(Response(429, R"({"message":"x","retry_after":64.57,"global":false})")),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("65 seconds")));
  for (const char* body : {"", "{}", R"({"retry_after":-1})", R"({"retry_after":1e300})", R"({"retry_after":"9"})"}) {
    EXPECT_THAT(ReadDiscordRegistration(Response(429, body)),
                StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("60 seconds")))
        << body;
  }
}

TEST(DiscordCommandsTest, FaultOfDiscordIsUnavailable) {
  for (const int status : {500, 502, 503, 504, 520}) {
    EXPECT_THAT(ReadDiscordRegistration(Response(status, "<html>")),
                StatusIs(absl::StatusCode::kUnavailable, HasSubstr(absl::StrCat(status))));
  }
}

TEST(DiscordCommandsTest, OtherStatusIsNamed) {
  for (const int status : {0, 204, 302, 405, 418}) {
    EXPECT_THAT(ReadDiscordRegistration(Response(status)),
                StatusIs(absl::StatusCode::kUnknown, HasSubstr(absl::StrCat(status))));
  }
}

TEST(DiscordCommandsTest, WhatDiscordSaysIsPlainAndShort) {
  const json body = {{"code", 50035}, {"message", absl::StrCat("a\x1b[31m\nb", std::string(10'000, 'x'))}};
  const absl::Status status = ReadDiscordRegistration(Response(400, body.dump()));
  EXPECT_LE(status.message().size(), 400u);
  EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr("a[31mbx"), Not(HasSubstr("\n"))));
}

}  // namespace
}  // namespace sipwhy::bot
