#include "settings/arguments.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace sipwhy {
namespace {

const std::map<std::string, Action>& Actions() {
  static const auto& actions = *new std::map<std::string, Action>{{"check_config", Action::kCheckConfig},
                                                                  {"help", Action::kHelp},
                                                                  {"print_config", Action::kPrintConfig},
                                                                  {"version", Action::kVersion}};
  return actions;
}

class ArgumentReader {
 public:
  ArgumentReader(const Program& program, const std::vector<std::string>& arguments, Mistakes& mistakes)
      : program_(program), arguments_(arguments), mistakes_(mistakes) {}

  GivenArguments Read() {
    while (next_ < arguments_.size()) ReadArgument(arguments_[next_++]);
    return std::move(given_);
  }

 private:
  void ReadArgument(absl::string_view argument) {
    if (!absl::ConsumePrefix(&argument, "--") || argument.empty()) return ComplainOfWord(arguments_[next_ - 1]);
    const size_t equals = argument.find('=');
    const std::string name(argument.substr(0, equals));
    std::optional<std::string> value;
    if (equals != absl::string_view::npos) value = std::string(argument.substr(equals + 1));
    if (const auto action = Actions().find(KeyName(name)); action != Actions().end()) {
      return ReadAction(name, action->second, value.has_value());
    }
    if (name == kConfigName) return ReadConfig(std::move(value));
    if (const Setting* setting = FindSetting(program_, name)) return ReadSetting(*setting, std::move(value));
    const Setting* negated = value.has_value() ? nullptr : FindNegated(name);
    if (negated != nullptr) return ReadSetting(*negated, "false");
    // What follows is most likely its value.
    if (!value.has_value() && HasValueNext()) ++next_;
    ComplainOfName(name);
  }

  void ReadAction(const std::string& name, Action action, bool has_value) {
    if (has_value) mistakes_.push_back(absl::StrCat(FlagName(name), " takes no value; write ", FlagName(name)));
    given_.action = std::max(given_.action, action);
  }

  void ReadConfig(std::optional<std::string> value) {
    std::optional<std::string> path = ValueOf(FlagName(kConfigName), "FILE", std::move(value));
    if (path.has_value() && IsFirst(std::string(kConfigName))) given_.config = std::move(path);
  }

  void ReadSetting(const Setting& setting, std::optional<std::string> value) {
    const std::string flag = FlagName(setting.name);
    if (IsSwitch(setting) && !value.has_value()) value = "true";
    value = ValueOf(flag, setting.placeholder, std::move(value));
    if (!value.has_value() || !IsFirst(setting.name)) return;
    const absl::StatusOr<SettingValue> parsed = ParseValue(setting, *value);
    if (parsed.ok()) {
      given_.values.emplace(setting.name, GivenValue{*parsed, flag});
    } else {
      mistakes_.push_back(absl::StrCat(flag, " ", parsed.status().message()));
    }
  }

  // Whether the next argument is no flag.
  bool HasValueNext() const { return next_ < arguments_.size() && !absl::StartsWith(arguments_[next_], "--"); }

  // `value`, or the next argument, which belongs to the flag unless it is a flag itself.
  std::optional<std::string> ValueOf(const std::string& flag, const std::string& placeholder,
                                     std::optional<std::string> value) {
    if (value.has_value()) return value;
    if (HasValueNext()) return arguments_[next_++];
    mistakes_.push_back(absl::StrCat(flag, " has no value; write ", flag, "=", placeholder));
    return std::nullopt;
  }

  bool IsFirst(const std::string& name) {
    if (seen_.insert(name).second) return true;
    mistakes_.push_back(absl::StrCat(FlagName(name), " is given twice; leave one"));
    return false;
  }

  // The switch that --noname or --no-name turns off.
  const Setting* FindNegated(absl::string_view name) const {
    if (!absl::ConsumePrefix(&name, "no")) return nullptr;
    if (!absl::ConsumePrefix(&name, "-")) absl::ConsumePrefix(&name, "_");
    const Setting* setting = FindSetting(program_, name);
    return setting != nullptr && IsSwitch(*setting) ? setting : nullptr;
  }

  void ComplainOfWord(absl::string_view argument) {
    const bool has_dash = absl::StartsWith(argument, "-");
    mistakes_.push_back(absl::StrCat(
        "\"", absl::CEscape(argument), "\" is no flag: ",
        has_dash ? "flags begin with two dashes and a name" : "write --name=value; there are no other arguments"));
  }

  void ComplainOfName(const std::string& name) {
    std::vector<std::string> names = {std::string(kConfigName)};
    for (const auto& [key, action] : Actions()) names.push_back(key);
    for (const Setting* setting : SettingsOf(program_)) names.push_back(KeyName(setting->name));
    const std::string nearest = NearestName(names, KeyName(name));
    const std::string hint =
        nearest.empty() ? "; see --help" : absl::StrCat("; did you mean ", SpellingOf(nearest), "?");
    mistakes_.push_back(absl::StrCat("there is no flag ", FlagName(absl::CEscape(name)), hint));
  }

  // The flag with the key `key`, with dashes.
  static std::string SpellingOf(std::string key) {
    std::replace(key.begin(), key.end(), '_', '-');
    return FlagName(key);
  }

  const Program& program_;
  const std::vector<std::string>& arguments_;
  Mistakes& mistakes_;
  GivenArguments given_ = {};
  size_t next_ = 0;
  std::set<std::string> seen_;
};

}  // namespace

GivenArguments ReadArguments(const Program& program, const std::vector<std::string>& arguments, Mistakes& mistakes) {
  return ArgumentReader(program, arguments, mistakes).Read();
}

}  // namespace sipwhy
