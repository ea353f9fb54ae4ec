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
constexpr int64_t kLongestPoll = 50;
constexpr absl::Duration kPollTimeout = absl::Seconds(60);
// After a poll without a message, since not every server that speaks the Bot API holds one open.
constexpr absl::Duration kEmptyPollWait = absl::Milliseconds(100);
constexpr absl::Duration kCallTimeout = absl::Seconds(10);
// Few at a time, since an update may have some hundred kilobytes and each is done with before the next round.
constexpr int kUpdatesAtATime = 5;
constexpr absl::Duration kLongestObedience = absl::Minutes(5);
constexpr absl::Duration kWrongTokenWait = absl::Minutes(15);

// A number or, of a channel, a name; as JSON, so that the two are never the same.
std::string ChatOf(const std::string& payload) {
  const json parameters = ParseUntrusted(payload).value_or(nullptr);
  const json* chat = Member(parameters, {"chat_id"});
  return chat == nullptr ? "" : DumpSafe(*chat);
}

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

absl::Duration TelegramPoll::RunOnce(absl::Time now) {
  if (!self_.has_value()) return Introduce(now);
  const size_t old = replies_.ForgetOld(now);
  if (old > 0) Log(settings_.name, absl::StrCat("gave up replies that waited for ten minutes: ", old));
  std::optional<PostQueue::Post> post = replies_.Pop(now);
  return post.has_value() ? Deliver(*std::move(post), now) : Poll(now);
}

absl::Duration TelegramPoll::Introduce(absl::Time now) {
  const Response response = Call("getMe", "{}", kCallTimeout);
  if (response.problem.has_value()) return WaitAfter(*response.problem, now);
  self_ = ReadTelegramIdentity(response.result);
  if (!self_.has_value()) return WaitAfter({.what = "getMe names no bot"}, now);
  Log(settings_.name, absl::StrCat("connected as @", self_->username));
  LoadPosition();
  LoadOwed(now);
  return absl::ZeroDuration();
}

absl::Duration TelegramPoll::Poll(absl::Time now) {
  json parameters = {
      {"timeout", PollSeconds(now)}, {"limit", kUpdatesAtATime}, {"allowed_updates", json::array({"message"})}};
  if (position_.has_value()) parameters["offset"] = *position_;
  const Response response = Call("getUpdates", parameters.dump(), kPollTimeout);
  if (response.problem.has_value()) return WaitAfter(*response.problem, now);
  if (!response.result.is_array()) return WaitAfter({.what = "getUpdates gives no list"}, now);
  NoteConnected(now);
  for (const json& update : response.result) {
    if (stopped()) return absl::ZeroDuration();
    const std::optional<int64_t> id = IntegerAt(update, {"update_id"});
    if (!id.has_value()) return WaitAfter({.what = "an update has no id"}, now);
    Take(update, now);
    SetPosition(*id + 1);
  }
  return response.result.empty() ? kEmptyPollWait : absl::ZeroDuration();
}

// Until the next reply is due.
int64_t TelegramPoll::PollSeconds(absl::Time now) const {
  const absl::Duration left = absl::Ceil(replies_.due() - now, absl::Seconds(1));
  return std::clamp<int64_t>(absl::ToInt64Seconds(left), 1, kLongestPoll);
}

void TelegramPoll::Take(const json& update, absl::Time now) {
  const absl::StatusOr<std::optional<ChatMessage>> message = ReadTelegramUpdate(update, *self_);
  if (!message.ok()) {
    Log(settings_.name, absl::StrCat("left out an update: ", message.status().message()));
  } else if (message->has_value()) {
    Answer(**message, now);
  }
}

// A message that was answered before has its reply in the queue, if it is still owed.
void TelegramPoll::Answer(const ChatMessage& message, absl::Time now) {
  Outcome outcome = handler_.Handle(message, Encoder());
  if (!outcome.payload.has_value() || outcome.repeated || outcome.delivered) return;
  Queue({.message = message.id, .payload = *std::move(outcome.payload)}, now);
}

void TelegramPoll::Queue(UndeliveredReply reply, absl::Time now) {
  PostQueue::Post post = {
      .conversation = ChatOf(reply.payload), .message = std::move(reply.message), .payload = std::move(reply.payload)};
  if (!replies_.Push(std::move(post), now)) GiveUp("too many are waiting");
}

absl::Duration TelegramPoll::Deliver(PostQueue::Post post, absl::Time now) {
  const std::optional<TelegramProblem> problem = SendMessage(post.payload);
  if (problem.has_value()) return NoteProblem(*problem, std::move(post), now);
  handler_.NoteDelivered(post.message);
  return absl::ZeroDuration();
}

// Returns how long everybody waits.
absl::Duration TelegramPoll::NoteProblem(const TelegramProblem& problem, PostQueue::Post post, absl::Time now) {
  switch (problem.kind) {
    case Kind::kUnreachable:
    case Kind::kWrongToken:
      replies_.PutBack(std::move(post), absl::ZeroDuration(), now);
      return WaitAfter(problem, now);
    case Kind::kUnavailable:
    case Kind::kTooMany:
    case Kind::kConflict:
      LogNextTry(problem.what, replies_.PutBack(std::move(post), problem.retry_after, now));
      break;
    case Kind::kBadMarkup:
    case Kind::kRefused:
      GiveUp(problem.what);
      break;
    case Kind::kStopped:
      break;
  }
  return absl::ZeroDuration();
}

std::optional<TelegramProblem> TelegramPoll::SendMessage(const std::string& payload) {
  std::optional<TelegramProblem> problem = Call("sendMessage", payload, kCallTimeout).problem;
  if (!problem.has_value() || problem->kind != Kind::kBadMarkup) return problem;
  Log(settings_.name, "Telegram does not take the markup of a reply; sending it without");
  const absl::StatusOr<json> parameters = ParseUntrusted(payload);
  if (!parameters.ok()) return problem;
  return Call("sendMessage", DumpSafe(WithoutTelegramMarkup(*parameters)), kCallTimeout).problem;
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
  LogNextTry(absl::StrCat(problem.what, advice), wait);
  return wait;
}

absl::Duration TelegramPoll::WaitFor(const TelegramProblem& problem, absl::Time now) {
  if (problem.kind == Kind::kWrongToken) return kWrongTokenWait;
  if (problem.retry_after.has_value()) return std::min(*problem.retry_after, kLongestObedience);
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

// What a bot that was stopped did not come to send.
void TelegramPoll::LoadOwed(absl::Time now) {
  absl::StatusOr<std::vector<UndeliveredReply>> owed = memory_.Undelivered(settings_.name, now - PostQueue::kOldest);
  if (!owed.ok()) return GiveUp(owed.status().message());
  for (UndeliveredReply& reply : *owed) Queue(std::move(reply), now);
}

// Ids need not grow: after a week without updates Telegram begins anew at random (Bot API, "Update").
void TelegramPoll::SetPosition(int64_t position) {
  position_ = position;
  const absl::Status status = memory_.SetPosition(settings_.name, absl::StrCat(position));
  if (!status.ok()) Log(settings_.name, absl::StrCat("the position was not kept: ", status.message()));
}

void TelegramPoll::LogNextTry(absl::string_view why, absl::Duration wait) const {
  Log(settings_.name, absl::StrCat(why, "; next try in ", absl::FormatDuration(absl::Ceil(wait, absl::Seconds(1)))));
}

void TelegramPoll::GiveUp(absl::string_view why) const { Log(settings_.name, absl::StrCat("gave up a reply: ", why)); }

}  // namespace sipwhy::bot
