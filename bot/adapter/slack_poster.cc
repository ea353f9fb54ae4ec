#include "bot/adapter/slack_poster.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bot/log.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using Kind = SlackCallResult::Kind;

// Nothing may be due ever, which is longer than a condition variable can wait.
constexpr absl::Duration kLongestSleep = absl::Minutes(1);
constexpr size_t kLongestWord = 64;
constexpr int kTooManyRequests = 429;

// The errors of "chat.postMessage" that pass. A fatal_error may have posted and does not pass.
constexpr absl::string_view kPassing[] = {"internal_error",  "rate_limited",        "ratelimited",
                                          "request_timeout", "service_unavailable", "team_added_to_org"};

HttpClient::Call MakeCall(const SlackPosterSettings& settings, absl::string_view method, std::string body) {
  HttpClient::Call call;
  call.method = "POST";
  call.url = absl::StrCat(settings.api, "/", method);
  call.headers = {{"Authorization", absl::StrCat("Bearer ", settings.token)},
                  {"Content-Type", "application/json; charset=utf-8"}};
  call.body = std::move(body);
  return call;
}

// Seconds ("Rate limits"); nullopt where there are none.
std::optional<absl::Duration> RetryAfter(const HttpResponse& response) {
  uint32_t seconds = 0;
  const std::optional<absl::string_view> header = response.headers.Only("Retry-After");
  if (!header.has_value() || !absl::SimpleAtoi(*header, &seconds)) return std::nullopt;
  return absl::Seconds(seconds);
}

// Slack's errors are words such as "channel_not_found". Anything else does not go into the log.
std::string WordOf(const json& body) {
  const std::string word = TextAt(body, {"error"});
  const auto is_plain = [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  const bool is_word = !word.empty() && word.size() <= kLongestWord && std::all_of(word.begin(), word.end(), is_plain);
  return is_word ? word : "an error without a name";
}

SlackCallResult WithoutResponse(const absl::Status& status) {
  if (absl::IsCancelled(status)) return {.kind = Kind::kStopped, .why = "stopped"};
  const bool passes = absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
  return {.kind = passes ? Kind::kUnreachable : Kind::kRefused, .why = std::string(status.message())};
}

// The payload's; empty where it is no call, which Deliver() finds.
std::string ChannelOf(absl::string_view payload) {
  return TextAt(ParseUntrusted(payload).value_or(nullptr), {"body", "channel"});
}

}  // namespace

SlackCallResult ReadSlackCallResult(const absl::StatusOr<HttpResponse>& response) {
  if (!response.ok()) return WithoutResponse(response.status());
  if (response->status == kTooManyRequests || response->status >= 500) {
    return {Kind::kTryAgain, absl::StrCat("HTTP status ", response->status), RetryAfter(*response)};
  }
  const absl::StatusOr<json> body = ParseUntrusted(response->body);
  if (!body.ok() || Member(*body, {"ok"}) == nullptr) {
    const Kind kind = response->status == 200 ? Kind::kTryAgain : Kind::kRefused;
    return {.kind = kind, .why = absl::StrCat("HTTP status ", response->status, " without a response of Slack's")};
  }
  if (FlagAt(*body, {"ok"})) return {.kind = Kind::kDone};
  const std::string word = WordOf(*body);
  if (std::count(std::begin(kPassing), std::end(kPassing), word) == 0) return {.kind = Kind::kRefused, .why = word};
  return {Kind::kTryAgain, word, RetryAfter(*response)};
}

absl::StatusOr<HttpClient::Call> MakeSlackCall(const SlackPosterSettings& settings, absl::string_view payload) {
  const absl::StatusOr<json> call = ParseUntrusted(payload);
  if (!call.ok()) return call.status();
  const std::string method = TextAt(*call, {"method"});
  const json* body = Member(*call, {"body"});
  const bool is_call = (method == "chat.postMessage" || method == "chat.postEphemeral") && body != nullptr;
  if (!is_call) return absl::InvalidArgumentError("it is no call that posts a message");
  HttpClient::Call post = MakeCall(settings, method, DumpSafe(*body));
  post.ends_despite_stop = true;
  return post;
}

SlackPoster::SlackPoster(SlackPosterSettings settings, std::function<void(const std::string& message_id)> delivered,
                         uint64_t seed)
    : settings_(std::move(settings)), delivered_(std::move(delivered)), back_off_(seed) {}

absl::StatusOr<std::string> SlackPoster::Identify() {
  const absl::StatusOr<HttpResponse> response = http_.Send(MakeCall(settings_, "auth.test", "{}"));
  const SlackCallResult result = ReadSlackCallResult(response);
  if (result.kind == Kind::kRefused) {
    return absl::FailedPreconditionError(absl::StrCat("Slack: ", result.why, "; check the bot's token"));
  }
  if (result.kind != Kind::kDone) return absl::UnavailableError(absl::StrCat("Slack: ", result.why));
  const std::string user = TextAt(ParseUntrusted(response->body).value_or(nullptr), {"user_id"});
  if (user.empty()) return absl::FailedPreconditionError("Slack does not say whose token it is");
  return user;
}

void SlackPoster::Post(UndeliveredReply reply) {
  PostQueue::Post post = {.conversation = ChannelOf(reply.payload),
                          .message = std::move(reply.message),
                          .payload = std::move(reply.payload)};
  {
    const std::lock_guard lock(mutex_);
    if (queue_.Push(std::move(post), absl::Now())) return changed_.notify_all();
  }
  GiveUp("too many are waiting");
}

void SlackPoster::Run() {
  while (std::optional<PostQueue::Post> post = Next()) Deliver(*std::move(post));
}

void SlackPoster::Stop() {
  http_.Stop();
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

// The next that may be posted, once there is one; nullopt when it is time to stop.
std::optional<PostQueue::Post> SlackPoster::Next() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    const absl::Time now = absl::Now();
    const size_t old = queue_.ForgetOld(now);
    if (old > 0) Log(settings_.name, absl::StrCat("gave up replies that waited for ten minutes: ", old));
    if (std::optional<PostQueue::Post> post = queue_.Pop(now)) return post;
    changed_.wait_for(lock, absl::ToChronoNanoseconds(std::min(queue_.due() - now, kLongestSleep)));
  }
  return std::nullopt;
}

void SlackPoster::Deliver(PostQueue::Post post) {
  const absl::StatusOr<HttpClient::Call> call = MakeSlackCall(settings_, post.payload);
  if (!call.ok()) return GiveUp(call.status().message());
  const SlackCallResult result = ReadSlackCallResult(http_.Send(*call));
  switch (result.kind) {
    case Kind::kDone:
      NoteConnected(absl::Now());
      return delivered_(post.message);
    case Kind::kTryAgain:
      return TryLater(std::move(post), result);
    case Kind::kUnreachable:
      return TryAllLater(std::move(post), result);
    case Kind::kRefused:
      return GiveUp(result.why);
    case Kind::kStopped:
      return;
  }
}

void SlackPoster::TryLater(PostQueue::Post post, const SlackCallResult& result) {
  LogNextTry(result, PutBack(std::move(post), result.retry_after));
}

void SlackPoster::TryAllLater(PostQueue::Post post, const SlackCallResult& result) {
  PutBack(std::move(post), absl::ZeroDuration());
  connected_ = false;
  const absl::Duration wait = back_off_.NoteFailure(absl::Now());
  LogNextTry(result, wait);
  Pause(wait);
}

absl::Duration SlackPoster::PutBack(PostQueue::Post post, std::optional<absl::Duration> asked) {
  const std::lock_guard lock(mutex_);
  return queue_.PutBack(std::move(post), asked, absl::Now());
}

// Of several successes the first counts: since then the link is up.
void SlackPoster::NoteConnected(absl::Time now) {
  if (!connected_) back_off_.NoteConnected(now);
  connected_ = true;
}

// Ends early when it is time to stop.
void SlackPoster::Pause(absl::Duration time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, absl::ToChronoNanoseconds(time), [this] { return stopped_; });
}

void SlackPoster::LogNextTry(const SlackCallResult& result, absl::Duration wait) const {
  Log(settings_.name,
      absl::StrCat("Slack: ", result.why, "; next try in ", absl::FormatDuration(absl::Ceil(wait, absl::Seconds(1)))));
}

void SlackPoster::GiveUp(absl::string_view why) const { Log(settings_.name, absl::StrCat("gave up a reply: ", why)); }

}  // namespace sipwhy::bot
