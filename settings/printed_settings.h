// The text of --print-config.
#ifndef SIPWHY_SETTINGS_PRINTED_SETTINGS_H_
#define SIPWHY_SETTINGS_PRINTED_SETTINGS_H_

#include <string>

#include "settings/program.h"
#include "settings/settings.h"

namespace sipwhy {

// The settings of `program` as a file for --config, a line for each with a comment that says where it comes from:
//
//   most_connections = 1000       # default
//   listen = "127.0.0.1:0"        # flag --listen
//   grace = "10s"                 # /etc/sipwhy.toml:3
//   log_level = "debug"           # environment SIPWHY_LOG_LEVEL
//
// A secret, and what is no UTF-8, which TOML has no way to write, stands in a comment without its value.
std::string PrintSettings(const Program& program, const Settings& settings);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_PRINTED_SETTINGS_H_
