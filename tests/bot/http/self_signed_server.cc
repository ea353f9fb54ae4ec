#include "tests/bot/http/self_signed_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot::testing {
namespace {

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Free<SSL_free>>;

Certificate Sign(const Key& key) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  const Extension name(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"));
  X509_add_ext(certificate.get(), name.get(), -1);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return certificate;
}

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
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate = Sign(key);
  const Context context(SSL_CTX_new(TLS_server_method()));
  SSL_CTX_use_certificate(context.get(), certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), key.get());
  const Session session(SSL_new(context.get()));
  SSL_set_fd(session.get(), socket);
  char buffer[4096];
  const int size = SSL_accept(session.get()) == 1 ? SSL_read(session.get(), buffer, sizeof(buffer)) : 0;
  if (size > 0) received_.assign(buffer, static_cast<size_t>(size));
  close(socket);
}

}  // namespace sipwhy::bot::testing
