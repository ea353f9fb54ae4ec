// What an operator may set of sipwhy-gateway. deploy/sipwhy-gateway.toml shows every key.
#ifndef SIPWHY_GATEWAY_GATEWAY_SETTINGS_H_
#define SIPWHY_GATEWAY_GATEWAY_SETTINGS_H_

#include <string>
#include <vector>

#include "client/service_access.h"
#include "settings/given.h"
#include "settings/program.h"
#include "settings/settings.h"
#include "telemetry/service_log.h"

namespace sipwhy::gateway {

// The program with its settings and the text of its usage.
Program GatewayProgram();

// What carries MCP: HTTP, beside the JSON, or standard input and output and then there is no HTTP.
enum class McpCarrier { kHttp, kStdio };

// Each is the setting of its name, and those called service-… are in `service`. Paths are as the operator wrote them;
// nothing is read from them.
struct GatewaySettings {
  ServiceAccess service = {};  // its token is in a file, or there is none

  std::string listen = "127.0.0.1:8090";  // an IP address and a port, in the form of ParseAddress()
  std::vector<std::string> allow_origin = {};
  bool insecure = false;
  McpCarrier mcp = McpCarrier::kHttp;

  LogLevel log_level = LogLevel::kInfo;
};

// The settings of GatewayProgram() as they were found. What does not go together is noted in `mistakes`: what
// CheckAccess() refuses, an address of another form, without `insecure` one that others can reach, an origin that no
// browser sends, and settings of HTTP where there is none.
GatewaySettings ReadGatewaySettings(const Settings& settings, Mistakes& mistakes);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_GATEWAY_SETTINGS_H_
