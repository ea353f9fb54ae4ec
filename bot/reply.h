// What the bot says to one message, before it takes the form of a platform.
#ifndef SIPWHY_BOT_REPLY_H_
#define SIPWHY_BOT_REPLY_H_

#include <string>

#include "bot/answer.h"

namespace sipwhy::bot {

struct Reply {
  enum class Kind {
    kAnswer,         // to the question
    kHelp,           // about the bot itself, such as help or a change of language
    kNotUnderstood,  // nothing could be made of the question
    kFailure,        // the service could not be asked
  };
  Answer answer;
  Kind kind = Kind::kNotUnderstood;
  bool in_full = false;       // it has every section already
  std::string language = {};  // BCP 47: that it is in, as far as the knowledge base has it

  bool answered() const { return kind == Kind::kAnswer || kind == Kind::kHelp; }

  // Whether it concerns nobody but the person who asked. Where a platform can show it to them alone, it does.
  bool for_asker_alone() const { return kind != Kind::kAnswer; }

  bool operator==(const Reply&) const = default;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_REPLY_H_
