// A TOML file as a source of settings.
#ifndef SIPWHY_SETTINGS_SETTINGS_FILE_H_
#define SIPWHY_SETTINGS_SETTINGS_FILE_H_

#include <string>

#include "settings/given.h"
#include "settings/program.h"

namespace sipwhy {

// Reads the keys of `text`, the file `path`: the names of settings, where - and _ are alike, without any heading.
// Numbers and true or false are TOML's own; a list is an array; all else is a text in double quotes. Mistakes come in
// the order of their lines, each with "PATH:LINE: " in front.
GivenValues ReadSettingsFile(const Program& program, const std::string& path, const std::string& text,
                             Mistakes& mistakes);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_SETTINGS_FILE_H_
