#include "gateway/problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

template <typename Message>
absl::Status With(absl::Status status, const Message& message) {
  status.SetPayload("type.googleapis.com/" + Message::descriptor()->full_name(),
                    absl::Cord(message.SerializeAsString()));
  return status;
}

google::rpc::ErrorInfo Info(const std::string& reason) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("sipwhy");
  return info;
}

google::rpc::RetryInfo Retry(int64_t seconds, int32_t nanos) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(seconds);
  retry.mutable_retry_delay()->set_nanos(nanos);
  return retry;
}

std::string HeaderOf(const HttpResponse& response, absl::string_view name) {
  return std::string(response.headers.Only(name).value_or(""));
}

// google/rpc/code.proto, "HTTP Mapping".
TEST(ProblemTest, EachCodeHasItsHttpStatus) {
  constexpr int kStatuses[] = {200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401};
  for (int code = 0; code <= 16; ++code) {
    EXPECT_EQ(HttpStatusOf(static_cast<absl::StatusCode>(code)), kStatuses[code]) << code;
  }
}

TEST(ProblemTest, AllThatTheServiceSaidIsPassedOn) {
  auto info = Info("CODE_OUT_OF_RANGE");
  (*info.mutable_metadata())["value"] = "799";
  google::rpc::BadRequest request;
  request.add_field_violations()->set_field("codes[1]");
  request.mutable_field_violations(0)->set_description("code 799 is outside [100, 699]");
  const absl::Status status = With(With(absl::InvalidArgumentError("code 799 is outside [100, 699]"), info), request);
  const HttpResponse response = ProblemResponse(status, "id-1");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store");
  EXPECT_EQ(json::parse(response.body), json::parse(R"({
    "type": "about:blank", "title": "Bad Request", "status": 400, "detail": "code 799 is outside [100, 699]",
    "code": "INVALID_ARGUMENT", "reason": "CODE_OUT_OF_RANGE", "domain": "sipwhy", "metadata": {"value": "799"},
    "field_violations": [{"field": "codes[1]", "description": "code 799 is outside [100, 699]"}],
    "request_id": "id-1"})"));
}

TEST(ProblemTest, AStatusWithoutDetailsHasNoMembersForThem) {
  const json problem = json::parse(ProblemResponse(absl::NotFoundError("nothing is here"), "").body);
  EXPECT_EQ(problem, json::parse(R"({"type": "about:blank", "title": "Not Found", "status": 404,
                                     "detail": "nothing is here", "code": "NOT_FOUND"})"));
}

TEST(ProblemTest, FieldsHaveTheNamesOfTheParameters) {
  google::rpc::BadRequest request;
  for (const char* const field : {"language_code", "headers[2]", "query", "response_class", "codes[0]", "revision"}) {
    request.add_field_violations()->set_field(field);
  }
  const json problem = json::parse(ProblemResponse(With(absl::InvalidArgumentError("no"), request), "").body);
  std::string fields;
  for (const json& violation : problem["field_violations"]) fields += violation["field"].get<std::string>() + " ";
  EXPECT_EQ(fields, "language header[2] q class codes[0] revision ");
}

TEST(ProblemTest, WhatGrpcSaysOfAConnectionIsNotTold) {
  const HttpResponse response = ProblemResponse(absl::UnavailableError("ipv4:10.0.0.7:50051: refused"), "");
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.body, Not(HasSubstr("10.0.0.7")));
  EXPECT_THAT(ProblemResponse(absl::UnknownError("Stream removed"), "").body, Not(HasSubstr("Stream")));
  EXPECT_THAT(ProblemResponse(absl::DeadlineExceededError("Deadline"), "").body, HasSubstr("in time"));
}

TEST(ProblemTest, WhatTheServiceSaysOfItselfIsTold) {
  const absl::Status status =
      With(absl::UnavailableError("the knowledge base is not loaded yet"), Info("NOT_LOADED_YET"));
  EXPECT_THAT(ProblemResponse(status, "").body, HasSubstr("not loaded yet"));
}

TEST(ProblemTest, WaitingIsAdvisedInWholeSecondsRoundedUp) {
  const absl::Status exhausted = absl::ResourceExhaustedError("too many");
  EXPECT_EQ(HeaderOf(ProblemResponse(With(exhausted, Retry(2, 1)), ""), "Retry-After"), "3");
  EXPECT_EQ(HeaderOf(ProblemResponse(With(exhausted, Retry(30, 0)), ""), "Retry-After"), "30");
  EXPECT_EQ(HeaderOf(ProblemResponse(With(exhausted, Retry(0, 0)), ""), "Retry-After"), "1");
  EXPECT_EQ(HeaderOf(ProblemResponse(exhausted, ""), "Retry-After"), "1");
  EXPECT_EQ(HeaderOf(ProblemResponse(absl::UnavailableError(""), ""), "Retry-After"), "1");
  EXPECT_EQ(HeaderOf(ProblemResponse(absl::InvalidArgumentError(""), ""), "Retry-After"), "");
}

TEST(ProblemTest, WhoIsNotKnownHearsWhatIsWanted) {
  EXPECT_EQ(HeaderOf(ProblemResponse(absl::UnauthenticatedError("no token"), ""), "WWW-Authenticate"), "Bearer");
}

TEST(ProblemTest, BytesThatAreNoUtf8BreakNothing) {
  const HttpResponse response = ProblemResponse(absl::InvalidArgumentError("a\xFF\xC3"), "");
  EXPECT_EQ(json::parse(response.body)["detail"], "a\uFFFD\uFFFD");
}

TEST(ProblemTest, DetailsThatCannotBeReadAreLeftOut) {
  absl::Status status = absl::InvalidArgumentError("no");
  status.SetPayload("type.googleapis.com/google.rpc.BadRequest", absl::Cord("\xFF\xFF"));
  EXPECT_FALSE(json::parse(ProblemResponse(status, "").body).contains("field_violations"));
}

}  // namespace
}  // namespace sipwhy::gateway
