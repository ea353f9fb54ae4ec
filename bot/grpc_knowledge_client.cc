#include "bot/grpc_knowledge_client.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "sipwhy/v1/explainer.grpc.pb.h"

namespace sipwhy::bot {
namespace {

// gRPC service config: every method of the service, UNAVAILABLE alone.
constexpr char kRetryPolicy[] = R"({
  "methodConfig": [{
    "name": [{"service": "sipwhy.v1.Explainer"}],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.05s",
      "maxBackoff": "0.4s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]
    }
  }]
})";

constexpr int kMostAtOnce = 12;
constexpr std::chrono::milliseconds kLongestFull(100);

// All classes on one page.
constexpr int kEveryCode = 600;
constexpr int kMostRows = 500;

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kRetryPolicy);
  // By default gRPC waits up to two minutes before it connects again, and says UNAVAILABLE meanwhile.
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

// The places of the calls that are under way.
class Places {
 public:
  // False when all were taken for a while and none gets free.
  bool Take() {
    std::unique_lock lock(mutex_);
    if (!left_.wait_until(lock, full_since_ + kLongestFull, [this] { return free_ > 0; })) return false;
    if (--free_ == 0) full_since_ = std::chrono::steady_clock::now();
    return true;
  }

  void Leave() {
    {
      const std::scoped_lock lock(mutex_);
      ++free_;
    }
    left_.notify_one();
  }

 private:
  std::mutex mutex_;  // guards what follows
  std::condition_variable left_;
  int free_ = kMostAtOnce;
  std::chrono::steady_clock::time_point full_since_;  // while none is free
};

class GrpcKnowledgeClient final : public KnowledgeClient {
 public:
  GrpcKnowledgeClient(const std::string& address, absl::Duration deadline)
      : stub_(v1::Explainer::NewStub(OpenChannel(address))), deadline_(deadline) {}

  absl::StatusOr<v1::ExplainResponse> Explain(v1::ExplainRequest request, const CallOptions& options) override {
    request.set_language_code(options.language);
    return Call<v1::ExplainResponse>(&v1::Explainer::Stub::Explain, request, options);
  }

  absl::StatusOr<v1::CompareResponse> Compare(const std::vector<int>& codes, const CallOptions& options) override {
    v1::CompareRequest request;
    request.mutable_codes()->Assign(codes.begin(), codes.end());
    request.set_language_code(options.language);
    return Call<v1::CompareResponse>(&v1::Explainer::Stub::Compare, request, options);
  }

  absl::StatusOr<v1::ExplainCauseResponse> ExplainCause(int cause, const CallOptions& options) override {
    v1::ExplainCauseRequest request;
    request.set_cause(cause);
    request.set_language_code(options.language);
    return Call<v1::ExplainCauseResponse>(&v1::Explainer::Stub::ExplainCause, request, options);
  }

  absl::StatusOr<v1::SearchResponse> Search(const std::string& query, const CallOptions& options) override {
    v1::SearchRequest request;
    request.set_query(query);
    request.set_language_code(options.language);
    return Call<v1::SearchResponse>(&v1::Explainer::Stub::Search, request, options);
  }

  absl::StatusOr<v1::ListLanguagesResponse> ListLanguages(const CallOptions& options) override {
    return Call<v1::ListLanguagesResponse>(&v1::Explainer::Stub::ListLanguages, v1::ListLanguagesRequest(), options);
  }

  absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(int most, const CallOptions& options) override {
    v1::ListRevisionsRequest request;
    request.set_page_size(most);
    return Call<v1::ListRevisionsResponse>(&v1::Explainer::Stub::ListRevisions, request, options);
  }

  absl::StatusOr<v1::GetCodeHistoryResponse> GetCodeHistory(int code, int most, const CallOptions& options) override {
    v1::GetCodeHistoryRequest request;
    request.set_code(code);
    request.set_page_size(most);
    return Call<v1::GetCodeHistoryResponse>(&v1::Explainer::Stub::GetCodeHistory, request, options);
  }

  absl::StatusOr<v1::DiffRevisionsResponse> DiffRevisions(int before, int after, const CallOptions& options) override {
    v1::DiffRevisionsRequest request;
    request.set_before(before);
    request.set_after(after);
    request.set_page_size(kMostRows);
    return Call<v1::DiffRevisionsResponse>(&v1::Explainer::Stub::DiffRevisions, request, options);
  }

  absl::StatusOr<v1::ListCodesResponse> ListCodes(int response_class, const CallOptions& options) override {
    v1::ListCodesRequest request;
    request.set_response_class(static_cast<v1::ResponseClass>(response_class));
    request.set_language_code(options.language);
    request.set_page_size(kEveryCode);
    return Call<v1::ListCodesResponse>(&v1::Explainer::Stub::ListCodes, request, options);
  }

 private:
  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(grpc::Status (v1::Explainer::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                            Response*),
                                const Request& request, const CallOptions& options) {
    if (!places_.Take()) return absl::DeadlineExceededError("too many calls wait for the service");
    const absl::Cleanup leave = [this] { places_.Leave(); };
    return CallNow<Response>(method, request, options);
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> CallNow(grpc::Status (v1::Explainer::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                               Response*),
                                   const Request& request, const CallOptions& options) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(std::min(absl::Now() + deadline_, options.deadline)));
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (status.ok()) return response;
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  }

  std::unique_ptr<v1::Explainer::Stub> stub_;
  absl::Duration deadline_;
  Places places_;
};

}  // namespace

std::unique_ptr<KnowledgeClient> MakeGrpcKnowledgeClient(const std::string& address, absl::Duration deadline) {
  return std::make_unique<GrpcKnowledgeClient>(address, deadline);
}

}  // namespace sipwhy::bot
