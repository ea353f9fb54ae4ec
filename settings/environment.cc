#include "settings/environment.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace sipwhy {
namespace {

bool IsOfAnotherProgram(const Program& program, absl::string_view variable) {
  return std::any_of(program.other_prefixes.begin(), program.other_prefixes.end(),
                     [variable](const std::string& prefix) { return absl::StartsWith(variable, prefix); });
}

// Whether a name goes on with SERVICE_HOST, SERVICE_PORT, SERVICE_PORT_GRPC, PORT or PORT_50051_TCP_ADDR, after any
// words that may be part of a service's name.
bool IsServiceLink(absl::string_view name) {
  const std::vector<absl::string_view> words = absl::StrSplit(name, '_');
  for (size_t i = 0; i < words.size(); ++i) {
    const bool is_last = i + 1 == words.size();
    const bool has_service = i > 0 && words[i - 1] == "SERVICE";
    if (words[i] == "HOST" && has_service && is_last) return true;
    if (words[i] != "PORT") continue;
    if (has_service || is_last) return true;
    if (!words[i + 1].empty() && std::all_of(words[i + 1].begin(), words[i + 1].end(), absl::ascii_isdigit))
      return true;
  }
  return false;
}

std::string NoSuchVariable(const Program& program, const std::string& variable) {
  std::vector<std::string> names = {VariableName(program.variable_prefix, kConfigName)};
  for (const Setting* setting : SettingsOf(program)) {
    names.push_back(VariableName(program.variable_prefix, setting->name));
  }
  const std::string nearest = NearestName(names, variable);
  const std::string hint =
      nearest.empty() ? ", so unset it; see --help" : absl::StrCat("; did you mean ", nearest, "?");
  return absl::StrCat("the environment's ", absl::CEscape(variable), " is no setting of ", program.name, hint);
}

}  // namespace

Environment EnvironmentOf(const char* const* entries) {
  Environment environment;
  for (; *entries != nullptr; ++entries) {
    const std::pair<std::string, std::string> entry = absl::StrSplit(*entries, absl::MaxSplits('=', 1));
    environment.insert(entry);
  }
  return environment;
}

GivenVariables ReadVariables(const Program& program, const Environment& environment, Mistakes& mistakes) {
  GivenVariables given;
  for (const auto& [variable, text] : environment) {
    absl::string_view name = variable;
    if (text.empty() || !absl::ConsumePrefix(&name, program.variable_prefix)) continue;
    const Setting* setting = FindSetting(program, absl::AsciiStrToLower(name));
    const bool is_spelt_so = setting != nullptr && variable == VariableName(program.variable_prefix, setting->name);
    if (variable == VariableName(program.variable_prefix, kConfigName)) {
      given.config = text;
    } else if (is_spelt_so) {
      const absl::StatusOr<SettingValue> value = ParseValue(*setting, text);
      if (value.ok()) given.values.emplace(setting->name, GivenValue{*value, variable});
      if (!value.ok()) mistakes.push_back(absl::StrCat(variable, " ", value.status().message()));
    } else if (!IsOfAnotherProgram(program, variable) && !IsServiceLink(name)) {
      mistakes.push_back(NoSuchVariable(program, variable));
    }
  }
  return given;
}

}  // namespace sipwhy
