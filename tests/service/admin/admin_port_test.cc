#include "service/admin/admin_port.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "service/server.h"
#include "sipwhy/admin/v1/admin.grpc.pb.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "tests/testing/knowledge_base_file.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::WriteKnowledgeBase;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

// What a GET of `path` at `address` ("127.0.0.1:9464") is answered with, head and body.
std::string Fetch(const std::string& address, const std::string& path) {
  int port = 0;
  EXPECT_TRUE(absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port));
  sockaddr_in remote = {};
  remote.sin_family = AF_INET;
  remote.sin_port = htons(static_cast<uint16_t>(port));
  remote.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int client = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_EQ(connect(client, reinterpret_cast<sockaddr*>(&remote), sizeof remote), 0);
  const std::string request = absl::StrCat("GET ", path, " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(send(client, request.data(), request.size(), MSG_NOSIGNAL), static_cast<ssize_t>(request.size()));
  std::string text;
  std::array<char, 4096> bytes = {};
  for (ssize_t count = 1; count > 0;) {
    count = recv(client, bytes.data(), bytes.size(), 0);
    if (count > 0) text.append(bytes.data(), static_cast<size_t>(count));
  }
  close(client);
  return text;
}

// A server with both ports, not loaded yet.
class AdminPortTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = directory_.File("kb.db");
    WriteKnowledgeBase(database_);
    Start({.database = database_, .listen = "127.0.0.1:0", .admin = "127.0.0.1:0", .log_level = LogLevel::kError});
  }

  void Start(const ServiceSettings& settings) {
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(settings);
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    admin_channel_ = grpc::CreateChannel(server_->admin_address(), grpc::InsecureChannelCredentials());
    admin_ = admin::v1::Admin::NewStub(admin_channel_);
    explainer_ = v1::Explainer::NewStub(grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  bool Explain(int code) {
    v1::ExplainRequest request;
    request.set_code(code);
    grpc::ClientContext context;
    v1::ExplainResponse response;
    return explainer_->Explain(&context, request, &response).ok();
  }

  admin::v1::GetStatusResponse GetStatus() {
    grpc::ClientContext context;
    admin::v1::GetStatusResponse response;
    EXPECT_TRUE(admin_->GetStatus(&context, {}, &response).ok());
    return response;
  }

  grpc::Status Reload(admin::v1::ReloadResponse* response) {
    grpc::ClientContext context;
    return admin_->Reload(&context, {}, response);
  }

  // What health says of `service` at `address`.
  static int Health(const std::string& address, const std::string& service) {
    const auto stub =
        grpc::health::v1::Health::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckResponse response;
    return stub->Check(&context, request, &response).ok() ? response.status() : -1;
  }

  void DamageFile() { std::ofstream(database_, std::ios::trunc) << "no knowledge base"; }

  TempDirectory directory_;
  std::string database_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> admin_channel_;
  std::unique_ptr<admin::v1::Admin::Stub> admin_;
  std::unique_ptr<v1::Explainer::Stub> explainer_;
};

TEST_F(AdminPortTest, OneAddressShowsPagesAndAnswersCalls) {
  EXPECT_THAT(Fetch(server_->admin_address(), "/readyz"), HasSubstr("HTTP/1.1 503"));
  EXPECT_FALSE(GetStatus().serving());
  ASSERT_THAT(server_->Load(), IsOk());
  EXPECT_THAT(Fetch(server_->admin_address(), "/readyz"), HasSubstr("HTTP/1.1 200"));
  EXPECT_TRUE(GetStatus().serving());
  EXPECT_THAT(Fetch(server_->admin_address(), "/healthz"), HasSubstr("HTTP/1.1 200"));
  EXPECT_THAT(Fetch(server_->admin_address(), "/other"), HasSubstr("HTTP/1.1 404"));
}

TEST_F(AdminPortTest, CallsAndReloadsAreOnTheMetricsPage) {
  ASSERT_THAT(server_->Load(), IsOk());
  for (const int code : {408, 408, 99}) EXPECT_EQ(Explain(code), code == 408);
  server_->ReloadNow();
  const std::string page = Fetch(server_->admin_address(), "/metrics");
  EXPECT_THAT(page, HasSubstr(R"(grpc_method="Explain",grpc_code="OK"} 2)"));
  EXPECT_THAT(page, HasSubstr(R"(grpc_method="Explain",grpc_code="InvalidArgument"} 1)"));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("_revision ", server_->revision())));
  EXPECT_THAT(page, ContainsRegex("reloads_total[^\n]*\"OK\"[^\n]* 2\n"));
  EXPECT_THAT(page, HasSubstr("sipwhy_log_lines_lost_total 0"));
}

TEST_F(AdminPortTest, StatusTellsWhatAnOperatorAsks) {
  ASSERT_THAT(server_->Load(), IsOk());
  EXPECT_FALSE(Explain(99));
  EXPECT_TRUE(Explain(408));
  const admin::v1::GetStatusResponse status = GetStatus();
  EXPECT_EQ(status.process().process_id(), getpid());
  EXPECT_EQ(status.process().data_address(), server_->address());
  EXPECT_EQ(status.knowledge().database(), database_);
  EXPECT_EQ(status.knowledge().revision(), server_->revision());
  EXPECT_EQ(status.knowledge().content_hash().size(), 64u);
  EXPECT_EQ(status.reloads().succeeded(), 1);
  EXPECT_TRUE(status.reloads().last_outcome().ok());
  EXPECT_EQ(status.connections().open(), 1);
  EXPECT_EQ(status.calls().ended().at("OK"), 1);
  EXPECT_EQ(status.calls().ended().at("InvalidArgument"), 1);
  EXPECT_FALSE(status.has_certificate());
  EXPECT_FALSE(status.has_tokens());
}

TEST_F(AdminPortTest, ReloadBeforeLoadingIsUnavailable) {
  admin::v1::ReloadResponse response;
  EXPECT_EQ(Reload(&response).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(AdminPortTest, ReloadThatFailsSaysWhyEverywhereAndKeepsTheRevision) {
  ASSERT_THAT(server_->Load(), IsOk());
  const int revision = server_->revision();
  EXPECT_EQ(Health(server_->address(), "knowledge"), grpc::health::v1::HealthCheckResponse::SERVING);
  DamageFile();
  admin::v1::ReloadResponse response;
  ASSERT_TRUE(Reload(&response).ok());
  EXPECT_FALSE(response.knowledge().ok());
  EXPECT_THAT(response.knowledge().problem(), HasSubstr(database_));
  EXPECT_EQ(response.revision_after(), revision);
  EXPECT_EQ(GetStatus().reloads().last_outcome().problem(), response.knowledge().problem());
  EXPECT_THAT(Fetch(server_->admin_address(), "/readyz"),
              AllOf(HasSubstr("HTTP/1.1 200"), HasSubstr(response.knowledge().problem())));
  EXPECT_EQ(Health(server_->address(), "knowledge"), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Health(server_->address(), "sipwhy.v1.Explainer"), grpc::health::v1::HealthCheckResponse::SERVING);
  EXPECT_TRUE(Explain(408));
}

TEST_F(AdminPortTest, ReloadBringsANewRevisionIntoService) {
  std::filesystem::remove(database_);
  WriteKnowledgeBase(database_, 20);
  ASSERT_THAT(server_->Load(), IsOk());
  ASSERT_EQ(server_->revision(), 20);
  const std::string newer = directory_.File("newer.db");
  WriteKnowledgeBase(newer);
  std::filesystem::rename(newer, database_);
  admin::v1::ReloadResponse response;
  ASSERT_TRUE(Reload(&response).ok());
  EXPECT_TRUE(response.knowledge().ok());
  EXPECT_EQ(response.revision_after(), server_->revision());
  EXPECT_GT(server_->revision(), 20);
}

// The names that reflection lists at `address`; none where there is no reflection.
std::vector<std::string> Listed(const std::string& address) {
  const auto stub =
      grpc::reflection::v1::ServerReflection::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const auto stream = stub->ServerReflectionInfo(&context);
  grpc::reflection::v1::ServerReflectionRequest request;
  request.set_list_services("");
  grpc::reflection::v1::ServerReflectionResponse response;
  std::vector<std::string> names;
  if (!stream->Write(request) || !stream->Read(&response)) return names;
  for (const auto& service : response.list_services_response().service()) names.push_back(service.name());
  return names;
}

TEST_F(AdminPortTest, ReflectionIsHereAndNotOnTheDataPort) {
  EXPECT_THAT(Listed(server_->admin_address()),
              ::testing::IsSupersetOf({"sipwhy.v1.Explainer", "sipwhy.admin.v1.Admin", "grpc.health.v1.Health",
                                       "grpc.channelz.v1.Channelz"}));
  EXPECT_THAT(Listed(server_->address()), ::testing::IsEmpty());
}

TEST_F(AdminPortTest, ManyOpenReflectionStreamsLeaveRoomForTheOperatorAndTheEnd) {
  ASSERT_THAT(server_->Load(), IsOk());
  const auto stub = grpc::reflection::v1::ServerReflection::NewStub(admin_channel_);
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  int refused = 0;
  std::vector<std::unique_ptr<grpc::ClientReaderWriter<grpc::reflection::v1::ServerReflectionRequest,
                                                       grpc::reflection::v1::ServerReflectionResponse>>>
      streams;
  for (int i = 0; i < 20; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    streams.push_back(stub->ServerReflectionInfo(contexts.back().get()));
    grpc::reflection::v1::ServerReflectionRequest request;
    request.set_list_services("");
    grpc::reflection::v1::ServerReflectionResponse response;
    if (streams.back()->Write(request) && streams.back()->Read(&response)) continue;
    EXPECT_EQ(streams.back()->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    ++refused;
  }
  EXPECT_EQ(refused, 4);
  EXPECT_TRUE(GetStatus().serving());
  for (const auto& context : contexts) context->TryCancel();
}

TEST_F(AdminPortTest, DataPortHasNoAdmin) {
  const auto stub =
      admin::v1::Admin::NewStub(grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  admin::v1::GetStatusResponse response;
  EXPECT_EQ(stub->GetStatus(&context, {}, &response).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(AdminPortTest, UnixSocketServesBoth) {
  Start({.database = database_,
         .listen = absl::StrCat("unix:", directory_.File("data")),
         .admin = absl::StrCat("unix:", directory_.File("admin")),
         .log_level = LogLevel::kError});
  ASSERT_THAT(server_->Load(), IsOk());
  EXPECT_TRUE(GetStatus().serving());
  EXPECT_TRUE(Explain(408));
}

TEST_F(AdminPortTest, AddressThatIsTakenIsRefused) {
  EXPECT_THAT(Server::Start({.database = database_, .listen = "127.0.0.1:0", .admin = server_->admin_address()}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(server_->admin_address())));
}

TEST_F(AdminPortTest, OffMeansNone) {
  Start({.database = database_, .listen = "127.0.0.1:0", .admin = "", .log_level = LogLevel::kError});
  EXPECT_EQ(server_->admin_address(), "");
  ASSERT_THAT(server_->Load(), IsOk());
  EXPECT_TRUE(Explain(408));
}

TEST_F(AdminPortTest, ProbeAsksTheDataPort) {
  EXPECT_THAT(server_->Probe(absl::Seconds(5)), Not(IsOk()));
  ASSERT_THAT(server_->Load(), IsOk());
  EXPECT_THAT(server_->Probe(absl::Seconds(5)), IsOk());
  EXPECT_EQ(GetStatus().connections().accepted(), 2);
}

TEST_F(AdminPortTest, WhileItDrainsItIsNotReadyAndStillAnswers) {
  ASSERT_THAT(server_->Load(), IsOk());
  server_->Drain();
  EXPECT_THAT(Fetch(server_->admin_address(), "/readyz"), HasSubstr("HTTP/1.1 503"));
  EXPECT_EQ(Health(server_->address(), ""), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  EXPECT_TRUE(Explain(408));
  EXPECT_THAT(server_->Probe(absl::Seconds(5)), IsOk());
}

}  // namespace
}  // namespace sipwhy
