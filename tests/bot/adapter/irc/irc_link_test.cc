#include "bot/adapter/irc/irc_link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "bot/adapter/irc/irc_line.h"
#include "tests/bot/adapter/irc/line_socket.h"
#include "tests/bot/http/test_certificate.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::bot {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ::sipwhy::bot::testing::LineSocket;
using ::sipwhy::bot::testing::Listener;
using ::sipwhy::bot::testing::TestCertificate;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Writes down what happens, and does what the test says then.
class Witness final : public IrcLinkListener {
 public:
  void OnUp() override {
    ups++;
    if (on_up) on_up();
  }
  void OnLine(absl::string_view line) override {
    lines.emplace_back(line);
    if (on_line) on_line();
  }
  void OnWritten() override { ++written; }
  void OnEnd(absl::string_view why) override { ends.emplace_back(why); }

  int ups = 0;
  int written = 0;
  std::vector<std::string> lines;
  std::vector<std::string> ends;
  std::function<void()> on_up;
  std::function<void()> on_line;
};

IrcSettings Plain(uint16_t port) {
  IrcSettings settings;
  settings.host = "127.0.0.1";
  settings.port = port;
  settings.tls = false;
  return settings;
}

class IrcLinkTest : public ::testing::Test {
 protected:
  void Open(IrcSettings settings) {
    settings_ = std::move(settings);
    link_ = IrcLink::Open(io_, settings_, witness_);
  }

  IrcSettings settings_;
  Witness witness_;
  asio::io_context io_;
  std::shared_ptr<IrcLink> link_;
};

TEST_F(IrcLinkTest, LinesGoBothWays) {
  Listener listener;
  Open(Plain(listener.port()));
  witness_.on_up = [&] { link_->Write("NICK sipwhy"); };
  std::thread server([&] {
    LineSocket socket = listener.Accept();
    EXPECT_EQ(socket.ReadLine(), "NICK sipwhy");
    socket.SendBytes("one\r\ntwo\n\r\nthr");
    socket.SendBytes("ee\r\nrest without an end");
  });
  io_.run();
  server.join();
  EXPECT_EQ(witness_.ups, 1);
  EXPECT_EQ(witness_.written, 1);
  EXPECT_THAT(witness_.lines, ElementsAre("one", "two", "", "three"));
  EXPECT_THAT(witness_.ends, ElementsAre("the connection is lost: End of file"));
}

TEST_F(IrcLinkTest, NothingIsHeardOnceItIsClosed) {
  Listener listener;
  Open(Plain(listener.port()));
  witness_.on_line = [&] { link_->Close(); };
  std::thread server([&] {
    LineSocket socket = listener.Accept();
    socket.SendBytes("one\r\ntwo\r\n");
    socket.WaitForEnd();
  });
  io_.run();
  server.join();
  EXPECT_THAT(witness_.lines, ElementsAre("one"));
  EXPECT_THAT(witness_.ends, IsEmpty());
}

TEST_F(IrcLinkTest, ClosingBeforeItIsUpIsSilent) {
  Listener listener;
  Open(Plain(listener.port()));
  link_->Close();
  io_.run();
  EXPECT_EQ(witness_.ups, 0);
  EXPECT_THAT(witness_.ends, IsEmpty());
}

TEST_F(IrcLinkTest, LineWithoutEndEndsTheLink) {
  Listener listener;
  Open(Plain(listener.port()));
  std::thread server([&] {
    LineSocket socket = listener.Accept();
    socket.SendBytes(std::string(kLongestIrcLine + 1, 'x'));
    socket.WaitForEnd();
  });
  io_.run();
  server.join();
  EXPECT_THAT(witness_.ends, ElementsAre("the server sends lines without end"));
  EXPECT_THAT(witness_.lines, IsEmpty());
}

TEST_F(IrcLinkTest, ServerThatIsNotThereEndsTheLink) {
  const uint16_t port = Listener().port();
  Open(Plain(port));
  io_.run();
  EXPECT_THAT(witness_.ends, ElementsAre(HasSubstr("cannot connect: ")));
}

TEST_F(IrcLinkTest, AuthoritiesThatCannotBeReadEndTheLink) {
  IrcSettings settings = Plain(1);
  settings.tls = true;
  settings.ca_file = "/no/such/file";
  Open(settings);
  io_.run();
  EXPECT_THAT(witness_.ends, ElementsAre(HasSubstr("cannot read the authorities: ")));
}

TEST_F(IrcLinkTest, ServerWithoutTlsIsNotSpokenTo) {
  Listener listener;
  const TestCertificate certificate("localhost");
  IrcSettings settings = Plain(listener.port());
  settings.tls = true;
  settings.ca_file = certificate.certificate();
  Open(settings);
  std::thread server([&] { listener.Accept().Send(":irc.example.org NOTICE * :hello"); });
  io_.run();
  server.join();
  EXPECT_EQ(witness_.ups, 0);
  EXPECT_THAT(witness_.ends, ElementsAre(HasSubstr("cannot agree on TLS: ")));
}

// A server that says "hello" over TLS, and what it learns of one client.
class TlsServer {
 public:
  TlsServer(const TestCertificate& certificate, const std::string& authority_of_clients)
      : context_(asio::ssl::context::tls_server), acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    context_.use_certificate_chain_file(certificate.certificate());
    context_.use_private_key_file(certificate.key(), asio::ssl::context::pem);
    if (authority_of_clients.empty()) return;
    context_.load_verify_file(authority_of_clients);
    context_.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  }

  uint16_t port() const { return acceptor_.local_endpoint().port(); }

  // Serves one client to its end.
  void Serve() {
    asio::ssl::stream<tcp::socket> stream(acceptor_.accept(), context_);
    boost::system::error_code error;
    stream.handshake(asio::ssl::stream_base::server, error);
    asio::streambuf bytes;
    if (!error) asio::read_until(stream, bytes, "\r\n", error);
    if (error) return;
    line.assign(asio::buffers_begin(bytes.data()), asio::buffers_end(bytes.data()));
    asio::write(stream, asio::buffer(std::string("hello\r\n")), error);
    stream.shutdown(error);
  }

  std::string line;  // the first that the client sent

 private:
  asio::io_context io_;
  asio::ssl::context context_;
  tcp::acceptor acceptor_;
};

class IrcLinkTlsTest : public IrcLinkTest {
 protected:
  // Connects to a server that has `certificate`, and sends it a secret where that is not refused.
  std::string Exchange(const TestCertificate& certificate, IrcSettings settings, const std::string& clients = "") {
    TlsServer server(certificate, clients);
    settings.port = server.port();
    Open(std::move(settings));
    witness_.on_up = [&] { link_->Write("secret"); };
    std::thread thread([&] { server.Serve(); });
    io_.run();
    thread.join();
    return server.line;
  }

  static IrcSettings Trusting(const TestCertificate& authority) {
    IrcSettings settings;
    settings.host = "localhost";
    settings.ca_file = authority.certificate();
    return settings;
  }
};

TEST_F(IrcLinkTlsTest, ServerThatIsKnownIsSpokenTo) {
  const TestCertificate certificate("localhost");
  EXPECT_EQ(Exchange(certificate, Trusting(certificate)), "secret\r\n");
  EXPECT_THAT(witness_.lines, ElementsAre("hello"));
}

TEST_F(IrcLinkTlsTest, ServerWithACertificateForAnotherHostIsRefused) {
  const TestCertificate certificate("irc.example.org");
  EXPECT_EQ(Exchange(certificate, Trusting(certificate)), "");
  EXPECT_EQ(witness_.ups, 0);
  EXPECT_THAT(witness_.ends, ElementsAre(HasSubstr("certificate verify failed")));
}

TEST_F(IrcLinkTlsTest, AddressIsNoHostName) {
  const TestCertificate certificate("localhost");
  IrcSettings settings = Trusting(certificate);
  settings.host = "127.0.0.1";
  EXPECT_EQ(Exchange(certificate, settings), "");
  EXPECT_THAT(witness_.ends, ElementsAre(HasSubstr("certificate verify failed")));
}

TEST_F(IrcLinkTlsTest, ServerOfAnUnknownAuthorityIsRefused) {
  const TestCertificate certificate("localhost");
  const TestCertificate other("localhost");
  EXPECT_EQ(Exchange(certificate, Trusting(other)), "");
  EXPECT_THAT(witness_.ends, ElementsAre(HasSubstr("certificate verify failed")));
}

TEST_F(IrcLinkTlsTest, SystemDoesNotKnowACertificateThatATestMade) {
  const TestCertificate certificate("localhost");
  IrcSettings settings = Trusting(certificate);
  settings.ca_file.clear();
  EXPECT_EQ(Exchange(certificate, settings), "");
  EXPECT_THAT(witness_.ends, ElementsAre(HasSubstr("certificate verify failed")));
}

TEST_F(IrcLinkTlsTest, CertificateOfThePastIsRefused) {
  const TestCertificate certificate("localhost", /*expired=*/true);
  EXPECT_EQ(Exchange(certificate, Trusting(certificate)), "");
  EXPECT_THAT(witness_.ends, ElementsAre(HasSubstr("certificate verify failed")));
}

TEST_F(IrcLinkTlsTest, ClientShowsItsCertificate) {
  const TestCertificate server("localhost");
  const TestCertificate client("sipwhy");
  IrcSettings settings = Trusting(server);
  settings.client_certificate = client.certificate();
  settings.client_key = client.key();
  EXPECT_EQ(Exchange(server, settings, client.certificate()), "secret\r\n");
}

TEST_F(IrcLinkTlsTest, ClientCertificateThatCannotBeUsedEndsTheLink) {
  const TestCertificate certificate("localhost");
  const TestCertificate other("sipwhy");
  IrcSettings settings = Trusting(certificate);
  settings.client_certificate = "/no/such/file";
  Open(settings);
  io_.run();
  EXPECT_THAT(witness_.ends, ElementsAre(HasSubstr("cannot use the client certificate: ")));

  witness_.ends.clear();
  settings.client_certificate = certificate.certificate();
  settings.client_key = other.key();
  io_.restart();
  Open(settings);
  io_.run();
  EXPECT_THAT(witness_.ends, ElementsAre(HasSubstr("cannot use the client key: ")));
}

}  // namespace
}  // namespace sipwhy::bot
