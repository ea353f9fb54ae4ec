// The Model Context Protocol over standard input and output, for an assistant that starts the gateway itself.
//
//   const McpServer server(client);
//   const absl::Status status = ServeMcp(std::cin, std::cout, server, [] { return CallTrace{...}; });
//
// The protocol is all that may be written to standard output then: no line that says where the program serves, no log.
// SIGPIPE is to be ignored, so that an assistant that is gone makes writing fail and does not kill the program. SIGTERM
// is to keep its default, since reading is not interrupted.
#ifndef SIPWHY_GATEWAY_MCP_MCP_STDIO_H_
#define SIPWHY_GATEWAY_MCP_MCP_STDIO_H_

#include <istream>
#include <ostream>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "gateway/explainer_client.h"
#include "gateway/mcp/mcp_server.h"

namespace sipwhy::gateway {

// Reads a message from each line of `in` and writes the reply as a line of `out`, one after the other, until `in` ends.
// Empty lines are passed over; a line over 256 KiB is read to its end and answered with an error, so that it costs no
// memory. What follows the last line feed is a line too. `new_trace` is asked for each message. UNAVAILABLE when `out`
// cannot be written to.
absl::Status ServeMcp(std::istream& in, std::ostream& out, const McpServer& server,
                      absl::FunctionRef<CallTrace()> new_trace);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_MCP_MCP_STDIO_H_
