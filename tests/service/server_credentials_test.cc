#include "service/server_credentials.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <map>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "network/connection_acceptor.h"
#include "service/principal.h"
#include "tests/security/test_authority.h"
#include "tests/service/tls_client.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Handshake;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::KeyPair;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::TestAuthority;
using ::sipwhy::testing::TlsClient;

using Seconds = std::chrono::duration<double>;
using Entrance = grpc::experimental::ExternalConnectionAcceptor;

grpc::ByteBuffer BufferOf(const std::string& text) {
  const grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

std::string TextOf(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  return buffer.DumpToSingleSlice(&slice).ok() ? std::string(slice.begin(), slice.end()) : "";
}

// Answers any call with who called.
class WhoCalls : public grpc::CallbackGenericService {
 private:
  class Reactor : public grpc::ServerGenericBidiReactor {
   public:
    explicit Reactor(const grpc::GenericCallbackServerContext& context)
        : answer_(BufferOf(PrincipalOfCertificate(*context.auth_context()))) {
      StartRead(&request_);
    }
    void OnReadDone(bool /*ok*/) override { StartWriteAndFinish(&answer_, {}, grpc::Status::OK); }
    void OnDone() override { delete this; }

   private:
    grpc::ByteBuffer request_;
    grpc::ByteBuffer answer_;
  };

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    return new Reactor(*context);
  }
};

// A gRPC server behind our own accept loop, as the service is, with the certificate of a watch.
class TlsServer {
 public:
  explicit TlsServer(const CertificateWatch& watch) {
    grpc::ServerBuilder builder;
    entrance_ = builder.experimental().AddExternalConnectionAcceptor(
        grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, MakeServerCredentials(watch));
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
    acceptor_ = *ConnectionAcceptor::Listen("127.0.0.1:0", {}, [this](int connection) {
      Entrance::NewConnectionParameters parameters;
      parameters.fd = connection;
      entrance_->HandleNewConnection(&parameters);
    });
  }

  ~TlsServer() {
    acceptor_->Stop();
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
  }

  int port() const { return acceptor_->port(); }

 private:
  WhoCalls service_;
  std::unique_ptr<Entrance> entrance_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ConnectionAcceptor> acceptor_;
};

// A certificate for "localhost" that the server has in files, with authorities of clients or without.
class ServerCredentialsTest : public ::testing::Test {
 protected:
  ServerCredentialsTest() { Write(Issue("server 0")); }

  KeyPair Issue(const std::string& name) const { return authority_.Issue({.common_name = name}); }

  void Write(const KeyPair& pair) {
    WriteFile("certificate.pem", pair.certificate);
    WriteFile("key.pem", pair.key);
  }

  void WriteFile(const std::string& name, const std::string& text) {
    ASSERT_EQ(chmod(directory_.Write(name, text).c_str(), 0600), 0);
  }

  void Start(const std::string& client_ca = "") {
    CertificateFiles files = {.certificate = directory_.File("certificate.pem"), .key = directory_.File("key.pem")};
    if (!client_ca.empty()) files.client_ca = directory_.Write("ca.pem", client_ca);
    auto watch = CertificateWatch::Start(
        files, [](const CertificateReload&) {}, absl::Now);
    ASSERT_THAT(watch, IsOk());
    watch_ = *std::move(watch);
    server_ = std::make_unique<TlsServer>(*watch_);
  }

  Handshake Connect(const TlsClient::Options& options) const { return TlsClient(options).Connect(server_->port()); }

  // What the server says to a gRPC client of our own authority, whose certificate is `own`.
  std::string Ask(const KeyPair& own, grpc::Status* status) const {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = authority_.certificate();
    options.pem_private_key = own.key;
    options.pem_cert_chain = own.certificate;
    grpc::ChannelArguments arguments;
    arguments.SetSslTargetNameOverride("sipwhy.test");
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto channel = grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", server_->port()),
                                                   grpc::SslCredentials(options), arguments);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    const grpc::internal::RpcMethod method("/test.Test/WhoAmI", grpc::internal::RpcMethod::NORMAL_RPC);
    grpc::ByteBuffer answer;
    *status = grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(channel.get(), method, &context,
                                                                                    BufferOf("?"), &answer);
    return status->ok() ? TextOf(answer) : "";
  }

  std::string PrincipalFor(const KeyPair& own) const {
    grpc::Status status;
    const std::string principal = Ask(own, &status);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return principal;
  }

  const TempDirectory directory_;
  const TestAuthority authority_{"Our Authority"};
  std::unique_ptr<CertificateWatch> watch_;
  std::unique_ptr<TlsServer> server_;
};

TEST_F(ServerCredentialsTest, ClientsGetTls12And13WithHttp2AndNothingOlder) {
  Start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const Handshake handshake = Connect({.authority = authority_.certificate(), .only_version = version});
    EXPECT_TRUE(handshake.is_accepted) << handshake.why;
    EXPECT_EQ(handshake.protocol, version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3");
    EXPECT_EQ(handshake.alpn, "h2");
    EXPECT_EQ(handshake.common_name, "server 0");
  }
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    EXPECT_FALSE(Connect({.authority = authority_.certificate(), .only_version = version}).is_accepted);
  }
}

TEST_F(ServerCredentialsTest, ClientThatDoesNotOfferHttp2IsRefused) {
  Start();
  EXPECT_FALSE(Connect({.authority = authority_.certificate(), .offers_h2 = false}).is_accepted);
}

TEST_F(ServerCredentialsTest, WithoutAuthoritiesNobodyIsAskedForACertificateOrKnownByOne) {
  Start();
  EXPECT_EQ(PrincipalFor({}), "");
  EXPECT_EQ(PrincipalFor(Issue("not asked")), "");
}

TEST_F(ServerCredentialsTest, ClientWithoutACertificateIsRefused) {
  Start(authority_.certificate());
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    EXPECT_FALSE(Connect({.authority = authority_.certificate(), .only_version = version}).is_accepted);
  }
  grpc::Status status;
  Ask({}, &status);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerCredentialsTest, ClientOfAnotherAuthorityOrAnotherTimeOrForServersAloneIsRefused) {
  Start(authority_.certificate());
  const TestAuthority impostor("Our Authority");
  for (const KeyPair& own :
       {impostor.Issue({}), authority_.Issue({.until = absl::Now() - absl::Minutes(5)}),
        authority_.Issue({.from = absl::Now() + absl::Minutes(5)}), authority_.Issue({.usage = "serverAuth"})}) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
      EXPECT_FALSE(Connect({.authority = authority_.certificate(), .own = own, .only_version = version}).is_accepted);
    }
  }
  EXPECT_TRUE(Connect({.authority = authority_.certificate(), .own = Issue("right")}).is_accepted);
}

TEST_F(ServerCredentialsTest, ClientIsKnownByTheFirstUriElseTheFirstHostElseTheCommonName) {
  Start(authority_.certificate());
  const std::map<std::string, std::string> principals = {
      {"DNS:bot.test,URI:spiffe://test/bot", "uri:spiffe://test/bot"},
      {"URI:https://a.test/1,URI:https://b.test/2", "uri:https://a.test/1"},
      {"DNS:bot.test,DNS:other.test", "dns:bot.test"},
      {"IP:127.0.0.1", "cn:The Bot"},
      {"", "cn:The Bot"}};
  for (const auto& [names, principal] : principals) {
    EXPECT_EQ(PrincipalFor(authority_.Issue({.common_name = "The Bot", .names = names})), principal) << names;
  }
  EXPECT_EQ(PrincipalFor(authority_.Issue({.common_name = "", .names = "DNS:bot.test"})), "dns:bot.test");
}

TEST_F(ServerCredentialsTest, PrincipalCannotBreakALogLineAndHasABound) {
  Start(authority_.certificate());
  EXPECT_EQ(PrincipalFor(authority_.Issue({.common_name = "a\nlevel=error \"\xC3\xA4", .names = ""})),
            "cn:a\\nlevel=error \\\"\\xc3\\xa4");
  EXPECT_EQ(PrincipalFor(authority_.Issue({.names = absl::StrCat("URI:urn:", std::string(1000, 'x'))})).size(), 256U);
  EXPECT_EQ(PrincipalOfToken("bot"), "token:bot");
}

TEST_F(ServerCredentialsTest, AuthorityThatIsTakenAwayLetsNobodyInAnyMore) {
  const TestAuthority second("Second Authority");
  const KeyPair of_the_second = second.Issue({.common_name = "client"});
  Start(absl::StrCat(authority_.certificate(), second.certificate()));
  EXPECT_TRUE(Connect({.authority = authority_.certificate(), .own = of_the_second}).is_accepted);
  directory_.Write("ca.pem", authority_.certificate());
  const auto begin = std::chrono::steady_clock::now();
  const TlsClient refused({.authority = authority_.certificate(), .own = of_the_second});
  Seconds took = Seconds::zero();
  while (refused.Connect(server_->port()).is_accepted && took < std::chrono::seconds(10)) {
    took = std::chrono::steady_clock::now() - begin;
  }
  std::cout << "authority gone after " << took.count() << " s\n";
  EXPECT_LT(took, std::chrono::seconds(10));
  EXPECT_TRUE(Connect({.authority = authority_.certificate(), .own = Issue("right")}).is_accepted);
}

// ---- Rotation

// Makes connections one after the other on two threads, and knows of each which certificate it saw.
class Callers {
 public:
  Callers(const TlsClient::Options& options, int port) {
    for (int i = 0; i < 2; ++i) {
      threads_.emplace_back([this, options, port] {
        const TlsClient client(options);
        while (!stopping_) Note(client.Connect(port));
      });
    }
  }
  ~Callers() { Stop(); }

  void Stop() {
    stopping_ = true;
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

  // Waits until a handshake shows the certificate; false after ten seconds.
  bool AwaitCertificateOf(const std::string& common_name) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return seen_.count(common_name) > 0; });
  }

  // Waits until so many more are over.
  void AwaitMore(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(10), [&, until = done_ + count] { return done_ >= until; });
  }

  int done() const { return done_; }
  const std::vector<std::string>& failures() const { return failures_; }

 private:
  void Note(const Handshake& handshake) {
    const std::scoped_lock lock(mutex_);
    ++done_;
    if (handshake.is_accepted) {
      ++seen_[handshake.common_name];
    } else {
      failures_.push_back(handshake.why);
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, int> seen_;
  std::vector<std::string> failures_;
  int done_ = 0;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> threads_;
};

TEST_F(ServerCredentialsTest, NoHandshakeFailsDuringRotationsWithSpoiledFilesBetween) {
  constexpr int kRotations = 24;
  const TestAuthority other("Other Authority");
  Start(authority_.certificate());
  Callers callers({.authority = authority_.certificate(), .own = Issue("client")}, server_->port());
  ASSERT_TRUE(callers.AwaitCertificateOf("server 0"));
  Seconds longest = Seconds::zero();
  Seconds sum = Seconds::zero();
  for (int i = 1; i <= kRotations; ++i) {
    const std::string name = absl::StrCat("server ", i);
    const KeyPair next = Issue(name);
    const std::vector<KeyPair> spoiled = {{"", ""},
                                          {"garbage", "garbage"},
                                          {next.certificate, next.key.substr(0, 100)},
                                          {next.certificate, Issue("stranger").key},
                                          authority_.Issue({.until = absl::Now() - absl::Minutes(1)})};
    Write(spoiled[static_cast<size_t>(i) % spoiled.size()]);
    EXPECT_FALSE(watch_->ReloadNow().status.ok());
    callers.AwaitMore(10);
    WriteFile("ca.pem", absl::StrCat(authority_.certificate(), i % 2 == 0 ? other.certificate() : ""));
    WriteFile("certificate.pem", next.certificate);
    EXPECT_FALSE(watch_->ReloadNow().status.ok());
    callers.AwaitMore(10);
    WriteFile("key.pem", next.key);
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_TRUE(callers.AwaitCertificateOf(name)) << name;
    const Seconds took = std::chrono::steady_clock::now() - begin;
    longest = std::max(longest, took);
    sum += took;
  }
  callers.Stop();
  std::cout << kRotations << " rotations, " << callers.done() << " handshakes, " << callers.failures().size()
            << " failed; new certificate after " << sum.count() / kRotations << " s on average, " << longest.count()
            << " s at most\n";
  EXPECT_THAT(callers.failures(), ::testing::IsEmpty());
}

// The provider looks once a second: files that change all the time are what could show it halves of two pairs.
TEST_F(ServerCredentialsTest, NoHandshakeFailsWhilePairsChangeWithoutPause) {
  Start();
  Callers callers({.authority = authority_.certificate()}, server_->port());
  const KeyPair pairs[] = {Issue("even"), Issue("odd")};
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  int changes = 0;
  while (std::chrono::steady_clock::now() < end) {
    Write(pairs[changes % 2]);
    changes += watch_->ReloadNow().status.ok() ? 1 : 0;
  }
  callers.Stop();
  std::cout << changes << " changes, " << callers.done() << " handshakes, " << callers.failures().size() << " failed\n";
  EXPECT_THAT(callers.failures(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace sipwhy
