// A configuration file in TOML 1.0, as plain tables.
#ifndef SIPWHY_BOT_CONFIG_TOML_FILE_H_
#define SIPWHY_BOT_CONFIG_TOML_FILE_H_

#include <map>
#include <string>
#include <vector>

#include "bot/config/toml_table.h"

namespace sipwhy::bot {

// What stands between two headings.
struct TomlSection {
  std::string name;       // "slack"; empty for what stands before the first heading
  bool repeated = false;  // [[slack]] and not [slack]
  int line = 1;
  std::map<std::string, TomlValue> values = {};
};

// The sections of `text` in the order of their lines, the nameless one first. What is no TOML, or goes deeper than a
// configuration does, is noted in `problems` with its line.
std::vector<TomlSection> ReadToml(const std::string& text, std::vector<ConfigurationProblem>& problems);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CONFIG_TOML_FILE_H_
