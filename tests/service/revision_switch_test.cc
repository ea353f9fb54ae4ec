// New revisions under a running server.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/server.h"
#include "sipwhy/v1/explainer.grpc.pb.h"
#include "tests/service/growing_knowledge_base.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::GrowTo;
using ::sipwhy::testing::IsOk;
using ::testing::HasSubstr;

constexpr int kSwitches = 1'000;
constexpr int kClients = 4;

// A server over a file that is at revision 3; each reason phrase of it is "Old".
class RevisionSwitchTest : public ::testing::Test {
 protected:
  RevisionSwitchTest() {
    GrowTo(old_, 3, "Old");
    GrowTo(new_, 4, "New");
    Serve(old_);
    server_ = Server::Start({.database = served_, .listen = "127.0.0.1:0", .admin = "", .log_level = LogLevel::kError})
                  .value();
    EXPECT_THAT(server_->Load(), IsOk());
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->port()), grpc::InsecureChannelCredentials());
    stub_ = v1::Explainer::NewStub(channel_);
  }

  // Puts a copy of `file` where the server reads, as a release does that ships the file.
  void Serve(const std::string& file) const {
    const std::string next = directory_.File("next.db");
    std::filesystem::copy_file(file, next, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::rename(next, served_);
  }

  // The revision that a comparison asked before is answered from.
  int AnsweredFrom() const {
    v1::CompareRequest request;
    request.add_codes(102);
    request.add_codes(103);
    request.set_language_code("en");
    grpc::ClientContext context;
    v1::CompareResponse response;
    EXPECT_TRUE(stub_->Compare(&context, request, &response).ok());
    return response.revision().number();
  }

  const testing::TempDirectory directory_;
  const std::string old_ = directory_.File("old.db");
  const std::string new_ = directory_.File("new.db");
  const std::string served_ = directory_.File("served.db");
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::Explainer::Stub> stub_;
};

// Whether both codes of a comparison and the revision that it names belong together.
bool IsOfOneRevision(const v1::CompareResponse& response) {
  const bool is_new = response.revision().number() == 4;
  const std::string phrase = is_new ? "New" : "Old";
  return (is_new || response.revision().number() == 3) && response.codes_size() == 2 &&
         response.codes(0).reason_phrase() == phrase && response.codes(1).reason_phrase() == phrase;
}

TEST_F(RevisionSwitchTest, ThousandSwitchesUnderLoadCostNoCallAndMixNoAnswer) {
  std::atomic<bool> done = false;
  std::atomic<int> failed = 0;
  std::atomic<int> mixed = 0;
  std::atomic<int> calls = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      v1::CompareRequest request;
      request.add_codes(102);
      request.add_codes(103);
      // Half of the clients ask what was never asked before, so that it is composed.
      for (int i = 0; !done; ++i) {
        request.set_language_code(client % 2 == 0 ? "en" : absl::StrCat("en-x-", client, "a", i));
        grpc::ClientContext context;
        v1::CompareResponse response;
        failed += stub_->Compare(&context, request, &response).ok() ? 0 : 1;
        mixed += IsOfOneRevision(response) ? 0 : 1;
        ++calls;
      }
    });
  }
  for (int i = 0; i < kSwitches && !HasFailure(); ++i) {
    const bool to_new = i % 2 == 0;
    Serve(to_new ? new_ : old_);
    server_->ReloadNow();
    EXPECT_EQ(server_->revision(), to_new ? 4 : 3);
    EXPECT_EQ(AnsweredFrom(), server_->revision());  // no reply that was kept before is given now
  }
  done = true;
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(mixed, 0);
  EXPECT_GT(calls, kSwitches);
  RecordProperty("calls", calls);
  std::cout << calls << " calls beside " << kSwitches << " switches" << std::endl;
}

// One call of WatchRevision.
class Watch {
 public:
  explicit Watch(v1::Explainer::Stub& stub) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    reader_ = stub.WatchRevision(&context_, {});
  }

  // The next revision; 0 when the call ended.
  int Next() {
    v1::WatchRevisionResponse response;
    return reader_->Read(&response) ? response.revision().revision().number() : 0;
  }

  grpc::Status Finish() { return reader_->Finish(); }
  void Cancel() { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchRevisionResponse>> reader_;
};

TEST_F(RevisionSwitchTest, WatcherHearsOfTheServedRevisionAtOnceAndOfEachNewOne) {
  Watch watch(*stub_);
  EXPECT_EQ(watch.Next(), 3);
  Serve(new_);
  EXPECT_EQ(watch.Next(), 4);  // without being asked to reload
  GrowTo(served_, 5, "New");
  EXPECT_EQ(watch.Next(), 5);
}

TEST_F(RevisionSwitchTest, WatcherWhoLeavesHarmsNobody) {
  Watch stays(*stub_);
  EXPECT_EQ(stays.Next(), 3);
  for (int i = 0; i < 20; ++i) {
    Watch leaves(*stub_);
    EXPECT_EQ(leaves.Next(), 3);
    leaves.Cancel();
    EXPECT_EQ(leaves.Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  Serve(new_);
  EXPECT_EQ(stays.Next(), 4);
}

TEST_F(RevisionSwitchTest, WatchersDoNotHoldUpTheEnd) {
  Watch watch(*stub_);
  EXPECT_EQ(watch.Next(), 3);
  const absl::Time begin = absl::Now();
  server_->Shutdown(absl::Seconds(8));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(4));
  EXPECT_EQ(watch.Next(), 0);
  EXPECT_EQ(watch.Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(RevisionSwitchTest, HistoryIsAnsweredOverTheWireAndTwiceAlike) {
  v1::GetCodeHistoryRequest request;
  request.set_code(102);
  std::string first;
  for (int i = 0; i < 2; ++i) {
    grpc::ClientContext context;
    v1::GetCodeHistoryResponse response;
    ASSERT_TRUE(stub_->GetCodeHistory(&context, request, &response).ok());
    ASSERT_EQ(response.entries_size(), 1);
    EXPECT_EQ(response.entries(0).revision().revision().number(), 2);
    if (i == 0) first = response.SerializeAsString();
    EXPECT_TRUE(response.SerializeAsString() == first);
  }
  v1::DiffRevisionsRequest diff;
  diff.set_before(2);
  diff.set_after(3);
  grpc::ClientContext context;
  v1::DiffRevisionsResponse changes;
  ASSERT_TRUE(stub_->DiffRevisions(&context, diff, &changes).ok());
  ASSERT_EQ(changes.total(), 1);
  EXPECT_EQ(changes.changes(0).key(0).value(), "103");
}

TEST_F(RevisionSwitchTest, PinnedRevisionIsServedWhileNewerOnesAreThere) {
  const auto pinned =
      Server::Start({.database = new_, .pin_revision = 2, .listen = "127.0.0.1:0", .admin = ""}).value();
  ASSERT_THAT(pinned->Load(), IsOk());
  EXPECT_EQ(pinned->revision(), 2);
  const auto stub = v1::Explainer::NewStub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", pinned->port()), grpc::InsecureChannelCredentials()));
  v1::ExplainRequest request;
  request.set_code(102);
  request.set_revision(3);
  grpc::ClientContext context;
  v1::ExplainResponse response;
  const grpc::Status status = stub->Explain(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(status.error_message(), HasSubstr("there are 1 to 2"));
}

}  // namespace
}  // namespace sipwhy
