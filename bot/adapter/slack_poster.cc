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

constexpr size_t kMostWaiting = 10'000;
constexpr absl::Duration kLongestDelay = absl::Minutes(10);
constexpr absl::Duration kShortestObedience = absl::Seconds(1);
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
  return {.kind = passes ? Kind::kTryAgain : Kind::kRefused, .why = std::string(status.message())};
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

std::optional<absl::Duration> WaitForNextTry(const SlackCallResult& result, absl::Time queued_at, absl::Time now,
                                             BackOff& back_off) {
  const absl::Duration left = queued_at + kLongestDelay - now;
  if (left <= absl::ZeroDuration()) return std::nullopt;
  const absl::Duration wait =
      result.retry_after.has_value() ? std::max(*result.retry_after, kShortestObedience) : back_off.NoteFailure(now);
  return std::min(wait, left);
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
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() < kMostWaiting) {
      queue_.push_back({std::move(reply), absl::Now()});
      changed_.notify_all();
      return;
    }
  }
  GiveUp("too many are waiting");
}

void SlackPoster::Run() {
  while (const std::optional<Waiting> waiting = Next()) Deliver(*waiting);
}

void SlackPoster::Stop() {
  http_.Stop();
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

// The oldest, once there is one; nullopt when it is time to stop.
std::optional<SlackPoster::Waiting> SlackPoster::Next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
  if (stopped_) return std::nullopt;
  Waiting waiting = std::move(queue_.front());
  queue_.pop_front();
  return waiting;
}

void SlackPoster::Deliver(const Waiting& waiting) {
  const absl::StatusOr<HttpClient::Call> call = MakeSlackCall(settings_, waiting.reply.payload);
  if (!call.ok()) return GiveUp(call.status().message());
  for (;;) {
    const SlackCallResult result = ReadSlackCallResult(http_.Send(*call));
    const absl::Time now = absl::Now();
    if (result.kind == Kind::kStopped) return;
    if (result.kind == Kind::kRefused) return GiveUp(result.why);
    if (result.kind == Kind::kDone) {
      NoteConnected(now);
      return delivered_(waiting.reply.message);
    }
    connected_ = false;
    const std::optional<absl::Duration> wait = WaitForNextTry(result, waiting.since, now, back_off_);
    if (!wait.has_value()) return GiveUp(result.why);
    Log(settings_.name, absl::StrCat("Slack: ", result.why, "; next try in ",
                                     absl::FormatDuration(absl::Ceil(*wait, absl::Seconds(1)))));
    if (!Pause(*wait)) return;
  }
}

// Of several successes the first counts: since then the link is up.
void SlackPoster::NoteConnected(absl::Time now) {
  if (!connected_) back_off_.NoteConnected(now);
  connected_ = true;
}

// False when it is time to stop.
bool SlackPoster::Pause(absl::Duration time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, absl::ToChronoNanoseconds(time), [this] { return stopped_; });
}

void SlackPoster::GiveUp(absl::string_view why) const { Log(settings_.name, absl::StrCat("gave up a reply: ", why)); }

}  // namespace sipwhy::bot
