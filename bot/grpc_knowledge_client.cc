#include "bot/grpc_knowledge_client.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bot/log.h"
#include "client/call_places.h"
#include "client/call_status.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "trace/random_bits.h"
#include "trace/request_id.h"

namespace sipwhy::bot {
namespace {

// All classes on one page.
constexpr int kEveryCode = 600;
constexpr int kMostRows = 500;

// What a call is found by. All of it is fit for metadata, at whose other bytes gRPC ends the process.
struct CallNames {
  std::string request_id;
  std::string traceparent;
};

CallNames NamesFor(const CallOptions& options) {
  const absl::string_view parent = TraceparentFrom(options.traceparent);
  return {.request_id = RequestIdFrom(options.request_id, RandomBits),
          .traceparent = parent.empty() ? NewTraceparent(RandomBits) : ChildTraceparent(parent, RandomBits)};
}

// Whether the person who asked is at fault, which is no news for the operator.
bool IsOfTheQuestion(const absl::Status& status) { return absl::IsInvalidArgument(status) || absl::IsNotFound(status); }

// What may be logged of a failure's message: that of others may repeat the question.
std::string Reason(const absl::Status& status) {
  const bool is_of_the_connection =
      absl::IsUnavailable(status) || absl::IsUnauthenticated(status) || absl::IsPermissionDenied(status);
  return is_of_the_connection ? absl::StrCat(": ", status.message()) : "";
}

class GrpcKnowledgeClient final : public KnowledgeClient {
 public:
  GrpcKnowledgeClient(ServiceChannel service, absl::Duration deadline)
      : service_(std::move(service)), stub_(v1::Explainer::NewStub(service_.channel)), deadline_(deadline) {}

  absl::StatusOr<v1::ExplainResponse> Explain(v1::ExplainRequest request, const CallOptions& options) override {
    request.set_language_code(options.language);
    return Call<v1::ExplainResponse>("Explain", &v1::Explainer::Stub::Explain, request, options);
  }

  absl::StatusOr<v1::CompareResponse> Compare(const std::vector<int>& codes, const CallOptions& options) override {
    v1::CompareRequest request;
    request.mutable_codes()->Assign(codes.begin(), codes.end());
    request.set_language_code(options.language);
    return Call<v1::CompareResponse>("Compare", &v1::Explainer::Stub::Compare, request, options);
  }

  absl::StatusOr<v1::ExplainCauseResponse> ExplainCause(int cause, const CallOptions& options) override {
    v1::ExplainCauseRequest request;
    request.set_cause(cause);
    request.set_language_code(options.language);
    return Call<v1::ExplainCauseResponse>("ExplainCause", &v1::Explainer::Stub::ExplainCause, request, options);
  }

  absl::StatusOr<v1::SearchResponse> Search(const std::string& query, const CallOptions& options) override {
    v1::SearchRequest request;
    request.set_query(query);
    request.set_language_code(options.language);
    return Call<v1::SearchResponse>("Search", &v1::Explainer::Stub::Search, request, options);
  }

  absl::StatusOr<v1::ListLanguagesResponse> ListLanguages(const CallOptions& options) override {
    return Call<v1::ListLanguagesResponse>("ListLanguages", &v1::Explainer::Stub::ListLanguages,
                                           v1::ListLanguagesRequest(), options);
  }

  absl::StatusOr<v1::ListTemplatesResponse> ListTemplates(const std::string& prefix,
                                                          const CallOptions& options) override {
    v1::ListTemplatesRequest request;
    request.set_prefix(prefix);
    request.set_language_code(options.language);
    return Call<v1::ListTemplatesResponse>("ListTemplates", &v1::Explainer::Stub::ListTemplates, request, options);
  }

  absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(int most, const CallOptions& options) override {
    v1::ListRevisionsRequest request;
    request.set_page_size(most);
    return Call<v1::ListRevisionsResponse>("ListRevisions", &v1::Explainer::Stub::ListRevisions, request, options);
  }

  absl::StatusOr<v1::GetCodeHistoryResponse> GetCodeHistory(int code, int most, const CallOptions& options) override {
    v1::GetCodeHistoryRequest request;
    request.set_code(code);
    request.set_page_size(most);
    request.set_language_code(options.language);
    return Call<v1::GetCodeHistoryResponse>("GetCodeHistory", &v1::Explainer::Stub::GetCodeHistory, request, options);
  }

  absl::StatusOr<v1::DiffRevisionsResponse> DiffRevisions(int before, int after, const CallOptions& options) override {
    v1::DiffRevisionsRequest request;
    request.set_before(before);
    request.set_after(after);
    request.set_page_size(kMostRows);
    return Call<v1::DiffRevisionsResponse>("DiffRevisions", &v1::Explainer::Stub::DiffRevisions, request, options);
  }

  absl::StatusOr<v1::ListCodesResponse> ListCodes(int response_class, const CallOptions& options) override {
    v1::ListCodesRequest request;
    request.set_response_class(static_cast<v1::ResponseClass>(response_class));
    request.set_language_code(options.language);
    request.set_page_size(kEveryCode);
    return Call<v1::ListCodesResponse>("ListCodes", &v1::Explainer::Stub::ListCodes, request, options);
  }

 private:
  template <typename Request, typename Response>
  using Method = grpc::Status (v1::Explainer::Stub::*)(grpc::ClientContext*, const Request&, Response*);

  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(absl::string_view name, Method<Request, Response> method, const Request& request,
                                const CallOptions& options) {
    const CallNames names = NamesFor(options);
    Response response;
    const absl::Status status = CallInPlace(method, request, options.deadline, names, &response);
    if (status.ok()) return response;
    if (!IsOfTheQuestion(status)) {
      failures_.Write("service",
                      absl::StrCat(name, " failed with ", absl::StatusCodeToString(status.code()), ", request ",
                                   names.request_id, Reason(status)),
                      absl::Now());
    }
    return status;
  }

  template <typename Response, typename Request>
  absl::Status CallInPlace(Method<Request, Response> method, const Request& request, absl::Time deadline,
                           const CallNames& names, Response* response) {
    if (!places_.Take()) return absl::DeadlineExceededError("too many calls wait for the service");
    const absl::Cleanup leave = [this] { places_.Leave(); };
    const auto end = absl::ToChronoTime(std::min(absl::Now() + deadline_, deadline));
    return FromGrpc(CallWithToken(service_, [&](const std::string& authorization) {
      grpc::ClientContext context;
      context.set_deadline(end);
      context.AddMetadata("x-request-id", names.request_id);
      context.AddMetadata("traceparent", names.traceparent);
      if (!authorization.empty()) context.AddMetadata("authorization", authorization);
      return (stub_.get()->*method)(&context, request, response);
    }));
  }

  const ServiceChannel service_;
  const std::unique_ptr<v1::Explainer::Stub> stub_;
  const absl::Duration deadline_;
  CallPlaces places_;
  SparseLog failures_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<KnowledgeClient>> ConnectToService(const ServiceAccess& access) {
  absl::StatusOr<ServiceChannel> service = OpenServiceChannel(access, [](const absl::Status& token) {
    Log("service", token.ok() ? "has another token from now on" : absl::StrCat("keeps its token: ", token.message()));
  });
  if (!service.ok()) return service.status();
  return MakeGrpcKnowledgeClient(*std::move(service));
}

std::unique_ptr<KnowledgeClient> MakeGrpcKnowledgeClient(ServiceChannel service, absl::Duration deadline) {
  return std::make_unique<GrpcKnowledgeClient>(std::move(service), deadline);
}

}  // namespace sipwhy::bot
