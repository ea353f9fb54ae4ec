// Telegram without a webhook: the bot asks for its messages.
#ifndef SIPWHY_BOT_ADAPTER_TELEGRAM_POLL_H_
#define SIPWHY_BOT_ADAPTER_TELEGRAM_POLL_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "bot/adapter/adapter.h"
#include "bot/adapter/back_off.h"
#include "bot/adapter/post_queue.h"
#include "bot/adapter/telegram_problem.h"
#include "bot/chat/message_handler.h"
#include "bot/http/http_client.h"
#include "bot/memory/memory.h"
#include "bot/webhook/telegram_update.h"

namespace sipwhy::bot {

struct TelegramPollSettings {
  std::string name;  // the adapter's own, in the log and in the memory
  std::string api = "https://api.telegram.org";
  std::string token;  // from @BotFather; never logged
};

// Asks getUpdates (Bot API) in long polls and answers with sendMessage, in each chat one message after the other and
// one a second. A chat that must wait, since Telegram says so or fails there, holds up neither other chats nor the
// polls. A reply is given up as soon as Telegram refuses it, or when it is not sent ten minutes after its message came.
//
// Telegram is told that an update is done with once `handler` has made the reply and remembered it in `memory` under
// the name of the settings: after a stop the replies that are still owed are sent from there. Needs no address of its
// own. `handler` and `memory` must outlive it.
class TelegramPoll final : public Adapter {
 public:
  // `seed` is for the waits between tries.
  TelegramPoll(TelegramPollSettings settings, MessageHandler& handler, Memory& memory, uint64_t seed);

  void Run() override;
  void Stop() override;

  // One round of what Run() does for ever: asks who the bot is as long as that is not known, else sends a reply that is
  // due, else asks for messages until the next is. Returns how long to wait before the next round, which is zero after
  // a message or a reply. Use it from one thread.
  absl::Duration RunOnce(absl::Time now);

 private:
  struct Response;
  class Encoder;

  absl::Duration Introduce(absl::Time now);
  absl::Duration Poll(absl::Time now);
  int64_t PollSeconds(absl::Time now) const;
  void Take(const nlohmann::json& update, absl::Time now);
  void Answer(const ChatMessage& message, absl::Time now);
  void Queue(UndeliveredReply reply, absl::Time now);
  absl::Duration Deliver(PostQueue::Post post, absl::Time now);
  absl::Duration NoteProblem(const TelegramProblem& problem, PostQueue::Post post, absl::Time now);
  std::optional<TelegramProblem> SendMessage(const std::string& payload);
  Response Call(const std::string& method, const std::string& parameters, absl::Duration timeout);

  absl::Duration WaitAfter(const TelegramProblem& problem, absl::Time now);
  absl::Duration WaitFor(const TelegramProblem& problem, absl::Time now);
  void NoteConnected(absl::Time now);
  void LoadPosition();
  void LoadOwed(absl::Time now);
  void SetPosition(int64_t position);
  void GiveUp(absl::string_view why) const;
  void LogNextTry(absl::string_view why, absl::Duration wait) const;
  bool stopped() const;

  const TelegramPollSettings settings_;
  MessageHandler& handler_;
  Memory& memory_;
  BackOff back_off_;
  HttpClient http_;

  std::optional<TelegramIdentity> self_;
  std::optional<int64_t> position_;  // the id of the first update that is not done with
  bool connected_ = false;
  PostQueue replies_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable told_to_stop_;
  bool stopped_ = false;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_TELEGRAM_POLL_H_
