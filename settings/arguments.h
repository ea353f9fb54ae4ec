// The command line as a source of settings.
#ifndef SIPWHY_SETTINGS_ARGUMENTS_H_
#define SIPWHY_SETTINGS_ARGUMENTS_H_

#include <optional>
#include <string>
#include <vector>

#include "settings/given.h"
#include "settings/program.h"

namespace sipwhy {

// What a program is started for. Where several are asked for, the last of this list is done.
enum class Action { kRun, kCheckConfig, kPrintConfig, kVersion, kHelp };

struct GivenArguments {
  Action action = Action::kRun;
  std::optional<std::string> config = {};  // of --config: the path of the file
  GivenValues values = {};
};

// Reads `arguments`, those after the name of the program: --name=value or --name value, and for a switch --name,
// --name=false or --noname. In names - and _ are alike. --config, --check-config, --print-config, --version and --help
// are known beside the settings of `program`. Whatever else there is, or stands there twice, is noted in `mistakes`.
GivenArguments ReadArguments(const Program& program, const std::vector<std::string>& arguments, Mistakes& mistakes);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_ARGUMENTS_H_
