#include "gateway/grpc_explainer_client.h"

#include <grpcpp/grpcpp.h>

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/time/clock.h"
#include "client/call_places.h"
#include "client/call_status.h"
#include "google/rpc/status.pb.h"
#include "sipwhy/v1/explainer.grpc.pb.h"

namespace sipwhy::gateway {
namespace {

// gRPC ends the process over metadata that HTTP/2 does not allow.
void AddMetadata(const char* name, const std::string& value, grpc::ClientContext& context) {
  const bool is_printable = absl::c_all_of(value, [](unsigned char c) { return absl::ascii_isprint(c); });
  if (!value.empty() && is_printable) context.AddMetadata(name, value);
}

class GrpcExplainerClient final : public ExplainerClient {
 public:
  explicit GrpcExplainerClient(GrpcExplainerClientOptions options)
      : options_(std::move(options)), stub_(v1::Explainer::NewStub(options_.service.channel)) {}

  absl::StatusOr<v1::ExplainResponse> Explain(const v1::ExplainRequest& request, const CallTrace& trace) override {
    return Call<v1::ExplainResponse>("Explain", &v1::Explainer::Stub::Explain, request, trace);
  }

  absl::StatusOr<v1::CompareResponse> Compare(const v1::CompareRequest& request, const CallTrace& trace) override {
    return Call<v1::CompareResponse>("Compare", &v1::Explainer::Stub::Compare, request, trace);
  }

  absl::StatusOr<v1::ExplainCauseResponse> ExplainCause(const v1::ExplainCauseRequest& request,
                                                        const CallTrace& trace) override {
    return Call<v1::ExplainCauseResponse>("ExplainCause", &v1::Explainer::Stub::ExplainCause, request, trace);
  }

  absl::StatusOr<v1::SearchResponse> Search(const v1::SearchRequest& request, const CallTrace& trace) override {
    return Call<v1::SearchResponse>("Search", &v1::Explainer::Stub::Search, request, trace);
  }

  absl::StatusOr<v1::ListCodesResponse> ListCodes(const v1::ListCodesRequest& request,
                                                  const CallTrace& trace) override {
    return Call<v1::ListCodesResponse>("ListCodes", &v1::Explainer::Stub::ListCodes, request, trace);
  }

  absl::StatusOr<v1::ListLanguagesResponse> ListLanguages(const v1::ListLanguagesRequest& request,
                                                          const CallTrace& trace) override {
    return Call<v1::ListLanguagesResponse>("ListLanguages", &v1::Explainer::Stub::ListLanguages, request, trace);
  }

  absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(const v1::ListRevisionsRequest& request,
                                                          const CallTrace& trace) override {
    return Call<v1::ListRevisionsResponse>("ListRevisions", &v1::Explainer::Stub::ListRevisions, request, trace);
  }

 private:
  template <typename Request, typename Response>
  using Method = grpc::Status (v1::Explainer::Stub::*)(grpc::ClientContext*, const Request&, Response*);

  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(absl::string_view name, Method<Request, Response> method, const Request& request,
                                const CallTrace& trace) {
    const absl::Time start = absl::Now();
    Response response;
    const absl::Status status = CallInPlace(method, request, trace, &response);
    if (options_.note) options_.note({name, status, absl::Now() - start, trace});
    if (!status.ok()) return status;
    return response;
  }

  template <typename Response, typename Request>
  absl::Status CallInPlace(Method<Request, Response> method, const Request& request, const CallTrace& trace,
                           Response* response) {
    if (!places_.Take()) return absl::UnavailableError("too many calls wait for the service");
    const auto end = absl::ToChronoTime(absl::Now() + options_.deadline);
    const grpc::Status status = CallAs(trace.authorization, [&](const std::string& authorization) {
      grpc::ClientContext context;
      context.set_deadline(end);
      AddMetadata("x-request-id", trace.request_id, context);
      AddMetadata("traceparent", trace.traceparent, context);
      AddMetadata("authorization", authorization, context);
      return (stub_.get()->*method)(&context, request, response);
    });
    places_.Leave();
    return FromGrpc(status);
  }

  // With the caller's own authorization if there is one: never with the gateway's in its place, which may open more.
  grpc::Status CallAs(const std::string& authorization,
                      absl::FunctionRef<grpc::Status(const std::string& authorization)> call) const {
    if (authorization.empty()) return CallWithToken(options_.service, call);
    return call(options_.service.is_private ? authorization : "");
  }

  const GrpcExplainerClientOptions options_;
  const std::unique_ptr<v1::Explainer::Stub> stub_;
  CallPlaces places_;
};

}  // namespace

std::unique_ptr<ExplainerClient> MakeGrpcExplainerClient(GrpcExplainerClientOptions options) {
  return std::make_unique<GrpcExplainerClient>(std::move(options));
}

}  // namespace sipwhy::gateway
