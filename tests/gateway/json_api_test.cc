#include "gateway/json_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "tests/gateway/scripted_explainer_client.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;
using ::sipwhy::gateway::testing::ScriptedExplainerClient;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class JsonApiTest : public ::testing::Test {
 protected:
  HttpResponse Send(std::string method, absl::string_view target, HttpHeaders headers = {}) {
    HttpRequest request;
    request.method = std::move(method);
    const size_t mark = target.find('?');
    request.path = std::string(target.substr(0, mark));
    if (mark != absl::string_view::npos) request.query = std::string(target.substr(mark + 1));
    request.headers = std::move(headers);
    request.body = "ignored";
    return api_.Serve(request, {.request_id = "id-1", .traceparent = "trace", .authorization = "Bearer t"});
  }

  HttpResponse Get(absl::string_view target, HttpHeaders headers = {}) {
    return Send("GET", target, std::move(headers));
  }

  void KnowLanguages() {
    for (const char* const tag : {"en", "ja", "vi"}) client_.languages.add_languages()->set_language_code(tag);
  }

  ScriptedExplainerClient client_;
  JsonApi api_{client_};
};

std::string HeaderOf(const HttpResponse& response, absl::string_view name) {
  return std::string(response.headers.Only(name).value_or("absent"));
}

TEST_F(JsonApiTest, ACodeIsExplained) {
  client_.explained.mutable_entry()->set_code(486);
  client_.explained.mutable_entry()->mutable_title()->set_text("486 Busy Here");
  client_.explained.mutable_entry()->mutable_title()->set_language_code("ja");
  client_.explained.mutable_revision()->set_number(26);
  const HttpResponse response = Get("/v1/codes/486?language=ja&revision=25");
  EXPECT_THAT(client_.asked, ElementsAre("Explain code: 486 language_code: \"ja\" revision: 25"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(HeaderOf(response, "Content-Language"), "ja");
  const json body = json::parse(response.body);
  EXPECT_EQ(body["entry"]["code"], 486);
  EXPECT_EQ(body["entry"]["title"]["text"], "486 Busy Here");
  EXPECT_EQ(body["revision"]["number"], 26);
}

TEST_F(JsonApiTest, WhatCameWithTheCodeGoesAlong) {
  Get("/v1/codes/603?reason_phrase=Network+Blocked&header=Reason%3A+SIP%3Bcause%3D608&header=Warning:+399");
  EXPECT_THAT(client_.asked, ElementsAre("Explain code: 603 reason_phrase: \"Network Blocked\" "
                                         "headers: \"Reason: SIP;cause=608\" headers: \"Warning: 399\""));
}

TEST_F(JsonApiTest, CodesAreComparedInTheirOrder) {
  client_.compared.mutable_title()->set_language_code("en");
  EXPECT_EQ(HeaderOf(Get("/v1/compare?codes=408,301&revision=3"), "Content-Language"), "en");
  EXPECT_THAT(client_.asked, ElementsAre("Compare codes: 408 codes: 301 revision: 3"));
}

TEST_F(JsonApiTest, ACauseIsExplained) {
  Get("/v1/causes/17?language=vi");
  EXPECT_THAT(client_.asked, ElementsAre("ExplainCause cause: 17 language_code: \"vi\""));
}

TEST_F(JsonApiTest, WordsAreSearched) {
  Get("/v1/search?q=nobody+answers&max_results=3");
  EXPECT_THAT(client_.asked, ElementsAre("Search query: \"nobody answers\" max_results: 3"));
}

TEST_F(JsonApiTest, CodesAreListedByClassAndPage) {
  Get("/v1/codes?class=4&page_size=20&page_token=abc%3D&revision=2");
  EXPECT_THAT(client_.asked, ElementsAre("ListCodes response_class: RESPONSE_CLASS_REQUEST_FAILURE revision: 2 "
                                         "page_size: 20 page_token: \"abc=\""));
}

TEST_F(JsonApiTest, LanguagesAndRevisionsAreListed) {
  Get("/v1/languages?revision=7");
  Get("/v1/revisions?page_size=2&page_token=x");
  EXPECT_THAT(client_.asked, ElementsAre("ListLanguages revision: 7", "ListRevisions page_size: 2 page_token: \"x\""));
}

TEST_F(JsonApiTest, WhatHasNoValueIsThereButForMessages) {
  client_.found.mutable_title();
  EXPECT_EQ(Get("/v1/search?q=x").body,
            "{\"title\":{\"text\":\"\",\"language_code\":\"\"},\"hits\":[],\"labels\":[]}\n");
}

TEST_F(JsonApiTest, EnumsAreNamed) {
  client_.explained.mutable_entry()->set_response_class(v1::RESPONSE_CLASS_REQUEST_FAILURE);
  EXPECT_THAT(Get("/v1/codes/486").body, HasSubstr("\"response_class\":\"RESPONSE_CLASS_REQUEST_FAILURE\""));
}

TEST_F(JsonApiTest, TheCallIsMadeOnBehalfOfWhoAsked) {
  Get("/v1/codes/486");
  EXPECT_EQ(client_.last_trace.request_id, "id-1");
  EXPECT_EQ(client_.last_trace.traceparent, "trace");
  EXPECT_EQ(client_.last_trace.authorization, "Bearer t");
}

TEST_F(JsonApiTest, TheLanguageIsTheOneOfTheServiceThatIsLikedBest) {
  KnowLanguages();
  Get("/v1/codes/486?revision=5", {{"Accept-Language", "fr, ja;q=0.5, vi-VN;q=0.8"}});
  EXPECT_THAT(client_.asked,
              ElementsAre("ListLanguages revision: 5", "Explain code: 486 language_code: \"vi\" revision: 5"));
}

TEST_F(JsonApiTest, AWildcardIsEnglish) {
  KnowLanguages();
  Get("/v1/causes/17", {{"Accept-Language", "*"}});
  EXPECT_EQ(client_.asked.back(), "ExplainCause cause: 17 language_code: \"en\"");
}

TEST_F(JsonApiTest, AWishInTheQueryCountsBeforeTheHeader) {
  KnowLanguages();
  const HttpResponse response = Get("/v1/codes/486?language=ja", {{"Accept-Language", "vi"}});
  EXPECT_THAT(client_.asked, ElementsAre("Explain code: 486 language_code: \"ja\""));
  EXPECT_EQ(HeaderOf(response, "Vary"), "absent");
}

TEST_F(JsonApiTest, WithoutAWishTheAnswerVariesByTheHeader) {
  EXPECT_EQ(HeaderOf(Get("/v1/codes/486"), "Vary"), "Accept-Language");
  EXPECT_EQ(HeaderOf(Get("/v1/codes/486?language="), "Vary"), "Accept-Language");
  EXPECT_EQ(HeaderOf(Get("/v1/revisions"), "Vary"), "absent");
}

TEST_F(JsonApiTest, ThePinnedStaysFreshForADayAndTheNewestForAMinute) {
  EXPECT_EQ(HeaderOf(Get("/v1/codes/486?revision=25"), "Cache-Control"), "max-age=86400");
  EXPECT_EQ(HeaderOf(Get("/v1/codes/486?revision=0"), "Cache-Control"), "max-age=60");
  EXPECT_EQ(HeaderOf(Get("/v1/languages?revision=25"), "Cache-Control"), "max-age=86400");
  EXPECT_EQ(HeaderOf(Get("/v1/revisions"), "Cache-Control"), "max-age=60");
}

TEST_F(JsonApiTest, WhatSomebodyAskedStaysOutOfSharedCaches) {
  EXPECT_THAT(HeaderOf(Get("/v1/search?q=x"), "Cache-Control"), HasSubstr("private"));
  EXPECT_THAT(HeaderOf(Get("/v1/codes/603?header=Reason:+SIP"), "Cache-Control"), HasSubstr("private"));
}

TEST_F(JsonApiTest, AnAnswerThatIsKeptIsNotSentAgain) {
  const std::string tag = HeaderOf(Get("/v1/codes/486"), "ETag");
  EXPECT_EQ(Get("/v1/codes/486", {{"If-None-Match", tag}}).status, 304);
  client_.explained.mutable_revision()->set_content_hash("another");
  EXPECT_EQ(Get("/v1/codes/486", {{"If-None-Match", tag}}).status, 200);
}

TEST_F(JsonApiTest, HeadIsAnsweredAsGetIs) { EXPECT_EQ(Send("HEAD", "/v1/codes/486"), Get("/v1/codes/486")); }

TEST_F(JsonApiTest, AFailureOfTheServiceIsAProblem) {
  client_.status = absl::NotFoundError("revision 99 does not exist; there are 1 to 26");
  const HttpResponse response = Get("/v1/codes/486?revision=99");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(json::parse(response.body)["detail"], "revision 99 does not exist; there are 1 to 26");
  EXPECT_EQ(json::parse(response.body)["request_id"], "id-1");
}

TEST_F(JsonApiTest, AFailureWhileTheLanguageIsChosenIsAProblemToo) {
  client_.status = absl::UnavailableError("away");
  EXPECT_EQ(Get("/v1/codes/486", {{"Accept-Language", "ja"}}).status, 503);
}

TEST_F(JsonApiTest, AProblemIsNotTakenForWhatIsKept) {
  client_.status = absl::UnavailableError("away");
  EXPECT_EQ(Get("/v1/codes/486", {{"If-None-Match", "*"}}).status, 503);
}

TEST_F(JsonApiTest, BadParametersAreTheCallersAndReachNobody) {
  for (const char* const target : {"/v1/codes/abc",
                                   "/v1/codes/-1",
                                   "/v1/codes/4%",
                                   "/v1/codes/486?langage=ja",
                                   "/v1/codes/486?language=a&language=b",
                                   "/v1/codes/486?revision=x",
                                   "/v1/codes/486?revision=",
                                   "/v1/codes/486?code=487",
                                   "/v1/codes/486?header=%FF",
                                   "/v1/codes?class=0",
                                   "/v1/codes?class=7",
                                   "/v1/codes?class=4xx",
                                   "/v1/codes?page_size=-1",
                                   "/v1/compare?codes=301,",
                                   "/v1/compare?codes=301&codes=408",
                                   "/v1/causes/17?q=1",
                                   "/v1/search?q=x&max_results=a",
                                   "/v1/languages?language=ja",
                                   "/v1/revisions?revision=1",
                                   "/openapi.json?x",
                                   "/healthz?x=1",
                                   "/?q=486"}) {
    const HttpResponse response = Get(target, {{"Accept-Language", "ja"}});
    EXPECT_EQ(response.status, 400) << target;
    EXPECT_EQ(json::parse(response.body)["domain"], "sipwhy.gateway") << target;
  }
  EXPECT_THAT(client_.asked, IsEmpty());
}

TEST_F(JsonApiTest, OtherPathsAreNotFoundAndAHintSaysWhatIs) {
  for (const char* const target : {"/v1", "/v1/", "/v1/codes/", "/v1/codes/486/", "/v1/codes/486/x", "/v1/code/486",
                                   "/V1/codes/486", "//v1/codes", "/v1/causes", "/v1/search/x", "/mcp", "*", ""}) {
    const HttpResponse response = Get(target);
    EXPECT_EQ(response.status, 404) << target;
    EXPECT_THAT(response.body, HasSubstr("/v1/codes/{code}")) << target;
  }
  EXPECT_THAT(client_.asked, IsEmpty());
}

TEST_F(JsonApiTest, OtherMethodsAreToldWhichThereAre) {
  for (const char* const method : {"POST", "PUT", "DELETE", "OPTIONS", "get"}) {
    const HttpResponse response = Send(method, "/v1/codes/486");
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(HeaderOf(response, "Allow"), "GET, HEAD") << method;
    EXPECT_EQ(json::parse(response.body)["title"], "Method Not Allowed") << method;
  }
  EXPECT_EQ(Send("POST", "/v1/nothing").status, 404);
}

TEST_F(JsonApiTest, TheDescriptionIsServed) {
  const HttpResponse response = Get("/openapi.json");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json::parse(response.body)["openapi"], "3.1.0");
}

TEST_F(JsonApiTest, TheFirstPageSaysWhatIsHere) { EXPECT_THAT(Get("/").body, HasSubstr("/v1/compare?codes=301,408")); }

TEST_F(JsonApiTest, HealthAsksNobody) {
  client_.status = absl::UnavailableError("away");
  EXPECT_EQ(Get("/healthz").status, 200);
  EXPECT_THAT(client_.asked, IsEmpty());
}

TEST_F(JsonApiTest, ReadinessAsksTheService) {
  EXPECT_EQ(Get("/readyz").status, 200);
  client_.status = absl::UnavailableError("ipv4:10.0.0.7:50051: refused");
  EXPECT_EQ(Get("/readyz").status, 503);
  EXPECT_EQ(Get("/readyz").body, "the service answers UNAVAILABLE\n");
}

TEST_F(JsonApiTest, AServiceThatWantsATokenIsReady) {
  client_.status = absl::UnauthenticatedError("no token");
  EXPECT_EQ(Get("/readyz").status, 200);
}

}  // namespace
}  // namespace sipwhy::gateway
