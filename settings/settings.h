// The settings of a program as they hold, from the command line, the environment and a file.
#ifndef SIPWHY_SETTINGS_SETTINGS_H_
#define SIPWHY_SETTINGS_SETTINGS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "settings/arguments.h"
#include "settings/environment.h"
#include "settings/given.h"
#include "settings/program.h"
#include "settings/text_file.h"

namespace sipwhy {

// The value of each declared setting, and where it comes from. Names are those of declarations; to ask for another name
// or for the wrong type is an error of the program, which ends it.
class Settings {
 public:
  // `given` are of settings that `defaults`, by the same names, has all.
  Settings(std::map<std::string, SettingValue> defaults, GivenValues given)
      : defaults_(std::move(defaults)), given_(std::move(given)) {}

  const std::string& Text(const std::string& name) const;  // of a text or a choice
  int64_t Number(const std::string& name) const;
  bool IsOn(const std::string& name) const;
  absl::Duration Duration(const std::string& name) const;
  const std::vector<std::string>& Texts(const std::string& name) const;
  const SettingValue& Value(const std::string& name) const;

  // Whether nobody set it.
  bool IsDefault(const std::string& name) const;

  // Where it was set: "--listen", "SIPWHY_LISTEN" or "/etc/sipwhy.toml:3: listen". By default "--listen".
  std::string Where(const std::string& name) const;

 private:
  std::map<std::string, SettingValue> defaults_;
  GivenValues given_;
};

struct Sources {
  std::vector<std::string> arguments = {};  // without the name of the program
  Environment environment = {};
  std::function<std::optional<std::string>(const std::string& path)> read_file = ReadTextFile;
};

struct Resolution {
  Action action = Action::kRun;
  std::optional<std::string> config = {};  // the path of the file that was named
  Settings settings;
  Mistakes mistakes = {};  // with any of them the settings are not to be used
};

// Finds the value of each setting of `program`. Of the sources the first that has it wins: the command line, the
// environment, the file that --config or else the variable (SIPWHY_CONFIG) names, and last the default. A mistake in a
// source is one even where another source wins.
Resolution Resolve(const Program& program, const Sources& sources);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_SETTINGS_H_
