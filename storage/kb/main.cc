#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/types/span.h"
#include "storage/kb/commands.h"

ABSL_FLAG(std::string, database, "kb.db", "see --help");
ABSL_FLAG(std::string, migrations, "migrations", "see --help");
ABSL_FLAG(std::string, language, "en", "see --help");
ABSL_FLAG(int, at, 0, "see --help");
ABSL_FLAG(bool, all, false, "see --help");

namespace {

constexpr char kUsage[] =
    "Usage: sipwhy-kb [--database=FILE] [--migrations=DIR] COMMAND\n\n"
    "Makes, checks and updates the knowledge base.\n\n"
    "  new TITLE         write the skeleton of the next migration\n"
    "  lint [--all]      check every migration file and replay all of them in memory; --all names what languages lack\n"
    "  preview [--all]   show which rows and answers would change, before and after; touches nothing\n"
    "  apply             apply what is pending; makes the file if there is none\n"
    "  status            the revision of the file, what is pending, and how much each language has\n"
    "  verify            check the file in itself and against the migrations\n"
    "  log               the revisions with their release notes, newest first\n"
    "  diff A B          the rows that differ between two revisions; 0 is the empty knowledge base\n"
    "  show CODE [--at=REV] [--language=TAG]   all about a code, now or at a revision\n"
    "  revert REV        write a migration that undoes a revision\n\n"
    "  --database=FILE   the SQLite file, kb.db by default\n"
    "  --migrations=DIR  the folder of migration files, migrations by default\n"
    "  --help, --version print this, or the version, and leave\n\n"
    "Exit status: 0 when the command did its work, 1 when it did not, with the reason on standard error.\n\n"
    "Examples:\n"
    "  sipwhy-kb new \"Tell 486 from 600\"\n"
    "  sipwhy-kb --database=kb.db --migrations=migrations apply\n"
    "  sipwhy-kb show 408 --at=5\n";

absl::Status WrongArguments(absl::string_view command) {
  return absl::InvalidArgumentError(absl::StrCat("the arguments of ", command, " are wrong; see sipwhy-kb --help"));
}

// The numbers that `words` hold, or an empty list when one of them is none.
std::vector<int> Numbers(absl::Span<const std::string> words) {
  std::vector<int> numbers;
  for (const std::string& word : words) {
    int number = 0;
    if (!absl::SimpleAtoi(word, &number)) return {};
    numbers.push_back(number);
  }
  return numbers;
}

absl::Status Run(const sipwhy::Workplace& place, const std::string& command, absl::Span<const std::string> words) {
  const std::vector<int> numbers = Numbers(words);
  if (command == "new") {
    return words.empty() ? WrongArguments(command) : sipwhy::RunNew(place, absl::StrJoin(words, " "));
  }
  if (command == "diff") {
    return numbers.size() == 2 ? sipwhy::RunDiff(place, numbers[0], numbers[1]) : WrongArguments(command);
  }
  if (command == "show") {
    if (numbers.size() != 1) return WrongArguments(command);
    return sipwhy::RunShow(place, numbers[0], absl::GetFlag(FLAGS_at), absl::GetFlag(FLAGS_language));
  }
  if (command == "revert") {
    return numbers.size() == 1 ? sipwhy::RunRevert(place, numbers[0]) : WrongArguments(command);
  }
  if (!words.empty()) return WrongArguments(command);
  if (command == "lint") return sipwhy::RunLint(place, absl::GetFlag(FLAGS_all));
  if (command == "preview") return sipwhy::RunPreview(place, absl::GetFlag(FLAGS_all));
  if (command == "apply") return sipwhy::RunApply(place);
  if (command == "status") return sipwhy::RunStatus(place);
  if (command == "verify") return sipwhy::RunVerify(place);
  if (command == "log") return sipwhy::RunLog(place);
  return absl::InvalidArgumentError(absl::StrCat("there is no command \"", command, "\"; see sipwhy-kb --help"));
}

}  // namespace

int main(int argc, char** argv) {
  for (const absl::string_view argument : absl::MakeSpan(argv, static_cast<size_t>(argc))) {
    if (argument == "--help") return std::cout << kUsage, 0;
    if (argument == "--version") return std::cout << "sipwhy-kb " SIPWHY_VERSION "\n", 0;
  }
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  const std::vector<std::string> words(rest.begin() + 1, rest.end());
  const sipwhy::Workplace place = {absl::GetFlag(FLAGS_database), absl::GetFlag(FLAGS_migrations), std::cout,
                                   absl::Now()};
  const absl::Status status = words.empty() ? absl::InvalidArgumentError("name a command; see sipwhy-kb --help")
                                            : Run(place, words[0], absl::MakeSpan(words).subspan(1));
  if (status.ok()) return 0;
  std::cerr << "sipwhy-kb: " << status.message() << std::endl;
  return 1;
}
