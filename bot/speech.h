// What the bot says of its own accord: help, errors, headings, the words around its web page.
#ifndef SIPWHY_BOT_SPEECH_H_
#define SIPWHY_BOT_SPEECH_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "text/sentence.h"
#include "text/template_book.h"

namespace sipwhy::bot {

// Speaks one language. The sentences are templates of the knowledge base whose names begin with "bot."; the English
// ones are built in as well, for what a language lacks and for as long as no knowledge base was reached. Immutable, so
// safe to share between threads.
class Speech {
 public:
  // In English, as it is built in.
  Speech();

  // In the language of `templates`.
  explicit Speech(TemplateBook templates);

  // BCP 47.
  const std::string& language() const { return templates_.language(); }

  // The sentence "bot." + `name` with `values` filled in: Say("ask_back"). `name` is one of EnglishSentences().
  std::string Say(absl::string_view name, NamedValues values = {}) const;

 private:
  TemplateBook templates_;
};

// One English sentence.
struct EnglishSentence {
  const char* name;  // with "bot." before it
  const char* text;
};

// All of them, in the order of bot/english_sentences.cc; the knowledge base has the same.
absl::Span<const EnglishSentence> EnglishSentences();

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_SPEECH_H_
