#include "service/reload_record.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace sipwhy {
namespace {

std::vector<MetricSample> ByResult(uint64_t succeeded, uint64_t failed) {
  return {{{{"result", "OK"}}, static_cast<double>(succeeded)}, {{{"result", "failed"}}, static_cast<double>(failed)}};
}

double Seconds(absl::Time time) { return static_cast<double>(absl::ToUnixMillis(time)) / 1000; }

}  // namespace

void ReloadRecord::Note(const Reload& reload) {
  {
    const std::scoped_lock lock(mutex_);
    state_.knowledge = reload;
    state_.knowledge_at = absl::Now();
    if (reload.status.ok() && reload.after != reload.before) state_.revision_since = state_.knowledge_at;
  }
  if (!reload.status.ok()) {
    return log_.Write(LogLevel::kError, "reload_failed", {{"keeps", reload.before}, {"why", reload.status.message()}});
  }
  const bool is_first = reload.before == 0;
  if (is_first || (reload.after == reload.before && !reload.after_failure)) return;
  log_.Write(LogLevel::kInfo, "reload",
             {{"from", reload.before}, {"to", reload.after}, {"ms", absl::ToInt64Milliseconds(reload.took)}});
}

void ReloadRecord::Note(const CertificateReload& reload) {
  {
    const std::scoped_lock lock(mutex_);
    state_.certificate = reload;
  }
  const std::string until = absl::FormatTime(absl::RFC3339_sec, reload.not_after, absl::UTCTimeZone());
  if (!reload.status.ok()) {
    return log_.Write(LogLevel::kError, "certificate_refused",
                      {{"keeps_until", until}, {"why", reload.status.message()}});
  }
  log_.Write(LogLevel::kInfo, "certificate", {{"new", reload.is_new ? "yes" : "no"}, {"valid_until", until}});
}

void ReloadRecord::Note(const TokensReload& reload) {
  {
    const std::scoped_lock lock(mutex_);
    state_.tokens = reload;
  }
  if (!reload.status.ok()) {
    return log_.Write(LogLevel::kError, "tokens_refused", {{"keeps", reload.tokens}, {"why", reload.status.message()}});
  }
  if (!reload.warning.empty()) log_.Write(LogLevel::kWarning, "tokens", {{"why", reload.warning}});
  log_.Write(LogLevel::kInfo, "tokens", {{"new", reload.is_new ? "yes" : "no"}, {"count", reload.tokens}});
}

ReloadRecord::State ReloadRecord::state() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

std::vector<MetricFamily> ReloadRecord::Families(bool has_certificate, bool has_tokens) const {
  std::vector<MetricFamily> families;
  if (has_certificate) {
    families.push_back({"sipwhy_certificate_reloads_total", MetricType::kCounter,
                        "Readings of the certificate that brought another one or a problem.", [this] {
                          const CertificateReload last = state().certificate;
                          return ByResult(last.reloads, last.failures);
                        }});
    families.push_back({"sipwhy_certificate_not_after_timestamp_seconds", MetricType::kGauge,
                        "Until when the certificate is valid, in seconds since 1970.",
                        [this]() -> std::vector<MetricSample> {
                          return {{{}, Seconds(state().certificate.not_after)}};
                        }});
  }
  if (has_tokens) {
    families.push_back({"sipwhy_tokens_reloads_total", MetricType::kCounter,
                        "Readings of the tokens that brought others or a problem.", [this] {
                          const TokensReload last = state().tokens;
                          return ByResult(last.reloads, last.failures);
                        }});
  }
  return families;
}

}  // namespace sipwhy
