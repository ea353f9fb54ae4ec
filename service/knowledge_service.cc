#include "service/knowledge_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/errors.h"
#include "service/grpc_status.h"
#include "service/history_methods.h"
#include "service/methods.h"
#include "service/refusal.h"
#include "storage/database.h"

namespace sipwhy {
namespace {

// Tells gRPC's clients when to try again (gRFC A6).
constexpr char kRetryPushback[] = "grpc-retry-pushback-ms";

// The cache's key for a request: its method and its bytes.
std::string KeyFor(Method method, const grpc::ByteBuffer& bytes) {
  std::string key(1, static_cast<char>(method));
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

}  // namespace

grpc::ServerUnaryReactor* KnowledgeService::Finish(const Arrival& arrival, const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = arrival.context->DefaultReactor();
  Finish(arrival, reactor, status);
  return reactor;
}

void KnowledgeService::Finish(const Arrival& arrival, grpc::ServerUnaryReactor* reactor, const absl::Status& status) {
  record_.Note(arrival, status);
  const absl::Duration delay = status.ok() ? absl::ZeroDuration() : RetryDelay(status);
  if (delay > absl::ZeroDuration()) {
    arrival.context->AddTrailingMetadata(kRetryPushback, absl::StrCat(absl::ToInt64Milliseconds(delay)));
  }
  reactor->Finish(ToGrpcStatus(status));
}

template <typename Request>
std::optional<absl::Status> KnowledgeService::Read(Arrival& arrival, const grpc::ByteBuffer& bytes,
                                                   Call<Request>& call) const {
  absl::StatusOr<std::string> principal = admission_.Admit(*arrival.context, arrival.at);
  if (!principal.ok()) return principal.status();
  arrival.principal = *std::move(principal);
  call.head = snapshots_.head();
  if (call.head == nullptr) return NotLoadedYet();
  call.key = KeyFor(arrival.method, bytes);
  if (replies_.Find(call.head->revision().chain_hash, call.key, call.response)) return absl::OkStatus();
  const bool is_readable = call.request.ParseFromArray(call.key.data() + 1, static_cast<int>(call.key.size()) - 1);
  return is_readable ? std::nullopt : std::optional(UnreadableRequest());
}

template <typename Request, typename Response>
void KnowledgeService::Reply(const Call<Request>& call, const Response& reply) {
  *call.response = Serialize(reply);
  replies_.Keep(call.head->revision().chain_hash, call.key, *call.response);
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* KnowledgeService::HandleBySnapshot(Method method, grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer& bytes,
                                                             grpc::ByteBuffer* response) {
  Arrival arrival = {method, context};
  Call<Request> call;
  call.response = response;
  if (const std::optional<absl::Status> status = Read(arrival, bytes, call)) return Finish(arrival, *status);
  const int newest = call.head->revision().number;
  const int wanted = WantedRevision(call.request);
  if (wanted < 0) return Finish(arrival, NegativeRevision("revision", wanted));
  if (wanted > newest) return Finish(arrival, NoSuchRevision(wanted, newest));

  const auto answer = [this](const Call<Request>& read, const Snapshot& snapshot) {
    Response reply;
    absl::Status answered = Answer(snapshot, read.request, &reply);
    if (answered.ok()) Reply(read, reply);
    return answered;
  };
  const std::shared_ptr<const Snapshot> snapshot = wanted == 0 ? call.head : snapshots_.Find(wanted);
  if (snapshot != nullptr) return Finish(arrival, answer(call, *snapshot));
  return FinishLater(arrival, [this, wanted, answer, call = std::move(call)] {
    absl::StatusOr<std::shared_ptr<const Snapshot>> loaded = snapshots_.Load(wanted);
    return loaded.ok() ? answer(call, **loaded) : OlderRevisionUnreadable(loaded.status());
  });
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* KnowledgeService::HandleByHistory(Method method, grpc::CallbackServerContext* context,
                                                            const grpc::ByteBuffer& bytes, grpc::ByteBuffer* response) {
  Arrival arrival = {method, context};
  Call<Request> call;
  call.response = response;
  if (const std::optional<absl::Status> status = Read(arrival, bytes, call)) return Finish(arrival, *status);
  return FinishLater(arrival, [this, call = std::move(call)] {
    absl::StatusOr<Database> database = Database::Open(snapshots_.database_path(), Database::Mode::kRead);
    if (!database.ok()) return OlderRevisionUnreadable(database.status());
    Response reply;
    absl::Status answered = Answer(*call.head, *database, call.request, &reply);
    if (answered.ok()) Reply(call, reply);
    return answered.ok() || IsRefusal(answered) ? answered : OlderRevisionUnreadable(answered);
  });
}

// A thread that gRPC polls with must not wait for the disk.
grpc::ServerUnaryReactor* KnowledgeService::FinishLater(const Arrival& arrival, std::function<absl::Status()> answer) {
  grpc::ServerUnaryReactor* reactor = arrival.context->DefaultReactor();  // can be called but once
  const bool queued = worker_.TryRun([this, arrival, reactor, answer = std::move(answer)] {
    Finish(arrival, reactor, arrival.context->IsCancelled() ? absl::CancelledError() : answer());
  });
  if (!queued) Finish(arrival, reactor, TooManyWaiting());
  return reactor;
}

grpc::ServerUnaryReactor* KnowledgeService::Explain(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return HandleBySnapshot<v1::ExplainRequest, v1::ExplainResponse>(Method::kExplain, context, *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::Compare(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return HandleBySnapshot<v1::CompareRequest, v1::CompareResponse>(Method::kCompare, context, *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::ExplainCause(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return HandleBySnapshot<v1::ExplainCauseRequest, v1::ExplainCauseResponse>(Method::kExplainCause, context, *request,
                                                                             response);
}

grpc::ServerUnaryReactor* KnowledgeService::Search(grpc::CallbackServerContext* context,
                                                   const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return HandleBySnapshot<v1::SearchRequest, v1::SearchResponse>(Method::kSearch, context, *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::ListCodes(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return HandleBySnapshot<v1::ListCodesRequest, v1::ListCodesResponse>(Method::kListCodes, context, *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::ListLanguages(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return HandleBySnapshot<v1::ListLanguagesRequest, v1::ListLanguagesResponse>(Method::kListLanguages, context,
                                                                               *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::ListTemplates(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return HandleBySnapshot<v1::ListTemplatesRequest, v1::ListTemplatesResponse>(Method::kListTemplates, context,
                                                                               *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::ListRevisions(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return HandleBySnapshot<v1::ListRevisionsRequest, v1::ListRevisionsResponse>(Method::kListRevisions, context,
                                                                               *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::GetCodeHistory(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* response) {
  return HandleByHistory<v1::GetCodeHistoryRequest, v1::GetCodeHistoryResponse>(Method::kGetCodeHistory, context,
                                                                                *request, response);
}

grpc::ServerUnaryReactor* KnowledgeService::DiffRevisions(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return HandleByHistory<v1::DiffRevisionsRequest, v1::DiffRevisionsResponse>(Method::kDiffRevisions, context, *request,
                                                                              response);
}

grpc::ServerWriteReactor<v1::WatchRevisionResponse>* KnowledgeService::WatchRevision(
    grpc::CallbackServerContext* context, const v1::WatchRevisionRequest* /*request*/) {
  Arrival arrival = {Method::kWatchRevision, context};
  absl::StatusOr<std::string> principal = admission_.Admit(*context, arrival.at);
  if (principal.ok()) arrival.principal = *principal;
  return streams_.Open(principal.status(),
                       [this, arrival](const absl::Status& status) { record_.Note(arrival, status); });
}

}  // namespace sipwhy
