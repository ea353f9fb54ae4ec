#include "service/health_probe.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <atomic>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "files/descriptor.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "network/connection_acceptor.h"
#include "network/listener.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::grpc::health::v1::Health;
using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr absl::Duration kPatience = absl::Seconds(10);

// What the server says about one service; it knows no other.
class FixedHealth : public Health::CallbackService {
 public:
  explicit FixedHealth(HealthCheckResponse::ServingStatus status) : status_(status) {}

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context, const HealthCheckRequest* request,
                                  HealthCheckResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    response->set_status(status_);
    reactor->Finish(request->service() == "sipwhy.v1.Explainer"
                        ? grpc::Status::OK
                        : grpc::Status(grpc::StatusCode::NOT_FOUND, "no such service"));
    return reactor;
  }

 private:
  const HealthCheckResponse::ServingStatus status_;
};

// A server behind an accept loop, as the service is.
class HealthServer {
 public:
  explicit HealthServer(HealthCheckResponse::ServingStatus status,
                        std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials(),
                        const std::string& address = "127.0.0.1:0")
      : health_(status) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&health_);
    connections_ = builder.experimental().AddExternalConnectionAcceptor(
        grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, std::move(credentials));
    server_ = builder.BuildAndStart();
    acceptor_ = ConnectionAcceptor::Listen(address, {}, [this](int connection) {
                  grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters parameters;
                  parameters.fd = connection;
                  connections_->HandleNewConnection(&parameters);
                }).value();
  }

  const std::string& address() const { return acceptor_->address(); }
  uint64_t accepted() const { return acceptor_->statistics().accepted; }

 private:
  FixedHealth health_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> connections_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ConnectionAcceptor> acceptor_;
};

HealthQuestion About(const std::string& target) { return {.target = target, .service = "sipwhy.v1.Explainer"}; }

// A certificate that nobody would trust, and its key.
grpc::SslServerCredentialsOptions::PemKeyCertPair SelfSigned() {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const auto text = [](const auto& write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    write(memory.get());
    char* data = nullptr;
    const auto size = static_cast<size_t>(BIO_get_mem_data(memory.get(), &data));
    return std::string(data, size);
  };
  return {.private_key = text(
              [&](BIO* memory) { PEM_write_bio_PrivateKey(memory, key.get(), nullptr, nullptr, 0, nullptr, nullptr); }),
          .cert_chain = text([&](BIO* memory) { PEM_write_bio_X509(memory, certificate.get()); })};
}

TEST(HealthProbeTest, ServerThatServesIsWell) {
  const HealthServer server(HealthCheckResponse::SERVING);
  EXPECT_THAT(ProbeHealth(About(server.address()), kPatience), IsOk());
}

TEST(HealthProbeTest, EachProbeIsAConnectionOfItsOwn) {
  const HealthServer server(HealthCheckResponse::SERVING);
  for (int i = 0; i < 3; ++i) EXPECT_THAT(ProbeHealth(About(server.address()), kPatience), IsOk());
  EXPECT_EQ(server.accepted(), 3u);
}

TEST(HealthProbeTest, ServerOnAUnixSocketIsReached) {
  const TempDirectory folder;
  const HealthServer server(HealthCheckResponse::SERVING, grpc::InsecureServerCredentials(),
                            absl::StrCat("unix:", folder.File("socket")));
  EXPECT_THAT(ProbeHealth(About(server.address()), kPatience), IsOk());
}

TEST(HealthProbeTest, ServerThatDoesNotServeIsUnavailable) {
  const HealthServer server(HealthCheckResponse::NOT_SERVING);
  EXPECT_THAT(ProbeHealth(About(server.address()), kPatience),
              StatusIs(absl::StatusCode::kUnavailable, AllOf(HasSubstr(server.address()), HasSubstr("NOT_SERVING"))));
}

TEST(HealthProbeTest, ErrorOfTheServerIsReturned) {
  const HealthServer server(HealthCheckResponse::SERVING);
  EXPECT_THAT(ProbeHealth({.target = server.address(), .service = "other"}, kPatience),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no such service")));
}

TEST(HealthProbeTest, NobodyListeningIsUnavailable) {
  EXPECT_THAT(ProbeHealth(About("unix:/nonexistent/socket"), kPatience), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(HealthProbeTest, ServerThatNeverAcceptsIsLate) {
  const absl::StatusOr<Listener> deaf = ListenOn("127.0.0.1:0", 1);
  ASSERT_THAT(deaf, IsOk());
  EXPECT_THAT(ProbeHealth(About(deaf->address), absl::Milliseconds(50)),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr(deaf->address)));
}

TEST(HealthProbeTest, AnyCertificateWillDo) {
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs = {SelfSigned()};
  const HealthServer server(HealthCheckResponse::SERVING, grpc::SslServerCredentials(options));
  HealthQuestion question = About(server.address());
  question.tls = true;
  EXPECT_THAT(ProbeHealth(question, kPatience), IsOk());
}

TEST(HealthProbeTest, ServerThatSpeaksNoTlsIsNotWell) {
  const HealthServer server(HealthCheckResponse::SERVING);
  HealthQuestion question = About(server.address());
  question.tls = true;
  EXPECT_THAT(ProbeHealth(question, kPatience), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace sipwhy
