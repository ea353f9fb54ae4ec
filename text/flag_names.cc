#include "text/flag_names.h"

#include "absl/strings/match.h"

namespace sipwhy {

void WriteFlagNamesWithUnderscores(int count, char** arguments) {
  for (int i = 1; i < count; ++i) {
    if (!absl::StartsWith(arguments[i], "--")) continue;
    for (char* c = arguments[i] + 2; *c != '\0' && *c != '='; ++c) {
      if (*c == '-') *c = '_';
    }
  }
}

}  // namespace sipwhy
