#include "bot/web/asset_response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "bot/web/assets.h"

namespace sipwhy::bot {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

HttpResponse Fetch(std::string path, HttpHeaders headers = {}) {
  HttpRequest request;
  request.method = "GET";
  request.path = std::move(path);
  request.headers = std::move(headers);
  const std::optional<HttpResponse> response = ServeAsset(request);
  EXPECT_TRUE(response.has_value()) << request.path;
  return response.value_or(HttpResponse());
}

std::string TagOf(const HttpResponse& response) {
  return std::string(response.headers.Only("ETag").value_or("no tag"));
}

TEST(AssetResponseTest, EachFileHasItsTypeAndContent) {
  EXPECT_EQ(Fetch("/style.css").content_type, "text/css; charset=utf-8");
  EXPECT_EQ(Fetch("/style.css").body, StyleSheet());
  EXPECT_EQ(Fetch("/chat.js").content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(Fetch("/chat.js").body, ChatScript());
  EXPECT_EQ(Fetch("/icon.svg").content_type, "image/svg+xml");
  EXPECT_EQ(Fetch("/favicon.ico").body, Icon());
  EXPECT_THAT(Fetch("/robots.txt").body, HasSubstr("Allow: /sip/"));
}

TEST(AssetResponseTest, OtherPathsAreNoFiles) {
  for (const char* path : {"", "/", "/style.css/", "/Style.css", "/../style.css", "/assets.cc", "//chat.js"}) {
    HttpRequest request;
    request.path = path;
    EXPECT_FALSE(ServeAsset(request).has_value()) << path;
  }
}

TEST(AssetResponseTest, TagsTellContentsApart) {
  EXPECT_EQ(TagOf(Fetch("/icon.svg")), TagOf(Fetch("/favicon.ico")));
  EXPECT_NE(TagOf(Fetch("/icon.svg")), TagOf(Fetch("/style.css")));
  EXPECT_THAT(TagOf(Fetch("/icon.svg")), ::testing::MatchesRegex("\"[0-9a-f]{16}\""));
}

TEST(AssetResponseTest, ABrowserThatHasItGetsNoBody) {
  const std::string tag = TagOf(Fetch("/style.css"));
  for (const std::string& header : {tag, absl::StrCat("W/", tag), absl::StrCat("\"x\", ", tag), std::string("*")}) {
    const HttpResponse response = Fetch("/style.css", {{"if-none-match", header}});
    EXPECT_EQ(response.status, 304) << header;
    EXPECT_EQ(response.body, "") << header;
    EXPECT_EQ(response.content_type, "") << header;
    EXPECT_EQ(TagOf(response), tag) << header;
  }
}

TEST(AssetResponseTest, ABrowserThatHasAnotherGetsTheBody) {
  const std::string tag = TagOf(Fetch("/style.css"));
  for (const std::string& header : {std::string(), std::string("\"x\""), tag.substr(1), absl::StrCat(tag, "x")}) {
    EXPECT_EQ(Fetch("/style.css", {{"If-None-Match", header}}).status, 200) << header;
  }
}

TEST(AssetResponseTest, NoFileNamesAnotherHost) {
  const std::string icon = absl::StrReplaceAll(Icon(), {{"xmlns=\"http://www.w3.org/2000/svg\"", ""}});
  for (const std::string& text : {std::string(StyleSheet()), std::string(ChatScript()), icon}) {
    EXPECT_THAT(text, Not(HasSubstr("//cdn")));
    EXPECT_THAT(text, Not(HasSubstr("http:")));
    EXPECT_THAT(text, Not(HasSubstr("https:")));
    EXPECT_THAT(text, Not(HasSubstr("@import")));
    EXPECT_THAT(text, Not(HasSubstr("url(")));
  }
}

}  // namespace
}  // namespace sipwhy::bot
