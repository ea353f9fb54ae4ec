// What a program does with its command line before its work, or in place of it.
#ifndef SIPWHY_SETTINGS_EARLY_EXIT_H_
#define SIPWHY_SETTINGS_EARLY_EXIT_H_

#include <optional>
#include <ostream>

#include "absl/strings/string_view.h"
#include "settings/program.h"
#include "settings/settings.h"

namespace sipwhy {

// Does what the command line of `program` asks for other than to run: --help, --version, --print-config and
// --check-config to `output`. With mistakes it writes them to `errors` instead, a line each, except for --help and
// --version. Returns the status to exit with, 0 or 1 after mistakes; nullopt when the program is to run.
std::optional<int> LeaveEarly(const Program& program, absl::string_view version, const Resolution& resolution,
                              std::ostream& output, std::ostream& errors);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_EARLY_EXIT_H_
