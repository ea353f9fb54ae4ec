#include "bot/chat/pipeline.h"

#include "absl/strings/str_cat.h"
#include "bot/log.h"

namespace sipwhy::bot {
namespace {

constexpr absl::Duration kOldest = absl::Minutes(2);
constexpr absl::Duration kPatience = absl::Seconds(2);

}  // namespace

Outcome Pipeline::Handle(const ChatMessage& message, const ReplyEncoder& encoder) {
  const absl::Time now = clock_();
  if (IsForOthers(message)) return {};
  if (message.id.empty()) return {.payload = AnswerNew(message, encoder, now)};
  const std::optional<InFlight::Turn> turn = in_flight_.Enter(message.id, kPatience);
  if (!turn.has_value()) return {};
  const absl::StatusOr<std::optional<Remembered>> before = memory_.Find(rules_.adapter, message.id);
  NoteStatus(before.status());
  if (before.ok() && before->has_value()) {
    return {.payload = (*before)->payload, .repeated = true, .delivered = (*before)->delivered};
  }
  Outcome outcome{.payload = AnswerNew(message, encoder, now)};
  NoteStatus(memory_.Keep(rules_.adapter, message.id, now,
                          {.payload = outcome.payload, .delivered = encoder.answers_in_response()}));
  return outcome;
}

void Pipeline::NoteDelivered(const std::string& id) {
  if (!id.empty()) NoteStatus(memory_.NoteDelivered(rules_.adapter, id));
}

bool Pipeline::IsForOthers(const ChatMessage& message) const {
  if (message.from_self || message.edited) return true;
  if (message.from_bot && !rules_.answered_bots.contains(message.sender)) return true;
  return !message.addressed && !message.direct && !rules_.open_to.contains(message.conversation);
}

std::optional<std::string> Pipeline::AnswerNew(const ChatMessage& message, const ReplyEncoder& encoder,
                                               absl::Time now) {
  if (message.sent_at.has_value() && now - *message.sent_at > kOldest) {
    old_.Write(rules_.adapter, "left a message of more than two minutes ago alone; is this machine's clock right?",
               now);
    return std::nullopt;
  }
  if (!message.command && answers_.IsSilent(message.conversation, now)) return std::nullopt;
  const std::optional<Reply> reply = Ask(message, now + kPatience);
  if (!reply.has_value()) return std::nullopt;
  if (reply->kind == Reply::Kind::kFailure) failures_.Write(rules_.adapter, "could not ask the sipwhy service", now);
  if (!MayBeSaid(*reply, message, now)) return std::nullopt;
  return encoder.Encode(*reply, message);
}

std::optional<Reply> Pipeline::Ask(const ChatMessage& message, absl::Time deadline) {
  ConversationNote note = NoteOn(message.conversation);
  const std::string& usual = message.language.empty() ? rules_.language : message.language;
  Conversation conversation{
      .usual_language = usual, .chosen_language = note.chosen_language, .last = std::move(note.last)};
  const Addressing addressing = message.addressed || message.direct ? Addressing::kAddressed : Addressing::kOverheard;
  std::optional<Reply> reply = bot_.Handle(message.text, addressing, conversation, deadline);
  if (!reply.has_value()) return std::nullopt;
  if (conversation.chosen_language != note.chosen_language) {
    NoteStatus(memory_.SetLanguage(rules_.adapter, message.conversation, conversation.chosen_language));
    conversations_.KeepLanguage(message.conversation, std::move(conversation.chosen_language));
  }
  conversations_.KeepLast(message.conversation, std::move(conversation.last));
  return reply;
}

ConversationNote Pipeline::NoteOn(const std::string& conversation) {
  std::optional<ConversationNote> note = conversations_.Find(conversation);
  if (note.has_value()) return *std::move(note);
  absl::StatusOr<std::string> language = memory_.LanguageOf(rules_.adapter, conversation);
  NoteStatus(language.status());
  if (!language.ok()) return {};
  conversations_.KeepLanguage(conversation, *language);
  return {.chosen_language = *std::move(language)};
}

bool Pipeline::MayBeSaid(const Reply& reply, const ChatMessage& message, absl::Time now) {
  if (message.command) return true;
  using Verdict = ConversationLimit::Verdict;
  const bool asks_back = reply.kind == Reply::Kind::kNotUnderstood && !message.direct;
  if (asks_back && ask_backs_.Count(message.conversation, now) != Verdict::kAllowed) return false;
  const Verdict verdict = answers_.Count(message.conversation, now);
  if (verdict == Verdict::kExceeded) {
    Log(rules_.adapter,
        "a conversation asked ten times in ten seconds, as bots in a loop do; silent there for a minute");
  }
  return verdict == Verdict::kAllowed;
}

void Pipeline::NoteStatus(const absl::Status& status) const {
  if (!status.ok()) Log(rules_.adapter, absl::StrCat("the bot's memory failed: ", status.message()));
}

}  // namespace sipwhy::bot
