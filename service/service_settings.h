// What an operator may set of sipwhy-service. deploy/sipwhy-service.toml shows every key.
#ifndef SIPWHY_SERVICE_SERVICE_SETTINGS_H_
#define SIPWHY_SERVICE_SERVICE_SETTINGS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "settings/given.h"
#include "settings/program.h"
#include "settings/settings.h"
#include "telemetry/service_log.h"

namespace sipwhy {

// The program with its settings and the text of its usage.
Program ServiceProgram();

// Each is the setting of its name. Paths are as the operator wrote them; nothing is read from them.
struct ServiceSettings {
  std::string database = {};  // never empty
  int pin_revision = 0;       // 0 for the newest

  std::string listen = "127.0.0.1:50051";  // in the form of ParseAddress()
  std::string admin = "127.0.0.1:50052";   // so too; empty for none
  int most_connections = 1000;
  int most_per_address = 200;
  int most_calls_per_second = 0;                      // 0 for no limit
  absl::Duration connection_age = absl::Minutes(30);  // zero for no limit

  std::string tls_certificate = {};  // with tls_key, or both are empty for plaintext
  std::string tls_key = {};
  std::string tls_client_ca = {};  // only with the two above
  std::string tokens_file = {};
  bool insecure = false;

  LogLevel log_level = LogLevel::kInfo;
  uint64_t access_log_one_in = 1000;  // 0 for none

  absl::Duration drain_delay = absl::ZeroDuration();
  absl::Duration grace = absl::Seconds(5);
};

// The settings of ServiceProgram() as they were found. What does not go together is noted in `mistakes`: a certificate
// without its key, authorities of clients without a certificate, an address of another form, one address for both
// ports, and without `insecure` plaintext on an address that others can reach.
ServiceSettings ReadServiceSettings(const Settings& settings, Mistakes& mistakes);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SERVICE_SETTINGS_H_
