#include "service/admin/status_report.h"

#include <google/protobuf/util/time_util.h>
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include "telemetry/process_figures.h"

namespace sipwhy {
namespace {

using google::protobuf::util::TimeUtil;

google::protobuf::Timestamp ToProto(absl::Time time) {
  return TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

void Fill(const ServiceParts& parts, admin::v1::ProcessStatus* out) {
  const ProcessFigures figures = ReadProcessFigures();
  out->set_version(SIPWHY_VERSION);
  out->set_grpc_version(grpc::Version());
  out->set_process_id(getpid());
  *out->mutable_started() = ToProto(ProcessStart());
  out->set_data_address(parts.data_port.address());
  out->set_resident_bytes(static_cast<int64_t>(figures.resident_bytes.value_or(0)));
  out->set_open_descriptors(static_cast<int32_t>(figures.open_descriptors.value_or(0)));
  out->set_most_descriptors(static_cast<int64_t>(figures.most_descriptors.value_or(0)));
  out->set_lost_log_lines(static_cast<int64_t>(parts.log.lost()));
}

void Fill(const ServiceParts& parts, const Revision& revision, admin::v1::KnowledgeStatus* out) {
  out->set_database(parts.settings.database);
  out->set_revision(revision.number);
  out->set_content_hash(revision.content_hash);
  out->set_chain_hash(revision.chain_hash);
  out->set_pinned_revision(parts.settings.pin_revision);
  *out->mutable_since() = ToProto(parts.reloads.state().revision_since);
}

void Fill(const ServiceParts& parts, admin::v1::ReloadStatus* out) {
  const auto [succeeded, failed] = parts.metrics.Reloads();
  out->set_succeeded(static_cast<int64_t>(succeeded));
  out->set_failed(static_cast<int64_t>(failed));
  const ReloadRecord::State state = parts.reloads.state();
  if (state.knowledge_at == absl::InfinitePast()) return;
  *out->mutable_last_time() = ToProto(state.knowledge_at);
  *out->mutable_last_outcome() = OutcomeOf(state.knowledge.status);
}

void Fill(const ServiceParts& parts, admin::v1::ConnectionStatus* out) {
  const ConnectionAcceptor::Statistics counts = parts.data_port.counts();
  out->set_open(static_cast<int64_t>(counts.open));
  out->set_most_open(parts.settings.most_connections);
  out->set_accepted(static_cast<int64_t>(counts.accepted));
  auto& refused = *out->mutable_refused();
  refused["too_many"] = static_cast<int64_t>(counts.refused_by_cap);
  refused["too_many_from_one_address"] = static_cast<int64_t>(counts.refused_per_address);
  refused["system"] = static_cast<int64_t>(counts.errors);
}

void Fill(const ServiceParts& parts, admin::v1::CallStatus* out) {
  out->set_waiting(static_cast<int64_t>(parts.service.waiting()));
  out->set_watching(static_cast<int64_t>(parts.service.watching()));
  for (const auto& [code, calls] : parts.metrics.EndedCalls()) {
    (*out->mutable_ended())[code] = static_cast<int64_t>(calls);
  }
}

void Fill(const ServiceParts& parts, admin::v1::CertificateStatus* out) {
  const Certificate current = parts.certificate->current();
  out->set_subject(current.subject);
  *out->mutable_not_after() = ToProto(current.not_after);
  out->set_problem(std::string(parts.reloads.state().certificate.status.message()));
  out->set_client_certificate_required(!parts.settings.tls_client_ca.empty());
}

}  // namespace

admin::v1::Outcome OutcomeOf(const absl::Status& status) {
  admin::v1::Outcome outcome;
  outcome.set_ok(status.ok());
  outcome.set_problem(std::string(status.message()));
  return outcome;
}

admin::v1::GetStatusResponse StatusReport(const ServiceParts& parts) {
  admin::v1::GetStatusResponse report;
  report.set_serving(parts.serving);
  Fill(parts, report.mutable_process());
  if (const auto head = parts.snapshots.head(); head != nullptr) {
    Fill(parts, head->revision(), report.mutable_knowledge());
  }
  Fill(parts, report.mutable_reloads());
  Fill(parts, report.mutable_connections());
  Fill(parts, report.mutable_calls());
  if (parts.certificate != nullptr) Fill(parts, report.mutable_certificate());
  if (parts.has_tokens) {
    const TokensReload tokens = parts.reloads.state().tokens;
    report.mutable_tokens()->set_tokens(static_cast<int32_t>(tokens.tokens));
    report.mutable_tokens()->set_problem(std::string(tokens.status.message()));
  }
  return report;
}

}  // namespace sipwhy
