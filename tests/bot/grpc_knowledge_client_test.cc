#include "bot/grpc_knowledge_client.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::testing::MatchesRegex;

constexpr char kTraceparent[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr char kNewId[] = "[0-9a-f]{32}";

using Metadata = std::map<std::string, std::string>;

// Fails the first `failures` calls with `status`, then answers; never answers while `hold` is set. Keeps the metadata
// of each call.
class ScriptedService final : public v1::Explainer::CallbackService {
 public:
  grpc::Status status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "not yet");
  int failures = 0;
  bool hold = false;
  std::atomic<int> calls = 0;
  std::vector<std::string> languages;
  std::vector<Metadata> metadata;

  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context, const v1::ExplainRequest* request,
                                    v1::ExplainResponse* response) override {
    const int call = ++calls;
    response->mutable_entry()->set_code(request->code());
    if (hold) return new UntilCancelled;
    languages.push_back(request->language_code());
    metadata.emplace_back();
    for (const auto& [name, value] : context->client_metadata()) {
      metadata.back()[std::string(name.data(), name.size())] = std::string(value.data(), value.size());
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

class GrpcKnowledgeClientTest : public ::testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    client_ = ClientWith({}, absl::Milliseconds(1500));
  }

  // `access` has everything but the address.
  std::unique_ptr<KnowledgeClient> ClientWith(ServiceAccess access, absl::Duration deadline) const {
    access.address = absl::StrCat("127.0.0.1:", port_);
    absl::StatusOr<ServiceChannel> channel = OpenServiceChannel(access);
    EXPECT_THAT(channel, IsOk());
    return MakeGrpcKnowledgeClient(*std::move(channel), deadline);
  }

  ScriptedService service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<KnowledgeClient> client_;
};

TEST_F(GrpcKnowledgeClientTest, UnavailableIsTriedAgain) {
  service_.failures = 2;
  const absl::StatusOr<v1::ExplainResponse> response = client_->Explain(RequestFor(408), {.language = "vi"});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->entry().code(), 408);
  EXPECT_EQ(service_.calls, 3);
  EXPECT_EQ(service_.languages.back(), "vi");
}

TEST_F(GrpcKnowledgeClientTest, OtherErrorsAreNotTriedAgain) {
  service_.failures = 1;
  service_.status = grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "code 799 is outside [100, 699]");
  EXPECT_THAT(client_->Explain(RequestFor(799), {.language = "en"}),
              StatusIs(absl::StatusCode::kInvalidArgument, "code 799 is outside [100, 699]"));
  EXPECT_EQ(service_.calls, 1);
}

TEST_F(GrpcKnowledgeClientTest, SilentServiceEndsAtTheDeadline) {
  service_.hold = true;
  const std::unique_ptr<KnowledgeClient> hasty = ClientWith({}, absl::Milliseconds(100));
  EXPECT_THAT(hasty->Explain(RequestFor(408), {.language = "en"}), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(GrpcKnowledgeClientTest, DeadlineOfTheCallCountsWhenItIsEarlier) {
  service_.hold = true;
  const absl::Time start = absl::Now();
  EXPECT_THAT(client_->Explain(RequestFor(408), {.deadline = start + absl::Milliseconds(100)}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1400));
}

TEST_F(GrpcKnowledgeClientTest, HangingServiceHoldsTwelveCallsAndNoMore) {
  service_.hold = true;
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([this] { EXPECT_FALSE(client_->Explain(RequestFor(408), {}).ok()); });
  }
  while (service_.calls < 12) std::this_thread::yield();
  const absl::Time start = absl::Now();
  EXPECT_THAT(client_->Explain(RequestFor(408), {}), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1000));
  EXPECT_EQ(service_.calls, 12);
  for (std::thread& thread : threads) thread.join();
}

TEST_F(GrpcKnowledgeClientTest, AbsentServiceIsUnavailableWithinTheDeadline) {
  server_->Shutdown();
  const absl::Time start = absl::Now();
  EXPECT_THAT(client_->Explain(RequestFor(408), {.language = "en"}), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
}

TEST_F(GrpcKnowledgeClientTest, IdAndTraceOfTheQuestionGoAlong) {
  ASSERT_THAT(client_->Explain(RequestFor(408), {.request_id = "question 1", .traceparent = kTraceparent}), IsOk());
  EXPECT_EQ(service_.metadata[0]["x-request-id"], "question 1");
  const std::string sent = service_.metadata[0]["traceparent"];
  EXPECT_THAT(sent, MatchesRegex("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01"));
  EXPECT_NE(sent, kTraceparent);  // a span of its own
}

TEST_F(GrpcKnowledgeClientTest, CallWithoutThemGetsItsOwn) {
  ASSERT_THAT(client_->Explain(RequestFor(408), {}), IsOk());
  ASSERT_THAT(client_->Explain(RequestFor(408), {}), IsOk());
  for (Metadata& metadata : service_.metadata) {
    EXPECT_THAT(metadata["x-request-id"], MatchesRegex(kNewId));
    EXPECT_THAT(metadata["traceparent"], MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-00"));
  }
  EXPECT_NE(service_.metadata[0]["x-request-id"], service_.metadata[1]["x-request-id"]);
  EXPECT_NE(service_.metadata[0]["traceparent"], service_.metadata[1]["traceparent"]);
}

TEST_F(GrpcKnowledgeClientTest, TriesOfOneCallHaveTheSameNames) {
  service_.failures = 2;
  ASSERT_THAT(client_->Explain(RequestFor(408), {}), IsOk());
  ASSERT_EQ(service_.metadata.size(), 3u);
  for (Metadata& metadata : service_.metadata) {
    EXPECT_EQ(metadata["x-request-id"], service_.metadata[0]["x-request-id"]);
    EXPECT_EQ(metadata["traceparent"], service_.metadata[0]["traceparent"]);
  }
}

TEST_F(GrpcKnowledgeClientTest, NamesThatHttp2ForbidsAreReplacedAndEndNothing) {
  for (const std::string& bad :
       {std::string("a\r\nb: c"), std::string("\xC3\xA9"), std::string("a\0b", 3), std::string(" ")}) {
    ASSERT_THAT(client_->Explain(RequestFor(408), {.request_id = bad, .traceparent = bad}), IsOk());
    EXPECT_THAT(service_.metadata.back()["x-request-id"], MatchesRegex(kNewId));
  }
}

TEST_F(GrpcKnowledgeClientTest, TokenGoesAlong) {
  ASSERT_THAT(client_->Explain(RequestFor(408), {}), IsOk());
  EXPECT_FALSE(service_.metadata[0].contains("authorization"));
  ASSERT_THAT(ClientWith({.token = "t0ken"}, absl::Seconds(2))->Explain(RequestFor(408), {}), IsOk());
  EXPECT_EQ(service_.metadata[1]["authorization"], "Bearer t0ken");
}

TEST_F(GrpcKnowledgeClientTest, CallThatIsRefusedGoesAgainWithTheNewToken) {
  const TempDirectory directory;
  const std::string path = directory.Write("token", "first");
  const std::unique_ptr<KnowledgeClient> client = ClientWith({.token_file = path}, absl::Seconds(2));
  directory.Write("token", "second");
  service_.failures = 1;
  service_.status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "the token is not known");
  ASSERT_THAT(client->Explain(RequestFor(408), {}), IsOk());
  ASSERT_EQ(service_.metadata.size(), 2u);
  EXPECT_EQ(service_.metadata[0]["authorization"], "Bearer first");
  EXPECT_EQ(service_.metadata[1]["authorization"], "Bearer second");
  EXPECT_EQ(service_.metadata[0]["x-request-id"], service_.metadata[1]["x-request-id"]);
}

TEST_F(GrpcKnowledgeClientTest, FailureIsLoggedWithItsIdAndWhatTheServiceSaidOfTheConnection) {
  service_.failures = 1;
  service_.status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "the token is not known");
  ::testing::internal::CaptureStderr();
  EXPECT_FALSE(client_->Explain(RequestFor(408), {.request_id = "question-1"}).ok());
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "sipwhy-bot: service: Explain failed with UNAUTHENTICATED, request question-1: the token is not known\n");
}

TEST_F(GrpcKnowledgeClientTest, WhatAPersonAskedIsNotLogged) {
  v1::ExplainRequest request = RequestFor(408);
  request.set_reason_phrase("my secret phrase");
  service_.failures = 1;
  service_.status = grpc::Status(grpc::StatusCode::INTERNAL, "my secret phrase broke it");
  ::testing::internal::CaptureStderr();
  EXPECT_FALSE(client_->Explain(request, {.request_id = "question-1"}).ok());
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "sipwhy-bot: service: Explain failed with INTERNAL, request question-1\n");
}

TEST_F(GrpcKnowledgeClientTest, MistakeOfThePersonIsNoNewsForTheLog) {
  for (const grpc::StatusCode code : {grpc::StatusCode::INVALID_ARGUMENT, grpc::StatusCode::NOT_FOUND}) {
    service_.failures = service_.calls + 1;
    service_.status = grpc::Status(code, "code 799 is outside [100, 699]");
    ::testing::internal::CaptureStderr();
    EXPECT_FALSE(client_->Explain(RequestFor(799), {}).ok());
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  }
}

}  // namespace
}  // namespace sipwhy::bot
