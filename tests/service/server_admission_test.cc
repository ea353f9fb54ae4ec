// Whom the whole server lets in: TLS, certificates of clients, tokens, and how many calls.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "service/server.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "tests/security/test_authority.h"
#include "tests/testing/knowledge_base_file.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::KeyPair;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::TestAuthority;
using ::sipwhy::testing::WriteKnowledgeBase;
using ::testing::HasSubstr;
using ::testing::Not;

class ServerAdmissionTest : public ::testing::Test {
 protected:
  ServerAdmissionTest() {
    settings_.database = directory_.File("kb.db");
    settings_.listen = "127.0.0.1:0";
    settings_.admin = "";
    settings_.log_level = LogLevel::kError;
    WriteKnowledgeBase(settings_.database);
  }

  void UseTls() {
    const KeyPair pair = authority_.Issue({});
    settings_.tls_certificate = directory_.Write("certificate.pem", pair.certificate);
    settings_.tls_key = directory_.Write("key.pem", pair.key);
  }

  void Start() {
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(settings_);
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    ASSERT_THAT(server_->Load(), IsOk());
  }

  std::shared_ptr<grpc::ChannelCredentials> Tls(const KeyPair& own = {}) {
    return grpc::SslCredentials({authority_.certificate(), own.key, own.certificate});
  }

  grpc::Status Explain(const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                       const std::string& authorization = "", grpc::ClientContext* context = nullptr) {
    grpc::ClientContext own_context;
    if (context == nullptr) context = &own_context;
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    if (!authorization.empty()) context->AddMetadata("authorization", authorization);
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    const auto stub = v1::Explainer::NewStub(grpc::CreateCustomChannel(server_->address(), credentials, arguments));
    v1::ExplainRequest request;
    request.set_code(408);
    v1::ExplainResponse response;
    return stub->Explain(context, request, &response);
  }

  TempDirectory directory_;
  const TestAuthority authority_ = TestAuthority("our authority");
  const TestAuthority stranger_ = TestAuthority("another authority");
  ServiceSettings settings_;
  std::unique_ptr<Server> server_;
};

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  google::rpc::ErrorInfo info;
  for (const google::protobuf::Any& detail : details.details()) detail.UnpackTo(&info);
  return info.reason();
}

TEST_F(ServerAdmissionTest, WithTlsPlaintextIsNotAnswered) {
  UseTls();
  Start();
  EXPECT_TRUE(Explain(Tls()).ok());
  EXPECT_EQ(Explain(grpc::InsecureChannelCredentials()).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerAdmissionTest, TheProbeWorksOverTls) {
  UseTls();
  Start();
  EXPECT_THAT(server_->Probe(absl::Seconds(5)), IsOk());
}

TEST_F(ServerAdmissionTest, OnlyClientsWithACertificateOfTheAuthorityAreAnswered) {
  UseTls();
  settings_.tls_client_ca = directory_.Write("clients.pem", authority_.certificate());
  Start();
  EXPECT_TRUE(Explain(Tls(authority_.Issue({.common_name = "bot"}))).ok());
  EXPECT_EQ(Explain(Tls()).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Explain(Tls(stranger_.Issue({}))).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerAdmissionTest, CertificateThatIsNoneKeepsItFromStarting) {
  UseTls();
  settings_.tls_certificate = directory_.Write("certificate.pem", "");
  EXPECT_THAT(Server::Start(settings_).status().message(), HasSubstr("certificate.pem"));
}

TEST_F(ServerAdmissionTest, OnlyCallsWithATokenAreAnswered) {
  settings_.tokens_file = directory_.Write("tokens", "bot 0123456789abcdef\n");
  Start();
  const auto plaintext = grpc::InsecureChannelCredentials();
  EXPECT_TRUE(Explain(plaintext, "Bearer 0123456789abcdef").ok());
  for (const std::string wrong : {"", "Bearer fedcba9876543210", "Basic 0123456789abcdef"}) {
    const grpc::Status status = Explain(plaintext, wrong);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << wrong;
    EXPECT_EQ(ReasonOf(status), "UNKNOWN_CALLER");
    EXPECT_THAT(status.error_message(), Not(HasSubstr("fedcba")));
  }
}

TEST_F(ServerAdmissionTest, WatchingNeedsATokenToo) {
  settings_.tokens_file = directory_.Write("tokens", "bot 0123456789abcdef\n");
  Start();
  const auto stub = v1::Explainer::NewStub(grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const auto reader = stub->WatchRevision(&context, {});
  v1::WatchRevisionResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(ServerAdmissionTest, ConnectionThatIsOldIsReplacedAndNoCallFails) {
  settings_.connection_age = absl::Seconds(1);
  Start();
  const auto channel = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
  const auto stub = v1::Explainer::NewStub(channel);
  v1::ExplainRequest request;
  request.set_code(408);
  const auto begin = std::chrono::steady_clock::now();
  bool was_told_to_go = false;
  while (!was_told_to_go && std::chrono::steady_clock::now() - begin < std::chrono::seconds(20)) {
    grpc::ClientContext context;
    v1::ExplainResponse response;
    ASSERT_TRUE(stub->Explain(&context, request, &response).ok());
    was_told_to_go = channel->GetState(false) != GRPC_CHANNEL_READY;
  }
  EXPECT_TRUE(was_told_to_go);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(800));
}

TEST_F(ServerAdmissionTest, CallsBeyondTheRateAreToldWhenToComeAgain) {
  settings_.most_calls_per_second = 2;
  settings_.tokens_file = directory_.Write("tokens", "bot 0123456789abcdef\n");
  Start();
  const std::string token = "Bearer 0123456789abcdef";
  const auto plaintext = grpc::InsecureChannelCredentials();
  grpc::Status status;
  grpc::ClientContext last;
  // Those who are not known take nothing from it.
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Explain(plaintext).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(Explain(plaintext, token).ok());
  status = Explain(plaintext, token, &last);
  if (status.ok()) GTEST_SKIP() << "this machine took a second over two calls";
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(status.error_message(), HasSubstr("try again in"));
  const auto& trailers = last.GetServerTrailingMetadata();
  ASSERT_EQ(trailers.count("grpc-retry-pushback-ms"), 1u);
}

}  // namespace
}  // namespace sipwhy
