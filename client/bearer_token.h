// The token by which the service knows a program that calls it (RFC 6750).
#ifndef SIPWHY_CLIENT_BEARER_TOKEN_H_
#define SIPWHY_CLIENT_BEARER_TOKEN_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace sipwhy {

// INVALID_ARGUMENT with a sentence about `token`, which does not repeat it, unless it has 1 to 4096 visible ASCII
// characters.
absl::Status CheckBearerToken(absl::string_view token);

// A token that is always the same, or that of a file, which may get another while the program runs. Safe to call from
// any thread.
class BearerToken {
 public:
  using Clock = std::function<absl::Time()>;
  // Is told, on the thread of a call, OK when another token came into force, and what is wrong with the file when it
  // cannot be used any more: each problem once while it lasts.
  using Listener = std::function<void(const absl::Status& status)>;

  // A token that stays. As CheckBearerToken() when it is none.
  static absl::StatusOr<std::unique_ptr<BearerToken>> Fixed(absl::string_view token);

  // The token that the file `path` holds, with white space around it or without. As ReadSmallFile(), or
  // INVALID_ARGUMENT with a sentence that begins with `path`, when there is none now. When there is none later, that
  // which was there before stays in force. `listener` may be null.
  static absl::StatusOr<std::unique_ptr<BearerToken>> FromFile(std::string path, Listener listener,
                                                               Clock clock = absl::Now);

  // "Bearer TOKEN", the value of the metadata `authorization`. Reads the file before if that was not done within the
  // last second.
  std::string Authorization();

  // The same, after the service did not accept `refused`: empty if the token still is that one. Reads the file before
  // if this was not done for such a reason within the last second.
  std::string AuthorizationInPlaceOf(const std::string& refused);

 private:
  BearerToken(std::string authorization, std::string path, Listener listener, Clock clock);
  bool IsTimeToLook(absl::Time& last_look);
  void Look();
  std::string current() const;

  const std::string path_;  // empty for a token that stays
  const Listener listener_;
  const Clock clock_;

  mutable std::mutex mutex_;  // guards what follows
  std::string authorization_;
  absl::Status problem_;  // the last one that the listener was told
  absl::Time last_look_;
  absl::Time last_look_after_refusal_ = absl::InfinitePast();
};

}  // namespace sipwhy

#endif  // SIPWHY_CLIENT_BEARER_TOKEN_H_
