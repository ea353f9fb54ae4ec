// Files that an operator wrote.
#ifndef SIPWHY_BOT_CONFIG_TEXT_FILE_H_
#define SIPWHY_BOT_CONFIG_TEXT_FILE_H_

#include <optional>
#include <string>

namespace sipwhy::bot {

// All bytes of the file `path`; nullopt when it cannot be read, or is a folder.
std::optional<std::string> ReadTextFile(const std::string& path);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CONFIG_TEXT_FILE_H_
