// A program with its settings, as it declares them.
#ifndef SIPWHY_SETTINGS_PROGRAM_H_
#define SIPWHY_SETTINGS_PROGRAM_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "settings/setting.h"

namespace sipwhy {

// The one setting that every program has beside its own: the path of its file.
inline constexpr absl::string_view kConfigName = "config";

// Settings under one heading of the usage.
struct SettingSection {
  std::string heading;  // "Network"
  std::vector<Setting> settings;
};

struct Program {
  std::string name;             // "sipwhy-service"
  std::string variable_prefix;  // of its variables in the environment: "SIPWHY_"
  // Prefixes of the variables of other programs that begin with the one above; those are not looked at.
  std::vector<std::string> other_prefixes = {};
  std::vector<SettingSection> sections;
  bool has_settings_file = true;  // whether the file holds the settings above; else the program reads it itself

  // For the usage. Paragraphs are one line each, however long.
  std::string synopsis = {};  // what follows the name on the command line
  std::string purpose = {};
  std::vector<std::string> notes = {};
  std::vector<std::string> examples = {};  // command lines
};

// All settings of `program`, in order. They are those of `program`, which must outlive the result.
std::vector<const Setting*> SettingsOf(const Program& program);

// The setting called `name`, where - and _ are alike; null if there is none.
const Setting* FindSetting(const Program& program, absl::string_view name);

// The one of `names` that `given` most likely means, a slip or two away; empty if none is near.
std::string NearestName(const std::vector<std::string>& names, absl::string_view given);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_PROGRAM_H_
