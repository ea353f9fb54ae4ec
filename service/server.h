// The service as a running server.
#ifndef SIPWHY_SERVICE_SERVER_H_
#define SIPWHY_SERVICE_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/network/connection_acceptor.h"
#include "service/revision_watch.h"
#include "service/telemetry/service_log.h"

namespace sipwhy {

// A gRPC server with sipwhy.v1.Explainer, grpc.health.v1.Health and reflection. Start() listens and is NOT_SERVING;
// Load() reads the knowledge base and makes it SERVING; Shutdown() drains. Use it from one thread.
class Server {
 public:
  struct Options {
    std::string database_path;
    std::string listen = "127.0.0.1:50051";  // "ADDRESS:PORT" or "unix:PATH"; port 0 takes a free one
    ConnectionAcceptor::Options connections = {};
    int pinned_revision = 0;               // the revision to serve; 0 for the newest, also when that changes
    std::string metrics_listen = {};       // HTTP for /metrics, /healthz and /readyz; empty for none
    LogLevel log_level = LogLevel::kInfo;  // of what goes to standard error
    uint64_t access_log_one_in = 1000;     // of the calls that succeed; 0 for none
  };

  // UNAVAILABLE when an address cannot be listened on, INVALID_ARGUMENT when it is none.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options);

  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // As SnapshotStore::LoadHead(). On failure health stays as it was. From now on each new revision of the file comes
  // into service within a second.
  absl::Status Load();

  // Reads the file now and says what came of it. Only after Load().
  Reload ReloadNow();

  // Where it listens, in the form of Options::listen, and its port there; 0 for a UNIX socket.
  const std::string& address() const;
  int port() const;

  // Where metrics are, "http://127.0.0.1:9464"; empty without them.
  std::string metrics_url() const;

  // The revision that is served; 0 before Load().
  int revision() const;

  // Says NOT_SERVING, takes no new calls, gives those in flight until `grace` is over, and returns.
  void Shutdown(absl::Duration grace);

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SERVER_H_
