// The environment as a source of settings.
#ifndef SIPWHY_SETTINGS_ENVIRONMENT_H_
#define SIPWHY_SETTINGS_ENVIRONMENT_H_

#include <map>
#include <optional>
#include <string>

#include "settings/given.h"
#include "settings/program.h"

namespace sipwhy {

// Variables by their names.
using Environment = std::map<std::string, std::string>;

// The variables of `entries`, which are "NAME=VALUE" and end with a null, as those of POSIX's environ do.
Environment EnvironmentOf(const char* const* entries);

struct GivenVariables {
  std::optional<std::string> config = {};  // the path of the file, of SIPWHY_CONFIG where the prefix is SIPWHY_
  GivenValues values = {};
};

// Reads the variables that begin with the prefix of `program`; an empty one counts as none. A variable that is no
// setting is noted in `mistakes`, unless it is another program's, or one of those by which Kubernetes tells each
// container of the services beside it, SIPWHY_SERVICE_HOST or SIPWHY_PORT_50051_TCP ("Discovering services" in
// https://kubernetes.io/docs/concepts/services-networking/service/), which no operator wrote.
GivenVariables ReadVariables(const Program& program, const Environment& environment, Mistakes& mistakes);

}  // namespace sipwhy

#endif  // SIPWHY_SETTINGS_ENVIRONMENT_H_
