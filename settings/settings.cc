#include "settings/settings.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "settings/settings_file.h"

namespace sipwhy {
namespace {

std::map<std::string, SettingValue> DefaultsOf(const Program& program) {
  std::map<std::string, SettingValue> defaults;
  for (const Setting* setting : SettingsOf(program)) defaults.emplace(setting->name, DefaultOf(*setting));
  return defaults;
}

// What the file `path` says, which `where` names; nullopt if that is not known.
std::optional<GivenValues> ReadFile(const Program& program, const Sources& sources, const std::string& where,
                                    const std::string& path, Mistakes& mistakes) {
  const std::optional<std::string> text = sources.read_file(path);
  if (!text.has_value()) {
    mistakes.push_back(absl::StrCat(where, " names \"", path, "\", which cannot be read; name a file that can"));
    return std::nullopt;
  }
  const size_t before = mistakes.size();
  GivenValues values = ReadSettingsFile(program, path, *text, mistakes);
  return mistakes.size() == before ? std::optional(std::move(values)) : std::nullopt;
}

void CheckRequired(const Program& program, const Settings& settings, Mistakes& mistakes) {
  for (const Setting* setting : SettingsOf(program)) {
    if (!IsRequired(*setting) || !settings.Text(setting->name).empty()) continue;
    const std::string where = settings.Where(setting->name);
    mistakes.push_back(settings.IsDefault(setting->name)
                           ? absl::StrCat("a setting is missing: give ", where, "=", setting->placeholder, ", or ",
                                          VariableName(program.variable_prefix, setting->name),
                                          " in the environment, or ", KeyName(setting->name),
                                          " in the file of --config; see --help")
                           : absl::StrCat(where, " is empty; give it a value"));
  }
}

}  // namespace

const SettingValue& Settings::Value(const std::string& name) const {
  const auto given = given_.find(name);
  return given == given_.end() ? defaults_.at(name) : given->second.value;
}

const std::string& Settings::Text(const std::string& name) const { return std::get<std::string>(Value(name)); }
int64_t Settings::Number(const std::string& name) const { return std::get<int64_t>(Value(name)); }
bool Settings::IsOn(const std::string& name) const { return std::get<bool>(Value(name)); }
absl::Duration Settings::Duration(const std::string& name) const { return std::get<absl::Duration>(Value(name)); }
const std::vector<std::string>& Settings::Texts(const std::string& name) const {
  return std::get<std::vector<std::string>>(Value(name));
}

bool Settings::IsDefault(const std::string& name) const { return !given_.contains(name); }

std::string Settings::Where(const std::string& name) const {
  const auto given = given_.find(name);
  return given == given_.end() ? FlagName(name) : given->second.where;
}

Resolution Resolve(const Program& program, const Sources& sources) {
  Mistakes mistakes;
  GivenArguments arguments = ReadArguments(program, sources.arguments, mistakes);
  GivenVariables variables = ReadVariables(program, sources.environment, mistakes);
  // merge() keeps what is there, so the first source wins.
  GivenValues given = std::move(arguments.values);
  given.merge(variables.values);
  std::optional<std::string> config = arguments.config.has_value() ? arguments.config : variables.config;
  bool is_file_known = true;
  if (config.has_value() && program.has_settings_file) {
    const std::string where =
        arguments.config.has_value() ? FlagName(kConfigName) : VariableName(program.variable_prefix, kConfigName);
    std::optional<GivenValues> values = ReadFile(program, sources, where, *config, mistakes);
    is_file_known = values.has_value();
    if (is_file_known) given.merge(*values);
  }
  Settings settings(DefaultsOf(program), std::move(given));
  // What is missing may stand in a file that could not be read.
  if (is_file_known) CheckRequired(program, settings, mistakes);
  return {.action = arguments.action,
          .config = std::move(config),
          .settings = std::move(settings),
          .mistakes = std::move(mistakes)};
}

}  // namespace sipwhy
