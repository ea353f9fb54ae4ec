// The text of --help.
#ifndef SIPWHY_SETTINGS_USAGE_H_
#define SIPWHY_SETTINGS_USAGE_H_

#include <string>

#include "settings/program.h"

namespace sipwhy {

// All that an operator needs to set `program`: its flags with what holds by default, the names of variables and keys,
// and which source wins. Lines have 110 columns at most, but for words that are longer.
std::string UsageOf(const Program& program);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_USAGE_H_
