// The names of command line flags, as people write them.
#ifndef SIPWHY_TEXT_FLAG_NAMES_H_
#define SIPWHY_TEXT_FLAG_NAMES_H_

namespace sipwhy {

// Turns --check-config among the `count` `arguments` into --check_config, the only name that abseil knows. Values stay
// as they are.
void WriteFlagNamesWithUnderscores(int count, char** arguments);

}  // namespace sipwhy

#endif  // SIPWHY_TEXT_FLAG_NAMES_H_
