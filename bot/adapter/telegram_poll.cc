#include "bot/adapter/telegram_poll.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "bot/chat/reply_encoder.h"
#include "bot/log.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using Kind = TelegramProblem::Kind;

// How long Telegram keeps a poll open (Bot API, getUpdates, timeout), and how long we wait for it to end.
constexpr int kPollSeconds = 50;
constexpr absl::Duration kPollTimeout = absl::Seconds(60);
// After a poll without a message, since not every server that speaks the Bot API holds one open.
constexpr absl::Duration kEmptyPollWait = absl::Milliseconds(100);
constexpr absl::Duration kCallTimeout = absl::Seconds(10);
// Few at a time, since an update may have some hundred kilobytes and each is done with before the next round.
constexpr int kUpdatesAtATime = 5;
// How often a reply is tried before the messages behind it get their turn.
constexpr int kTries = 3;
constexpr absl::Duration kLongestObedience = absl::Minutes(5);
constexpr absl::Duration kWrongTokenWait = absl::Minutes(15);

}  // namespace

// What a call came to: the result where there is no problem.
struct TelegramPoll::Response {
  std::optional<TelegramProblem> problem;
  json result;
};

class TelegramPoll::Encoder final : public ReplyEncoder {
 public:
  std::string Encode(const Reply& reply, const ChatMessage& message) const override {
    return DumpSafe(WriteTelegramMessage(reply, message));
  }
};

TelegramPoll::TelegramPoll(TelegramPollSettings settings, MessageHandler& handler, Memory& memory, uint64_t seed)
    : settings_(std::move(settings)), handler_(handler), memory_(memory), back_off_(seed) {}

void TelegramPoll::Run() {
  while (!stopped()) {
    const absl::Duration wait = RunOnce(absl::Now());
    std::unique_lock lock(mutex_);
    told_to_stop_.wait_for(lock, absl::ToChronoNanoseconds(wait), [this] { return stopped_; });
  }
}

void TelegramPoll::Stop() {
  http_.Stop();
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  told_to_stop_.notify_all();
}

bool TelegramPoll::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

absl::Duration TelegramPoll::RunOnce(absl::Time now) { return self_.has_value() ? Poll(now) : Introduce(now); }

absl::Duration TelegramPoll::Introduce(absl::Time now) {
  const Response response = Call("getMe", "{}", kCallTimeout);
  if (response.problem.has_value()) return WaitAfter(*response.problem, now);
  self_ = ReadTelegramIdentity(response.result);
  if (!self_.has_value()) return WaitAfter({.what = "getMe names no bot"}, now);
  Log(settings_.name, absl::StrCat("connected as @", self_->username));
  LoadPosition();
  return absl::ZeroDuration();
}

absl::Duration TelegramPoll::Poll(absl::Time now) {
  json parameters = {
      {"timeout", kPollSeconds}, {"limit", kUpdatesAtATime}, {"allowed_updates", json::array({"message"})}};
  if (position_.has_value()) parameters["offset"] = *position_;
  const Response response = Call("getUpdates", parameters.dump(), kPollTimeout);
  if (response.problem.has_value()) return WaitAfter(*response.problem, now);
  if (!response.result.is_array()) return WaitAfter({.what = "getUpdates gives no list"}, now);
  NoteConnected(now);
  for (const json& update : response.result) {
    if (stopped()) return absl::ZeroDuration();
    const std::optional<TelegramProblem> problem = Take(update);
    if (problem.has_value()) return WaitAfter(*problem, now);
  }
  return response.result.empty() ? kEmptyPollWait : absl::ZeroDuration();
}

// Nullopt once the update is done with.
std::optional<TelegramProblem> TelegramPoll::Take(const json& update) {
  const std::optional<int64_t> id = IntegerAt(update, {"update_id"});
  if (!id.has_value()) return TelegramProblem{.what = "an update has no id"};
  const absl::StatusOr<std::optional<ChatMessage>> message = ReadTelegramUpdate(update, *self_);
  if (!message.ok()) {
    Log(settings_.name, absl::StrCat("left out an update: ", message.status().message()));
  } else if (message->has_value()) {
    std::optional<TelegramProblem> problem = Answer(**message);
    if (problem.has_value() && !IsGivenUp(*problem)) return problem;
  }
  failures_ = 0;
  SetPosition(*id + 1);
  return std::nullopt;
}

std::optional<TelegramProblem> TelegramPoll::Answer(const ChatMessage& message) {
  const Outcome outcome = handler_.Handle(message, Encoder());
  if (!outcome.payload.has_value() || outcome.delivered) return std::nullopt;
  std::optional<TelegramProblem> problem = SendMessage(*outcome.payload);
  if (!problem.has_value()) handler_.NoteDelivered(message.id);
  return problem;
}

std::optional<TelegramProblem> TelegramPoll::SendMessage(const std::string& payload) {
  std::optional<TelegramProblem> problem = Call("sendMessage", payload, kCallTimeout).problem;
  if (!problem.has_value() || problem->kind != Kind::kBadMarkup) return problem;
  Log(settings_.name, "Telegram does not take the markup of a reply; sending it without");
  const absl::StatusOr<json> parameters = ParseUntrusted(payload);
  if (!parameters.ok()) return problem;
  return Call("sendMessage", DumpSafe(WithoutTelegramMarkup(*parameters)), kCallTimeout).problem;
}

// Whether nothing comes of sending the same reply again.
bool TelegramPoll::IsGivenUp(const TelegramProblem& problem) {
  if (problem.kind == Kind::kStopped || problem.kind == Kind::kWrongToken) return false;
  const bool hopeless = problem.kind == Kind::kRefused || problem.kind == Kind::kBadMarkup;
  if (!hopeless && ++failures_ < kTries) return false;
  Log(settings_.name, absl::StrCat("gave up a reply: ", problem.what));
  return true;
}

TelegramPoll::Response TelegramPoll::Call(const std::string& method, const std::string& parameters,
                                          absl::Duration timeout) {
  HttpClient::Call call;
  call.method = "POST";
  call.url = absl::StrCat(absl::StripSuffix(settings_.api, "/"), "/bot", settings_.token, "/", method);
  call.headers = {{"Content-Type", "application/json"}};
  call.body = parameters;
  call.timeout = timeout;
  call.ends_despite_stop = method == "sendMessage";
  const absl::StatusOr<HttpResponse> response = http_.Send(call);
  if (!response.ok()) return {NoTelegramResponse(response.status()), nullptr};
  const absl::StatusOr<json> body = ParseUntrusted(response->body);
  if (response->status != 200) return {ReadTelegramProblem(response->status, body.value_or(nullptr)), nullptr};
  if (!body.ok()) return {TelegramProblem{.what = absl::StrCat(method, ": ", body.status().message())}, nullptr};
  const json* result = Member(*body, {"result"});
  if (!FlagAt(*body, {"ok"}) || result == nullptr) {
    return {TelegramProblem{.what = absl::StrCat(method, ": no result")}, nullptr};
  }
  return {std::nullopt, *result};
}

absl::Duration TelegramPoll::WaitAfter(const TelegramProblem& problem, absl::Time now) {
  if (problem.kind == Kind::kStopped) return absl::ZeroDuration();
  const absl::Duration wait = WaitFor(problem, now);
  absl::string_view advice;
  if (problem.kind == Kind::kWrongToken) advice = "; check the token with @BotFather, and the address of the API";
  if (problem.kind == Kind::kConflict) advice = "; end the other program that runs this bot, or call deleteWebhook";
  Log(settings_.name,
      absl::StrCat(problem.what, advice, "; next try in ", absl::FormatDuration(absl::Ceil(wait, absl::Seconds(1)))));
  return wait;
}

absl::Duration TelegramPoll::WaitFor(const TelegramProblem& problem, absl::Time now) {
  if (problem.kind == Kind::kWrongToken) return kWrongTokenWait;
  if (problem.kind == Kind::kTooMany && problem.retry_after > absl::ZeroDuration()) {
    return std::min(problem.retry_after, kLongestObedience);
  }
  connected_ = false;
  return back_off_.NoteFailure(now);
}

void TelegramPoll::NoteConnected(absl::Time now) {
  if (connected_) return;  // the link is up since the first of several successes
  connected_ = true;
  back_off_.NoteConnected(now);
  Log(settings_.name, "taking messages");
}

void TelegramPoll::LoadPosition() {
  const absl::StatusOr<std::string> position = memory_.PositionOf(settings_.name);
  if (!position.ok()) Log(settings_.name, absl::StrCat("no position: ", position.status().message()));
  int64_t id = 0;
  if (position.ok() && absl::SimpleAtoi(*position, &id)) position_ = id;
}

// Ids need not grow: after a week without updates Telegram begins anew at random (Bot API, "Update").
void TelegramPoll::SetPosition(int64_t position) {
  position_ = position;
  const absl::Status status = memory_.SetPosition(settings_.name, absl::StrCat(position));
  if (!status.ok()) Log(settings_.name, absl::StrCat("the position was not kept: ", status.message()));
}

}  // namespace sipwhy::bot
