#include "gateway/http_site.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace sipwhy::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

constexpr char kTraceparent[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

// Answers with its name, and keeps the trace.
HttpSite::Handler Named(const std::string& name, CallTrace& trace) {
  return [name, &trace](const HttpRequest& request, const CallTrace& on_behalf_of) {
    trace = on_behalf_of;
    return HttpResponse{200, "text/plain", absl::StrCat(name, " ", request.method, " ", request.path)};
  };
}

class HttpSiteTest : public ::testing::Test {
 protected:
  HttpResponse Send(std::string method, std::string path, HttpHeaders headers = {}) {
    HttpSite site({.allowed_origins = origins_, .random = [] { return uint64_t{7}; }}, Named("api", trace_));
    site.Mount("/mcp", Named("mcp", trace_));
    HttpRequest request;
    request.method = std::move(method);
    request.path = std::move(path);
    request.headers = std::move(headers);
    return site.Serve(request);
  }

  std::vector<std::string> origins_;
  CallTrace trace_;
};

std::string HeaderOf(const HttpResponse& response, absl::string_view name) {
  return std::string(response.headers.Only(name).value_or("absent"));
}

TEST_F(HttpSiteTest, AMountedPathIsAnsweredByItsHandlerInAllMethods) {
  EXPECT_EQ(Send("POST", "/mcp").body, "mcp POST /mcp");
  EXPECT_EQ(Send("OPTIONS", "/mcp").body, "mcp OPTIONS /mcp");
}

TEST_F(HttpSiteTest, AllElseIsAnsweredByTheFallback) {
  EXPECT_EQ(Send("GET", "/mcp/x").body, "api GET /mcp/x");
  EXPECT_EQ(Send("GET", "/").body, "api GET /");
}

TEST_F(HttpSiteTest, AGivenRequestIdIsPassedOnAndEchoed) {
  EXPECT_EQ(HeaderOf(Send("GET", "/", {{"x-request-id", "abc 1"}}), "X-Request-Id"), "abc 1");
  EXPECT_EQ(trace_.request_id, "abc 1");
}

TEST_F(HttpSiteTest, ARequestWithoutAnIdGetsOne) {
  const std::string id = HeaderOf(Send("GET", "/"), "X-Request-Id");
  EXPECT_THAT(id, MatchesRegex("[0-9a-f]+"));
  EXPECT_EQ(trace_.request_id, id);
}

TEST_F(HttpSiteTest, AnIdThatIsNoneIsNotEchoed) {
  EXPECT_THAT(HeaderOf(Send("GET", "/", {{"x-request-id", "a\tb"}}), "X-Request-Id"), MatchesRegex("[0-9a-f]+"));
}

TEST_F(HttpSiteTest, TheTraceGoesOnWithASpanOfItsOwn) {
  Send("GET", "/", {{"traceparent", kTraceparent}});
  EXPECT_EQ(trace_.traceparent, "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000007-01");
}

TEST_F(HttpSiteTest, WithoutATraceNoneBegins) {
  Send("GET", "/", {{"traceparent", "00-what"}});
  EXPECT_EQ(trace_.traceparent, "");
}

TEST_F(HttpSiteTest, ABearerTokenIsPassedOnAndNoOtherSecret) {
  Send("GET", "/", {{"authorization", "bearer abc"}});
  EXPECT_EQ(trace_.authorization, "bearer abc");
  Send("GET", "/", {{"Authorization", "Basic abc"}});
  EXPECT_EQ(trace_.authorization, "");
  Send("GET", "/", {{"Authorization", "Bearer a"}, {"Authorization", "Bearer b"}});
  EXPECT_EQ(trace_.authorization, "");
}

TEST_F(HttpSiteTest, NobodyGuessesTypes) {
  EXPECT_EQ(HeaderOf(Send("GET", "/"), "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(HeaderOf(Send("POST", "/mcp"), "X-Content-Type-Options"), "nosniff");
}

TEST_F(HttpSiteTest, WithoutAllowedOriginsNoPageReads) {
  const HttpResponse response = Send("GET", "/", {{"Origin", "https://app.example.org"}});
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "absent");
  EXPECT_EQ(HeaderOf(response, "Vary"), "absent");
}

TEST_F(HttpSiteTest, APageOfAnAllowedOriginReads) {
  origins_ = {"https://other.example.org", "https://app.example.org"};
  const HttpResponse response = Send("GET", "/", {{"Origin", "https://app.example.org"}});
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "https://app.example.org");
  EXPECT_THAT(HeaderOf(response, "Access-Control-Expose-Headers"), HasSubstr("ETag"));
  EXPECT_EQ(HeaderOf(response, "Vary"), "Origin");
}

TEST_F(HttpSiteTest, APageOfAnotherOriginDoesNotAndCachesTellThemApart) {
  origins_ = {"https://app.example.org"};
  for (const char* const origin : {"https://app.example.org.evil.example", "http://app.example.org", "null", ""}) {
    const HttpResponse response = Send("GET", "/", {{"Origin", origin}});
    EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "absent") << origin;
    EXPECT_EQ(HeaderOf(response, "Vary"), "Origin") << origin;
  }
}

TEST_F(HttpSiteTest, AStarAllowsAll) {
  origins_ = {"*"};
  const HttpResponse response = Send("GET", "/", {{"Origin", "https://app.example.org"}});
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(HeaderOf(response, "Vary"), "absent");
}

TEST_F(HttpSiteTest, AnAllowedPageMayAskBeforehand) {
  origins_ = {"https://app.example.org"};
  const HttpResponse response =
      Send("OPTIONS", "/mcp", {{"Origin", "https://app.example.org"}, {"Access-Control-Request-Method", "POST"}});
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.body, "");
  EXPECT_THAT(HeaderOf(response, "Access-Control-Allow-Methods"), HasSubstr("POST"));
  EXPECT_THAT(HeaderOf(response, "Access-Control-Allow-Headers"), HasSubstr("Authorization"));
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "https://app.example.org");
}

TEST_F(HttpSiteTest, AnotherPageIsAnsweredAsAnybodyWhoAsksWithOptions) {
  origins_ = {"https://app.example.org"};
  const HttpResponse response =
      Send("OPTIONS", "/", {{"Origin", "https://evil.example"}, {"Access-Control-Request-Method", "GET"}});
  EXPECT_EQ(response.body, "api OPTIONS /");
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "absent");
}

}  // namespace
}  // namespace sipwhy::gateway
