// By what the calls of a question are found in the service's log.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bot/bot.h"
#include "bot/grpc_knowledge_client.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::IsOk;
using ::testing::SizeIs;

// Answers with nothing, and keeps what the calls were named.
class NamingService final : public v1::Explainer::Service {
 public:
  grpc::Status ListCodes(grpc::ServerContext* context, const v1::ListCodesRequest* /*request*/,
                         v1::ListCodesResponse* /*response*/) override {
    const std::scoped_lock lock(mutex);
    const auto value = [&](const char* name) {
      const auto found = context->client_metadata().find(name);
      return found == context->client_metadata().end() ? "" : std::string(found->second.data(), found->second.size());
    };
    ids.insert(value("x-request-id"));
    const std::string traceparent = value("traceparent");
    traces.insert(traceparent.substr(0, 35));
    spans.insert(traceparent);
    return grpc::Status::OK;
  }

  std::mutex mutex;  // guards what follows
  std::set<std::string> ids;
  std::set<std::string> traces;
  std::set<std::string> spans;
};

class QuestionNamesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    absl::StatusOr<ServiceChannel> channel = OpenServiceChannel({.address = absl::StrCat("127.0.0.1:", port)});
    ASSERT_THAT(channel, IsOk());
    client_ = MakeGrpcKnowledgeClient(*std::move(channel));
    bot_ = std::make_unique<Bot>(*client_, BotOptions());
  }

  void Ask(const std::string& question) {
    Conversation conversation;
    EXPECT_TRUE(
        bot_->Handle(question, Addressing::kAddressed, conversation, absl::Now() + absl::Seconds(10)).has_value());
  }

  NamingService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<KnowledgeClient> client_;
  std::unique_ptr<Bot> bot_;
};

TEST_F(QuestionNamesTest, CallsOfOneQuestionHaveOneIdAndOneTrace) {
  Ask("4xx");  // a call that learns the phrases, and one for the class
  EXPECT_THAT(service_.ids, SizeIs(1));
  EXPECT_THAT(service_.traces, SizeIs(1));
  EXPECT_THAT(service_.spans, SizeIs(2));
}

TEST_F(QuestionNamesTest, QuestionsHaveDifferentOnes) {
  Ask("4xx");
  Ask("4xx");
  EXPECT_THAT(service_.ids, SizeIs(2));
  EXPECT_THAT(service_.traces, SizeIs(2));
}

}  // namespace
}  // namespace sipwhy::bot
