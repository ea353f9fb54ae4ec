#include "storage/format.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Apply;
using ::sipwhy::testing::EmptyDatabase;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::ToyMigrations;

constexpr char kNotOurs[] = "this is no sipwhy knowledge base; name another file, or make one with sipwhy-kb apply";

class FormatTest : public ::testing::Test {
 protected:
  void Make(const std::vector<Migration>& migrations) {
    absl::StatusOr<Database> database = Database::Open(path_, Database::Mode::kCreate);
    ASSERT_THAT(database, IsOk());
    ASSERT_THAT(Apply(*database, migrations), IsOk());
  }
  void Execute(const char* sql) {
    absl::StatusOr<Database> database = Database::Open(path_, Database::Mode::kCreate);
    ASSERT_THAT(database, IsOk());
    ASSERT_THAT(database->Execute(sql), IsOk());
  }
  std::string Sentence(absl::string_view sentence) { return absl::StrCat(path_, ": ", sentence); }

  TempDirectory directory_;
  std::string path_ = directory_.File("kb.db");
};

TEST_F(FormatTest, KnowledgeBaseOpensForReadingOnly) {
  Make(ToyMigrations());
  absl::StatusOr<Database> database = OpenKnowledgeBase(path_);
  ASSERT_THAT(database, IsOk());
  EXPECT_THAT(database->ReadInteger("SELECT COUNT(*) FROM book"), IsOkAndHolds(3));
  EXPECT_THAT(database->Execute("PRAGMA user_version = 9"), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(FormatTest, MissingFileIsNotFoundAndIsNotMade) {
  EXPECT_THAT(OpenKnowledgeBase(path_),
              StatusIs(absl::StatusCode::kNotFound, Sentence("there is no such file; make it with sipwhy-kb apply")));
  EXPECT_THAT(Database::Open(path_, Database::Mode::kRead), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(FormatTest, EmptyFileAsksForMigrations) {
  directory_.Write("kb.db", "");
  EXPECT_THAT(OpenKnowledgeBase(path_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       Sentence("the knowledge base is empty; fill it with sipwhy-kb apply")));
}

TEST_F(FormatTest, FileThatIsNoDatabaseIsDataLoss) {
  for (const std::string& bytes : {std::string("hello"), std::string(4096, '\0'), std::string(100'000, 'x')}) {
    directory_.Write("kb.db", bytes);
    EXPECT_THAT(OpenKnowledgeBase(path_), StatusIs(absl::StatusCode::kDataLoss, Sentence(kNotOurs)));
  }
}

TEST_F(FormatTest, OpenFileTakesAnEmptyFileAndRefusesWhatIsNoDatabase) {
  EXPECT_THAT(OpenFile(path_, Database::Mode::kRead), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(OpenFile(path_, Database::Mode::kCreate), IsOk());
  directory_.Write("kb.db", "hello");
  EXPECT_THAT(OpenFile(path_, Database::Mode::kCreate), StatusIs(absl::StatusCode::kDataLoss, Sentence(kNotOurs)));
  EXPECT_EQ(ReadFile(path_), "hello");
}

TEST_F(FormatTest, DatabaseOfAnotherProgramIsDataLoss) {
  Execute("CREATE TABLE theirs (a); PRAGMA application_id = 7");
  EXPECT_THAT(OpenKnowledgeBase(path_), StatusIs(absl::StatusCode::kDataLoss, Sentence(kNotOurs)));
}

TEST_F(FormatTest, DatabaseWithoutMarkIsDataLoss) {
  Make(ToyMigrations());
  Execute("PRAGMA application_id = 0");
  EXPECT_THAT(OpenKnowledgeBase(path_), StatusIs(absl::StatusCode::kDataLoss, Sentence(kNotOurs)));
}

TEST_F(FormatTest, NewerReaderVersionAsksForANewerProgram) {
  std::vector<Migration> migrations = ToyMigrations();
  migrations[1].reader = kReaderVersion;
  migrations[2].reader = kReaderVersion + 1;
  Make(migrations);
  EXPECT_THAT(OpenKnowledgeBase(path_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       Sentence(absl::StrCat("the knowledge base needs reader version ", kReaderVersion + 1,
                                             " and this program has ", kReaderVersion, "; install a newer sipwhy"))));
}

TEST_F(FormatTest, CutOffFileIsDataLossOfThatPath) {
  Make(ToyMigrations());
  const std::string whole = ReadFile(path_);
  for (size_t size : {size_t{50}, size_t{600}, size_t{4000}}) {
    directory_.Write("kb.db", whole.substr(0, size));
    EXPECT_THAT(OpenKnowledgeBase(path_),
                StatusIs(absl::StatusCode::kDataLoss, ::testing::StartsWith(absl::StrCat(path_, ": "))))
        << size;
  }
}

TEST_F(FormatTest, DamagedFileSaysWhatToDo) {
  Make(ToyMigrations());
  const std::string whole = ReadFile(path_);
  absl::StatusOr<int64_t> ledger_page =
      OpenKnowledgeBase(path_)->ReadInteger("SELECT rootpage FROM sqlite_schema WHERE name = 'kb_revision'");
  ASSERT_THAT(ledger_page, IsOk());
  const struct {
    size_t begin;
    size_t end;
    absl::string_view sentence;
  } cases[] = {{100, whole.size(), kNotOurs},  // no table can be found any more
               {static_cast<size_t>(*ledger_page - 1) * 4096, static_cast<size_t>(*ledger_page) * 4096,
                "the file is damaged; restore a copy of it, or make it anew with sipwhy-kb apply"}};
  for (const auto& [begin, end, sentence] : cases) {
    std::string bytes = whole;
    for (size_t at = begin; at < end; ++at) bytes[at] = static_cast<char>(bytes[at] ^ 0xff);
    directory_.Write("kb.db", bytes);
    EXPECT_THAT(OpenKnowledgeBase(path_), StatusIs(absl::StatusCode::kDataLoss, Sentence(sentence)));
  }
}

TEST(CheckIsOursTest, EmptyIsFineAndMarkedIsOurs) {
  Database database = EmptyDatabase();
  EXPECT_THAT(CheckIsOurs(database), IsOk());
  ASSERT_THAT(database.Execute("CREATE TABLE t (a)"), IsOk());
  EXPECT_THAT(CheckIsOurs(database), StatusIs(absl::StatusCode::kDataLoss, kNotOurs));
  ASSERT_THAT(MarkAsKnowledgeBase(database), IsOk());
  EXPECT_THAT(CheckIsOurs(database), IsOk());
}

}  // namespace
}  // namespace sipwhy
