#include "bot/log.h"

#include <cstdio>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace sipwhy::bot {

void Log(absl::string_view who, absl::string_view what) {
  std::string line = absl::StrCat("sipwhy-bot: ", who, ": ", what);
  for (char& c : line) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
  }
  line.push_back('\n');
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace sipwhy::bot
