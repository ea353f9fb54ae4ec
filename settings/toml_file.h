// A configuration file in TOML 1.0, as plain tables.
#ifndef SIPWHY_SETTINGS_TOML_FILE_H_
#define SIPWHY_SETTINGS_TOML_FILE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy {

// A value with the line that it stands on. It has one of the kinds below, or none when it is another, such as a date.
struct TomlValue {
  int line = 0;
  std::optional<std::string> text = {};
  std::optional<bool> flag = {};
  std::optional<int64_t> number = {};
  std::optional<std::vector<std::string>> texts = {};
  std::map<std::string, std::string> table = {};  // of an inline table of texts, such as { env = "NAME" }
  bool is_table = false;
};

// What stands between two headings.
struct TomlSection {
  std::string name;       // "slack"; empty for what stands before the first heading
  bool repeated = false;  // [[slack]] and not [slack]
  int line = 1;
  std::map<std::string, TomlValue> values = {};
};

struct ConfigurationProblem {
  int line;
  std::string what;  // what is wrong and what to do
  bool operator==(const ConfigurationProblem&) const = default;
};

// The sections of `text` in the order of their lines, the nameless one first. What is no TOML, or goes deeper than a
// configuration does, is noted in `problems` with its line.
std::vector<TomlSection> ReadToml(const std::string& text, std::vector<ConfigurationProblem>& problems);

// `text` as a value of TOML, a string in double quotes. It can be read back if `text` is UTF-8.
std::string ToToml(absl::string_view text);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_TOML_FILE_H_
