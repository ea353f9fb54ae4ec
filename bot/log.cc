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

void SparseLog::Write(absl::string_view who, absl::string_view what, absl::Time now) {
  const int64_t second = absl::ToUnixSeconds(now);
  if (last_.exchange(second) == second) {
    ++left_out_;
    return;
  }
  const int64_t left_out = left_out_.exchange(0);
  Log(who, left_out == 0 ? std::string(what) : absl::StrCat(what, " (and ", left_out, " more since)"));
}

}  // namespace sipwhy::bot
