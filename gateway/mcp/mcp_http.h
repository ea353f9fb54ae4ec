// The Model Context Protocol over HTTP ("Streamable HTTP"), as one path of an HTTP server.
//
//   const McpServer server(client);
//   const McpHttp mcp(server, {});
//   site.Mount("/mcp", [&mcp](const auto& request, const auto& trace) { return mcp.Answer(request, trace); });
//
// The headers by which a page may read the response (CORS) are the site's.
#ifndef SIPWHY_GATEWAY_MCP_MCP_HTTP_H_
#define SIPWHY_GATEWAY_MCP_MCP_HTTP_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/explainer_client.h"
#include "gateway/mcp/mcp_server.h"
#include "http/http_message.h"

namespace sipwhy::gateway {

struct McpHttpOptions {
  // Where web pages may come from that call it: "https://chat.example.org"; "*" allows all. Those of this machine may
  // in any case.
  std::vector<std::string> allowed_origins = {};
};

// Without sessions and without streams: a POST has one message and gets one reply. Safe to use from any thread.
//
// - 200 with a reply, 202 for a message that is not answered.
// - 400 with a JSON-RPC error for what is no message, for a revision that is not spoken and, in the revision that has
//   them, for headers that do not say what the body says; 404 in that revision for an unknown method.
// - 403 for a page from elsewhere: the protocol demands it, since a name that a page controls can be made to point to
//   this machine (DNS rebinding). Programs send no Origin and are not concerned.
// - 405 for other methods, so for the GET and DELETE of revisions with streams and sessions. 415 for a body that is not
//   declared as JSON, which pages can send without asking.
class McpHttp {
 public:
  // Borrows `server`, which must outlive it.
  McpHttp(const McpServer& server, McpHttpOptions options) : server_(server), options_(std::move(options)) {}

  // `request` came for the path at which this is to be found; `trace` is made of its headers.
  HttpResponse Answer(const HttpRequest& request, const CallTrace& trace) const;

 private:
  bool IsAllowed(absl::string_view origin) const;
  HttpResponse AnswerPost(const HttpRequest& request, const CallTrace& trace) const;

  const McpServer& server_;
  const McpHttpOptions options_;
};

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_MCP_MCP_HTTP_H_
