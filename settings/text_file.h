// Files that an operator wrote.
#ifndef SIPWHY_SETTINGS_TEXT_FILE_H_
#define SIPWHY_SETTINGS_TEXT_FILE_H_

#include <optional>
#include <string>

namespace sipwhy {

// All bytes of the file `path`; nullopt when it cannot be read, is a folder, or has more than 16 MiB.
std::optional<std::string> ReadTextFile(const std::string& path);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_TEXT_FILE_H_
