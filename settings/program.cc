#include "settings/program.h"

#include "text/edit_distance.h"

namespace sipwhy {

std::vector<const Setting*> SettingsOf(const Program& program) {
  std::vector<const Setting*> settings;
  for (const SettingSection& section : program.sections) {
    for (const Setting& setting : section.settings) settings.push_back(&setting);
  }
  return settings;
}

const Setting* FindSetting(const Program& program, absl::string_view name) {
  for (const Setting* setting : SettingsOf(program)) {
    if (KeyName(setting->name) == KeyName(name)) return setting;
  }
  return nullptr;
}

std::string NearestName(const std::vector<std::string>& names, absl::string_view given) {
  constexpr int kMostSlips = 2;
  std::string nearest;
  int fewest = kMostSlips + 1;
  for (const std::string& name : names) {
    const int slips = EditDistance(given, name, kMostSlips);
    if (slips >= fewest) continue;
    nearest = name;
    fewest = slips;
  }
  return nearest;
}

}  // namespace sipwhy
