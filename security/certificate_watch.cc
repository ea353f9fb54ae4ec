#include "security/certificate_watch.h"

#include <utility>

namespace sipwhy {
namespace {

Certificate WithoutPem(Certificate certificate) {
  certificate.identity.clear();
  certificate.client_ca.clear();
  return certificate;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CertificateWatch>> CertificateWatch::Start(CertificateFiles files, Listener listener,
                                                                          Clock clock) {
  absl::StatusOr<Certificate> first = ReadCertificate(files, clock());
  if (!first.ok()) return first.status();
  absl::StatusOr<MemoryFile> identity = MemoryFile::Create(first->identity);
  if (!identity.ok()) return identity.status();
  std::optional<MemoryFile> client_ca;
  if (!first->client_ca.empty()) {
    absl::StatusOr<MemoryFile> created = MemoryFile::Create(first->client_ca);
    if (!created.ok()) return created.status();
    client_ca = *std::move(created);
  }
  return std::unique_ptr<CertificateWatch>(new CertificateWatch(std::move(files), *std::move(first),
                                                                *std::move(identity), std::move(client_ca),
                                                                std::move(listener), std::move(clock)));
}

CertificateWatch::CertificateWatch(CertificateFiles files, Certificate first, MemoryFile identity,
                                   std::optional<MemoryFile> client_ca, Listener listener, Clock clock)
    : files_(std::move(files)),
      listener_(std::move(listener)),
      clock_(std::move(clock)),
      identity_(std::move(identity)),
      client_ca_(std::move(client_ca)),
      published_(std::move(first)),
      identity_path_(identity_.path()),
      client_ca_path_(client_ca_.has_value() ? client_ca_->path() : ""),
      current_(WithoutPem(published_)),
      last_({.status = {}, .not_after = published_.not_after}),
      watch_({files_.certificate, files_.key, files_.client_ca}, [this](bool is_asked) { return Read(is_asked); }) {}

CertificateReload CertificateWatch::ReloadNow() {
  watch_.ReadNow();
  const std::scoped_lock lock(mutex_);
  return last_;
}

Certificate CertificateWatch::current() const {
  const std::scoped_lock lock(mutex_);
  return current_;
}

bool CertificateWatch::Read(bool is_asked) {
  const absl::StatusOr<Certificate> next = ReadCertificate(files_, clock_());
  const bool differs = next.ok() && *next != published_;
  const bool is_other = differs && (next->identity != published_.identity || next->client_ca != published_.client_ca);
  absl::Status status = differs ? Publish(*next) : next.status();
  const bool is_usable = status.ok();
  // Only this thread writes `last_`, so that it may read it without the lock.
  const bool is_told = status == last_.status && !(differs && is_usable);
  Note(std::move(status), is_other && is_usable);
  if (!is_told || is_asked) listener_(last_);
  return is_usable;
}

absl::Status CertificateWatch::Publish(const Certificate& next) {
  if (next.identity != published_.identity) {
    if (absl::Status status = identity_.Replace(next.identity); !status.ok()) return status;
    published_.identity = next.identity;
  }
  if (next.client_ca != published_.client_ca) {
    if (absl::Status status = client_ca_->Replace(next.client_ca); !status.ok()) return status;
  }
  published_ = next;
  return absl::OkStatus();
}

void CertificateWatch::Note(absl::Status status, bool is_new) {
  const std::scoped_lock lock(mutex_);
  last_.failures += status.ok() || status == last_.status ? 0 : 1;
  last_.reloads += is_new ? 1 : 0;
  last_.is_new = is_new;
  last_.status = std::move(status);
  last_.not_after = published_.not_after;
  current_ = WithoutPem(published_);
}

}  // namespace sipwhy
