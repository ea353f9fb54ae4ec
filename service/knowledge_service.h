// The gRPC service: a thin shell around service/methods.h.
#ifndef SIPWHY_SERVICE_KNOWLEDGE_SERVICE_H_
#define SIPWHY_SERVICE_KNOWLEDGE_SERVICE_H_

#include "service/reply_cache.h"
#include "service/snapshot_store.h"
#include "service/worker.h"
#include "sipwhy/v1/explainer.grpc.pb.h"

namespace sipwhy {

// Answers from the snapshots of a store, which must outlive it. The methods take and return bytes rather than messages,
// so that a request that was answered before costs a look-up: no parsing, composing or serialising.
class KnowledgeService final
    : public v1::Explainer::WithRawCallbackMethod_Explain<v1::Explainer::WithRawCallbackMethod_Compare<
          v1::Explainer::WithRawCallbackMethod_ExplainCause<v1::Explainer::WithRawCallbackMethod_Search<
              v1::Explainer::WithRawCallbackMethod_ListCodes<v1::Explainer::WithRawCallbackMethod_ListLanguages<
                  v1::Explainer::WithRawCallbackMethod_ListRevisions<v1::Explainer::Service>>>>>>> {
 public:
  explicit KnowledgeService(SnapshotStore& snapshots) : snapshots_(snapshots) {}

  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* Compare(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ExplainCause(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* Search(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                   grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListCodes(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListLanguages(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListRevisions(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;

 private:
  // Answers one call: from the cache, at once, or after an older revision was loaded. `method` tells the methods'
  // requests apart in the cache.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Handle(char method, grpc::CallbackServerContext* context, const grpc::ByteBuffer& bytes,
                                   grpc::ByteBuffer* response);

  SnapshotStore& snapshots_;
  ReplyCache replies_;
  Worker worker_;  // loads older revisions; last, so that it ends first
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_KNOWLEDGE_SERVICE_H_
