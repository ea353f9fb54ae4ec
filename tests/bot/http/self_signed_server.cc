#include "tests/bot/http/self_signed_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot::testing {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Session = std::unique_ptr<SSL, decltype(&SSL_free)>;

}  // namespace

SelfSignedServer::SelfSignedServer() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 || listen(listener_, 1) != 0) {
    std::abort();
  }
  thread_ = std::thread([this] { Serve(); });
}

SelfSignedServer::~SelfSignedServer() {
  shutdown(listener_, SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
  close(listener_);
}

std::string SelfSignedServer::url() const {
  sockaddr_in address = {};
  socklen_t size = sizeof(address);
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  return absl::StrCat("https://127.0.0.1:", ntohs(address.sin_port));
}

std::string SelfSignedServer::Received() {
  thread_.join();
  return received_;
}

void SelfSignedServer::Serve() {
  const int socket = accept(listener_, nullptr, nullptr);
  if (socket < 0) return;
  const Context context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  SSL_CTX_use_certificate_file(context.get(), certificate_.certificate().c_str(), SSL_FILETYPE_PEM);
  SSL_CTX_use_PrivateKey_file(context.get(), certificate_.key().c_str(), SSL_FILETYPE_PEM);
  const Session session(SSL_new(context.get()), &SSL_free);
  SSL_set_fd(session.get(), socket);
  char buffer[4096];
  const int size = SSL_accept(session.get()) == 1 ? SSL_read(session.get(), buffer, sizeof(buffer)) : 0;
  if (size > 0) received_.assign(buffer, static_cast<size_t>(size));
  close(socket);
}

}  // namespace sipwhy::bot::testing
