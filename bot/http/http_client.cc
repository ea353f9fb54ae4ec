#include "bot/http/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstddef>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "bot/wire/loopback.h"

namespace sipwhy::bot {
namespace {

using Long = decltype(0L);  // as curl takes and gives numbers, whatever its size

constexpr char kUserAgent[] = "sipwhy-bot/" SIPWHY_VERSION;
constexpr absl::Duration kConnectTimeout = absl::Seconds(5);
constexpr absl::Duration kLongestTimeout = absl::Hours(1);
constexpr absl::Duration kGrace = absl::Milliseconds(1500);
constexpr size_t kLongestResponse = 8U << 20U;

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

std::string PartOf(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return "";
  std::string copy = text;
  curl_free(text);
  return copy;
}

// A URL as curl itself reads it, so that what was checked is what is called.
struct Destination {
  Url url;
  std::string host;
  bool loopback;
};

absl::StatusOr<Destination> ReadUrl(const std::string& text) {
  Destination destination{.url = Url(curl_url()), .host = "", .loopback = false};
  if (destination.url == nullptr) return absl::ResourceExhaustedError("no memory for a request");
  if (curl_url_set(destination.url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
    return absl::InvalidArgumentError("the URL is malformed");
  }
  destination.host = PartOf(destination.url, CURLUPART_HOST);
  destination.loopback = IsLoopback(destination.host);
  const std::string scheme = PartOf(destination.url, CURLUPART_SCHEME);
  if (scheme == "https" || (scheme == "http" && destination.loopback)) return destination;
  return absl::InvalidArgumentError(absl::StrCat(destination.host, ": the URL must begin with https://"));
}

// The list of header lines that curl takes.
class HeaderLines {
 public:
  HeaderLines() = default;
  ~HeaderLines() { curl_slist_free_all(lines_); }
  HeaderLines(const HeaderLines&) = delete;
  HeaderLines& operator=(const HeaderLines&) = delete;

  void Add(const std::string& line) {
    curl_slist* longer = curl_slist_append(lines_, line.c_str());
    if (longer != nullptr) lines_ = longer;
  }
  curl_slist* get() const { return lines_; }

 private:
  curl_slist* lines_ = nullptr;
};

// Sets options and remembers the first that was refused, so that a list of them reads straight down.
class Options {
 public:
  explicit Options(CURL* easy) : easy_(easy) {}

  template <typename Value>
  Options& Set(CURLoption option, Value value) {
    if (first_failure_ == CURLE_OK) first_failure_ = curl_easy_setopt(easy_, option, value);
    return *this;
  }
  bool ok() const { return first_failure_ == CURLE_OK; }

 private:
  CURL* easy_;
  CURLcode first_failure_ = CURLE_OK;
};

struct Reception {
  HttpResponse response;
  size_t size = 0;
  bool too_long = false;

  bool Count(size_t bytes) {
    size += bytes;
    too_long = size > kLongestResponse;
    return !too_long;
  }
};

size_t TakeBody(char* data, size_t /*always 1*/, size_t size, void* context) {
  auto& reception = *static_cast<Reception*>(context);
  if (!reception.Count(size)) return 0;
  reception.response.body.append(data, size);
  return size;
}

size_t TakeHeader(char* data, size_t /*always 1*/, size_t size, void* context) {
  auto& reception = *static_cast<Reception*>(context);
  if (!reception.Count(size)) return 0;
  const absl::string_view line = absl::StripAsciiWhitespace(absl::string_view(data, size));
  // Each status line begins anew: those before it belong to 1xx responses.
  if (absl::StartsWith(line, "HTTP/")) reception.response.headers = {};
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos) return size;
  reception.response.headers.Add(std::string(line.substr(0, colon)),
                                 std::string(absl::StripAsciiWhitespace(line.substr(colon + 1))));
  return size;
}

// How long a call goes on after it was told to stop.
struct Patience {
  const std::atomic<int64_t>* stopped_at;
  absl::Duration grace;
};

int StopIfTold(void* context, curl_off_t /*download size*/, curl_off_t /*downloaded*/, curl_off_t /*upload size*/,
               curl_off_t /*uploaded*/) {
  const auto& patience = *static_cast<const Patience*>(context);
  const int64_t stopped_at = patience.stopped_at->load();
  if (stopped_at == 0) return 0;
  return absl::ToUnixMillis(absl::Now()) >= stopped_at + absl::ToInt64Milliseconds(patience.grace) ? 1 : 0;
}

bool HoldsControl(absl::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); });
}

// A line feed in a token that was read from a file must not become a header of its own.
bool AreSendable(const HttpClient::Call& call) {
  const auto& fields = call.headers.fields();
  return !call.method.empty() && !HoldsControl(call.method) &&
         std::none_of(fields.begin(), fields.end(), [](const auto& field) {
           return field.first.empty() || HoldsControl(field.first) || HoldsControl(field.second);
         });
}

bool IsNamed(const HttpHeaders& headers, absl::string_view name) {
  const auto& fields = headers.fields();
  return std::any_of(fields.begin(), fields.end(),
                     [&](const auto& field) { return absl::EqualsIgnoreCase(field.first, name); });
}

void AddHeaders(const HttpHeaders& headers, HeaderLines& lines) {
  for (const auto& [name, value] : headers.fields()) {
    // To curl, "Name:" means not to send the header and "Name;" to send it empty.
    lines.Add(value.empty() ? absl::StrCat(name, ";") : absl::StrCat(name, ": ", value));
  }
  if (!IsNamed(headers, "Content-Type")) lines.Add("Content-Type:");
  lines.Add("Expect:");
}

void SetRequest(const HttpClient::Call& call, Options& options) {
  const bool has_body = !call.body.empty() || call.method == "POST" || call.method == "PUT";
  if (has_body) {
    options.Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()))
        .Set(CURLOPT_POSTFIELDS, call.body.c_str());
  } else if (call.method == "HEAD") {
    options.Set(CURLOPT_NOBODY, 1L);
  }
  if (call.method != "HEAD") options.Set(CURLOPT_CUSTOMREQUEST, call.method.c_str());
  options.Set(CURLOPT_USERAGENT, kUserAgent);
}

Long Milliseconds(absl::Duration duration) {
  // Zero would mean to wait for ever.
  return static_cast<Long>(absl::ToInt64Milliseconds(std::clamp(duration, absl::Milliseconds(1), kLongestTimeout)));
}

void SetLimits(absl::Duration timeout, bool loopback, Options& options) {
  options.Set(CURLOPT_PROTOCOLS_STR, loopback ? "http,https" : "https")
      .Set(CURLOPT_FOLLOWLOCATION, 0L)
      .Set(CURLOPT_SSL_VERIFYPEER, 1L)
      .Set(CURLOPT_SSL_VERIFYHOST, 2L)
      .Set(CURLOPT_TIMEOUT_MS, Milliseconds(timeout))
      .Set(CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(std::min(timeout, kConnectTimeout)))
      .Set(CURLOPT_NOSIGNAL, 1L)
      .Set(CURLOPT_TCP_KEEPALIVE, 1L)
      // A look-up of a name that is under way cannot be broken off; without this, Stop() would wait for it.
      .Set(CURLOPT_QUICK_EXIT, 1L);
  // The environment's proxy stands between this machine and others.
  if (loopback) options.Set(CURLOPT_PROXY, "");
}

void SetCallbacks(Reception& reception, Patience& patience, Options& options) {
  options.Set(CURLOPT_WRITEFUNCTION, TakeBody)
      .Set(CURLOPT_WRITEDATA, &reception)
      .Set(CURLOPT_HEADERFUNCTION, TakeHeader)
      .Set(CURLOPT_HEADERDATA, &reception)
      .Set(CURLOPT_XFERINFOFUNCTION, StopIfTold)
      .Set(CURLOPT_XFERINFODATA, &patience)
      .Set(CURLOPT_NOPROGRESS, 0L);
}

// Made of what is known to hold no secret: curl's own account of an error may quote a proxy's password.
std::string Describe(CURL* easy, CURLcode code) {
  Long error = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &error);
  if (code != CURLE_COULDNT_CONNECT || error == 0) return curl_easy_strerror(code);
  return absl::StrCat(curl_easy_strerror(code), ": ", std::generic_category().message(static_cast<int>(error)));
}

// Whether it was the shorter timeout, the one for connecting, that ran out.
bool WasConnecting(CURL* easy, absl::Duration timeout) {
  curl_off_t connected_after = 0;
  curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &connected_after);
  return connected_after == 0 && timeout > kConnectTimeout;
}

absl::Status Failure(CURL* easy, CURLcode code, const Reception& reception, absl::Duration timeout) {
  if (code == CURLE_ABORTED_BY_CALLBACK) return absl::CancelledError("stopped");
  if (reception.too_long) {
    return absl::ResourceExhaustedError(absl::StrCat("the response is over ", kLongestResponse, " bytes"));
  }
  if (code == CURLE_OPERATION_TIMEDOUT && !WasConnecting(easy, timeout)) {
    return absl::DeadlineExceededError(absl::StrCat("no response within ", absl::FormatDuration(timeout)));
  }
  return absl::UnavailableError(Describe(easy, code));
}

absl::Status WithHost(const absl::Status& status, absl::string_view host) {
  return absl::Status(status.code(), absl::StrCat(host, ": ", status.message()));
}

}  // namespace

struct HttpClient::Handle {
  std::unique_ptr<CURL, FreeEasy> easy = std::unique_ptr<CURL, FreeEasy>(curl_easy_init());
};

HttpClient::HttpClient() : handle_(std::make_unique<Handle>()) {}

HttpClient::~HttpClient() = default;

void HttpClient::Stop() { stopped_at_ = absl::ToUnixMillis(absl::Now()); }

absl::StatusOr<HttpResponse> HttpClient::Send(const Call& call) {
  if (stopped_at_ != 0) return absl::CancelledError("stopped");
  CURL* easy = handle_->easy.get();
  if (easy == nullptr) return absl::ResourceExhaustedError("no memory for a request");
  absl::StatusOr<Destination> destination = ReadUrl(call.url);
  if (!destination.ok()) return destination.status();
  if (!AreSendable(call)) return absl::InvalidArgumentError("the method or a header is malformed");

  HeaderLines headers;
  AddHeaders(call.headers, headers);
  Reception reception;
  curl_easy_reset(easy);  // connections stay
  Options options(easy);
  options.Set(CURLOPT_CURLU, destination->url.get()).Set(CURLOPT_HTTPHEADER, headers.get());
  SetRequest(call, options);
  SetLimits(call.timeout, destination->loopback, options);
  Patience patience{&stopped_at_, call.ends_despite_stop ? kGrace : absl::ZeroDuration()};
  SetCallbacks(reception, patience, options);
  if (!options.ok()) return absl::InternalError("libcurl refused an option");

  const CURLcode code = curl_easy_perform(easy);
  if (code != CURLE_OK) return WithHost(Failure(easy, code, reception, call.timeout), destination->host);
  Long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  reception.response.status = static_cast<int>(status);
  reception.response.content_type = std::string(reception.response.headers.Only("Content-Type").value_or(""));
  return std::move(reception.response);
}

}  // namespace sipwhy::bot
