// One setting of a program, as it is declared.
#ifndef SIPWHY_SETTINGS_SETTING_H_
#define SIPWHY_SETTINGS_SETTING_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sipwhy {

// The kinds of settings, each with what holds where nobody sets it.
struct TextSetting {
  std::string fallback = {};
  bool required = false;  // then it must be set, and not to an empty text
  bool secret = false;    // then no output shows it
};
struct NumberSetting {
  int64_t fallback;
  int64_t least;
  int64_t most;
};
struct SwitchSetting {
  bool fallback = false;
};
struct DurationSetting {
  absl::Duration fallback;
  absl::Duration least;
  absl::Duration most;
};
struct ChoiceSetting {
  std::string fallback;
  std::vector<std::string> words;
};
// Texts without commas; the command line and the environment part them by commas, the file has an array.
struct ListSetting {
  std::vector<std::string> fallback = {};
};
using SettingKind =
    std::variant<TextSetting, NumberSetting, SwitchSetting, DurationSetting, ChoiceSetting, ListSetting>;

struct Setting {
  std::string name;         // small letters and dashes: "most-connections"
  std::string placeholder;  // of its value in the usage: "N"; a switch has none
  SettingKind kind;
  std::string help;  // sentences without the last full stop; the usage adds what holds by default
};

// The value of a setting: of a text or a choice, a number, a switch, a duration, a list.
using SettingValue = std::variant<std::string, int64_t, bool, absl::Duration, std::vector<std::string>>;

SettingValue DefaultOf(const Setting& setting);
bool IsSwitch(const Setting& setting);
bool IsRequired(const Setting& setting);
bool IsSecret(const Setting& setting);

// What values it takes: "a number from 1 to 1000000".
std::string ExpectationOf(const Setting& setting);

// Reads a value as people write it on a command line. A switch takes true, yes and 1, or false, no and 0.
// INVALID_ARGUMENT with the end of a sentence, such as "must be a number from 1 to 100, not \"many\"".
absl::StatusOr<SettingValue> ParseValue(const Setting& setting, absl::string_view text);

// The value as ParseValue() reads it.
std::string TextOf(const SettingValue& value);

// How the setting `name` is called on the command line ("--most-connections"), in the environment
// ("SIPWHY_MOST_CONNECTIONS" where `prefix` is "SIPWHY_") and in the file ("most_connections").
std::string FlagName(absl::string_view name);
std::string VariableName(absl::string_view prefix, absl::string_view name);
std::string KeyName(absl::string_view name);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_SETTING_H_
