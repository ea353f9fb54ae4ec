// One connection of the HTTP server: reads a request, hands it to a worker, writes the response, and again. For the
// sources of this folder alone.
#ifndef SIPWHY_HTTP_HTTP_SESSION_H_
#define SIPWHY_HTTP_HTTP_SESSION_H_

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "http/http_server.h"
#include "http/http_sessions.h"

namespace sipwhy {

// What all sessions share, and what outlives them.
struct HttpSessionSurroundings {
  const HttpServerOptions& options;
  const HttpServer::Handler& handler;
  HttpSessions& sessions;
  boost::asio::thread_pool& workers;
};

// Begins a session on `socket`, over TLS where `tls` is not null. It keeps itself alive, enters the sessions and leaves
// them. On the thread of the socket's executor, as are all its calls but those of the handler.
void StartHttpSession(const HttpSessionSurroundings& surroundings, boost::asio::ip::tcp::socket socket,
                      boost::asio::ssl::context* tls);

}  // namespace sipwhy

#endif  // SIPWHY_HTTP_HTTP_SESSION_H_
