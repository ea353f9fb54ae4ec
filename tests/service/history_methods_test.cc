#include "service/history_methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "service/snapshot_store.h"
#include "storage/database.h"
#include "tests/testing/knowledge_base_file.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::WriteKnowledgeBase;
using ::testing::ElementsAre;

// The shipped knowledge base up to revision 26, whose changes are known.
constexpr int kHead = 26;

class HistoryMethodsTest : public ::testing::Test {
 protected:
  // Made once, since that takes a second.
  static void SetUpTestSuite() { WriteKnowledgeBase(Path(), kHead); }

  HistoryMethodsTest() { EXPECT_THAT(store_.LoadHead(), IsOk()); }

  static std::string Path() {
    static const testing::TempDirectory directory;
    return directory.File("knowledge.db");
  }

  Database Open() const { return *Database::Open(Path(), Database::Mode::kRead); }

  absl::Status History(const v1::GetCodeHistoryRequest& request, v1::GetCodeHistoryResponse* response) const {
    Database database = Open();
    response->Clear();
    return Answer(*store_.head(), database, request, response);
  }

  absl::Status Diff(const v1::DiffRevisionsRequest& request, v1::DiffRevisionsResponse* response) const {
    Database database = Open();
    response->Clear();
    return Answer(*store_.head(), database, request, response);
  }

  SnapshotStore store_{Path()};
};

v1::GetCodeHistoryRequest HistoryOf(int code, int page_size = 0) {
  v1::GetCodeHistoryRequest request;
  request.set_code(code);
  request.set_page_size(page_size);
  return request;
}

v1::DiffRevisionsRequest DiffOf(int before, int after, int page_size = 0) {
  v1::DiffRevisionsRequest request;
  request.set_before(before);
  request.set_after(after);
  request.set_page_size(page_size);
  return request;
}

TEST_F(HistoryMethodsTest, HistoryOfACodeBeginsWithItsNewestChange) {
  v1::GetCodeHistoryResponse response;
  ASSERT_THAT(History(HistoryOf(202), &response), IsOk());
  ASSERT_GT(response.entries_size(), 1);
  const v1::CodeHistoryEntry& newest = response.entries(0);
  EXPECT_EQ(newest.revision().revision().number(), 26);
  EXPECT_EQ(newest.revision().title(), "Correct what a second reading found");
  std::vector<std::string> tables;
  for (const v1::RowChange& change : newest.changes()) tables.push_back(change.table());
  EXPECT_THAT(tables, ElementsAre("fact", "header", "header_text", "reference", "step"));
}

TEST_F(HistoryMethodsTest, ChangedRowHasItsKeyAndTheFieldsThatDiffer) {
  v1::GetCodeHistoryResponse response;
  ASSERT_THAT(History(HistoryOf(202), &response), IsOk());
  const v1::RowChange& fact = response.entries(0).changes(0);
  EXPECT_EQ(fact.kind(), v1::CHANGE_KIND_CHANGED);
  ASSERT_EQ(fact.key_size(), 3);
  EXPECT_EQ(fact.key(0).field(), "code");
  EXPECT_EQ(fact.key(0).value(), "202");
  EXPECT_EQ(fact.key(1).value(), "retry");
  ASSERT_EQ(fact.fields_size(), 3);
  EXPECT_EQ(fact.fields(0).field(), "term");
  EXPECT_EQ(fact.fields(0).before(), "done");
  EXPECT_EQ(fact.fields(0).after(), "wait_for_outcome");
}

TEST_F(HistoryMethodsTest, AddedRowHasNoFieldBefore) {
  v1::GetCodeHistoryResponse response;
  ASSERT_THAT(History(HistoryOf(202), &response), IsOk());
  const v1::RowChange& reference = response.entries(0).changes(3);
  EXPECT_EQ(reference.kind(), v1::CHANGE_KIND_ADDED);
  ASSERT_GT(reference.fields_size(), 0);
  for (const v1::FieldChange& field : reference.fields()) {
    EXPECT_FALSE(field.has_before());
    EXPECT_TRUE(field.has_after());
  }
}

TEST_F(HistoryMethodsTest, PagesOfAHistoryGiveItWholeAndOnce) {
  v1::GetCodeHistoryResponse whole;
  ASSERT_THAT(History(HistoryOf(486, 50), &whole), IsOk());
  ASSERT_GT(whole.entries_size(), 2);
  EXPECT_EQ(whole.next_page_token(), "");
  v1::GetCodeHistoryRequest request = HistoryOf(486, 1);
  v1::GetCodeHistoryResponse page;
  for (int i = 0; i < whole.entries_size(); ++i) {
    ASSERT_THAT(History(request, &page), IsOk());
    ASSERT_EQ(page.entries_size(), 1);
    EXPECT_EQ(page.entries(0).SerializeAsString(), whole.entries(i).SerializeAsString());
    request.set_page_token(page.next_page_token());
  }
  EXPECT_EQ(page.next_page_token(), "");
}

TEST_F(HistoryMethodsTest, CodeThatNoRevisionSpeaksOfHasNoHistory) {
  v1::GetCodeHistoryResponse response;
  ASSERT_THAT(History(HistoryOf(299), &response), IsOk());
  EXPECT_EQ(response.entries_size(), 0);
}

TEST_F(HistoryMethodsTest, BadRequestForAHistoryIsRefused) {
  v1::GetCodeHistoryResponse response;
  EXPECT_THAT(History(HistoryOf(0), &response), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(History(HistoryOf(99), &response), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(History(HistoryOf(486, -1), &response), StatusIs(absl::StatusCode::kInvalidArgument));
  v1::GetCodeHistoryRequest request = HistoryOf(486);
  request.set_page_token("nonsense");
  EXPECT_THAT(History(request, &response), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(HistoryMethodsTest, DiffOfARevisionWithItselfIsEmpty) {
  v1::DiffRevisionsResponse response;
  ASSERT_THAT(Diff(DiffOf(20, 20), &response), IsOk());
  EXPECT_EQ(response.total(), 0);
  EXPECT_EQ(response.changes_size(), 0);
}

TEST_F(HistoryMethodsTest, PagesOfADiffGiveItWholeAndOnce) {
  v1::DiffRevisionsResponse response;
  ASSERT_THAT(Diff(DiffOf(25, 26, 500), &response), IsOk());
  const int total = response.total();
  ASSERT_GT(total, 20);
  v1::DiffRevisionsRequest request = DiffOf(25, 26, 7);
  std::set<std::string> seen;
  int count = 0;
  do {
    ASSERT_THAT(Diff(request, &response), IsOk());
    EXPECT_EQ(response.total(), total);
    EXPECT_LE(response.changes_size(), 7);
    count += response.changes_size();
    for (const v1::RowChange& change : response.changes()) seen.insert(change.SerializeAsString());
    request.set_page_token(response.next_page_token());
  } while (!response.next_page_token().empty());
  EXPECT_EQ(count, total);
  EXPECT_EQ(seen.size(), static_cast<size_t>(total));
}

TEST_F(HistoryMethodsTest, WholeKnowledgeBaseIsADiffThatComesInPagesOfBoundedSize) {
  v1::DiffRevisionsRequest request = DiffOf(0, kHead, 500);
  v1::DiffRevisionsResponse response;
  int count = 0;
  do {
    ASSERT_THAT(Diff(request, &response), IsOk());
    EXPECT_LE(response.ByteSizeLong(), 1U << 20U);
    count += response.changes_size();
    request.set_page_token(response.next_page_token());
  } while (!response.next_page_token().empty());
  EXPECT_EQ(count, response.total());
}

TEST_F(HistoryMethodsTest, RevisionThatDoesNotExistIsNotFound) {
  v1::DiffRevisionsResponse response;
  EXPECT_THAT(Diff(DiffOf(1, kHead + 1), &response), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Diff(DiffOf(-1, 1), &response), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(HistoryMethodsTest, FileOfAnotherHeadIsUnavailable) {
  const testing::TempDirectory directory;
  const std::string other = directory.File("other.db");
  WriteKnowledgeBase(other, 3);
  absl::StatusOr<Database> database = Database::Open(other, Database::Mode::kRead);
  ASSERT_THAT(database, IsOk());
  v1::GetCodeHistoryResponse response;
  EXPECT_THAT(Answer(*store_.head(), *database, HistoryOf(486), &response), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace sipwhy
