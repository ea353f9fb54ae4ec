#include "client/bearer_token.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "files/small_file.h"

namespace sipwhy {
namespace {

// A request with more metadata than 8 KiB is refused by the service before it is looked at.
constexpr size_t kLongestToken = 4096;
constexpr absl::Duration kBetweenLooks = absl::Seconds(1);

std::string ToAuthorization(absl::string_view token) { return absl::StrCat("Bearer ", token); }

absl::StatusOr<std::string> ReadAuthorization(const std::string& path) {
  const absl::StatusOr<SmallFile> file = ReadSmallFile(path);
  if (!file.ok()) return file.status();
  const absl::string_view token = absl::StripAsciiWhitespace(file->text);
  const absl::Status usable = CheckBearerToken(token);
  if (!usable.ok()) return absl::InvalidArgumentError(absl::StrCat(path, " holds no token: it ", usable.message()));
  return ToAuthorization(token);
}

}  // namespace

absl::Status CheckBearerToken(absl::string_view token) {
  if (token.empty()) return absl::InvalidArgumentError("is empty");
  if (token.size() > kLongestToken) {
    return absl::InvalidArgumentError(absl::StrCat("is longer than ", kLongestToken, " characters"));
  }
  const bool is_visible =
      std::all_of(token.begin(), token.end(), [](unsigned char c) { return absl::ascii_isgraph(c); });
  if (is_visible) return absl::OkStatus();
  return absl::InvalidArgumentError("has a space, a line break or another character that is not visible ASCII");
}

absl::StatusOr<std::unique_ptr<BearerToken>> BearerToken::Fixed(absl::string_view token) {
  const absl::Status usable = CheckBearerToken(token);
  if (!usable.ok()) return absl::InvalidArgumentError(absl::StrCat("the token ", usable.message()));
  return std::unique_ptr<BearerToken>(new BearerToken(ToAuthorization(token), "", nullptr, absl::Now));
}

absl::StatusOr<std::unique_ptr<BearerToken>> BearerToken::FromFile(std::string path, Listener listener, Clock clock) {
  absl::StatusOr<std::string> authorization = ReadAuthorization(path);
  if (!authorization.ok()) return authorization.status();
  return std::unique_ptr<BearerToken>(
      new BearerToken(*std::move(authorization), std::move(path), std::move(listener), std::move(clock)));
}

BearerToken::BearerToken(std::string authorization, std::string path, Listener listener, Clock clock)
    : path_(std::move(path)),
      listener_(std::move(listener)),
      clock_(std::move(clock)),
      authorization_(std::move(authorization)),
      last_look_(clock_()) {}

std::string BearerToken::Authorization() {
  if (IsTimeToLook(last_look_)) Look();
  return current();
}

std::string BearerToken::AuthorizationInPlaceOf(const std::string& refused) {
  std::string authorization = current();
  if (authorization == refused && IsTimeToLook(last_look_after_refusal_)) {
    Look();
    authorization = current();
  }
  return authorization == refused ? "" : authorization;
}

bool BearerToken::IsTimeToLook(absl::Time& last_look) {
  if (path_.empty()) return false;
  const absl::Time now = clock_();
  const std::scoped_lock lock(mutex_);
  // A clock that was set back must not end the looking.
  if (now >= last_look && now - last_look < kBetweenLooks) return false;
  last_look = now;
  return true;
}

void BearerToken::Look() {
  // Without the lock: a file on a slow disk holds up this one call and no other.
  absl::StatusOr<std::string> authorization = ReadAuthorization(path_);
  bool is_news = false;
  {
    const std::scoped_lock lock(mutex_);
    is_news = authorization.ok() ? *authorization != authorization_ : authorization.status() != problem_;
    problem_ = authorization.status();
    if (authorization.ok()) authorization_ = *authorization;
  }
  if (is_news && listener_) listener_(authorization.status());
}

std::string BearerToken::current() const {
  const std::scoped_lock lock(mutex_);
  return authorization_;
}

}  // namespace sipwhy
