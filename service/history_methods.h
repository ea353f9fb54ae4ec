// What the RPCs about the knowledge base's own history do. Plain functions; all gRPC is in knowledge_service.h.
#ifndef SIPWHY_SERVICE_HISTORY_METHODS_H_
#define SIPWHY_SERVICE_HISTORY_METHODS_H_

#include "absl/status/status.h"
#include "service/snapshot.h"
#include "sipwhy/v1/explainer.pb.h"
#include "storage/database.h"

namespace sipwhy {

// Each fills `response` from the histories in `database`, up to the revision of `head`, or returns an error of
// service/errors.h and leaves `response` as it may be. UNAVAILABLE when the database is not the one of `head`.
absl::Status Answer(const Snapshot& head, Database& database, const v1::GetCodeHistoryRequest& request,
                    v1::GetCodeHistoryResponse* response);
absl::Status Answer(const Snapshot& head, Database& database, const v1::DiffRevisionsRequest& request,
                    v1::DiffRevisionsResponse* response);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_HISTORY_METHODS_H_
