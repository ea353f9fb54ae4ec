#include "service/check_files.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "security/bearer_tokens.h"
#include "security/certificate.h"
#include "service/snapshot_store.h"

namespace sipwhy {
namespace {

void NoteProblem(const absl::Status& status, Mistakes& mistakes) {
  if (!status.ok()) mistakes.emplace_back(status.message());
}

}  // namespace

void CheckFiles(const ServiceSettings& settings, Mistakes& mistakes) {
  SnapshotStore snapshots(settings.database, {.pinned_revision = settings.pin_revision});
  NoteProblem(snapshots.LoadHead(), mistakes);
  if (!settings.tls_certificate.empty()) {
    NoteProblem(
        ReadCertificate({settings.tls_certificate, settings.tls_key, settings.tls_client_ca}, absl::Now()).status(),
        mistakes);
  }
  if (!settings.tokens_file.empty()) {
    NoteProblem(BearerTokens::Start(settings.tokens_file, [](const TokensReload&) {}).status(), mistakes);
  }
}

}  // namespace sipwhy
