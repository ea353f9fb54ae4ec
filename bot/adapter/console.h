// The bot on a terminal, or at the end of a pipe.
#ifndef SIPWHY_BOT_ADAPTER_CONSOLE_H_
#define SIPWHY_BOT_ADAPTER_CONSOLE_H_

#include <istream>
#include <ostream>
#include <string>

#include "bot/bot.h"

namespace sipwhy::bot {

struct ConsoleOptions {
  std::string language = {};          // BCP 47, of every answer; empty for that of each question
  std::string usual_language = "en";  // BCP 47, where a question does not show its own
  bool prompt = false;                // say hello and print a prompt before each line, as for a person at a terminal
  bool colour = false;
  int width = 80;  // columns
};

// Answers each line of `in` on `out` until `in` ends. Every line is taken as addressed to the bot. Of a line longer
// than 64 KiB the rest is ignored. Line editing is the terminal's.
void RunConsole(Bot& bot, const ConsoleOptions& options, std::istream& in, std::ostream& out);

// Answers `question` on `out`. False when it could not be answered; the reply then says why.
bool AnswerOnce(Bot& bot, const ConsoleOptions& options, const std::string& question, std::ostream& out);

// The columns of the terminal on standard output; 80 when there is none.
int TerminalWidth();

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_CONSOLE_H_
