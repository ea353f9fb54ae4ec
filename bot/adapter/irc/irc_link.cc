#include "bot/adapter/irc/irc_link.h"

#include <openssl/ssl.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "bot/adapter/irc/irc_line.h"

namespace sipwhy::bot {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

constexpr std::chrono::seconds kTimeToConnect(20);

bool IsAddress(const std::string& host) {
  Error error;
  asio::ip::make_address(host, error);
  return !error;
}

class AsioIrcLink final : public IrcLink, public std::enable_shared_from_this<AsioIrcLink> {
 private:
  // A handler that goes on with `next`, or ends the link with `what` and the error. Where `what` is empty, an error
  // means that there is nothing to do. The last parameter of some handlers, such as an endpoint, is of no use here.
  template <typename Next>
  auto Bind(Next next, absl::string_view what) {
    return [this, self = shared_from_this(), next, what](const Error& error, const auto&...) {
      if (listener_ == nullptr) return;
      if (!error) return next();
      if (!what.empty()) End(absl::StrCat(what, ": ", error.message()));
    };
  }

 public:
  AsioIrcLink(asio::io_context& io, const IrcSettings& settings, IrcLinkListener& listener)
      : settings_(settings), listener_(&listener), resolver_(io), socket_(io), deadline_(io) {}

  void Start() {
    deadline_.expires_after(kTimeToConnect);
    deadline_.async_wait(Bind([this] { End("the server did not answer in time"); }, ""));
    // Never calls the listener before Open() has returned.
    asio::post(socket_.get_executor(), [this, self = shared_from_this()] {
      if (listener_ != nullptr) Resolve();
    });
  }

  void Write(absl::string_view line) override {
    outbox_ = absl::StrCat(line, "\r\n");
    const auto written = Bind([this] { listener_->OnWritten(); }, "cannot send");
    WithStream([&](auto& stream) { asio::async_write(stream, asio::buffer(outbox_), written); });
  }

  void Close() override {
    listener_ = nullptr;
    Error ignored;
    deadline_.cancel(ignored);
    resolver_.cancel();
    socket_.close(ignored);
  }

 private:
  template <typename Use>
  void WithStream(Use use) {
    if (tls_.has_value()) return use(*tls_);
    use(socket_);
  }

  void End(const std::string& why) {
    IrcLinkListener* const listener = listener_;
    Close();
    if (listener != nullptr) listener->OnEnd(why);
  }

  void Resolve() {
    const std::string refusal = settings_.tls ? PrepareTls() : "";
    if (!refusal.empty()) return End(refusal);
    resolver_.async_resolve(settings_.host, absl::StrCat(settings_.port),
                            [this, self = shared_from_this()](const Error& error, const auto& addresses) {
                              if (listener_ == nullptr) return;
                              if (error) return End(absl::StrCat("cannot find the host: ", error.message()));
                              Connect(addresses);
                            });
  }

  void Connect(const tcp::resolver::results_type& addresses) {
    asio::async_connect(socket_, addresses, Bind([this] { Connected(); }, "cannot connect"));
  }

  void Connected() {
    if (!tls_.has_value()) return Up();
    tls_->async_handshake(asio::ssl::stream_base::client, Bind([this] { Up(); }, "cannot agree on TLS"));
  }

  void Up() {
    Error ignored;
    deadline_.cancel(ignored);
    listener_->OnUp();
    if (listener_ != nullptr) Read();
  }

  // Why TLS cannot be used, or nothing.
  std::string PrepareTls() {
    Error error;
    context_.emplace(asio::ssl::context::tls_client);
    if (SSL_CTX_set_min_proto_version(context_->native_handle(), TLS1_2_VERSION) != 1) return "cannot set up TLS";
    if (settings_.ca_file.empty()) {
      context_->set_default_verify_paths(error);
    } else {
      context_->load_verify_file(settings_.ca_file, error);
    }
    if (error) return absl::StrCat("cannot read the authorities: ", error.message());
    if (std::string refusal = UseClientCertificate(); !refusal.empty()) return refusal;
    tls_.emplace(socket_, *context_);
    tls_->set_verify_mode(asio::ssl::verify_peer, error);
    if (!error) tls_->set_verify_callback(asio::ssl::host_name_verification(settings_.host), error);
    return error || !NameServer() ? "cannot set up TLS" : "";
  }

  std::string UseClientCertificate() {
    if (settings_.client_certificate.empty()) return "";
    Error error;
    context_->use_certificate_chain_file(settings_.client_certificate, error);
    if (error) return absl::StrCat("cannot use the client certificate: ", error.message());
    context_->use_private_key_file(settings_.client_key, asio::ssl::context::pem, error);
    return error ? absl::StrCat("cannot use the client key: ", error.message()) : "";
  }

  // An address must not be named (RFC 6066 §3). This is SSL_set_tlsext_host_name, a macro, without its C cast.
  bool NameServer() {
    if (IsAddress(settings_.host)) return true;
    std::string host = settings_.host;
    return SSL_ctrl(tls_->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()) == 1;
  }

  void Read() {
    WithStream([this](auto& stream) {
      stream.async_read_some(asio::buffer(chunk_), [this, self = shared_from_this()](const Error& error, size_t size) {
        if (listener_ == nullptr) return;
        if (error) return End(absl::StrCat("the connection is lost: ", error.message()));
        inbox_.append(chunk_.data(), size);
        TakeLines();
        if (listener_ != nullptr) Read();
      });
    });
  }

  // Some servers end lines without the CR.
  void TakeLines() {
    size_t begin = 0;
    for (size_t end = inbox_.find('\n'); end != std::string::npos; end = inbox_.find('\n', begin)) {
      listener_->OnLine(absl::StripSuffix(absl::string_view(inbox_).substr(begin, end - begin), "\r"));
      if (listener_ == nullptr) return;
      begin = end + 1;
    }
    inbox_.erase(0, begin);
    if (inbox_.size() > kLongestIrcLine) End("the server sends lines without end");
  }

  const IrcSettings& settings_;
  IrcLinkListener* listener_;  // null once closed
  tcp::resolver resolver_;
  tcp::socket socket_;
  asio::steady_timer deadline_;
  std::optional<asio::ssl::context> context_;
  std::optional<asio::ssl::stream<tcp::socket&>> tls_;
  std::array<char, 8192> chunk_ = {};
  std::string inbox_;
  std::string outbox_;
};

}  // namespace

std::shared_ptr<IrcLink> IrcLink::Open(asio::io_context& io, const IrcSettings& settings, IrcLinkListener& listener) {
  auto link = std::make_shared<AsioIrcLink>(io, settings, listener);
  link->Start();
  return link;
}

}  // namespace sipwhy::bot
