// What sipwhy.admin.v1.Admin answers, put together.
#ifndef SIPWHY_SERVICE_ADMIN_STATUS_REPORT_H_
#define SIPWHY_SERVICE_ADMIN_STATUS_REPORT_H_

#include "absl/status/status.h"
#include "security/bearer_tokens.h"
#include "security/certificate_watch.h"
#include "service/data_port.h"
#include "service/knowledge_service.h"
#include "service/reload_record.h"
#include "service/service_settings.h"
#include "service/snapshot_store.h"
#include "sipwhy/admin/v1/admin.pb.h"
#include "telemetry/metrics.h"
#include "telemetry/service_log.h"

namespace sipwhy {

// All that there is to tell of a running service.
struct ServiceParts {
  bool serving;
  const ServiceSettings& settings;
  const DataPort& data_port;
  const SnapshotStore& snapshots;
  const KnowledgeService& service;
  const Metrics& metrics;
  const ServiceLog& log;
  const ReloadRecord& reloads;
  const CertificateWatch* certificate;  // null without TLS
  bool has_tokens;
};

admin::v1::GetStatusResponse StatusReport(const ServiceParts& parts);

// What came of reading something.
admin::v1::Outcome OutcomeOf(const absl::Status& status);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ADMIN_STATUS_REPORT_H_
