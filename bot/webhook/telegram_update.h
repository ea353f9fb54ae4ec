// Telegram's messages, as its Bot API writes them in both directions.
#ifndef SIPWHY_BOT_WEBHOOK_TELEGRAM_UPDATE_H_
#define SIPWHY_BOT_WEBHOOK_TELEGRAM_UPDATE_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "bot/chat/message.h"
#include "bot/reply.h"

namespace sipwhy::bot {

// Who the bot is on Telegram.
struct TelegramIdentity {
  std::string username;  // without "@"
  int64_t id = 0;        // the number before the colon of its token
  bool operator==(const TelegramIdentity&) const = default;
};

// Reads a User (Bot API, getMe). Nullopt when it has no name or id.
std::optional<TelegramIdentity> ReadTelegramIdentity(const nlohmann::json& user);

// Reads an Update (Bot API, "Update", "Message", "MessageEntity"). Nullopt for what is no text from somebody in a chat,
// and for a command for another bot (/sip@OtherBot).
//
// A message is addressed in a private chat, with a mention, as a reply to the bot, and with a command. The bot's own
// are /sip, /start and /help; with the bot's name (/full@ThisBot) or in a private chat, so is every other. Of a command
// there remains what the bot understands: "486" of "/sip 486", "help" of "/start", "full 486" of "/full 486".
//
// INVALID_ARGUMENT for what the Bot API does not send; never quotes it.
absl::StatusOr<std::optional<ChatMessage>> ReadTelegramUpdate(const nlohmann::json& update,
                                                              const TelegramIdentity& self);

// The parameters of sendMessage (Bot API) that answer `message`: in HTML without a link preview, in a group as a reply
// and in the topic that was asked in. A group does not hear a sound for what concerns the asker alone.
nlohmann::json WriteTelegramMessage(const Reply& reply, const ChatMessage& message);

// The same parameters with a text without markup. What is not such parameters stays as it is.
nlohmann::json WithoutTelegramMarkup(nlohmann::json parameters);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_TELEGRAM_UPDATE_H_
