#include "gateway/grpc_explainer_client.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::gateway {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::ElementsAre;

constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";

// Fails the first `failures` calls with `status`, then answers; never answers while `hold` is set. Keeps the metadata
// of the last call.
class ScriptedService final : public v1::Explainer::CallbackService {
 public:
  grpc::Status status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "not yet");
  int failures = 0;
  bool hold = false;
  std::atomic<int> calls = 0;
  std::map<std::string, std::string> metadata;

  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context, const v1::ExplainRequest* request,
                                    v1::ExplainResponse* response) override {
    const int call = ++calls;
    response->mutable_entry()->set_code(request->code());
    if (hold) return new UntilCancelled;
    for (const auto& [name, value] : context->client_metadata()) {
      metadata[std::string(name.data(), name.size())] = std::string(value.data(), value.size());
    }
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(call <= failures ? status : grpc::Status::OK);
    return reactor;
  }

 private:
  struct UntilCancelled final : grpc::ServerUnaryReactor {
    void OnCancel() override { Finish(grpc::Status::CANCELLED); }
    void OnDone() override { delete this; }
  };
};

v1::ExplainRequest RequestFor(int code) {
  v1::ExplainRequest request;
  request.set_code(code);
  return request;
}

std::string DetailsOf(const google::protobuf::Message& detail, int code) {
  google::rpc::Status status;
  status.set_code(code);
  status.add_details()->PackFrom(detail);
  return status.SerializeAsString();
}

CallTrace WithId(std::string id) { return {.request_id = std::move(id), .traceparent = "", .authorization = ""}; }

CallTrace WithSecret(std::string secret) {
  return {.request_id = "", .traceparent = "", .authorization = std::move(secret)};
}

class GrpcExplainerClientTest : public ::testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    client_ = ClientWith(absl::Seconds(2));
  }

  // `access` has everything but the address.
  std::unique_ptr<ExplainerClient> ClientWith(absl::Duration deadline, ServiceAccess access = {}) {
    access.address = absl::StrCat("127.0.0.1:", port_);
    absl::StatusOr<ServiceChannel> channel = OpenServiceChannel(access);
    EXPECT_THAT(channel, IsOk());
    return MakeGrpcExplainerClient(
        {.service = *std::move(channel), .deadline = deadline, .note = [this](const ExplainerCall& call) {
           const std::scoped_lock lock(mutex_);
           notes_.push_back(absl::StrCat(call.method, " ", absl::StatusCodeToString(call.status.code()), " ",
                                         call.trace.request_id));
         }});
  }

  ScriptedService service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::mutex mutex_;  // guards `notes_`
  std::vector<std::string> notes_;
  std::unique_ptr<ExplainerClient> client_;
};

TEST_F(GrpcExplainerClientTest, TheAnswerIsTheServices) {
  const absl::StatusOr<v1::ExplainResponse> response = client_->Explain(RequestFor(408), {});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->entry().code(), 408);
}

TEST_F(GrpcExplainerClientTest, TheTraceGoesAlong) {
  ASSERT_THAT(
      client_->Explain(RequestFor(408), {.request_id = "id-1", .traceparent = "00-a", .authorization = "Bearer t"}),
      IsOk());
  EXPECT_EQ(service_.metadata["x-request-id"], "id-1");
  EXPECT_EQ(service_.metadata["traceparent"], "00-a");
  EXPECT_EQ(service_.metadata["authorization"], "Bearer t");
}

TEST_F(GrpcExplainerClientTest, WhatIsEmptyOfTheTraceIsNotSent) {
  ASSERT_THAT(client_->Explain(RequestFor(408), {}), IsOk());
  EXPECT_EQ(service_.metadata.count("authorization"), 0U);
  EXPECT_EQ(service_.metadata.count("x-request-id"), 0U);
}

TEST_F(GrpcExplainerClientTest, MetadataThatHttp2ForbidsIsNotSentAndEndsNothing) {
  for (const char* const secret : {"Bearer \x01", "Bearer a\r\nb: c", "Bearer \xC3\xA9", "Bearer \x7F"}) {
    ASSERT_THAT(client_->Explain(RequestFor(408), WithSecret(secret)), IsOk());
    EXPECT_EQ(service_.metadata.count("authorization"), 0U);
  }
}

TEST_F(GrpcExplainerClientTest, DetailsOfAnErrorComeAsPayloads) {
  google::rpc::ErrorInfo info;
  info.set_reason("CODE_OUT_OF_RANGE");
  service_.failures = 1;
  service_.status = grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "code 799 is outside [100, 699]",
                                 DetailsOf(info, grpc::StatusCode::INVALID_ARGUMENT));
  const absl::Status status = client_->Explain(RequestFor(799), {}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "code 799 is outside [100, 699]"));
  ASSERT_TRUE(status.GetPayload(kErrorInfo).has_value());
  EXPECT_EQ(*status.GetPayload(kErrorInfo), info.SerializeAsString());
}

TEST_F(GrpcExplainerClientTest, DetailsThatCannotBeReadAreLeftOut) {
  service_.failures = 1;
  service_.status = grpc::Status(grpc::StatusCode::NOT_FOUND, "no", "\xFF\xFF\xFF");
  EXPECT_EQ(client_->Explain(RequestFor(408), {}).status(), absl::NotFoundError("no"));
}

TEST_F(GrpcExplainerClientTest, UnavailableIsTriedAgainAndOtherErrorsAreNot) {
  service_.failures = 2;
  EXPECT_THAT(client_->Explain(RequestFor(408), {}), IsOk());
  EXPECT_EQ(service_.calls, 3);
  service_.failures = 4;
  service_.status = grpc::Status(grpc::StatusCode::NOT_FOUND, "no");
  EXPECT_THAT(client_->Explain(RequestFor(408), {}), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(service_.calls, 4);
}

TEST_F(GrpcExplainerClientTest, EachCallIsNotedOnceHoweverOftenItWasTried) {
  service_.failures = 2;
  ASSERT_THAT(client_->Explain(RequestFor(408), WithId("id-1")), IsOk());
  EXPECT_THAT(client_->ListLanguages({}, WithId("id-2")), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(notes_, ElementsAre("Explain OK id-1", "ListLanguages UNIMPLEMENTED id-2"));
}

TEST_F(GrpcExplainerClientTest, SilentServiceEndsAtTheDeadline) {
  service_.hold = true;
  EXPECT_THAT(ClientWith(absl::Milliseconds(100))->Explain(RequestFor(408), {}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(GrpcExplainerClientTest, HangingServiceHoldsTwelveCallsAndNoMore) {
  service_.hold = true;
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([this] { EXPECT_FALSE(client_->Explain(RequestFor(408), {}).ok()); });
  }
  while (service_.calls < 12) std::this_thread::yield();
  const absl::Time start = absl::Now();
  EXPECT_THAT(client_->Explain(RequestFor(408), {}), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1500));
  EXPECT_EQ(service_.calls, 12);
  for (std::thread& thread : threads) thread.join();
}

TEST_F(GrpcExplainerClientTest, AbsentServiceIsUnavailableWithinTheDeadline) {
  server_->Shutdown();
  const absl::Time start = absl::Now();
  EXPECT_THAT(client_->Explain(RequestFor(408), {}), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
}

TEST_F(GrpcExplainerClientTest, CallWithoutAuthorizationGoesWithTheGatewaysToken) {
  const std::unique_ptr<ExplainerClient> client = ClientWith(absl::Seconds(2), {.token = "gateway"});
  ASSERT_THAT(client->Explain(RequestFor(408), {}), IsOk());
  EXPECT_EQ(service_.metadata["authorization"], "Bearer gateway");
}

TEST_F(GrpcExplainerClientTest, AuthorizationOfTheCallerWins) {
  const std::unique_ptr<ExplainerClient> client = ClientWith(absl::Seconds(2), {.token = "gateway"});
  ASSERT_THAT(client->Explain(RequestFor(408), WithSecret("Bearer caller")), IsOk());
  EXPECT_EQ(service_.metadata["authorization"], "Bearer caller");
}

TEST_F(GrpcExplainerClientTest, CallerWhoIsRefusedDoesNotGetInWithTheGatewaysToken) {
  const std::unique_ptr<ExplainerClient> client = ClientWith(absl::Seconds(2), {.token = "gateway"});
  service_.failures = 1;
  service_.status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "the token is not known");
  EXPECT_THAT(client->Explain(RequestFor(408), WithSecret("Bearer caller")),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_EQ(service_.calls, 1);
}

TEST_F(GrpcExplainerClientTest, AuthorizationThatOthersCouldReadOnItsWayIsNotSent) {
  absl::StatusOr<ServiceChannel> channel = OpenServiceChannel({.address = absl::StrCat("127.0.0.1:", port_)});
  ASSERT_THAT(channel, IsOk());
  channel->is_private = false;
  const std::unique_ptr<ExplainerClient> client = MakeGrpcExplainerClient({.service = *std::move(channel)});
  ASSERT_THAT(client->Explain(RequestFor(408), WithSecret("Bearer caller")), IsOk());
  EXPECT_EQ(service_.metadata.count("authorization"), 0U);
}

}  // namespace
}  // namespace sipwhy::gateway
