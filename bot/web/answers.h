// What the web page needs from the rest of the bot.
#ifndef SIPWHY_BOT_WEB_ANSWERS_H_
#define SIPWHY_BOT_WEB_ANSWERS_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "bot/reply.h"
#include "bot/speech.h"

namespace sipwhy::bot {

// A language that answers can be in.
struct SiteLanguage {
  std::string tag;   // BCP 47: "vi"
  std::string name;  // in the language itself: "Tiếng Việt"
  bool operator==(const SiteLanguage&) const = default;
};

// In bytes; what is longer is cut before it is asked.
inline constexpr size_t kLongestQuestion = 2000;

// The page keeps no conversation on the server: a question brings along what is to be known of those before it.
struct SiteQuestion {
  std::string text;      // any bytes, at most kLongestQuestion of them
  std::string previous;  // what "full" repeats, as an earlier SiteReply::repeatable gave it; may be empty
  std::string language;  // the tag of one of Languages()
  // Whether somebody chose that language; else a question that shows its own is answered in that.
  bool chosen = false;
  bool operator==(const SiteQuestion&) const = default;
};

struct SiteReply {
  Reply reply;
  // The one code that it explains, or the two to four that it compares, in the order in which they were named. Empty
  // for everything else, which has no page of its own.
  std::vector<int> codes = {};
  // What "full" after it repeats: the text of the question, or `previous` where the question was "full" itself. Empty
  // where there is nothing to repeat.
  std::string repeatable = {};
  bool in_full = false;  // it has every section already
  std::string chosen_language =
      {};  // the tag that the question chose, as "language vi" does; empty for other questions
};

// Safe to call from any thread.
class Answers {
 public:
  virtual ~Answers() = default;

  // Always an answer of some kind: a question that was not understood, and a service that is away, have replies as
  // well. Takes at most two seconds.
  virtual SiteReply Ask(const SiteQuestion& question) = 0;

  // The languages in the order of the menu, from memory, since every page has them. Empty while they are not known.
  virtual std::vector<SiteLanguage> Languages() = 0;

  // What the page says of its own accord in `language`, from memory but for the first time. Never null.
  virtual std::shared_ptr<const Speech> SpeechIn(const std::string& language) = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEB_ANSWERS_H_
