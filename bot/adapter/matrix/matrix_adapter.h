// The bot in the rooms of Matrix.
#ifndef SIPWHY_BOT_ADAPTER_MATRIX_MATRIX_ADAPTER_H_
#define SIPWHY_BOT_ADAPTER_MATRIX_MATRIX_ADAPTER_H_

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bot/adapter/adapter.h"
#include "bot/adapter/back_off.h"
#include "bot/adapter/matrix/matrix_events.h"
#include "bot/chat/message_handler.h"
#include "bot/http/http_client.h"
#include "bot/memory/memory.h"

namespace sipwhy::bot {

struct MatrixSettings {
  std::string name;        // of the adapter, in the log and in the memory
  std::string homeserver;  // its URL, "https://matrix.example.org"
  std::string token;       // the access token of the bot's account
  bool accept_invitations = false;
};

// Follows what happens in its rooms by long polling of /sync and answers with notices. Encrypted rooms are left alone:
// the bot has no keys. Where it is in the stream is written down after the events were answered, so a restart loses
// none, and what was said before its first start is never answered. Run() is for one thread.
class MatrixAdapter final : public Adapter {
 public:
  // `handler` and `memory` outlive the adapter. `seed` is for the waits between tries.
  MatrixAdapter(MatrixSettings settings, MessageHandler& handler, Memory& memory, uint64_t seed);

  void Run() override;
  void Stop() override;

 private:
  absl::Status Serve();
  absl::Status FindOutWhoIAm();
  absl::Status FindPlace();
  absl::Status Poll();

  absl::StatusOr<MatrixSync> Sync(absl::Duration timeout);
  absl::Status TakeAll(MatrixSync& sync);
  absl::Status TakeRoom(MatrixRoom& room);
  absl::Status Take(ChatMessage& message);
  absl::Status TakeInvitation(const std::string& room);
  absl::Status Send(const ChatMessage& message, const std::string& content);
  absl::Status NoteFailedReply(const std::string& message, const absl::Status& status);
  bool IsDirect(const std::string& room);
  void SavePlace(const std::string& position);

  absl::StatusOr<nlohmann::json> Ask(HttpClient::Call call);
  bool Wait(absl::Duration duration);
  bool stopped();

  const MatrixSettings settings_;
  MessageHandler& handler_;
  Memory& memory_;
  const MatrixNoticeEncoder encoder_;
  HttpClient http_;

  BackOff back_off_;
  MatrixIdentity self_;   // empty until the homeserver told it
  std::string position_;  // empty before the first sync
  std::map<std::string, int64_t> members_;
  std::set<std::string> encrypted_;
  std::string failing_reply_;  // the message whose answer could not be sent, and how often that was tried
  int failures_ = 0;

  std::mutex mutex_;  // guards what follows
  std::condition_variable stop_;
  bool stopped_ = false;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_MATRIX_MATRIX_ADAPTER_H_
