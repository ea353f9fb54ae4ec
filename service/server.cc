#include "service/server.h"

#include <google/protobuf/util/time_util.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "network/socket_address.h"
#include "security/bearer_tokens.h"
#include "security/certificate_watch.h"
#include "service/admin/admin_port.h"
#include "service/admin/admin_service.h"
#include "service/admin/operator_pages.h"
#include "service/admin/status_report.h"
#include "service/admission.h"
#include "service/call_record.h"
#include "service/data_port.h"
#include "service/errors.h"
#include "service/health_probe.h"
#include "service/knowledge_service.h"
#include "service/reload_record.h"
#include "service/revision_watch.h"
#include "service/server_credentials.h"
#include "service/snapshot_store.h"
#include "telemetry/metrics.h"

namespace sipwhy {
namespace {

// What health says of the knowledge base: SERVING while what is served is what the file holds.
constexpr char kKnowledgeHealth[] = "knowledge";

uint64_t Refused(const ConnectionAcceptor::Statistics& counts) {
  return counts.refused_by_cap + counts.refused_per_address;
}

MetricFamily Gauge(std::string name, std::string help, std::function<double()> read) {
  return {std::move(name), MetricType::kGauge, std::move(help),
          [read = std::move(read)]() -> std::vector<MetricSample> {
            return {{{}, read()}};
          }};
}

// After SIGTERM, for calls that wait for nothing.
constexpr absl::Duration kQuickGrace = absl::Milliseconds(500);

KnowledgeState StateOf(const std::shared_ptr<const Snapshot>& head) {
  if (head == nullptr) return {};
  return {head->revision().number, head->revision().content_hash};
}

ConnectionCounts CountsOf(const ConnectionAcceptor::Statistics& counted) {
  return {.open = counted.open,
          .accepted = counted.accepted,
          .refused = {{"too_many", counted.refused_by_cap},
                      {"too_many_from_one_address", counted.refused_per_address},
                      {"system", counted.errors}}};
}

}  // namespace

// In the order in which they are made, and so against that in which they end.
class Server::Parts {
 public:
  explicit Parts(const ServiceSettings& settings)
      : settings_(settings),
        log_({.level = settings.log_level}),
        access_log_(log_, {.one_in = settings.access_log_one_in}),
        snapshots_(settings.database, {.pinned_revision = settings.pin_revision}),
        reload_record_(log_),
        metrics_(MetricsOptions()),
        call_record_(metrics_, access_log_, log_) {}

  ~Parts() { Shutdown(absl::ZeroDuration()); }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  absl::Status Start(int passed_socket) {
    if (absl::Status status = ReadSecrets(); !status.ok()) return status;
    admission_.emplace(Admission::Options{.tokens = tokens_.get(),
                                          .has_certificates = !settings_.tls_client_ca.empty(),
                                          .most_calls_per_second = settings_.most_calls_per_second});
    service_.emplace(snapshots_, *admission_, call_record_);
    if (absl::Status status = OpenDataPort(passed_socket); !status.ok()) return status;
    if (settings_.admin.empty()) return absl::OkStatus();
    return OpenAdminPort();
  }

  absl::Status Load(std::function<void()> on_reload) {
    if (absl::Status status = snapshots_.LoadHead(); !status.ok()) return status;
    SetServing(true);
    NoteReload({.status = absl::OkStatus(), .after = snapshots_.head()->revision().number});
    const std::scoped_lock lock(watch_mutex_);
    watch_ =
        std::make_unique<RevisionWatch>(snapshots_, [this, on_reload = std::move(on_reload)](const Reload& reload) {
          NoteReload(reload);
          if (on_reload != nullptr) on_reload();
        });
    return absl::OkStatus();
  }

  absl::StatusOr<admin::v1::ReloadResponse> ReloadNow() {
    if (draining_) return ShuttingDown();  // or new calls would keep Shutdown() waiting
    const std::shared_lock lock(watch_mutex_);
    if (watch_ == nullptr) return NotLoadedYet();
    const absl::Time begin = absl::Now();
    const Reload reload = watch_->ReloadNow();
    admin::v1::ReloadResponse response;
    *response.mutable_knowledge() = OutcomeOf(reload.status);
    response.set_revision_before(reload.before);
    response.set_revision_after(reload.after);
    if (certificate_ != nullptr) *response.mutable_certificate() = OutcomeOf(certificate_->ReloadNow().status);
    if (tokens_ != nullptr) *response.mutable_tokens() = OutcomeOf(tokens_->ReloadNow().status);
    *response.mutable_duration() =
        google::protobuf::util::TimeUtil::MillisecondsToDuration(absl::ToInt64Milliseconds(absl::Now() - begin));
    return response;
  }

  void Drain() {
    draining_ = true;
    SetServing(false);
  }

  void Shutdown(absl::Duration grace) {
    if (data_port_ == nullptr) return;
    Drain();
    const std::scoped_lock lock(watch_mutex_);
    watch_.reset();
    service_->streams().End();
    // All other calls take microseconds. A client of gRPC's that waits for nothing does not hear that the connection is
    // to end, for up to five seconds.
    data_port_->Shutdown(service_->waiting() > 0 ? grace : std::min(grace, kQuickGrace));
  }

  absl::Status Probe(absl::Duration patience) const {
    if (draining_) return absl::OkStatus();
    const HealthQuestion question = {data_port_->address(), kExplainerService, certificate_ != nullptr};
    if (settings_.tls_client_ca.empty()) return Probe(*data_port_, question, patience);
    return admin_port_ == nullptr ? absl::OkStatus() : Probe(*admin_port_, {admin_port_->address(), ""}, patience);
  }

  void NoteProbe(const absl::Status& outcome) {
    if (outcome.ok()) return log_.Write(LogLevel::kInfo, "probe_answered", {});
    log_.Write(LogLevel::kError, "probe_failed", {{"why", outcome.message()}});
  }

  const DataPort& data_port() const { return *data_port_; }
  std::string admin_address() const { return admin_port_ == nullptr ? "" : admin_port_->address(); }
  std::shared_ptr<const Snapshot> head() const { return snapshots_.head(); }

 private:
  Metrics::Options MetricsOptions() {
    return {.methods = CountedMethods(),
            .version = SIPWHY_VERSION,
            .grpc_version = grpc::Version(),
            .knowledge = [this] { return StateOf(snapshots_.head()); },
            .connections = [this] { return CountsOf(data_port_->counts()); },
            .others = OtherFamilies()};
  }

  std::vector<MetricFamily> OtherFamilies() {
    std::vector<MetricFamily> families =
        reload_record_.Families(!settings_.tls_certificate.empty(), !settings_.tokens_file.empty());
    families.push_back(
        Gauge("sipwhy_serving", "Whether the service answers, as health says.", [this] { return serving_ ? 1 : 0; }));
    families.push_back(Gauge("sipwhy_connections_most", "Connections that may be open at once.",
                             [this] { return settings_.most_connections; }));
    families.push_back({"sipwhy_log_lines_lost_total", MetricType::kCounter,
                        "Lines of the log that could not be written at once.", [this]() -> std::vector<MetricSample> {
                          return {{{}, static_cast<double>(log_.lost())}};
                        }});
    return families;
  }

  absl::Status ReadSecrets() {
    if (!settings_.tls_certificate.empty()) {
      absl::StatusOr<std::unique_ptr<CertificateWatch>> watch = CertificateWatch::Start(
          {settings_.tls_certificate, settings_.tls_key, settings_.tls_client_ca},
          [this](const CertificateReload& reload) { reload_record_.Note(reload); }, absl::Now);
      if (!watch.ok()) return watch.status();
      certificate_ = *std::move(watch);
      reload_record_.Note(
          CertificateReload{.status = {}, .is_new = true, .not_after = certificate_->current().not_after});
    }
    if (settings_.tokens_file.empty()) return absl::OkStatus();
    absl::StatusOr<std::unique_ptr<BearerTokens>> tokens =
        BearerTokens::Start(settings_.tokens_file, [this](const TokensReload& reload) { reload_record_.Note(reload); });
    if (!tokens.ok()) return tokens.status();
    tokens_ = *std::move(tokens);
    reload_record_.Note(tokens_->last());
    return absl::OkStatus();
  }

  absl::Status OpenDataPort(int passed_socket) {
    absl::StatusOr<std::unique_ptr<DataPort>> port = DataPort::Start(
        {.address = settings_.listen,
         .passed_socket = passed_socket,
         .connections = {.most_connections = settings_.most_connections,
                         .most_per_address = settings_.most_per_address},
         .connection_age = settings_.connection_age},
        *service_, certificate_ == nullptr ? grpc::InsecureServerCredentials() : MakeServerCredentials(*certificate_));
    if (!port.ok()) return port.status();
    data_port_ = *std::move(port);
    SetServing(false);
    return passed_socket < 0 ? absl::OkStatus() : CheckPassedAddress();
  }

  // That of settings_.listen was checked with the other settings.
  absl::Status CheckPassedAddress() const {
    const absl::StatusOr<SocketAddress> address = ParseAddress(data_port_->address());
    if (certificate_ != nullptr || settings_.insecure || (address.ok() && IsLocal(*address))) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("was passed a socket on ", data_port_->address(),
                     ", which other machines can reach, and has no TLS: give tls-certificate and tls-key, or have the "
                     "socket on a loopback or unix: address, or allow plaintext with insecure"));
  }

  // Who finds no place among the connections has found somebody who counts them.
  template <typename Port>
  static absl::Status Probe(const Port& port, const HealthQuestion& question, absl::Duration patience) {
    const uint64_t refused = Refused(port.counts());
    const absl::Status status = ProbeHealth(question, patience);
    return Refused(port.counts()) > refused ? absl::OkStatus() : status;
  }

  absl::Status OpenAdminPort() {
    admin_service_.emplace(
        AdminMethods{.reload = [this] { return ReloadNow(); }, .get_status = [this] { return Report(); }});
    absl::StatusOr<std::unique_ptr<AdminPort>> port =
        AdminPort::Start({.address = settings_.admin, .other_services = {kExplainerService}}, *admin_service_,
                         [this](const HttpRequest& request) { return OperatorPage(Pages(), request); });
    if (!port.ok()) return port.status();
    admin_port_ = *std::move(port);
    return absl::OkStatus();
  }

  OperatorPages Pages() const {
    return {.metrics = [this] { return metrics_.Text(); },
            .is_serving = [this] { return serving_.load(); },
            .stale_since = [this] { return std::string(reload_record_.state().knowledge.status.message()); }};
  }

  admin::v1::GetStatusResponse Report() const {
    return StatusReport({.serving = serving_,
                         .settings = settings_,
                         .data_port = *data_port_,
                         .snapshots = snapshots_,
                         .service = *service_,
                         .metrics = metrics_,
                         .log = log_,
                         .reloads = reload_record_,
                         .certificate = certificate_.get(),
                         .has_tokens = tokens_ != nullptr});
  }

  void NoteReload(const Reload& reload) {
    reload_record_.Note(reload);
    metrics_.RecordReload(reload.status.code(), absl::Now());
    SetKnowledgeHealth(reload.status.ok());
    if (reload.status.ok()) service_->streams().Announce(snapshots_.head()->revision());
  }

  void SetServing(bool now) {
    serving_ = now;
    data_port_->SetServing(now);
    if (admin_port_ != nullptr) admin_port_->SetServing(now);
  }

  void SetKnowledgeHealth(bool is_current) {
    data_port_->SetHealth(kKnowledgeHealth, is_current);
    if (admin_port_ != nullptr) admin_port_->SetHealth(kKnowledgeHealth, is_current);
  }

  const ServiceSettings settings_;
  ServiceLog log_;
  AccessLog access_log_;
  SnapshotStore snapshots_;
  ReloadRecord reload_record_;
  Metrics metrics_;
  CallRecord call_record_;
  std::unique_ptr<CertificateWatch> certificate_;
  std::unique_ptr<BearerTokens> tokens_;
  std::optional<Admission> admission_;
  std::optional<KnowledgeService> service_;
  std::optional<AdminService> admin_service_;
  std::unique_ptr<DataPort> data_port_;
  std::atomic<bool> serving_ = false;
  std::atomic<bool> draining_ = false;
  std::shared_mutex watch_mutex_;  // guards the existence of `watch_`
  std::unique_ptr<RevisionWatch> watch_;
  std::unique_ptr<AdminPort> admin_port_;
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() = default;

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServiceSettings& settings, int passed_socket) {
  auto parts = std::make_unique<Parts>(settings);
  if (absl::Status status = parts->Start(passed_socket); !status.ok()) return status;
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

absl::Status Server::Load(std::function<void()> on_reload) { return parts_->Load(std::move(on_reload)); }

void Server::ReloadNow() { parts_->ReloadNow().IgnoreError(); }

const std::string& Server::address() const { return parts_->data_port().address(); }

int Server::port() const { return parts_->data_port().port(); }

std::string Server::admin_address() const { return parts_->admin_address(); }

int Server::revision() const {
  const std::shared_ptr<const Snapshot> head = parts_->head();
  return head == nullptr ? 0 : head->revision().number;
}

absl::Status Server::Probe(absl::Duration patience) const { return parts_->Probe(patience); }

void Server::NoteProbe(const absl::Status& outcome) { parts_->NoteProbe(outcome); }

void Server::Drain() { parts_->Drain(); }

void Server::Shutdown(absl::Duration grace) { parts_->Shutdown(grace); }

}  // namespace sipwhy
