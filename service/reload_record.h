// What came of reading again what the service uses: the knowledge base, the certificate, the tokens.
#ifndef SIPWHY_SERVICE_RELOAD_RECORD_H_
#define SIPWHY_SERVICE_RELOAD_RECORD_H_

#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "security/bearer_tokens.h"
#include "security/certificate_watch.h"
#include "service/revision_watch.h"
#include "telemetry/metrics.h"
#include "telemetry/service_log.h"

namespace sipwhy {

// Keeps the last outcome of each, and logs what an operator should know: each failure, and each thing that is new.
// Safe to call from any thread; `log` outlives it.
class ReloadRecord {
 public:
  explicit ReloadRecord(ServiceLog& log) : log_(log) {}

  void Note(const Reload& reload);
  void Note(const CertificateReload& reload);
  void Note(const TokensReload& reload);

  struct State {
    Reload knowledge = {};
    absl::Time knowledge_at = absl::InfinitePast();    // when it was last tried
    absl::Time revision_since = absl::InfinitePast();  // when what is served came into service
    CertificateReload certificate = {};
    TokensReload tokens = {};
  };

  // The last of each; as made where there was none.
  State state() const;

  // How often the certificate and the tokens were read again and until when the certificate is valid, for Metrics,
  // which this outlives. Of a certificate or tokens that the service does not have there is no line.
  std::vector<MetricFamily> Families(bool has_certificate, bool has_tokens) const;

 private:
  ServiceLog& log_;
  mutable std::mutex mutex_;  // guards what follows
  State state_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_RELOAD_RECORD_H_
