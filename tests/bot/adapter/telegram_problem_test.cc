#include "bot/adapter/telegram_problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = TelegramProblem::Kind;

json Body(int code, const std::string& description) {
  return {{"ok", false}, {"error_code", code}, {"description", description}};
}

// The descriptions are those of Telegram's own server (github.com/tdlib/telegram-bot-api).
TEST(TelegramProblemTest, StatusAndDescriptionTellTheKind) {
  struct {
    int status;
    Kind kind;
    const char* description;
    const char* what;
  } const cases[] = {
      {401, Kind::kWrongToken, "Unauthorized", "401 Unauthorized"},
      {401, Kind::kWrongToken, "Unauthorized: invalid token specified", "401 Unauthorized: invalid token specified"},
      {404, Kind::kWrongToken, "Not Found", "404 Not Found"},
      {409, Kind::kConflict,
       "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
       "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"},
      {429, Kind::kTooMany, "Too Many Requests: retry after 7", "429 Too Many Requests: retry after 7"},
      {400, Kind::kBadMarkup, "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 3",
       "400 Bad Request: can't parse entities"},
      {400, Kind::kBadMarkup, "Bad Request: Can't parse entities", "400 Bad Request: Can't parse entities"},
      {400, Kind::kRefused, "Bad Request: message is too long", "400 Bad Request: message is too long"},
      {403, Kind::kRefused, "Forbidden: bot was kicked from the group chat",
       "403 Forbidden: bot was kicked from the group chat"},
      {413, Kind::kRefused, "Request Entity Too Large", "413 Request Entity Too Large"},
      {500, Kind::kUnavailable, "Internal Server Error: restart", "500 Internal Server Error: restart"},
      {502, Kind::kUnavailable, "Bad Gateway", "502 Bad Gateway"},
      {500, Kind::kUnavailable, "can't parse entities", "500 can't parse entities"}};
  for (const auto& c : cases) {
    const TelegramProblem problem = ReadTelegramProblem(c.status, Body(c.status, c.description));
    EXPECT_EQ(problem.kind, c.kind) << c.description;
    EXPECT_EQ(problem.what, c.what);
    EXPECT_EQ(problem.retry_after, std::nullopt);
  }
}

TEST(TelegramProblemTest, WaitIsReadFromTheParameters) {
  json body = Body(429, "Too Many Requests: retry after 7");
  body["parameters"] = {{"retry_after", 7}};
  EXPECT_EQ(ReadTelegramProblem(429, body).retry_after, absl::Seconds(7));
  for (const json& wait :
       std::vector<json>{-7, 0, "7", nullptr, 1.5, json::array(), std::numeric_limits<int64_t>::min()}) {
    body["parameters"]["retry_after"] = wait;
    EXPECT_EQ(ReadTelegramProblem(429, body).retry_after, std::nullopt) << wait;
  }
}

TEST(TelegramProblemTest, BodiesOfOthersAreProblemsToo) {
  for (const json& body : std::vector<json>{nullptr, "x", 1, json::array(), json::object(), {{"description", 5}}}) {
    EXPECT_EQ(ReadTelegramProblem(502, body).kind, Kind::kUnavailable) << body;
    EXPECT_EQ(ReadTelegramProblem(302, body).kind, Kind::kUnavailable) << body;
    EXPECT_EQ(ReadTelegramProblem(403, body).kind, Kind::kRefused) << body;
    EXPECT_THAT(ReadTelegramProblem(403, body).what, ::testing::StartsWith("403")) << body;
  }
}

TEST(TelegramProblemTest, WordsOfAUserAreNotLogged) {
  for (const char* description : {"Bad Request: can't parse entities: secret", "Bad Request: \"secret\" is no chat",
                                  "a: b: secret", "\"secret"}) {
    EXPECT_THAT(ReadTelegramProblem(400, Body(400, description)).what, Not(HasSubstr("secret"))) << description;
  }
  EXPECT_EQ(ReadTelegramProblem(400, Body(400, "a\nb\x1b[2Jc")).what, "400 ab[2Jc");
  EXPECT_LT(ReadTelegramProblem(400, Body(400, std::string(5000, 'x'))).what.size(), 130u);
}

TEST(TelegramProblemTest, SilenceIsUnreachableUnlessWeStopped) {
  EXPECT_EQ(NoTelegramResponse(absl::CancelledError("stopped")).kind, Kind::kStopped);
  EXPECT_EQ(NoTelegramResponse(absl::UnavailableError("x: refused")).kind, Kind::kUnreachable);
  EXPECT_EQ(NoTelegramResponse(absl::DeadlineExceededError("x: no response")).what, "x: no response");
}

}  // namespace
}  // namespace sipwhy::bot
