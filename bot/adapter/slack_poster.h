// Posts replies to Slack by its Web API.
//
// Sources: docs.slack.dev "Using the Slack Web API", "Rate limits", "chat.postMessage", "chat.postEphemeral",
// "auth.test".
#ifndef SIPWHY_BOT_ADAPTER_SLACK_POSTER_H_
#define SIPWHY_BOT_ADAPTER_SLACK_POSTER_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "bot/adapter/adapter.h"
#include "bot/adapter/back_off.h"
#include "bot/adapter/post_queue.h"
#include "bot/http/http_client.h"
#include "bot/memory/memory.h"
#include "http/http_message.h"

namespace sipwhy::bot {

struct SlackPosterSettings {
  std::string name;                           // the adapter's own, in the log
  std::string api = "https://slack.com/api";  // without a slash at the end
  std::string token;                          // the bot's, "xoxb-…"; never logged
};

// What came of one call of the Web API.
struct SlackCallResult {
  enum class Kind {
    kDone,
    kTryAgain,     // it may go well later; another call may go well now
    kUnreachable,  // no call goes well now
    kRefused,      // it never will
    kStopped,      // by HttpClient::Stop()
  };
  Kind kind = Kind::kRefused;
  std::string why = {};                                      // Slack's word for the error, or a sentence; for the log
  std::optional<absl::Duration> retry_after = std::nullopt;  // of kTryAgain, where Slack says it
  bool operator==(const SlackCallResult&) const = default;
};

// Slack answers 200 with "ok", which is false for most errors. What it names as passing is tried again, so are 429 and
// 5xx, a response that is not Slack's, and a peer that is not reached in time. Such a message may have been posted all
// the same, and is then posted twice: Slack takes no id of ours to tell.
SlackCallResult ReadSlackCallResult(const absl::StatusOr<HttpResponse>& response);

// The HTTP request for a payload of SlackEventsCodec::Encode(). INVALID_ARGUMENT for any other payload.
absl::StatusOr<HttpClient::Call> MakeSlackCall(const SlackPosterSettings& settings, absl::string_view payload);

// Posts one reply after the other, those to a channel in the order in which they came and one a second. One that Slack
// does not take now holds up its channel alone, as long as Slack asks or with waits that double; while Slack is not
// reached all wait. A reply is given up with a line in the log as soon as Slack refuses it, or when ten minutes passed.
class SlackPoster final : public Adapter {
 public:
  // `delivered` is called on the thread of Run() with the id of each message whose reply Slack took. `seed` is for the
  // waits between tries.
  SlackPoster(SlackPosterSettings settings, std::function<void(const std::string& message_id)> delivered,
              uint64_t seed);

  // The user id of the bot that the token is of, in one try of at most ten seconds; not while Run() runs.
  // UNAVAILABLE when Slack is not reached or says to come again, FAILED_PRECONDITION when it does not take the token.
  absl::StatusOr<std::string> Identify();

  // Takes a reply to be posted, and returns at once. When 10,000 are waiting it is dropped, and the log says so. Safe
  // to call from any thread.
  void Post(UndeliveredReply reply);

  void Run() override;

  // Replies that wait then are not posted.
  void Stop() override;

 private:
  std::optional<PostQueue::Post> Next();
  void Deliver(PostQueue::Post post);
  void TryLater(PostQueue::Post post, const SlackCallResult& result);
  void TryAllLater(PostQueue::Post post, const SlackCallResult& result);
  absl::Duration PutBack(PostQueue::Post post, std::optional<absl::Duration> asked);
  void NoteConnected(absl::Time now);
  void Pause(absl::Duration time);
  void LogNextTry(const SlackCallResult& result, absl::Duration wait) const;
  void GiveUp(absl::string_view why) const;

  const SlackPosterSettings settings_;
  const std::function<void(const std::string& message_id)> delivered_;
  HttpClient http_;
  BackOff back_off_;
  bool connected_ = false;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  PostQueue queue_;
  bool stopped_ = false;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_SLACK_POSTER_H_
