// The story of a message on any platform: dropped, repeated or answered, once.
#ifndef SIPWHY_BOT_CHAT_PIPELINE_H_
#define SIPWHY_BOT_CHAT_PIPELINE_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "bot/bot.h"
#include "bot/chat/channel_rules.h"
#include "bot/chat/conversation_limit.h"
#include "bot/chat/conversations.h"
#include "bot/chat/in_flight.h"
#include "bot/chat/message_handler.h"
#include "bot/log.h"
#include "bot/memory/memory.h"

namespace sipwhy::bot {

// One adapter's messages. Drops what is not for the bot: its own words, other bots', edits, what was sent more than two
// minutes ago, and what is neither addressed to it nor in a conversation that is open to it. A message that comes again
// within 24 hours gets the bytes that it got before, also from a bot that was killed in between. Breaks loops: beyond
// ten answers in ten seconds a conversation gets none for a minute, and one that is not understood hears so once a
// minute; commands, which only people can use, always get an answer. Goes on without a memory that cannot be written.
class Pipeline final : public MessageHandler {
 public:
  using Clock = std::function<absl::Time()>;

  // `bot` and `memory` must outlive the pipeline.
  Pipeline(Bot& bot, Memory& memory, ChannelRules rules, Clock clock)
      : bot_(bot), memory_(memory), rules_(std::move(rules)), clock_(std::move(clock)) {}

  Outcome Handle(const ChatMessage& message, const ReplyEncoder& encoder) override;
  void NoteDelivered(const std::string& id) override;

 private:
  bool IsForOthers(const ChatMessage& message) const;
  // What is said to a message that did not come before.
  std::optional<std::string> AnswerNew(const ChatMessage& message, const ReplyEncoder& encoder, absl::Time now);
  std::optional<Reply> Ask(const ChatMessage& message, absl::Time deadline);
  ConversationNote NoteOn(const std::string& conversation);
  // Whether a reply of this kind may be said, as far as loops go.
  bool MayBeSaid(const Reply& reply, const ChatMessage& message, absl::Time now);
  // Logs a failure of the memory, which is no reason to be silent.
  void NoteStatus(const absl::Status& status) const;

  Bot& bot_;
  Memory& memory_;
  const ChannelRules rules_;
  const Clock clock_;
  Conversations conversations_;
  InFlight in_flight_;
  SparseLog failures_;
  SparseLog old_;
  ConversationLimit answers_{{.most = 10, .within = absl::Seconds(10), .silence = absl::Minutes(1)}};
  ConversationLimit ask_backs_{{.most = 1, .within = absl::Minutes(1), .silence = absl::ZeroDuration()}};
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CHAT_PIPELINE_H_
