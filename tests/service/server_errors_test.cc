// What a caller is told of each mistake, by every method, over the wire.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "service/server.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "tests/testing/knowledge_base_file.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::WriteKnowledgeBase;
using ::testing::ElementsAreArray;

constexpr auto kInvalid = grpc::StatusCode::INVALID_ARGUMENT;
constexpr auto kNotFound = grpc::StatusCode::NOT_FOUND;

// A call with a mistake, and what is said of it.
struct Mistake {
  std::string what;
  std::function<grpc::Status(v1::Explainer::Stub&)> call;
  grpc::StatusCode code;
  std::string reason;
  std::vector<std::string> fields;
};

// A call of `method` with the request that `fill` fills.
template <typename Request, typename Response>
std::function<grpc::Status(v1::Explainer::Stub&)> CallOf(
    grpc::Status (v1::Explainer::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
    std::function<void(Request&)> fill) {
  return [method, fill](v1::Explainer::Stub& stub) {
    Request request;
    fill(request);
    grpc::ClientContext context;
    Response response;
    return (stub.*method)(&context, request, &response);
  };
}

auto Explain(std::function<void(v1::ExplainRequest&)> fill) {
  return CallOf(&v1::Explainer::Stub::Explain, std::move(fill));
}
auto Compare(const std::vector<int>& codes) {
  return CallOf<v1::CompareRequest>(&v1::Explainer::Stub::Compare, [codes](v1::CompareRequest& request) {
    request.mutable_codes()->Assign(codes.begin(), codes.end());
  });
}
auto ExplainCause(int cause) {
  return CallOf<v1::ExplainCauseRequest>(&v1::Explainer::Stub::ExplainCause,
                                         [cause](v1::ExplainCauseRequest& request) { request.set_cause(cause); });
}
auto Search(std::function<void(v1::SearchRequest&)> fill) {
  return CallOf(&v1::Explainer::Stub::Search, std::move(fill));
}
auto ListCodes(std::function<void(v1::ListCodesRequest&)> fill) {
  return CallOf(&v1::Explainer::Stub::ListCodes, std::move(fill));
}
auto ListRevisions(std::function<void(v1::ListRevisionsRequest&)> fill) {
  return CallOf(&v1::Explainer::Stub::ListRevisions, std::move(fill));
}
auto GetCodeHistory(std::function<void(v1::GetCodeHistoryRequest&)> fill) {
  return CallOf(&v1::Explainer::Stub::GetCodeHistory, std::move(fill));
}
auto DiffRevisions(int before, int after) {
  return CallOf<v1::DiffRevisionsRequest>(&v1::Explainer::Stub::DiffRevisions,
                                          [before, after](v1::DiffRevisionsRequest& request) {
                                            request.set_before(before);
                                            request.set_after(after);
                                          });
}
auto ListLanguages(int revision) {
  return CallOf<v1::ListLanguagesRequest>(
      &v1::Explainer::Stub::ListLanguages,
      [revision](v1::ListLanguagesRequest& request) { request.set_revision(revision); });
}

std::vector<Mistake> Mistakes() {
  return {
      {"no code", Explain([](auto&) {}), kInvalid, "FIELD_MISSING", {"code"}},
      {"a code too high", Explain([](auto& r) { r.set_code(4080); }), kInvalid, "CODE_OUT_OF_RANGE", {"code"}},
      {"a long phrase",
       Explain([](auto& r) {
         r.set_code(408);
         r.set_reason_phrase(std::string(201, 'x'));
       }),
       kInvalid,
       "TEXT_TOO_LONG",
       {"reason_phrase"}},
      {"many headers",
       Explain([](auto& r) {
         r.set_code(408);
         for (int i = 0; i < 21; ++i) r.add_headers("Reason: x");
       }),
       kInvalid,
       "WRONG_NUMBER_OF_ENTRIES",
       {"headers"}},
      {"a language that is none",
       Explain([](auto& r) {
         r.set_code(408);
         r.set_language_code("Klingon!");
       }),
       kInvalid,
       "MALFORMED_LANGUAGE_CODE",
       {"language_code"}},
      {"a negative revision",
       Explain([](auto& r) {
         r.set_code(408);
         r.set_revision(-1);
       }),
       kInvalid,
       "NEGATIVE_NUMBER",
       {"revision"}},
      {"a revision to come",
       Explain([](auto& r) {
         r.set_code(408);
         r.set_revision(9999);
       }),
       kNotFound,
       "NO_SUCH_REVISION",
       {}},
      {"no codes", Compare({}), kInvalid, "FIELD_MISSING", {"codes"}},
      {"one code", Compare({301}), kInvalid, "WRONG_NUMBER_OF_ENTRIES", {"codes"}},
      {"five codes", Compare({1, 2, 3, 4, 5}), kInvalid, "WRONG_NUMBER_OF_ENTRIES", {"codes"}},
      {"two wrong codes", Compare({301, 9, 4080}), kInvalid, "CODE_OUT_OF_RANGE", {"codes[1]", "codes[2]"}},
      {"no cause", ExplainCause(0), kInvalid, "FIELD_MISSING", {"cause"}},
      {"a code for a cause", ExplainCause(486), kInvalid, "CAUSE_OUT_OF_RANGE", {"cause"}},
      {"no question", Search([](auto&) {}), kInvalid, "FIELD_MISSING", {"query"}},
      {"a long question",
       Search([](auto& r) { r.set_query(std::string(501, 'x')); }),
       kInvalid,
       "TEXT_TOO_LONG",
       {"query"}},
      {"fewer than no results",
       Search([](auto& r) {
         r.set_query("busy");
         r.set_max_results(-1);
       }),
       kInvalid,
       "NEGATIVE_NUMBER",
       {"max_results"}},
      {"a class that is none",
       ListCodes([](auto& r) { r.set_response_class(static_cast<v1::ResponseClass>(7)); }),
       kInvalid,
       "UNKNOWN_RESPONSE_CLASS",
       {"response_class"}},
      {"a negative page", ListCodes([](auto& r) { r.set_page_size(-1); }), kInvalid, "NEGATIVE_NUMBER", {"page_size"}},
      {"another's token",
       ListCodes([](auto& r) { r.set_page_token("x"); }),
       kInvalid,
       "UNKNOWN_PAGE_TOKEN",
       {"page_token"}},
      {"another's token of revisions",
       ListRevisions([](auto& r) { r.set_page_token("x"); }),
       kInvalid,
       "UNKNOWN_PAGE_TOKEN",
       {"page_token"}},
      {"a history of no code", GetCodeHistory([](auto&) {}), kInvalid, "FIELD_MISSING", {"code"}},
      {"from a negative revision", DiffRevisions(-1, 2), kInvalid, "NEGATIVE_NUMBER", {"before"}},
      {"to a revision to come", DiffRevisions(1, 9999), kNotFound, "NO_SUCH_REVISION", {}},
      {"languages of a revision to come", ListLanguages(9999), kNotFound, "NO_SUCH_REVISION", {}},
  };
}

class ServerErrorsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string database = directory_.File("kb.db");
    WriteKnowledgeBase(database);
    server_ = Server::Start({.database = database, .listen = "127.0.0.1:0", .admin = "", .log_level = LogLevel::kError})
                  .value();
    ASSERT_THAT(server_->Load(), IsOk());
    stub_ = v1::Explainer::NewStub(grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  TempDirectory directory_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::Explainer::Stub> stub_;
};

TEST_F(ServerErrorsTest, EachMistakeHasItsCodeReasonAndFields) {
  for (const Mistake& mistake : Mistakes()) {
    SCOPED_TRACE(mistake.what);
    const grpc::Status status = mistake.call(*stub_);
    EXPECT_EQ(status.error_code(), mistake.code) << status.error_message();
    google::rpc::Status details;
    ASSERT_TRUE(details.ParseFromString(status.error_details()));
    EXPECT_EQ(details.code(), status.error_code());
    EXPECT_EQ(details.message(), status.error_message());
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest request;
    for (const google::protobuf::Any& detail : details.details()) {
      EXPECT_TRUE(detail.UnpackTo(&info) || detail.UnpackTo(&request)) << detail.type_url();
    }
    EXPECT_EQ(info.domain(), "sipwhy");
    EXPECT_EQ(info.reason(), mistake.reason);
    std::vector<std::string> fields;
    for (const auto& violation : request.field_violations()) fields.push_back(violation.field());
    EXPECT_THAT(fields, ElementsAreArray(mistake.fields));
  }
}

}  // namespace
}  // namespace sipwhy
