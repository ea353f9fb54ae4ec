#include "bot/grpc_knowledge_client.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;

// Fails the first `failures` calls with `status`, then answers; never answers while `hold` is set.
class ScriptedService final : public v1::Explainer::CallbackService {
 public:
  grpc::Status status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "not yet");
  int failures = 0;
  bool hold = false;
  std::atomic<int> calls = 0;
  std::vector<std::string> languages;

  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context, const v1::ExplainRequest* request,
                                    v1::ExplainResponse* response) override {
    const int call = ++calls;
    response->mutable_entry()->set_code(request->code());
    if (hold) return new UntilCancelled;
    languages.push_back(request->language_code());
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
    client_ = MakeGrpcKnowledgeClient(absl::StrCat("127.0.0.1:", port_), absl::Milliseconds(1500));
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
  const std::unique_ptr<KnowledgeClient> hasty =
      MakeGrpcKnowledgeClient(absl::StrCat("127.0.0.1:", port_), absl::Milliseconds(100));
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

}  // namespace
}  // namespace sipwhy::bot
