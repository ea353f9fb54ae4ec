// A renewed certificate comes into service while the service runs.
#ifndef SIPWHY_SECURITY_CERTIFICATE_WATCH_H_
#define SIPWHY_SECURITY_CERTIFICATE_WATCH_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "files/file_watch.h"
#include "files/memory_file.h"
#include "security/certificate.h"

namespace sipwhy {

// What came of one reading of an operator's certificate files.
struct CertificateReload {
  absl::Status status;    // of ReadCertificate(); what is served stayed as it was unless this is OK
  bool is_new = false;    // whether something else is served since
  absl::Time not_after;   // until when what is served is valid
  uint64_t reloads = 0;   // how often something else came into service since the start
  uint64_t failures = 0;  // readings since the start that came to nothing, each problem counted once while it lasts
};

// Watches the operator's files and publishes what passes ReadCertificate(), and nothing else, where gRPC's certificate
// provider reads. The provider itself is not fit for an operator's files: an empty one aborts the process (1.51), and
// with a pair that does not match every handshake fails. Published are files in memory, so that there is no copy of the
// key on a disk and nothing to clear away. Key and certificate are one file, replaced in one step, so no handshake ever
// meets two that do not belong together.
//
// A change is published within a second, as long as the files are on this machine; connections that stand keep the
// certificate with which they began. Safe to call from any thread.
class CertificateWatch {
 public:
  using Listener = std::function<void(const CertificateReload& reload)>;
  using Clock = std::function<absl::Time()>;

  // Reads the files and starts to watch them. As ReadCertificate() when they are no good at the start, or
  // FAILED_PRECONDITION as MemoryFile. `listener` is called on the watch's thread when something else came into
  // service, when there is a problem that was not told yet, when one is over, and at each ReloadNow().
  static absl::StatusOr<std::unique_ptr<CertificateWatch>> Start(CertificateFiles files, Listener listener,
                                                                 Clock clock);

  CertificateWatch(const CertificateWatch&) = delete;
  CertificateWatch& operator=(const CertificateWatch&) = delete;

  // Reads the files now, as at SIGHUP, and says what came of it. Not from the listener.
  CertificateReload ReloadNow();

  // What is served. Its PEM texts are empty.
  Certificate current() const;

  // Where gRPC reads: key and certificates; the authorities, empty if clients are asked for no certificate.
  const std::string& identity_path() const { return identity_path_; }
  const std::string& client_ca_path() const { return client_ca_path_; }

 private:
  CertificateWatch(CertificateFiles files, Certificate first, MemoryFile identity, std::optional<MemoryFile> client_ca,
                   Listener listener, Clock clock);
  bool Read(bool is_asked);
  absl::Status Publish(const Certificate& next);
  void Note(absl::Status status, bool is_new);

  const CertificateFiles files_;
  const Listener listener_;
  const Clock clock_;

  // Of the watch's thread.
  MemoryFile identity_;
  std::optional<MemoryFile> client_ca_;
  Certificate published_;

  const std::string identity_path_;
  const std::string client_ca_path_;

  mutable std::mutex mutex_;  // guards what follows
  Certificate current_;
  CertificateReload last_;

  FileWatch watch_;  // last, so that it starts when all else is there
};

}  // namespace sipwhy

#endif  // SIPWHY_SECURITY_CERTIFICATE_WATCH_H_
