#include "bot/http/http_server.h"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace sipwhy::bot {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr size_t kLargestBody = 256U << 10U;
constexpr uint32_t kLargestHeader = 16U << 10U;
constexpr size_t kFirstRead = 4096;
constexpr size_t kMostDiscarded = 4U << 20U;
constexpr absl::Duration kLongestWait = absl::Milliseconds(500);
constexpr std::chrono::seconds kDrain(3);
constexpr std::chrono::milliseconds kAcceptPause(100);

std::chrono::milliseconds ToChrono(absl::Duration duration) {
  return std::chrono::milliseconds(absl::ToInt64Milliseconds(duration));
}

HttpRequest FromBeast(http::request<http::string_body> request) {
  const absl::string_view target(request.target().data(), request.target().size());
  const size_t question = std::min(target.find('?'), target.size());
  HttpRequest plain;
  plain.method = std::string(request.method_string());
  plain.path = std::string(target.substr(0, question));
  plain.query = std::string(target.substr(std::min(question + 1, target.size())));
  for (const auto& field : request) plain.headers.Add(std::string(field.name_string()), std::string(field.value()));
  plain.body = std::move(request.body());
  return plain;
}

// The body is left out for HEAD and its length is said all the same (RFC 9110 §9.3.2).
http::response<http::string_body> ToBeast(HttpResponse plain, bool head, unsigned version, bool keep_alive) {
  http::response<http::string_body> response(static_cast<http::status>(plain.status), version);
  response.set(http::field::date, absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now(), absl::UTCTimeZone()));
  for (const auto& [name, value] : plain.headers.fields()) response.insert(name, value);
  if (!plain.content_type.empty()) response.set(http::field::content_type, plain.content_type);
  response.keep_alive(keep_alive);
  response.content_length(plain.body.size());
  if (!head) response.body() = std::move(plain.body);
  return response;
}

HttpResponse Plain(int status, std::string sentence) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(sentence)};
}

HttpResponse ForReadError(const beast::error_code& error) {
  if (error == http::error::body_limit) return Plain(413, "The body is over 256 KiB.\n");
  if (error == http::error::header_limit) return Plain(431, "The header is over 16 KiB.\n");
  return Plain(400, "This is not HTTP/1.1.\n");
}

HttpResponse Busy() {
  HttpResponse busy = Plain(503, "Too many requests wait; try again in a moment.\n");
  busy.headers.Add("Retry-After", "1");
  return busy;
}

// What the server knows of a session, whatever its stream.
class Connection {
 public:
  virtual ~Connection() = default;

  // Since when it waits for a request; InfiniteFuture while it has one, or is closed.
  virtual absl::Time idle_since() const = 0;
  virtual void Close() = 0;
};

}  // namespace

// All that lives on the thread that does input and output, and the workers.
class HttpServer::Core {
 public:
  Core(const HttpServerOptions& options, Handler handler)
      : options_(options), handler_(std::move(handler)), workers_(options.workers) {}
  ~Core() { Stop(); }

  absl::Status Listen();
  void Start() {
    Accept();
    thread_ = std::thread([this] { io_.run(); });
  }
  void Stop();
  tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }
  bool has_tls() const { return tls_.has_value(); }

 private:
  template <typename Stream>
  class Session;

  HttpResponse Answer(const HttpRequest& request) const;
  absl::Status LoadCertificate();
  void Accept();
  void NoteAccepted(const beast::error_code& error, tcp::socket socket);

  // Sessions, on the thread of `io_`.
  void Enter(Connection* session) { sessions_.insert(session); }
  void Leave(Connection* session);
  void CloseTheIdlest();

  const HttpServerOptions options_;
  const Handler handler_;

  // Before `io_`, whose end releases the sessions that are left, and they leave here.
  std::set<Connection*> sessions_;
  bool accepting_ = false;
  bool stopping_ = false;
  std::mutex mutex_;  // guards `ended_`
  std::condition_variable drained_;
  bool ended_ = false;

  asio::io_context io_{1};
  // While a worker has the only request, nothing waits for input or output, and the thread must not end.
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  tcp::acceptor acceptor_{io_};
  asio::steady_timer pause_{io_};
  std::optional<asio::ssl::context> tls_;
  asio::thread_pool workers_;
  std::thread thread_;
};

// One connection: reads a request, hands it to a worker, writes the response, and again.
template <typename Stream>
class HttpServer::Core::Session final : public Connection, public std::enable_shared_from_this<Session<Stream>> {
 public:
  template <typename... Arguments>
  explicit Session(Core& core, Arguments&&... arguments)
      : core_(core), stream_(std::forward<Arguments>(arguments)...) {}
  ~Session() override { core_.Leave(this); }

  absl::Time idle_since() const override { return idle_since_; }

  void Close() override {
    idle_since_ = absl::InfiniteFuture();
    beast::error_code ignored;
    beast::get_lowest_layer(stream_).socket().shutdown(tcp::socket::shutdown_both, ignored);
    beast::get_lowest_layer(stream_).close();
  }

  void Start() {
    core_.Enter(this);
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      Expire(core_.options_.patience);
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](const beast::error_code& error) {
                                if (!error) self->AwaitRequest(self->core_.options_.patience);
                              });
    } else {
      AwaitRequest(core_.options_.patience);
    }
  }

 private:
  void Expire(absl::Duration duration) { beast::get_lowest_layer(stream_).expires_after(ToChrono(duration)); }

  // A connection may be idle for long before a request, but not within one.
  void AwaitRequest(absl::Duration patience) {
    if (core_.stopping_) return Close();
    idle_since_ = absl::Now();
    serializer_.reset();
    response_.reset();
    if (buffer_.size() == 0) buffer_.shrink_to_fit();
    parser_.emplace();
    parser_->body_limit(kLargestBody);
    parser_->header_limit(kLargestHeader);
    if (buffer_.size() > 0) return ReadRequest();
    Expire(patience);
    stream_.async_read_some(buffer_.prepare(kFirstRead),
                            [self = this->shared_from_this()](const beast::error_code& error, size_t size) {
                              if (error) return;
                              self->buffer_.commit(size);
                              self->ReadRequest();
                            });
  }

  void ReadRequest() {
    Expire(core_.options_.patience);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = this->shared_from_this()](const beast::error_code& error, size_t /*size*/) {
                              if (error) return self->NoteRead(error);
                              self->ReadBody();
                            });
  }

  // A client may wait for leave to send its body (RFC 9110 §10.1.1).
  void ReadBody() {
    if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) return ReadRest();
    go_on_.version(11);
    go_on_.result(http::status::continue_);
    http::async_write(stream_, go_on_,
                      [self = this->shared_from_this()](const beast::error_code& error, size_t /*size*/) {
                        if (!error) self->ReadRest();
                      });
  }

  void ReadRest() {
    http::async_read(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](const beast::error_code& error, size_t /*size*/) { self->NoteRead(error); });
  }

  void NoteRead(const beast::error_code& error) {
    if (!error) return Handle();
    // What says nothing more is gone; what says something wrong hears so.
    const bool is_wrong = error.category() == make_error_code(http::error::bad_method).category() &&
                          error != http::error::end_of_stream && error != http::error::partial_message;
    if (!is_wrong) return;
    lingers_ = true;
    Write(ToBeast(ForReadError(error), false, 11, false));
  }

  void Handle() {
    idle_since_ = absl::InfiniteFuture();
    http::request<http::string_body> message = parser_->release();
    const bool head = message.method() == http::verb::head;
    const unsigned version = message.version();
    const bool keep_alive = message.keep_alive();
    // The worker gives its hold on the session back to the thread of `io_`, so that it never ends on a worker.
    asio::post(core_.workers_, [self = this->shared_from_this(), request = FromBeast(std::move(message)), head, version,
                                keep_alive, came = absl::Now()]() mutable {
      HttpResponse plain = absl::Now() - came > kLongestWait ? Busy() : self->core_.Answer(request);
      auto response = ToBeast(std::move(plain), head, version, keep_alive);
      const auto executor = self->stream_.get_executor();
      asio::post(executor, [self = std::move(self), response = std::move(response)]() mutable {
        self->Write(std::move(response));
      });
    });
  }

  void Write(http::response<http::string_body> response) {
    response_ = std::move(response);
    serializer_.emplace(*response_);
    Expire(core_.options_.patience);
    http::async_write(stream_, *serializer_,
                      [self = this->shared_from_this()](const beast::error_code& error, size_t /*size*/) {
                        self->NoteWritten(error);
                      });
  }

  void NoteWritten(const beast::error_code& error) {
    if (!error && response_->keep_alive()) return AwaitRequest(core_.options_.idle);
    if (error || !lingers_) return Close();
    beast::error_code ignored;
    beast::get_lowest_layer(stream_).socket().shutdown(tcp::socket::shutdown_send, ignored);
    Expire(core_.options_.patience);
    Discard();
  }

  // Reads on for a while what nobody wants: closing with bytes unread would reset the connection, and the response with
  // it (RFC 9112 §9.6).
  void Discard() {
    buffer_.consume(buffer_.size());
    stream_.async_read_some(buffer_.prepare(kFirstRead),
                            [self = this->shared_from_this()](const beast::error_code& error, size_t size) {
                              self->discarded_ += size;
                              if (error || self->discarded_ > kMostDiscarded) return self->Close();
                              self->Discard();
                            });
  }

  Core& core_;
  Stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  bool lingers_ = false;  // after a request that was not read to its end
  size_t discarded_ = 0;
  http::response<http::empty_body> go_on_;
  absl::Time idle_since_ = absl::Now();
};

absl::Status HttpServer::Core::Listen() {
  beast::error_code error;
  const auto address = asio::ip::make_address(options_.host, error);
  if (error) return absl::InvalidArgumentError(absl::StrCat(options_.host, " is no IP address"));
  if (absl::Status status = LoadCertificate(); !status.ok()) return status;
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
  beast::error_code error;
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

// One request that goes wrong must not end the process and with it all others.
HttpResponse HttpServer::Core::Answer(const HttpRequest& request) const {
  try {
    return handler_(request);
  } catch (const std::exception&) {
    return Plain(500, "Something went wrong here.\n");
  }
}

void HttpServer::Core::Accept() {
  if (accepting_ || stopping_) return;
  accepting_ = true;
  acceptor_.async_accept([this](const beast::error_code& error, tcp::socket socket) {
    accepting_ = false;
    NoteAccepted(error, std::move(socket));
  });
}

void HttpServer::Core::NoteAccepted(const beast::error_code& error, tcp::socket socket) {
  if (stopping_) return;
  if (error) {
    // Such as when there is no file descriptor left.
    CloseTheIdlest();
    pause_.expires_after(kAcceptPause);
    return pause_.async_wait([this](const beast::error_code&) { Accept(); });
  }
  beast::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  if (sessions_.size() >= options_.most_connections) CloseTheIdlest();
  if (tls_.has_value()) {
    std::make_shared<Session<TlsStream>>(*this, std::move(socket), *tls_)->Start();
  } else {
    std::make_shared<Session<PlainStream>>(*this, std::move(socket))->Start();
  }
  Accept();
}

// Those who open connections and say nothing must not keep others out.
void HttpServer::Core::CloseTheIdlest() {
  if (sessions_.empty()) return;
  Connection* idlest =
      *std::min_element(sessions_.begin(), sessions_.end(),
                        [](const Connection* a, const Connection* b) { return a->idle_since() < b->idle_since(); });
  // Those that are being answered have no such time.
  if ((*idlest).idle_since() != absl::InfiniteFuture()) idlest->Close();
}

void HttpServer::Core::Leave(Connection* session) {
  sessions_.erase(session);
  if (!stopping_ || !sessions_.empty()) return;
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  drained_.notify_all();
}

void HttpServer::Core::Stop() {
  if (!thread_.joinable()) return;
  asio::post(io_, [this] {
    stopping_ = true;
    beast::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    for (Connection* session : sessions_) {
      if (session->idle_since() != absl::InfiniteFuture()) session->Close();
    }
    if (!sessions_.empty()) return;
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    drained_.notify_all();
  });
  {
    std::unique_lock lock(mutex_);
    drained_.wait_for(lock, kDrain, [this] { return ended_; });
  }
  workers_.stop();
  workers_.join();
  io_.stop();
  thread_.join();
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerOptions& options, Handler handler) {
  auto core = std::make_unique<Core>(options, std::move(handler));
  if (absl::Status status = core->Listen(); !status.ok()) return status;
  const tcp::endpoint endpoint = core->endpoint();
  const std::string address = endpoint.address().to_string();
  std::string url =
      absl::StrCat(core->has_tls() ? "https://" : "http://",
                   endpoint.address().is_v6() ? absl::StrCat("[", address, "]") : address, ":", endpoint.port());
  core->Start();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(core), std::move(url)));
}

HttpServer::HttpServer(std::unique_ptr<Core> core, std::string url) : core_(std::move(core)), url_(std::move(url)) {}

HttpServer::~HttpServer() = default;

void HttpServer::Stop() { core_->Stop(); }

}  // namespace sipwhy::bot
