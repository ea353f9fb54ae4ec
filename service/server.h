// The service as a running server.
#ifndef SIPWHY_SERVICE_SERVER_H_
#define SIPWHY_SERVICE_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/service_settings.h"

namespace sipwhy {

// The data port with sipwhy.v1.Explainer and, unless it is off, the admin port; the knowledge base, the certificate and
// the tokens, each of which is watched and comes into service when it changes. Start() listens and is NOT_SERVING;
// Load() reads the knowledge base and makes it SERVING; Drain() and Shutdown() end it. Use it from one thread.
class Server {
 public:
  // `passed_socket` is a socket that listens, to be used as the data port in place of settings.listen; -1 for none.
  // That must be loopback or UNIX without TLS, unless settings.insecure.
  // As ConnectionAcceptor, CertificateWatch and BearerTokens when an address or a file is no good; INTERNAL when gRPC
  // does not start.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServiceSettings& settings, int passed_socket = -1);

  // Shuts down without grace, if that was not done.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // As SnapshotStore::LoadHead(). On failure health stays as it was. From now on each new revision of the file comes
  // into service within a second; after each attempt `on_reload` is called, on a thread of the server's.
  absl::Status Load(std::function<void()> on_reload = nullptr);

  // Reads the knowledge base, the certificate and the tokens now; the log says what came of it. Only after Load().
  void ReloadNow();

  // Where the data port listens, in the form of settings.listen, and its port there; 0 for a UNIX socket.
  const std::string& address() const;
  int port() const;

  // Where the admin port listens; empty when it is off.
  std::string admin_address() const;

  // The revision that is served; 0 before Load(). From any thread, as address().
  int revision() const;

  // Asks the data port over a connection of its own how it is, as a client would: OK when it serves, drains, or has as
  // many connections as it may. Where clients must show a certificate the admin port is asked; without one it is OK.
  // From any thread.
  absl::Status Probe(absl::Duration patience) const;

  // Notes that a probe failed, or with OK that one succeeded again. From any thread.
  void NoteProbe(const absl::Status& outcome);

  // Says NOT_SERVING from now on, and answers all the same.
  void Drain();

  // Says NOT_SERVING, takes no new calls, ends those of WatchRevision, and returns. While calls wait for the file, all
  // in flight have until `grace` is over, else half a second at most.
  void Shutdown(absl::Duration grace);

 private:
  class Parts;
  explicit Server(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SERVER_H_
