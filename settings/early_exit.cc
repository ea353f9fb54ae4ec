#include "settings/early_exit.h"

#include "settings/printed_settings.h"
#include "settings/usage.h"

namespace sipwhy {

std::optional<int> LeaveEarly(const Program& program, absl::string_view version, const Resolution& resolution,
                              std::ostream& output, std::ostream& errors) {
  if (resolution.action == Action::kHelp) return output << UsageOf(program), 0;
  if (resolution.action == Action::kVersion) return output << program.name << " " << version << "\n", 0;
  for (const std::string& mistake : resolution.mistakes) errors << program.name << ": " << mistake << "\n";
  if (!resolution.mistakes.empty()) return 1;
  if (resolution.action == Action::kPrintConfig) return output << PrintSettings(program, resolution.settings), 0;
  if (resolution.action == Action::kCheckConfig) return output << "the settings are fine\n", 0;
  return std::nullopt;
}

}  // namespace sipwhy
