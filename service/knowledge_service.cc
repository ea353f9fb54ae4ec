#include "service/knowledge_service.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "service/errors.h"
#include "service/grpc_status.h"
#include "service/methods.h"

namespace sipwhy {
namespace {

// The cache's key for a request: its method and its bytes.
std::string KeyFor(char method, const grpc::ByteBuffer& bytes) {
  std::string key(1, method);
  std::vector<grpc::Slice> slices;
  if (!bytes.Dump(&slices).ok()) return key;
  for (const grpc::Slice& slice : slices) {
    key.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return key;
}

template <typename Message>
grpc::ByteBuffer Serialize(const Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

template <typename Request, typename Response>
absl::Status AnswerFrom(const Snapshot& snapshot, const Request& request, grpc::ByteBuffer* bytes) {
  Response response;
  if (absl::Status status = Answer(snapshot, request, &response); !status.ok()) return status;
  *bytes = Serialize(response);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context, const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(status));
  return reactor;
}

}  // namespace

template <typename Request, typename Response>
grpc::ServerUnaryReactor* KnowledgeService::Handle(char method, grpc::CallbackServerContext* context,
                                                   const grpc::ByteBuffer& bytes, grpc::ByteBuffer* response) {
  // Taken once, so that all of an answer is of one revision.
  const std::shared_ptr<const Snapshot> head = snapshots_.head();
  if (head == nullptr) return Finish(context, NotLoadedYet());
  const int newest = head->revision().number;
  std::string key = KeyFor(method, bytes);
  if (replies_.Find(newest, key, response)) return Finish(context, absl::OkStatus());

  Request request;
  if (!request.ParseFromArray(key.data() + 1, static_cast<int>(key.size()) - 1)) {
    return Finish(context, UnreadableRequest());
  }
  const int wanted = WantedRevision(request);
  if (wanted < 0) return Finish(context, NegativeRevision(wanted));
  if (wanted > newest) return Finish(context, NoSuchRevision(wanted, newest));

  const auto answer = [this, newest, response](const Snapshot& snapshot, const Request& parsed,
                                               const std::string& parsed_key) {
    absl::Status status = AnswerFrom<Request, Response>(snapshot, parsed, response);
    if (status.ok()) replies_.Keep(newest, parsed_key, *response);
    return status;
  };
  const std::shared_ptr<const Snapshot> snapshot = wanted == 0 ? head : snapshots_.Find(wanted);
  if (snapshot != nullptr) return Finish(context, answer(*snapshot, request, key));

  // An older revision comes from the disk, which a thread that gRPC polls with must not wait for.
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool queued =
      worker_.TryRun([this, context, reactor, wanted, answer, request = std::move(request), key = std::move(key)] {
        if (context->IsCancelled()) return reactor->Finish(grpc::Status::CANCELLED);
        absl::StatusOr<std::shared_ptr<const Snapshot>> loaded = snapshots_.Load(wanted);
        reactor->Finish(
            ToGrpcStatus(loaded.ok() ? answer(**loaded, request, key) : OlderRevisionUnreadable(loaded.status())));
      });
  if (!queued) reactor->Finish(ToGrpcStatus(TooManyWaiting()));
  return reactor;
}

grpc::ServerUnaryReactor* KnowledgeService::Explain(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return Handle<v1::ExplainRequest, v1::ExplainResponse>('E', context, *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::Compare(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return Handle<v1::CompareRequest, v1::CompareResponse>('C', context, *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::ExplainCause(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return Handle<v1::ExplainCauseRequest, v1::ExplainCauseResponse>('Q', context, *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::Search(grpc::CallbackServerContext* context,
                                                   const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return Handle<v1::SearchRequest, v1::SearchResponse>('S', context, *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::ListCodes(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return Handle<v1::ListCodesRequest, v1::ListCodesResponse>('L', context, *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::ListLanguages(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return Handle<v1::ListLanguagesRequest, v1::ListLanguagesResponse>('N', context, *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::ListRevisions(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return Handle<v1::ListRevisionsRequest, v1::ListRevisionsResponse>('R', context, *request, response);
}

}  // namespace sipwhy
