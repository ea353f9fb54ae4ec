#include "http/http_server.h"

#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "http/http_session.h"
#include "http/http_sessions.h"
#include "http/protocol_choice.h"

namespace sipwhy {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr std::chrono::seconds kDrain(3);
constexpr std::chrono::milliseconds kAcceptPause(100);

}  // namespace

// All that lives on the thread that does input and output, and the workers.
class HttpServer::Core {
 public:
  Core(const HttpServerOptions& options, Handler handler)
      : options_(options), handler_(std::move(handler)), workers_(options.workers) {}
  ~Core() { Stop(); }

  absl::Status Listen();
  void Start() {
    if (acceptor_.is_open()) Accept();
    thread_ = std::thread([this] { io_.run(); });
  }
  void Stop();
  void Take(int connection);
  std::string Url() const;

 private:
  absl::Status LoadCertificate();
  void Accept();
  void Begin(tcp::socket socket);
  void StartSession(tcp::socket socket);
  void NoteAccepted(const ErrorCode& error, tcp::socket socket);
  void NoteDrained();

  const HttpServerOptions options_;
  const Handler handler_;

  // Before `io_`, whose end releases the sessions that are left, and they leave here.
  HttpSessions sessions_;
  const HttpSessionSurroundings surroundings_ = {options_, handler_, sessions_, workers_};
  std::mutex mutex_;  // guards `is_drained_`
  std::condition_variable drained_;
  bool is_drained_ = false;

  asio::io_context io_{1};
  // While a worker has the only request, nothing waits for input or output, and the thread must not end.
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  tcp::acceptor acceptor_{io_};
  asio::steady_timer pause_{io_};
  std::optional<asio::ssl::context> tls_;
  asio::thread_pool workers_;
  std::thread thread_;
};

absl::Status HttpServer::Core::Listen() {
  if (absl::Status status = LoadCertificate(); !status.ok() || options_.host.empty()) return status;
  ErrorCode error;
  const auto address = asio::ip::make_address(options_.host, error);
  if (error) return absl::InvalidArgumentError(absl::StrCat(options_.host, " is no IP address"));
  const tcp::endpoint endpoint(address, options_.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("cannot listen on ", options_.host, ":", options_.port, ": ", error.message()));
}

absl::Status HttpServer::Core::LoadCertificate() {
  if (options_.certificate_file.empty() && options_.key_file.empty()) return absl::OkStatus();
  tls_.emplace(asio::ssl::context::tls_server);
  tls_->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  ErrorCode error;
  tls_->use_certificate_chain_file(options_.certificate_file, error);
  if (error) {
    return absl::InvalidArgumentError(
        absl::StrCat(options_.certificate_file, " is no certificate chain in PEM: ", error.message()));
  }
  tls_->use_private_key_file(options_.key_file, asio::ssl::context::pem, error);
  if (error) {
    return absl::InvalidArgumentError(
        absl::StrCat(options_.key_file, " is not that certificate's key in PEM: ", error.message()));
  }
  return absl::OkStatus();
}

void HttpServer::Core::Accept() {
  if (sessions_.closing()) return;
  acceptor_.async_accept(
      [this](const ErrorCode& error, tcp::socket socket) { NoteAccepted(error, std::move(socket)); });
}

void HttpServer::Core::NoteAccepted(const ErrorCode& error, tcp::socket socket) {
  if (sessions_.closing()) return;
  if (error) {
    // Such as when there is no file descriptor left.
    sessions_.CloseTheIdlest();
    pause_.expires_after(kAcceptPause);
    return pause_.async_wait([this](const ErrorCode&) { Accept(); });
  }
  ErrorCode ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  Begin(std::move(socket));
  Accept();
}

void HttpServer::Core::Begin(tcp::socket socket) {
  if (options_.http2 == nullptr || tls_.has_value()) return StartSession(std::move(socket));
  ChooseProtocol(
      std::move(socket), options_.patience, [this](tcp::socket http1) { StartSession(std::move(http1)); },
      [this](tcp::socket http2) { options_.http2(http2.release()); });
}

void HttpServer::Core::StartSession(tcp::socket socket) {
  if (sessions_.size() >= options_.most_connections) sessions_.CloseTheIdlest();
  StartHttpSession(surroundings_, std::move(socket), tls_.has_value() ? &*tls_ : nullptr);
}

void HttpServer::Core::Take(int connection) {
  // What is called tcp::socket serves any stream socket.
  const auto socket = std::make_shared<tcp::socket>(io_);
  ErrorCode error;
  socket->assign(tcp::v4(), connection, error);
  if (error) {
    close(connection);
    return;
  }
  asio::post(io_, [this, socket] {
    if (!sessions_.closing()) Begin(std::move(*socket));
  });
}

std::string HttpServer::Core::Url() const {
  if (!acceptor_.is_open()) return "";
  const tcp::endpoint endpoint = acceptor_.local_endpoint();
  const std::string address = endpoint.address().to_string();
  return absl::StrCat(tls_.has_value() ? "https://" : "http://",
                      endpoint.address().is_v6() ? absl::StrCat("[", address, "]") : address, ":", endpoint.port());
}

void HttpServer::Core::NoteDrained() {
  const std::scoped_lock lock(mutex_);
  is_drained_ = true;
  drained_.notify_all();
}

void HttpServer::Core::Stop() {
  if (!thread_.joinable()) return;
  asio::post(io_, [this] {
    ErrorCode ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    sessions_.CloseAll([this] { NoteDrained(); });
  });
  {
    std::unique_lock lock(mutex_);
    drained_.wait_for(lock, kDrain, [this] { return is_drained_; });
  }
  workers_.stop();
  workers_.join();
  io_.stop();
  thread_.join();
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerOptions& options, Handler handler) {
  auto core = std::make_unique<Core>(options, std::move(handler));
  if (absl::Status status = core->Listen(); !status.ok()) return status;
  std::string url = core->Url();
  core->Start();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(core), std::move(url)));
}

HttpServer::HttpServer(std::unique_ptr<Core> core, std::string url) : core_(std::move(core)), url_(std::move(url)) {}

HttpServer::~HttpServer() = default;

void HttpServer::Take(int connection) { core_->Take(connection); }

void HttpServer::Stop() { core_->Stop(); }

}  // namespace sipwhy
