// What each RPC does, once its snapshot is at hand. Plain functions; all gRPC is in knowledge_service.h.
#ifndef SIPWHY_SERVICE_METHODS_H_
#define SIPWHY_SERVICE_METHODS_H_

#include "absl/status/status.h"
#include "service/snapshot.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy {

// Each fills `response` from `snapshot`, or returns an error of service/errors.h and leaves `response` as it may be.
absl::Status Answer(const Snapshot& snapshot, const v1::ExplainRequest& request, v1::ExplainResponse* response);
absl::Status Answer(const Snapshot& snapshot, const v1::CompareRequest& request, v1::CompareResponse* response);
absl::Status Answer(const Snapshot& snapshot, const v1::ExplainCauseRequest& request,
                    v1::ExplainCauseResponse* response);
absl::Status Answer(const Snapshot& snapshot, const v1::SearchRequest& request, v1::SearchResponse* response);
absl::Status Answer(const Snapshot& snapshot, const v1::ListCodesRequest& request, v1::ListCodesResponse* response);
absl::Status Answer(const Snapshot& snapshot, const v1::ListLanguagesRequest& request,
                    v1::ListLanguagesResponse* response);
absl::Status Answer(const Snapshot& snapshot, const v1::ListTemplatesRequest& request,
                    v1::ListTemplatesResponse* response);
absl::Status Answer(const Snapshot& snapshot, const v1::ListRevisionsRequest& request,
                    v1::ListRevisionsResponse* response);

// The revision that a request is to be answered from, 0 for the newest. A malformed page token is left for Answer().
int WantedRevision(const v1::ExplainRequest& request);
int WantedRevision(const v1::CompareRequest& request);
int WantedRevision(const v1::ExplainCauseRequest& request);
int WantedRevision(const v1::SearchRequest& request);
int WantedRevision(const v1::ListCodesRequest& request);
int WantedRevision(const v1::ListLanguagesRequest& request);
int WantedRevision(const v1::ListTemplatesRequest& request);
int WantedRevision(const v1::ListRevisionsRequest& request);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_METHODS_H_
