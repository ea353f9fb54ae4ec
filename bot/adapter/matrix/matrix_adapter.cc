#include "bot/adapter/matrix/matrix_adapter.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "bot/log.h"
#include "bot/wire/form.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr char kApi[] = "/_matrix/client/v3";
constexpr absl::Duration kPoll = absl::Seconds(30);
constexpr absl::Duration kSlack = absl::Seconds(15);  // for a slow network, over what the homeserver was asked to wait
constexpr absl::Duration kFirstSync = absl::Minutes(3);  // which large homeservers are slow to put together
constexpr absl::Duration kJoin = absl::Minutes(1);       // which takes long where a room is on other homeservers
constexpr absl::Duration kSoonest = absl::Seconds(1);
constexpr absl::Duration kRefusedWait = absl::Minutes(5);
constexpr absl::Duration kLongestLimit = absl::Minutes(5);
constexpr int kMostTries = 5;

// What is told of a room with so many members that nobody reads the list, and of one whose list cannot be had.
constexpr int64_t kMany = std::numeric_limits<int64_t>::max();
constexpr int64_t kFew = 10;

// `path` is below the API.
HttpClient::Call Get(std::string path) {
  HttpClient::Call call;
  call.url = std::move(path);
  return call;
}

HttpClient::Call Write(absl::string_view method, std::string path, std::string body) {
  HttpClient::Call call = Get(std::move(path));
  call.method = std::string(method);
  call.headers.Add("Content-Type", "application/json");
  call.body = std::move(body);
  return call;
}

// "M_FORBIDDEN"; nothing else that the homeserver says goes to the log.
std::string ErrorCodeOf(const json& body) {
  const std::string code = TextAt(body, {"errcode"});
  const auto is_plain = [](unsigned char c) { return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_'; };
  return code.size() < 64 && std::all_of(code.begin(), code.end(), is_plain) ? code : "";
}

// How long a 429 asks to wait: retry_after_ms, or Retry-After, which is coarser ("Rate limiting").
absl::Duration LimitOf(const HttpResponse& response, const json& body) {
  int64_t seconds = 0;
  absl::Duration wait = kSoonest;
  if (const std::optional<int64_t> milliseconds = IntegerAt(body, {"retry_after_ms"}); milliseconds.has_value()) {
    wait = absl::Milliseconds(*milliseconds);
  } else if (absl::SimpleAtoi(response.headers.Only("Retry-After").value_or(""), &seconds)) {
    wait = absl::Seconds(seconds);
  }
  return std::clamp(wait, absl::Milliseconds(10), kLongestLimit);
}

// "Standard error response" and "Client authentication".
absl::Status StatusOf(const HttpResponse& response, const json& body) {
  if (response.status >= 200 && response.status < 300) return absl::OkStatus();
  const std::string code = ErrorCodeOf(body);
  const std::string what = absl::StrCat("the homeserver answered ", response.status, code.empty() ? "" : " ", code);
  if (response.status == 401) {
    return absl::UnauthenticatedError(
        absl::StrCat(what, ": it does not know the access token; log the bot's account in and configure the new one"));
  }
  const bool passes = response.status >= 500 || response.status == 408 || response.status == 429;
  return passes ? absl::UnavailableError(what) : absl::FailedPreconditionError(what);
}

// Whether trying again later may help. A response that is too long or no JSON will be so again.
bool MayPass(const absl::Status& status) {
  return !absl::IsFailedPrecondition(status) && !absl::IsInvalidArgument(status) && !absl::IsResourceExhausted(status);
}

}  // namespace

MatrixAdapter::MatrixAdapter(MatrixSettings settings, MessageHandler& handler, Memory& memory, uint64_t seed)
    : settings_(std::move(settings)), handler_(handler), memory_(memory), back_off_(seed) {}

void MatrixAdapter::Run() {
  while (!stopped()) {
    const absl::Status status = Serve();
    if (stopped()) return;
    absl::Duration wait = back_off_.NoteFailure(absl::Now());
    if (absl::IsUnauthenticated(status)) wait = std::max(wait, kRefusedWait);
    Log(settings_.name,
        absl::StrCat(status.message(), "; next try in ", absl::FormatDuration(absl::Trunc(wait, absl::Seconds(1)))));
    if (!Wait(wait)) return;
  }
}

void MatrixAdapter::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stop_.notify_all();
  http_.Stop();
}

// Returns when something fails.
absl::Status MatrixAdapter::Serve() {
  absl::Status status = FindOutWhoIAm();
  if (status.ok()) status = FindPlace();
  if (!status.ok()) return status;
  bool connected = false;
  while (!stopped()) {
    status = Poll();
    if (!status.ok()) return status;
    if (!std::exchange(connected, true)) back_off_.NoteConnected(absl::Now());
  }
  return absl::CancelledError("stopped");
}

// Without its own id it would answer itself.
absl::Status MatrixAdapter::FindOutWhoIAm() {
  if (!self_.user_id.empty()) return absl::OkStatus();
  const absl::StatusOr<json> account = Ask(Get("/account/whoami"));
  if (!account.ok()) return account.status();
  MatrixIdentity self;
  self.user_id = TextAt(*account, {"user_id"});
  if (self.user_id.size() < 2 || self.user_id.front() != '@') {
    return absl::UnavailableError("the homeserver does not tell whose the access token is");
  }
  const absl::StatusOr<json> profile = Ask(Get(absl::StrCat("/profile/", PercentEncode(self.user_id), "/displayname")));
  if (!profile.ok() && MayPass(profile.status())) return profile.status();
  if (profile.ok()) self.display_name = TextAt(*profile, {"displayname"});
  self_ = std::move(self);
  Log(settings_.name, absl::StrCat("is ", self_.user_id));
  return absl::OkStatus();
}

// A first sync tells where the stream is now; what it holds was said before the bot was there.
absl::Status MatrixAdapter::FindPlace() {
  if (!position_.empty()) return absl::OkStatus();
  absl::StatusOr<std::string> position = memory_.PositionOf(settings_.name);
  if (!position.ok()) return position.status();
  position_ = *std::move(position);
  if (!position_.empty()) return absl::OkStatus();
  absl::StatusOr<MatrixSync> sync = Sync(absl::ZeroDuration());
  if (!sync.ok()) return sync.status();
  for (MatrixRoom& room : sync->rooms) room.messages.clear();
  return TakeAll(*sync);
}

absl::Status MatrixAdapter::Poll() {
  const absl::Time begin = absl::Now();
  absl::StatusOr<MatrixSync> sync = Sync(kPoll);
  if (!sync.ok()) return sync.status();
  if (absl::Status status = TakeAll(*sync); !status.ok()) return status;
  // A homeserver that never waits must not keep both machines busy.
  if (sync->rooms.empty() && sync->invitations.empty() && absl::Now() - begin < kSoonest) Wait(kSoonest);
  return absl::OkStatus();
}

absl::Status MatrixAdapter::TakeAll(MatrixSync& sync) {
  for (MatrixRoom& room : sync.rooms) {
    if (absl::Status status = TakeRoom(room); !status.ok()) return status;
  }
  for (const std::string& room : sync.invitations) {
    if (absl::Status status = TakeInvitation(room); !status.ok()) return status;
  }
  SavePlace(sync.position);
  return absl::OkStatus();
}

// A response that cannot be read, and a position that the homeserver refuses, would be so for ever: the next try begins
// anew, without what was said in between.
absl::StatusOr<MatrixSync> MatrixAdapter::Sync(absl::Duration timeout) {
  const std::string since = position_.empty() ? "" : absl::StrCat("&since=", PercentEncode(position_));
  HttpClient::Call call = Get(absl::StrCat("/sync?timeout=", absl::ToInt64Milliseconds(timeout), since,
                                           "&filter=", PercentEncode(MatrixFilter())));
  call.timeout = position_.empty() ? kFirstSync : kPoll + kSlack;
  absl::StatusOr<json> response = Ask(std::move(call));
  if (response.ok()) {
    MatrixSync sync = ReadSync(*response, self_);
    if (!sync.position.empty()) return sync;
    response = absl::InvalidArgumentError("the homeserver's sync has no next_batch");
  }
  if (!MayPass(response.status()) && !position_.empty()) SavePlace("");
  return response.status();
}

absl::Status MatrixAdapter::TakeRoom(MatrixRoom& room) {
  const auto known = members_.find(room.id);
  if (room.members.has_value()) {
    members_[room.id] = *room.members;
  } else if (room.members_may_differ && known != members_.end() && known->second <= kFew) {
    members_.erase(known);
  }
  if (room.encrypted && encrypted_.insert(room.id).second) {
    Log(settings_.name, "is in an encrypted room, where it cannot read: questions there are not answered");
  }
  if (encrypted_.count(room.id) > 0) return absl::OkStatus();
  for (ChatMessage& message : room.messages) {
    if (absl::Status status = Take(message); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status MatrixAdapter::Take(ChatMessage& message) {
  const bool counts = !message.from_self && !message.from_bot && !message.edited;
  message.direct = counts && IsDirect(message.conversation);
  message.addressed |= message.direct;
  const Outcome outcome = handler_.Handle(message, encoder_);
  if (!outcome.payload.has_value() || outcome.delivered) return absl::OkStatus();
  const absl::Status status = Send(message, *outcome.payload);
  if (!status.ok()) return NoteFailedReply(message.id, status);
  handler_.NoteDelivered(message.id);
  return absl::OkStatus();
}

absl::Status MatrixAdapter::Send(const ChatMessage& message, const std::string& content) {
  return Ask(Write("PUT",
                   absl::StrCat("/rooms/", PercentEncode(message.conversation), "/send/m.room.message/",
                                PercentEncode(TransactionOf(message.id))),
                   content))
      .status();
}

// An error returned here has the events come again, so one that always comes must end.
absl::Status MatrixAdapter::NoteFailedReply(const std::string& message, const absl::Status& status) {
  if (stopped()) return status;
  if (failing_reply_ != message) failures_ = 0;
  failing_reply_ = message;
  if (MayPass(status) && ++failures_ < kMostTries) return status;
  Log(settings_.name, absl::StrCat("an answer could not be sent: ", status.message()));
  return absl::OkStatus();
}

absl::Status MatrixAdapter::TakeInvitation(const std::string& room) {
  if (!settings_.accept_invitations) {
    Log(settings_.name, "was invited to a room and stays out, since accept_invitations is off");
    return absl::OkStatus();
  }
  HttpClient::Call call = Write("POST", absl::StrCat("/join/", PercentEncode(room)), "{}");
  call.timeout = kJoin;
  const absl::Status status = Ask(std::move(call)).status();
  Log(settings_.name, status.ok() ? "joined a room that it was invited to"
                                  : absl::StrCat("could not join a room that it was invited to: ", status.message()));
  return absl::IsUnauthenticated(status) || absl::IsCancelled(status) ? status : absl::OkStatus();
}

// The account data m.direct is what a person's client writes; for a bot's account nobody writes it.
bool MatrixAdapter::IsDirect(const std::string& room) {
  const auto known = members_.find(room);
  if (known != members_.end()) return known->second == 2;
  const absl::StatusOr<json> response = Ask(Get(absl::StrCat("/rooms/", PercentEncode(room), "/joined_members")));
  if (!response.ok() && MayPass(response.status())) return false;
  const int64_t members = response.ok() ? CountJoinedMembers(*response).value_or(kMany) : kMany;
  members_[room] = members;
  return members == 2;
}

void MatrixAdapter::SavePlace(const std::string& position) {
  position_ = position;
  const absl::Status status = memory_.SetPosition(settings_.name, position);
  if (!status.ok()) Log(settings_.name, absl::StrCat("its place could not be written down: ", status.message()));
}

// Fills in what all calls share. Obeys the homeserver when it limits the rate.
absl::StatusOr<json> MatrixAdapter::Ask(HttpClient::Call call) {
  call.url = absl::StrCat(absl::StripSuffix(settings_.homeserver, "/"), kApi, call.url);
  call.headers.Add("Authorization", absl::StrCat("Bearer ", settings_.token));
  for (int tries = 1;; ++tries) {
    const absl::StatusOr<HttpResponse> response = http_.Send(call);
    if (!response.ok()) return response.status();
    absl::StatusOr<json> body = ParseMatrix(response->body);
    const absl::Status status = StatusOf(*response, body.ok() ? *body : json());
    if (status.ok()) return body;
    if (response->status != 429 || tries == kMostTries) return status;
    if (!Wait(LimitOf(*response, body.ok() ? *body : json()))) return absl::CancelledError("stopped");
  }
}

// False when the adapter was stopped.
bool MatrixAdapter::Wait(absl::Duration duration) {
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, absl::ToChronoMilliseconds(duration), [this] { return stopped_; });
}

bool MatrixAdapter::stopped() {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

}  // namespace sipwhy::bot
