#include "service/server.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "storage/database.h"
#include "tests/testing/knowledge_base_file.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::WriteKnowledgeBase;
using ::testing::HasSubstr;

// A server on a free port over the shipped knowledge base, not loaded yet.
class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = directory_.File("kb.db");
    WriteKnowledgeBase(database_);
    absl::StatusOr<std::unique_ptr<Server>> server =
        Server::Start({.database = database_, .listen = "127.0.0.1:0", .admin = ""});
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->port()), grpc::InsecureChannelCredentials());
    stub_ = v1::Explainer::NewStub(channel_);
  }

  grpc::Status Explain(const v1::ExplainRequest& request, v1::ExplainResponse* response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    return stub_->Explain(&context, request, response);
  }

  grpc::Status Explain(int code, int revision, v1::ExplainResponse* response) {
    v1::ExplainRequest request;
    request.set_code(code);
    request.set_revision(revision);
    return Explain(request, response);
  }

  TempDirectory directory_;
  std::string database_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::Explainer::Stub> stub_;
};

TEST_F(ServerTest, BeforeLoadingACallIsUnavailableAndAfterwardsItIsAnswered) {
  v1::ExplainResponse response;
  EXPECT_EQ(Explain(408, 0, &response).error_code(), grpc::StatusCode::UNAVAILABLE);
  ASSERT_THAT(server_->Load(), IsOk());
  ASSERT_TRUE(Explain(408, 0, &response).ok());
  EXPECT_EQ(response.entry().reason_phrase(), "Request Timeout");
}

TEST_F(ServerTest, CausesAndSearchesAreAnsweredTwiceAlike) {
  ASSERT_THAT(server_->Load(), IsOk());
  v1::ExplainCauseRequest cause;
  cause.set_cause(17);
  v1::SearchRequest search;
  search.set_query("nobody answers");
  for (int i = 0; i < 2; ++i) {
    grpc::ClientContext cause_context;
    v1::ExplainCauseResponse explained;
    ASSERT_TRUE(stub_->ExplainCause(&cause_context, cause, &explained).ok());
    EXPECT_EQ(explained.entry().codes(0).code(), 486);
    grpc::ClientContext search_context;
    v1::SearchResponse found;
    ASSERT_TRUE(stub_->Search(&search_context, search, &found).ok());
    EXPECT_EQ(found.hits(0).code(), 480);
  }
}

TEST_F(ServerTest, SecondAnswerIsTheSameBytesAsTheFirst) {
  ASSERT_THAT(server_->Load(), IsOk());
  v1::ExplainResponse first;
  v1::ExplainResponse second;
  ASSERT_TRUE(Explain(408, 0, &first).ok());
  ASSERT_TRUE(Explain(408, 0, &second).ok());
  EXPECT_TRUE(first.SerializeAsString() == second.SerializeAsString());
}

TEST_F(ServerTest, PinnedRevisionIsReadAsItStoodThen) {
  ASSERT_THAT(server_->Load(), IsOk());
  v1::ExplainResponse before;
  ASSERT_TRUE(Explain(408, 3, &before).ok());  // every code is registered, none has facts yet
  EXPECT_EQ(before.revision().number(), 3);
  EXPECT_EQ(before.entry().steps_size(), 0);
  v1::ExplainResponse again;
  ASSERT_TRUE(Explain(408, 3, &again).ok());
  EXPECT_TRUE(before.SerializeAsString() == again.SerializeAsString());
  v1::ExplainResponse now;
  ASSERT_TRUE(Explain(408, 0, &now).ok());
  EXPECT_GT(now.entry().steps_size(), 0);
}

TEST_F(ServerTest, UnknownAndNegativeRevisionsAreRefused) {
  ASSERT_THAT(server_->Load(), IsOk());
  v1::ExplainResponse response;
  const grpc::Status unknown = Explain(408, 9999, &response);
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(unknown.error_message(), HasSubstr("revision 9999 does not exist"));
  EXPECT_EQ(Explain(408, -1, &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ServerTest, OlderRevisionOfAVanishedFileIsRefusedWithoutItsPath) {
  ASSERT_THAT(server_->Load(), IsOk());
  ASSERT_EQ(std::remove(database_.c_str()), 0);
  v1::ExplainResponse response;
  const grpc::Status status = Explain(408, 3, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(status.error_message(), ::testing::Not(HasSubstr(directory_.path())));
  EXPECT_TRUE(Explain(408, 0, &response).ok());
}

TEST_F(ServerTest, UnreadableBytesAreAnInvalidArgument) {
  ASSERT_THAT(server_->Load(), IsOk());
  const grpc::Slice garbage("\xff\xff\xff\xff");
  grpc::ByteBuffer request(&garbage, 1);
  grpc::ByteBuffer response;
  grpc::ClientContext context;
  const grpc::internal::RpcMethod method("/sipwhy.v1.Explainer/Explain", grpc::internal::RpcMethod::NORMAL_RPC);
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer, grpc::ByteBuffer, grpc::ByteBuffer>(
          channel_.get(), method, &context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ServerTest, TooLargeARequestIsRefused) {
  ASSERT_THAT(server_->Load(), IsOk());
  v1::ExplainRequest request;
  request.set_language_code(std::string(100'000, 'x'));
  v1::ExplainResponse response;
  EXPECT_EQ(Explain(request, &response).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

using HealthResponse = grpc::health::v1::HealthCheckResponse;

// Follows the health of one service.
class HealthWatch {
 public:
  HealthWatch(const std::shared_ptr<grpc::Channel>& channel, const std::string& service)
      : stub_(grpc::health::v1::Health::NewStub(channel)) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    reader_ = stub_->Watch(&context_, request);
  }
  ~HealthWatch() { Cancel(); }

  void Cancel() { context_.TryCancel(); }

  // The next status that differs from the one before; UNKNOWN when the watch ended.
  HealthResponse::ServingStatus Next() {
    HealthResponse response;
    return reader_->Read(&response) ? response.status() : HealthResponse::UNKNOWN;
  }

 private:
  std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<HealthResponse>> reader_;
};

TEST_F(ServerTest, HealthIsNotServingUntilLoadedAndAgainWhileDraining) {
  HealthWatch whole(channel_, "");
  HealthWatch explainer(channel_, "sipwhy.v1.Explainer");
  EXPECT_EQ(whole.Next(), HealthResponse::NOT_SERVING);
  EXPECT_EQ(explainer.Next(), HealthResponse::NOT_SERVING);
  ASSERT_THAT(server_->Load(), IsOk());
  EXPECT_EQ(whole.Next(), HealthResponse::SERVING);
  EXPECT_EQ(explainer.Next(), HealthResponse::SERVING);
  // The watches are calls in flight, which the drain waits for until its grace is over.
  std::thread shutdown([&] { server_->Shutdown(absl::Seconds(2)); });
  EXPECT_EQ(whole.Next(), HealthResponse::NOT_SERVING);
  EXPECT_EQ(explainer.Next(), HealthResponse::NOT_SERVING);
  shutdown.join();
}

TEST_F(ServerTest, ManyClientsWithNewAndOldRevisionsAreAllAnswered) {
  ASSERT_THAT(server_->Load(), IsOk());
  std::atomic<int> wrong = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 4; ++client) {
    clients.emplace_back([&, client] {
      for (int i = 0; i < 50; ++i) {
        const int revision = (client + i) % 6 + 2;
        v1::ExplainResponse response;
        const grpc::Status status = Explain(408, revision, &response);
        if (!status.ok() || response.revision().number() != revision) ++wrong;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(ServerTest, PassedDeadlineIsReported) {
  ASSERT_THAT(server_->Load(), IsOk());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() - std::chrono::seconds(1));
  v1::ExplainRequest request;
  request.set_code(408);
  v1::ExplainResponse response;
  EXPECT_EQ(stub_->Explain(&context, request, &response).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(ServerTest, CallInFlightIsAnsweredWhileTheServerDrains) {
  ASSERT_THAT(server_->Load(), IsOk());
  // A locked file keeps the older revision from being read, so that the call that pins it stays in flight.
  absl::StatusOr<Database> writer = Database::Open(database_, Database::Mode::kWrite);
  ASSERT_THAT(writer, IsOk());
  ASSERT_THAT(writer->Execute("BEGIN EXCLUSIVE"), IsOk());
  v1::ExplainRequest request;
  request.set_code(408);
  request.set_revision(3);
  grpc::ClientContext context;
  v1::ExplainResponse response;
  std::promise<grpc::Status> finished;
  stub_->async()->Explain(&context, &request, &response, [&](grpc::Status s) { finished.set_value(std::move(s)); });
  // On one connection the server has read the first request when it answers the second.
  v1::ExplainResponse other;
  ASSERT_TRUE(Explain(408, 0, &other).ok());
  HealthWatch health(channel_, "");
  ASSERT_EQ(health.Next(), HealthResponse::SERVING);
  std::thread shutdown([&] { server_->Shutdown(absl::Seconds(20)); });
  EXPECT_EQ(health.Next(), HealthResponse::NOT_SERVING);
  health.Cancel();
  ASSERT_THAT(writer->Execute("ROLLBACK"), IsOk());
  EXPECT_TRUE(finished.get_future().get().ok());
  EXPECT_EQ(response.revision().number(), 3);
  shutdown.join();
}

TEST_F(ServerTest, ClientThatWaitsForNothingDoesNotHoldUpTheEnd) {
  ASSERT_THAT(server_->Load(), IsOk());
  v1::ExplainResponse response;
  ASSERT_TRUE(Explain(408, 0, &response).ok());
  HealthWatch health(channel_, "");
  ASSERT_EQ(health.Next(), HealthResponse::SERVING);
  const auto begin = std::chrono::steady_clock::now();
  server_->Shutdown(absl::Minutes(1));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

TEST_F(ServerTest, FailedLoadSaysWhatToDoAndKeepsNotServing) {
  absl::StatusOr<std::unique_ptr<Server>> other =
      Server::Start({.database = directory_.File("no.db"), .listen = "127.0.0.1:0", .admin = ""});
  ASSERT_THAT(other, IsOk());
  EXPECT_THAT((*other)->Load(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("make it with sipwhy-kb apply")));
  EXPECT_EQ((*other)->revision(), 0);
}

TEST_F(ServerTest, TakenPortIsRefused) {
  EXPECT_THAT(Server::Start({.database = database_, .listen = server_->address(), .admin = ""}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("cannot listen on")));
}

}  // namespace
}  // namespace sipwhy
