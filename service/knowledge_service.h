// The gRPC service: a thin shell around service/methods.h.
#ifndef SIPWHY_SERVICE_KNOWLEDGE_SERVICE_H_
#define SIPWHY_SERVICE_KNOWLEDGE_SERVICE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "service/admission.h"
#include "service/call_record.h"
#include "service/reply_cache.h"
#include "service/revision_streams.h"
#include "service/snapshot_store.h"
#include "service/worker.h"
#include "sipwhy/v1/explainer.grpc.pb.h"

namespace sipwhy {

// The methods that take and return bytes rather than messages, so that a request that was answered before costs a
// look-up: no parsing, composing or serialising.
using RawExplainer = v1::Explainer::WithRawCallbackMethod_Explain<v1::Explainer::WithRawCallbackMethod_Compare<
    v1::Explainer::WithRawCallbackMethod_ExplainCause<v1::Explainer::WithRawCallbackMethod_Search<
        v1::Explainer::WithRawCallbackMethod_ListCodes<v1::Explainer::WithRawCallbackMethod_ListLanguages<
            v1::Explainer::WithRawCallbackMethod_ListTemplates<v1::Explainer::WithRawCallbackMethod_ListRevisions<
                v1::Explainer::WithRawCallbackMethod_GetCodeHistory<v1::Explainer::WithRawCallbackMethod_DiffRevisions<
                    v1::Explainer::WithCallbackMethod_WatchRevision<v1::Explainer::Service>>>>>>>>>>>;

// Answers those who are admitted from the snapshots of a store, and notes each call in a record; all three must outlive
// it.
class KnowledgeService final : public RawExplainer {
 public:
  KnowledgeService(SnapshotStore& snapshots, Admission& admission, CallRecord& record)
      : snapshots_(snapshots), admission_(admission), record_(record) {}

  // Who watches the revision.
  RevisionStreams& streams() { return streams_; }

  // How many calls wait for the file, and how many watch the revision.
  size_t waiting() const { return worker_.pending(); }
  size_t watching() const { return streams_.open(); }

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
  grpc::ServerUnaryReactor* ListTemplates(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListRevisions(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetCodeHistory(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* DiffRevisions(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<v1::WatchRevisionResponse>* WatchRevision(grpc::CallbackServerContext* context,
                                                                     const v1::WatchRevisionRequest* request) override;

 private:
  // What is known of a call once its request was read.
  template <typename Request>
  struct Call {
    std::shared_ptr<const Snapshot> head = nullptr;  // taken once, so that all of an answer is of one revision
    std::string key = {};                            // of the request in the cache
    Request request = {};
    grpc::ByteBuffer* response = nullptr;
  };

  // Admits a call and reads it into `call`. Returns a status when the call is answered with that: OK from the cache, or
  // an error.
  template <typename Request>
  std::optional<absl::Status> Read(Arrival& arrival, const grpc::ByteBuffer& bytes, Call<Request>& call) const;

  // Puts `reply` into the response of `call`, and keeps it for the next request of the same bytes.
  template <typename Request, typename Response>
  void Reply(const Call<Request>& call, const Response& reply);

  // Answers one call from a snapshot: at once, or after that of an older revision was loaded. `method` tells the
  // methods' requests apart in the cache.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* HandleBySnapshot(Method method, grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer& bytes, grpc::ByteBuffer* response);

  // Answers one call from the file's histories.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* HandleByHistory(Method method, grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer& bytes, grpc::ByteBuffer* response);

  // Notes the end of a call and finishes it.
  grpc::ServerUnaryReactor* Finish(const Arrival& arrival, const absl::Status& status);
  void Finish(const Arrival& arrival, grpc::ServerUnaryReactor* reactor, const absl::Status& status);

  // Finishes the call on the worker's thread with what `answer` returns.
  grpc::ServerUnaryReactor* FinishLater(const Arrival& arrival, std::function<absl::Status()> answer);

  SnapshotStore& snapshots_;
  Admission& admission_;
  CallRecord& record_;
  ReplyCache replies_;
  RevisionStreams streams_;
  Worker worker_;  // reads the file; last, so that it ends first
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_KNOWLEDGE_SERVICE_H_
