#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "bot/adapter/console.h"
#include "bot/bot.h"
#include "bot/grpc_knowledge_client.h"

ABSL_FLAG(std::string, service, "127.0.0.1:50051", "see --help");
ABSL_FLAG(std::string, adapter, "console", "see --help");
ABSL_FLAG(std::string, language, "en", "see --help");
ABSL_FLAG(std::string, ask, "", "see --help");
ABSL_FLAG(std::string, colour, "auto", "see --help");

namespace {

constexpr char kUsage[] =
    "Usage: sipwhy-bot [--service=HOST:PORT] [--adapter=console] [--language=TAG] [--ask=QUESTION]\n\n"
    "Answers chat messages about SIP response codes, with what the sipwhy service knows.\n\n"
    "  --service=HOST:PORT  where sipwhy-service listens, 127.0.0.1:50051 by default\n"
    "  --adapter=console    the chat system: the console, which answers each line of standard input\n"
    "  --language=TAG       the reader's language as a BCP 47 tag, en by default\n"
    "  --ask=QUESTION       answer this one question and leave\n"
    "  --colour=WHEN        auto (on a terminal, unless NO_COLOR is set), always or never\n"
    "  --help, --version    print this, or the version, and leave\n\n"
    "Exit status: 0 at the end of input; with --ask, 0 for an answer and 1 when there was none; 1 when an argument is\n"
    "wrong.\n\n"
    "Examples:\n"
    "  sipwhy-bot\n"
    "  sipwhy-bot --ask=\"301 vs 408\" --language=vi\n"
    "  echo \"busy here vs decline\" | sipwhy-bot --service=127.0.0.1:50051\n";

int Fail(absl::string_view message) {
  std::cerr << "sipwhy-bot: " << message << "; see --help" << std::endl;
  return 1;
}

bool WantsColour(const std::string& when) {
  if (when != "auto") return when == "always";
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace

int main(int argc, char** argv) {
  for (const absl::string_view argument : absl::MakeSpan(argv, static_cast<size_t>(argc))) {
    if (argument == "--help") return std::cout << kUsage, 0;
    if (argument == "--version") return std::cout << "sipwhy-bot " SIPWHY_VERSION "\n", 0;
  }
  if (absl::ParseCommandLine(argc, argv).size() > 1) return Fail("there is an argument without --");
  if (absl::GetFlag(FLAGS_adapter) != "console") return Fail("the one adapter is console");
  const std::string colour = absl::GetFlag(FLAGS_colour);
  if (colour != "auto" && colour != "always" && colour != "never") return Fail("--colour is auto, always or never");

  const std::string service = absl::GetFlag(FLAGS_service);
  const std::unique_ptr<sipwhy::bot::KnowledgeClient> client = sipwhy::bot::MakeGrpcKnowledgeClient(service);
  sipwhy::bot::Bot bot(*client, {.service_address = service});
  const sipwhy::bot::ConsoleOptions options = {.language = absl::GetFlag(FLAGS_language),
                                               .prompt = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0,
                                               .colour = WantsColour(colour),
                                               .width = sipwhy::bot::TerminalWidth()};
  const std::string question = absl::GetFlag(FLAGS_ask);
  if (!question.empty()) return sipwhy::bot::AnswerOnce(bot, options, question, std::cout) ? 0 : 1;
  sipwhy::bot::RunConsole(bot, options, std::cin, std::cout);
  return 0;
}
