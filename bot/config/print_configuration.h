// The configuration for an operator to look at.
#ifndef SIPWHY_BOT_CONFIG_PRINT_CONFIGURATION_H_
#define SIPWHY_BOT_CONFIG_PRINT_CONFIGURATION_H_

#include <string>

#include "bot/config/configuration.h"

namespace sipwhy::bot {

// `configuration` as a file that ReadConfiguration() reads, with what holds where the operator's file says nothing. In
// place of each secret stands { env = "HIDDEN" }. An empty text or list is left out.
std::string PrintConfiguration(const Configuration& configuration);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CONFIG_PRINT_CONFIGURATION_H_
