#include "client/service_channel.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "tests/security/test_authority.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::CertificateWish;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::KeyPair;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::TestAuthority;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Accepts the tokens of a set, or everybody while it is empty, and fails the first `failures` calls that it accepts.
class Service final : public v1::Explainer::Service {
 public:
  grpc::Status Explain(grpc::ServerContext* context, const v1::ExplainRequest* /*request*/,
                       v1::ExplainResponse* /*response*/) override {
    const std::scoped_lock lock(mutex_);
    const auto found = context->client_metadata().find("authorization");
    const bool has_one = found != context->client_metadata().end();
    seen_.push_back(has_one ? std::string(found->second.data(), found->second.size()) : "");
    if (!accepted_.empty() && !accepted_.contains(seen_.back())) return {grpc::StatusCode::UNAUTHENTICATED, "who?"};
    if (failures_-- > 0) return failure_;
    return grpc::Status::OK;
  }

  void Accept(std::set<std::string> authorizations) {
    const std::scoped_lock lock(mutex_);
    accepted_ = std::move(authorizations);
  }

  void Fail(int calls, grpc::Status status) {
    const std::scoped_lock lock(mutex_);
    failures_ = calls;
    failure_ = std::move(status);
  }

  std::vector<std::string> seen() const {
    const std::scoped_lock lock(mutex_);
    return seen_;
  }

 private:
  mutable std::mutex mutex_;  // guards what follows
  std::set<std::string> accepted_;
  std::vector<std::string> seen_;
  int failures_ = 0;
  grpc::Status failure_;
};

class ServiceChannelTest : public ::testing::Test {
 protected:
  std::shared_ptr<grpc::ServerCredentials> Tls(const KeyPair& own, bool wants_clients = false) const {
    grpc::SslServerCredentialsOptions options;
    options.pem_key_cert_pairs.push_back({.private_key = own.key, .cert_chain = own.certificate});
    options.pem_root_certs = authority_.certificate();
    if (wants_clients) options.client_certificate_request = GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
    return grpc::SslServerCredentials(options);
  }

  void Serve(const std::shared_ptr<grpc::ServerCredentials>& credentials, const std::string& address = "127.0.0.1:0") {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(address, credentials, &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    address_ = port <= 1 ? address : absl::StrCat("127.0.0.1:", port);
  }

  std::string Authority() const { return directory_.Write("ca.pem", authority_.certificate()); }

  static grpc::Status Call(const ServiceChannel& service) {
    const std::unique_ptr<v1::Explainer::Stub> stub = v1::Explainer::NewStub(service.channel);
    return CallWithToken(service, [&](const std::string& authorization) {
      grpc::ClientContext context;
      context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
      if (!authorization.empty()) context.AddMetadata("authorization", authorization);
      v1::ExplainResponse response;
      return stub->Explain(&context, v1::ExplainRequest(), &response);
    });
  }

  // One call to `access`, which has to be usable.
  static absl::Status CallTo(const ServiceAccess& access) {
    const absl::StatusOr<ServiceChannel> service = OpenServiceChannel(access);
    if (!service.ok()) return service.status();
    const grpc::Status status = Call(*service);
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  }

  TempDirectory directory_;
  TestAuthority authority_{"Authority"};
  Service service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

TEST_F(ServiceChannelTest, ReachesAServiceWithoutTls) {
  Serve(grpc::InsecureServerCredentials());
  EXPECT_THAT(CallTo({.address = address_}), IsOk());
}

TEST_F(ServiceChannelTest, ReachesAServiceOnAUnixSocket) {
  Serve(grpc::InsecureServerCredentials(), absl::StrCat("unix:", directory_.File("s")));
  EXPECT_THAT(CallTo({.address = address_, .token = "abc"}), IsOk());
  EXPECT_THAT(service_.seen(), ElementsAre("Bearer abc"));
}

TEST_F(ServiceChannelTest, ReachesAServiceWithTls) {
  Serve(Tls(authority_.Issue({})));
  EXPECT_THAT(CallTo({.address = address_, .ca = Authority(), .token = "abc"}), IsOk());
  EXPECT_THAT(service_.seen(), ElementsAre("Bearer abc"));
}

TEST_F(ServiceChannelTest, ServiceOfAnotherAuthorityIsNotTalkedTo) {
  Serve(Tls(TestAuthority("Another").Issue({})));
  EXPECT_THAT(CallTo({.address = address_, .ca = Authority(), .token = "abc"}),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(service_.seen(), SizeIs(0));
}

TEST_F(ServiceChannelTest, ServiceOfAnotherNameIsNotTalkedTo) {
  Serve(Tls(authority_.Issue({.names = "DNS:another.test,IP:192.0.2.1"})));
  EXPECT_THAT(CallTo({.address = address_, .ca = Authority(), .token = "abc"}),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(service_.seen(), SizeIs(0));
}

TEST_F(ServiceChannelTest, ServiceWithoutTlsIsNotTalkedToWhereTlsIsWanted) {
  Serve(grpc::InsecureServerCredentials());
  EXPECT_THAT(CallTo({.address = address_, .ca = Authority(), .token = "abc"}),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(service_.seen(), SizeIs(0));
}

TEST_F(ServiceChannelTest, ServiceThatWantsACertificateGetsIt) {
  Serve(Tls(authority_.Issue({}), /*wants_clients=*/true));
  const KeyPair own = authority_.Issue({.common_name = "bot", .usage = "clientAuth"});
  EXPECT_THAT(CallTo({.address = address_,
                      .ca = Authority(),
                      .certificate = directory_.Write("own.pem", own.certificate),
                      .key = directory_.Write("own.key", own.key)}),
              IsOk());
}

TEST_F(ServiceChannelTest, ServiceThatWantsACertificateRefusesAClientWithout) {
  Serve(Tls(authority_.Issue({}), /*wants_clients=*/true));
  EXPECT_THAT(CallTo({.address = address_, .ca = Authority()}), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(service_.seen(), SizeIs(0));
}

TEST_F(ServiceChannelTest, FileThatCannotBeUsedIsNamed) {
  const std::string bad = directory_.Write("bad", "not a thing");
  const std::string none = directory_.File("none");
  EXPECT_THAT(OpenServiceChannel({.ca = bad}), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(bad)));
  EXPECT_THAT(OpenServiceChannel({.ca = none}), StatusIs(absl::StatusCode::kNotFound, StartsWith(none)));
  EXPECT_THAT(OpenServiceChannel({.ca = Authority(), .certificate = bad, .key = bad}),
              StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(bad)));
  EXPECT_THAT(OpenServiceChannel({.token_file = bad}), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(bad)));
}

TEST_F(ServiceChannelTest, TokenDoesNotGoElsewhereInPlainText) {
  EXPECT_THAT(OpenServiceChannel({.address = "sipwhy.example.org:50051", .token = "s3cret"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("unencrypted")));
}

TEST_F(ServiceChannelTest, OnlyTlsAndThisMachineArePrivate) {
  EXPECT_TRUE(OpenServiceChannel({.address = "127.0.0.1:1"})->is_private);
  EXPECT_TRUE(OpenServiceChannel({.address = "sipwhy.example.org:1", .ca = Authority()})->is_private);
  EXPECT_FALSE(OpenServiceChannel({.address = "sipwhy.example.org:1"})->is_private);
}

TEST_F(ServiceChannelTest, UnavailableAndCancelledAreTriedAgain) {
  Serve(grpc::InsecureServerCredentials());
  for (const grpc::StatusCode code : {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::CANCELLED}) {
    service_.Fail(3, {code, "not now"});
    EXPECT_THAT(CallTo({.address = address_}), IsOk());
  }
  EXPECT_THAT(service_.seen(), SizeIs(8));
}

TEST_F(ServiceChannelTest, OtherErrorsAreNotTriedAgain) {
  Serve(grpc::InsecureServerCredentials());
  service_.Fail(1, {grpc::StatusCode::RESOURCE_EXHAUSTED, "too many"});
  EXPECT_THAT(CallTo({.address = address_}), StatusIs(absl::StatusCode::kResourceExhausted, "too many"));
  EXPECT_THAT(service_.seen(), SizeIs(1));
}

TEST_F(ServiceChannelTest, TokensAreRotatedWithoutARestart) {
  Serve(grpc::InsecureServerCredentials());
  service_.Accept({"Bearer first"});
  const std::string path = directory_.Write("token", "first\n");
  const absl::StatusOr<ServiceChannel> channel = OpenServiceChannel({.address = address_, .token_file = path});
  ASSERT_THAT(channel, IsOk());
  EXPECT_TRUE(Call(*channel).ok());
  // Within the second in which the file is not looked at.
  directory_.Write("token", "second\n");
  service_.Accept({"Bearer second"});
  EXPECT_TRUE(Call(*channel).ok());
  EXPECT_EQ(service_.seen().back(), "Bearer second");
}

TEST_F(ServiceChannelTest, TokenThatIsRefusedIsTriedOnce) {
  Serve(grpc::InsecureServerCredentials());
  service_.Accept({"Bearer another"});
  EXPECT_THAT(CallTo({.address = address_, .token_file = directory_.Write("token", "first")}),
              StatusIs(absl::StatusCode::kUnauthenticated, "who?"));
  EXPECT_THAT(service_.seen(), ElementsAre("Bearer first"));
}

TEST_F(ServiceChannelTest, ProxyOfTheEnvironmentIsNotUsedOnThisMachine) {
  Serve(grpc::InsecureServerCredentials());
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  const absl::Status status = CallTo({.address = address_});
  unsetenv("http_proxy");
  EXPECT_THAT(status, IsOk());
}

TEST_F(ServiceChannelTest, ServiceThatComesBackIsFoundAgain) {
  Serve(grpc::InsecureServerCredentials());
  const absl::StatusOr<ServiceChannel> channel = OpenServiceChannel({.address = address_});
  ASSERT_THAT(channel, IsOk());
  EXPECT_TRUE(Call(*channel).ok());
  server_->Shutdown();
  EXPECT_EQ(Call(*channel).error_code(), grpc::StatusCode::UNAVAILABLE);
  Serve(grpc::InsecureServerCredentials(), address_);
  EXPECT_TRUE(channel->channel->WaitForConnected(absl::ToChronoTime(absl::Now() + absl::Seconds(5))));
  EXPECT_TRUE(Call(*channel).ok());
}

}  // namespace
}  // namespace sipwhy
