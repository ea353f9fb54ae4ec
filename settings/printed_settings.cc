#include "settings/printed_settings.h"

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "settings/toml_file.h"

namespace sipwhy {
namespace {

constexpr size_t kCommentColumn = 40;

std::string TomlOf(const Setting& setting, const SettingValue& value) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    const auto quote = [](std::string* list, const std::string& text) { list->append(ToToml(text)); };
    return absl::StrCat("[", absl::StrJoin(*texts, ", ", quote), "]");
  }
  const bool is_quoted = !IsSwitch(setting) && !std::holds_alternative<NumberSetting>(setting.kind);
  return is_quoted ? ToToml(TextOf(value)) : TextOf(value);
}

bool IsToml(const std::string& text) {
  std::vector<ConfigurationProblem> problems;
  ReadToml(text, problems);
  return problems.empty();
}

std::string OriginOf(const Program& program, const Setting& setting, const Settings& settings) {
  const std::string where = settings.Where(setting.name);
  if (settings.IsDefault(setting.name)) return "default";
  if (where == FlagName(setting.name)) return absl::StrCat("flag ", where);
  if (where == VariableName(program.variable_prefix, setting.name)) return absl::StrCat("environment ", where);
  // Of "/etc/sipwhy.toml:3: listen" the place alone. The path may hold what no comment can.
  return absl::CEscape(where.substr(0, where.rfind(':')));
}

// Without its comment.
std::string LineOf(const Setting& setting, const Settings& settings) {
  const std::string key = KeyName(setting.name);
  if (IsSecret(setting)) {
    const bool is_set = !settings.Text(setting.name).empty();
    return absl::StrCat("# ", key, is_set ? " is set, and hidden" : " is not set");
  }
  const std::string line = absl::StrCat(key, " = ", TomlOf(setting, settings.Value(setting.name)));
  return IsToml(line) ? line : absl::StrCat("# ", key, " is no UTF-8");
}

}  // namespace

std::string PrintSettings(const Program& program, const Settings& settings) {
  std::string text = absl::StrCat("# The settings of ", program.name, ". This is a file for --config.\n");
  for (const Setting* setting : SettingsOf(program)) {
    const std::string line = LineOf(*setting, settings);
    const size_t padding = kCommentColumn - std::min(line.size(), kCommentColumn);
    absl::StrAppend(&text, line, std::string(padding, ' '), "  # ", OriginOf(program, *setting, settings), "\n");
  }
  return text;
}

}  // namespace sipwhy
