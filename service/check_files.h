// Whether the files that the settings name can be used.
#ifndef SIPWHY_SERVICE_CHECK_FILES_H_
#define SIPWHY_SERVICE_CHECK_FILES_H_

#include "service/service_settings.h"
#include "settings/given.h"

namespace sipwhy {

// Reads the knowledge base, the certificate and the tokens as the service does when it starts, and notes in `mistakes`
// what is wrong with each.
void CheckFiles(const ServiceSettings& settings, Mistakes& mistakes);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_CHECK_FILES_H_
