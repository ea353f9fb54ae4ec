#include "tests/service/tls_client.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "files/descriptor.h"

namespace sipwhy::testing {
namespace {

constexpr unsigned char kH2[] = {2, 'h', '2'};
constexpr timeval kPatience = {.tv_sec = 10, .tv_usec = 0};

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Session = std::unique_ptr<SSL, decltype(&SSL_free)>;

Bio Reader(const std::string& pem) { return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free); }

Certificate ParseCertificate(const std::string& pem) {
  return Certificate(PEM_read_bio_X509(Reader(pem).get(), nullptr, nullptr, nullptr), &X509_free);
}

Descriptor ConnectTo(int port) {
  Descriptor connection(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  const int at_once = 1;
  setsockopt(connection.get(), IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  // Thousands of connections would otherwise use up the ports, which stay taken for a minute.
  const linger reset = {.l_onoff = 1, .l_linger = 0};
  setsockopt(connection.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) connection.Close();
  return connection;
}

std::string Reason() {
  const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return reason == nullptr ? "the connection ended" : reason;
}

std::string CommonNameOf(const SSL* session) {
  char name[256] = {};
  const X509* const certificate = SSL_get0_peer_certificate(session);
  if (certificate != nullptr) {
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
  }
  return name;
}

std::string AlpnOf(const SSL* session) {
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(session, &protocol, &size);
  return std::string(reinterpret_cast<const char*>(protocol), size);
}

}  // namespace

TlsClient::TlsClient(const Options& options) : context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free) {
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), ParseCertificate(options.authority).get());
  if (!options.own.key.empty()) {
    const Key key(PEM_read_bio_PrivateKey(Reader(options.own.key).get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    SSL_CTX_use_certificate(context_.get(), ParseCertificate(options.own.certificate).get());
    SSL_CTX_use_PrivateKey(context_.get(), key.get());
  }
  if (options.only_version != 0) {
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), options.only_version);
    SSL_CTX_set_max_proto_version(context_.get(), options.only_version);
  }
  if (options.offers_h2) SSL_CTX_set_alpn_protos(context_.get(), kH2, sizeof kH2);
}

Handshake TlsClient::Connect(int port) const {
  const Descriptor connection = ConnectTo(port);
  ERR_clear_error();
  const Session session(SSL_new(context_.get()), &SSL_free);
  SSL_set_fd(session.get(), connection.get());
  char byte = 0;
  // A server of TLS 1.3 judges the client's certificate after the client is done: what it says next tells.
  const bool is_accepted = SSL_connect(session.get()) == 1 && SSL_read(session.get(), &byte, 1) == 1;
  return {.is_accepted = is_accepted,
          .why = is_accepted ? "" : Reason(),
          .common_name = CommonNameOf(session.get()),
          .protocol = SSL_get_version(session.get()),
          .alpn = AlpnOf(session.get())};
}

}  // namespace sipwhy::testing
