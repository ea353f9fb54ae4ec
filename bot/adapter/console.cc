#include "bot/adapter/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "bot/render/colour_terminal.h"
#include "bot/render/plain_text.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kLongestLine = 64U << 10U;
constexpr absl::Duration kPatience = absl::Seconds(3);  // for all calls of one question
constexpr int kUsualWidth = 80;
// Longer lines are hard to read, however wide the window is.
constexpr int kWidestForReading = 110;

std::string Render(const Answer& answer, const ConsoleOptions& options) {
  return options.colour ? RenderColourTerminal(answer, options.width) : RenderPlainText(answer, options.width);
}

// The next line without its end; false at the end of input.
bool ReadLine(std::istream& in, std::string& line) {
  line.clear();
  char c = 0;
  bool any = false;
  while (in.get(c)) {
    any = true;
    if (c == '\n') return true;
    if (line.size() < kLongestLine) line.push_back(c);
  }
  return any;
}

}  // namespace

void RunConsole(Bot& bot, const ConsoleOptions& options, std::istream& in, std::ostream& out) {
  Conversation conversation{.usual_language = options.usual_language, .chosen_language = options.language};
  if (options.prompt) {
    const std::string& language = options.language.empty() ? options.usual_language : options.language;
    out << bot.SpeechIn(language, absl::Now() + kPatience)->Say("prompt") << "\n";
  }
  std::string line;
  while (true) {
    if (options.prompt) out << "\nsip> " << std::flush;
    if (!ReadLine(in, line)) break;
    const std::optional<Reply> reply = bot.Handle(line, Addressing::kAddressed, conversation, absl::Now() + kPatience);
    if (!reply.has_value()) continue;
    out << Render(reply->answer, options) << (options.prompt ? "" : "\n") << std::flush;
  }
  if (options.prompt) out << std::endl;
}

bool AnswerOnce(Bot& bot, const ConsoleOptions& options, const std::string& question, std::ostream& out) {
  Conversation conversation{.usual_language = options.usual_language, .chosen_language = options.language};
  const std::optional<Reply> reply =
      bot.Handle(question, Addressing::kAddressed, conversation, absl::Now() + kPatience);
  if (!reply.has_value()) return false;
  out << Render(reply->answer, options) << std::flush;
  return reply->answered();
}

int TerminalWidth() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualWidth;
  return std::min<int>(size.ws_col, kWidestForReading);
}

}  // namespace sipwhy::bot
