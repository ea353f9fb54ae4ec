// What one source says of the settings.
#ifndef SIPWHY_SETTINGS_GIVEN_H_
#define SIPWHY_SETTINGS_GIVEN_H_

#include <map>
#include <string>
#include <vector>

#include "settings/setting.h"

namespace sipwhy {

// A value, and what a sentence about it begins with: "--listen", "SIPWHY_LISTEN" or "/etc/sipwhy.toml:3: listen".
struct GivenValue {
  SettingValue value;
  std::string where;
};

// By the names of the settings, as they are declared.
using GivenValues = std::map<std::string, GivenValue>;

// Each is one sentence that says where, what is wrong and what to do, without its full stop. Secrets stand in none.
using Mistakes = std::vector<std::string>;

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_GIVEN_H_
