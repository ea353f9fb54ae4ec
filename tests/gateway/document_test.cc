#include "gateway/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace sipwhy::gateway {
namespace {

using ::testing::MatchesRegex;

HttpRequest RequestWith(HttpHeaders headers) {
  HttpRequest request;
  request.method = "GET";
  request.headers = std::move(headers);
  return request;
}

Document Json(std::string body) { return {.content_type = "application/json", .body = std::move(body)}; }

std::string HeaderOf(const HttpResponse& response, absl::string_view name) {
  return std::string(response.headers.Only(name).value_or("absent"));
}

std::string TagOf(const Document& document) { return HeaderOf(DocumentResponse(RequestWith({}), document), "ETag"); }

TEST(DocumentTest, AnAnswerHasItsBodyAndATag) {
  const HttpResponse response = DocumentResponse(RequestWith({}), Json("{}"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.body, "{}");
  EXPECT_THAT(HeaderOf(response, "ETag"), MatchesRegex("\"[0-9a-f]+\""));
}

TEST(DocumentTest, TheTagIsTheSameForTheSameBodyAndAnotherForAnother) {
  EXPECT_EQ(TagOf(Json("{}")), TagOf(Json("{}")));
  EXPECT_NE(TagOf(Json("{}")), TagOf(Json("{ }")));
}

TEST(DocumentTest, WhoHasItAlreadyIsSentNothing) {
  const std::string tag = TagOf(Json("{}"));
  for (const std::string& header : {tag, "W/" + tag, "\"other\", " + tag, "  " + tag + " ,\"x\"", std::string("*")}) {
    const HttpResponse response = DocumentResponse(RequestWith({{"if-none-match", header}}), Json("{}"));
    EXPECT_EQ(response.status, 304) << header;
    EXPECT_EQ(response.body, "") << header;
    EXPECT_EQ(response.content_type, "") << header;
    EXPECT_EQ(HeaderOf(response, "ETag"), tag) << header;
  }
}

TEST(DocumentTest, WhoHasAnotherIsSentThisOne) {
  const std::string tag = TagOf(Json("{}"));
  for (const std::string& header :
       {std::string("\"other\""), tag.substr(1, tag.size() - 2), std::string(), "w/" + tag}) {
    EXPECT_EQ(DocumentResponse(RequestWith({{"If-None-Match", header}}), Json("{}")).status, 200) << header;
  }
}

// RFC 9110 §15.4.5: what a cache updates from a 304.
TEST(DocumentTest, A304SaysOfCachingWhatThe200Says) {
  Document document = Json("{}");
  document.is_by_accept_language = true;
  document.language = "ja";
  document.fresh_for = absl::Minutes(1);
  const HttpResponse response = DocumentResponse(RequestWith({{"If-None-Match", "*"}}), document);
  EXPECT_EQ(HeaderOf(response, "Cache-Control"), "max-age=60");
  EXPECT_EQ(HeaderOf(response, "Vary"), "Accept-Language");
  EXPECT_EQ(HeaderOf(response, "Content-Language"), "ja");
}

TEST(DocumentTest, WhatIsPrivateStaysOutOfSharedCaches) {
  Document document = Json("{}");
  document.is_private = true;
  document.fresh_for = absl::Minutes(1);
  EXPECT_EQ(HeaderOf(DocumentResponse(RequestWith({}), document), "Cache-Control"), "private, max-age=60");
}

TEST(DocumentTest, WhatIsNeverFreshIsAskedForEachTime) {
  EXPECT_EQ(HeaderOf(DocumentResponse(RequestWith({}), Json("{}")), "Cache-Control"), "no-cache");
}

TEST(DocumentTest, WithoutALanguageThereIsNoHeaderForIt) {
  const HttpResponse response = DocumentResponse(RequestWith({}), Json("{}"));
  EXPECT_EQ(HeaderOf(response, "Content-Language"), "absent");
  EXPECT_EQ(HeaderOf(response, "Vary"), "absent");
}

}  // namespace
}  // namespace sipwhy::gateway
