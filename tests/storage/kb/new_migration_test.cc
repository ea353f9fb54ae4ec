#include "storage/kb/new_migration.h"

#include <gtest/gtest.h>

#include "absl/time/civil_time.h"
#include "storage/migration.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;

const absl::Time kNow = absl::FromCivil(absl::CivilSecond(2026, 3, 9, 23, 59, 59), absl::UTCTimeZone());

TEST(FileNameForTest, IsNumberAndPlainWords) {
  const struct {
    int number;
    std::string title;
    absl::string_view name;
  } cases[] = {{8, "Tell 486 from 600", "0008_tell_486_from_600.sql"},
               {12, "  RFC 3261, §21.4.9!  ", "0012_rfc_3261_21_4_9.sql"},
               {9999, "a", "9999_a.sql"},
               {1, "", "0001_untitled.sql"},
               {1, "…", "0001_untitled.sql"},
               {1, "../../etc/passwd", "0001_etc_passwd.sql"},
               {1, "a\nb", "0001_a_b.sql"},
               {1, std::string(100, 'x'), "0001_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.sql"}};
  for (const auto& [number, title, name] : cases) EXPECT_EQ(FileNameFor(number, title), name) << title;
}

TEST(WriteMigrationTest, WritesAFileThatParsesBack) {
  const TempDirectory directory;
  const NewMigration written = {.number = 8,
                                .title = "Tell 486 from 600",
                                .author = "Ann",
                                .refs = "RFC 3261",
                                .notes = "Busy here or everywhere.",
                                .body = "DELETE FROM t;\n"};
  const std::string path = directory.File("0008_tell_486_from_600.sql");
  ASSERT_THAT(WriteMigration(directory.path(), written, kNow), IsOkAndHolds(path));
  absl::StatusOr<Migration> migration = ParseMigration("0008_tell_486_from_600.sql", ReadFile(path));
  ASSERT_THAT(migration, IsOk());
  EXPECT_EQ(migration->title, written.title);
  EXPECT_EQ(migration->author, written.author);
  EXPECT_EQ(migration->date, "2026-03-09");
  EXPECT_EQ(migration->refs, written.refs);
  EXPECT_EQ(migration->notes, written.notes);
  EXPECT_EQ(migration->statements.size(), 1u);
}

TEST(WriteMigrationTest, FileThatIsThereIsKept) {
  const TempDirectory directory;
  const std::string path = directory.Write("0001_a.sql", "mine");
  EXPECT_THAT(WriteMigration(directory.path(), {.number = 1, .title = "A"}, kNow),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(ReadFile(path), "mine");
}

TEST(WriteMigrationTest, MissingFolderCannotBeWritten) {
  const TempDirectory directory;
  EXPECT_THAT(WriteMigration(directory.File("gone"), {.number = 1, .title = "A"}, kNow),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace sipwhy
