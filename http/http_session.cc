#include "http/http_session.h"

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/time/clock.h"
#include "http/beast_message.h"

namespace sipwhy {
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

HttpResponse Busy() {
  HttpResponse busy = SentenceResponse(503, "Too many requests wait; try again in a moment.\n");
  busy.headers.Add("Retry-After", "1");
  return busy;
}

// One request that goes wrong must not end the process and with it all others.
HttpResponse AnswerOf(const HttpServer::Handler& handler, const HttpRequest& request) {
  try {
    return handler(request);
  } catch (const std::exception&) {
    return SentenceResponse(500, "Something went wrong here.\n");
  }
}

template <typename Stream>
class Session final : public HttpSession, public std::enable_shared_from_this<Session<Stream>> {
 public:
  template <typename... Arguments>
  explicit Session(const HttpSessionSurroundings& surroundings, Arguments&&... arguments)
      : around_(surroundings), stream_(std::forward<Arguments>(arguments)...) {}
  ~Session() override { around_.sessions.Leave(this); }

  absl::Time idle_since() const override { return idle_since_; }

  void Close() override {
    idle_since_ = absl::InfiniteFuture();
    beast::error_code ignored;
    socket().shutdown(tcp::socket::shutdown_both, ignored);
    beast::get_lowest_layer(stream_).close();
  }

  void Start() {
    around_.sessions.Enter(this);
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      Expire(around_.options.patience);
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](const beast::error_code& error) {
                                if (!error) self->AwaitRequest(self->around_.options.patience);
                              });
    } else {
      AwaitRequest(around_.options.patience);
    }
  }

 private:
  tcp::socket& socket() { return beast::get_lowest_layer(stream_).socket(); }

  void Expire(absl::Duration duration) {
    beast::get_lowest_layer(stream_).expires_after(std::chrono::milliseconds(absl::ToInt64Milliseconds(duration)));
  }

  // A connection may be idle for long before a request, but not within one.
  void AwaitRequest(absl::Duration patience) {
    if (around_.sessions.closing()) return Close();
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
    Expire(around_.options.patience);
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
    Write(ToBeast(ResponseForReadError(error), {}));
  }

  void Handle() {
    idle_since_ = absl::InfiniteFuture();
    BeastRequest message = parser_->release();
    const BeastManner manner = MannerOf(message);
    // The worker gives its hold on the session back to the session's thread, so that it never ends on a worker.
    asio::post(around_.workers, [self = this->shared_from_this(), request = FromBeast(std::move(message)), manner,
                                 came = absl::Now()]() mutable {
      HttpResponse answer = absl::Now() - came > kLongestWait ? Busy() : AnswerOf(self->around_.handler, request);
      const auto executor = self->stream_.get_executor();
      asio::post(executor, [self = std::move(self), response = ToBeast(std::move(answer), manner)]() mutable {
        self->Write(std::move(response));
      });
    });
  }

  void Write(BeastResponse response) {
    response_ = std::move(response);
    serializer_.emplace(*response_);
    Expire(around_.options.patience);
    http::async_write(stream_, *serializer_,
                      [self = this->shared_from_this()](const beast::error_code& error, size_t /*size*/) {
                        self->NoteWritten(error);
                      });
  }

  void NoteWritten(const beast::error_code& error) {
    if (!error && response_->keep_alive()) return AwaitRequest(around_.options.idle);
    if (error || !lingers_) return Close();
    beast::error_code ignored;
    socket().shutdown(tcp::socket::shutdown_send, ignored);
    Expire(around_.options.patience);
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

  const HttpSessionSurroundings& around_;
  Stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<BeastResponse> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  bool lingers_ = false;  // after a request that was not read to its end
  size_t discarded_ = 0;
  http::response<http::empty_body> go_on_;
  absl::Time idle_since_ = absl::Now();
};

}  // namespace

void StartHttpSession(const HttpSessionSurroundings& surroundings, tcp::socket socket, asio::ssl::context* tls) {
  if (tls == nullptr) {
    std::make_shared<Session<PlainStream>>(surroundings, std::move(socket))->Start();
  } else {
    std::make_shared<Session<TlsStream>>(surroundings, std::move(socket), *tls)->Start();
  }
}

}  // namespace sipwhy
