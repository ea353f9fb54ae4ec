// Answers for the web page, from the bot.
#ifndef SIPWHY_BOT_WEB_BOT_ANSWERS_H_
#define SIPWHY_BOT_WEB_BOT_ANSWERS_H_

#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "bot/bot.h"
#include "bot/web/answers.h"

namespace sipwhy::bot {

class BotAnswers final : public Answers {
 public:
  // `bot` must outlive it.
  explicit BotAnswers(Bot& bot) : bot_(bot) {}

  SiteReply Ask(const SiteQuestion& question) override;

  // Asks the service once a minute, or while it has no list every five seconds, and waits for it 300 ms.
  std::vector<SiteLanguage> Languages() override;
  std::shared_ptr<const Speech> SpeechIn(const std::string& language) override;

 private:
  Bot& bot_;
  std::mutex mutex_;  // guards what follows
  std::vector<SiteLanguage> languages_;
  absl::Time asked_ = absl::InfinitePast();
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEB_BOT_ANSWERS_H_
