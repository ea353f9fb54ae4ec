#include "storage/kb/commands.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "storage/ledger.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/knowledge_base_file.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::MigrationText;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::ShippedMigrations;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const int kShipped = static_cast<int>(ShippedMigrations().size());

// A line of the share that a language has, such as "  vi       Vietnamese            2772 of 2772 texts, 100%: ".
std::string Share(absl::string_view language, absl::string_view percent, absl::string_view lacks) {
  return absl::StrCat("\n  ", language, " +[0-9]+ of [0-9]+ texts, ", percent, "%: ", lacks, "\n");
}

// What three languages and a part of the others have.
auto TellsShares() {
  constexpr char kPart[] = "lacks [0-9]+ descriptions, [^\n]*[0-9]+ numbers";
  return AllOf(ContainsRegex(Share("en       English", "100", "lacks nothing")),
               ContainsRegex(Share("ja       Japanese", "100", "lacks nothing")),
               ContainsRegex(Share("de       German", " [1-9][0-9]", kPart)),
               ContainsRegex(Share("zh-Hans  Simplified Chinese", " [1-9][0-9]", kPart)));
}

// A folder with the shipped migrations and a file that has them applied.
class CommandsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::copy(testing::ShippedMigrationsDirectory(), migrations_.path());
    static const std::string& whole = *new std::string(MakeFile());
    work_.Write("kb.db", whole);
  }

  std::string MakeFile() {
    testing::WriteKnowledgeBase(work_.File("new.db"));
    return ReadFile(work_.File("new.db"));
  }

  Workplace Place() {
    out_.str("");
    return {work_.File("kb.db"), migrations_.path(), out_,
            absl::FromCivil(absl::CivilDay(2026, 12, 24), absl::UTCTimeZone())};
  }

  std::string NameOf(int number) { return absl::StrFormat("%04d_more.sql", number); }
  // Writes the next migration of the folder.
  void Add(const char* sql, const char* kind = "content") {
    ++added_;
    migrations_.Write(NameOf(kShipped + added_), MigrationText(kind, sql));
  }

  std::string FileBytes() { return ReadFile(work_.File("kb.db")); }
  std::vector<std::string> Hashes() {
    absl::StatusOr<Database> database = Database::Open(work_.File("kb.db"), Database::Mode::kRead);
    return testing::LedgerHashes(*database);
  }

  TempDirectory migrations_;
  TempDirectory work_;
  std::ostringstream out_;
  int added_ = 0;
};

TEST_F(CommandsTest, LintCountsCleanMigrationsAndTellsTheShareOfEachLanguage) {
  ASSERT_THAT(RunLint(Place(), false), IsOk());
  EXPECT_THAT(out_.str(), StartsWith(absl::StrCat(kShipped, " migrations are clean\n  en  ")));
  EXPECT_THAT(out_.str(), TellsShares());
  EXPECT_THAT(out_.str(), Not(HasSubstr("\n    lacks ")));
}

TEST_F(CommandsTest, LintOfAllNamesWhatEachLanguageLacks) {
  Add("DELETE FROM gist WHERE code = 486 AND language = 'vi';");
  ASSERT_THAT(RunLint(Place(), true), IsOk());
  EXPECT_THAT(out_.str(), TellsShares());
  EXPECT_THAT(out_.str(), HasSubstr(" texts,  99%: lacks 1 gists\n    lacks the gist of 486\n  zh-Hans "));
  EXPECT_THAT(out_.str(), ContainsRegex("\n  tr [^\n]*\n    lacks the description of 100\n"));
  EXPECT_THAT(out_.str(), HasSubstr("\n    lacks situation 2 of 486\n"));
  EXPECT_THAT(out_.str(), ContainsRegex("\n  ja [^\n]*: lacks nothing\n  ko "));
}

TEST_F(CommandsTest, LintChecksTheTranslations) {
  Add("UPDATE gist SET clause = 'says that this phone takes no further call now' WHERE code = 486 AND language = "
      "'de';");
  EXPECT_THAT(RunLint(Place(), false), StatusIs(absl::StatusCode::kInvalidArgument,
                                                AllOf(StartsWith(NameOf(kShipped + 1)),
                                                      HasSubstr("the gist of 486 in de is the English text"))));
}

TEST_F(CommandsTest, LintNamesFileAndLineAndTouchesNothing) {
  const std::string bytes = FileBytes();
  Add("INSERT INTO label VALUES\n  ('mine', 'en', 'x'),\n  ('mine', 'en', y);");
  EXPECT_THAT(RunLint(Place(), false),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(StartsWith(NameOf(kShipped + 1) + ":10: "), HasSubstr("sipwhy-kb"))));
  EXPECT_EQ(FileBytes(), bytes);
}

TEST_F(CommandsTest, LintChecksTheInvariants) {
  Add("DELETE FROM gist WHERE code = 408;");
  EXPECT_THAT(RunLint(Place(), false),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("code 408 has an English text but no gist")));
}

TEST_F(CommandsTest, NewWritesTheNextFileForItsAuthorToFillIn) {
  ASSERT_THAT(RunNew(Place(), "Tell 486 from 600"), IsOk());
  const std::string path = migrations_.File(absl::StrFormat("%04d_tell_486_from_600.sql", kShipped + 1));
  EXPECT_THAT(out_.str(), AllOf(StartsWith(path), HasSubstr("sipwhy-kb lint")));
  EXPECT_THAT(ReadFile(path), AllOf(HasSubstr("-- title: Tell 486 from 600\n"), HasSubstr("-- date: 2026-12-24\n")));
  EXPECT_THAT(RunLint(Place(), false), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("author")));
}

TEST_F(CommandsTest, PreviewNamesRowsAndAnswersBeforeAndAfterAndTouchesNothing) {
  const std::string bytes = FileBytes();
  Add("UPDATE step SET sentence = sentence || ' Do it first.' WHERE code = 408 AND language = 'en' AND position = 1;");
  ASSERT_THAT(RunPreview(Place(), true), IsOk());
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("changes 1 row\n"), HasSubstr("~ step (code = 408, language = 'en', position = 1)"),
                    HasSubstr("sentence was '"), HasSubstr(" Do it first.'\n"), HasSubstr("\n  408 in en\n"),
                    HasSubstr("    step 1\n      - "), HasSubstr("      + "), HasSubstr("Do it first.\n"),
                    HasSubstr("nothing was written")));
  EXPECT_EQ(FileBytes(), bytes);
  EXPECT_FALSE(std::filesystem::exists(work_.File("kb.db-journal")));
}

TEST_F(CommandsTest, PreviewIsCutAtTwentyUnlessAllIsAskedFor) {
  Add("UPDATE gist SET clause = clause || ' indeed' WHERE language = 'en' AND code = 408;");
  ASSERT_THAT(RunPreview(Place(), false), IsOk());
  EXPECT_THAT(out_.str(), HasSubstr("more; add --all to see them"));
  const size_t cut = out_.str().size();
  ASSERT_THAT(RunPreview(Place(), true), IsOk());
  EXPECT_THAT(out_.str(), Not(HasSubstr("--all")));
  EXPECT_GT(out_.str().size(), 3 * cut);
}

TEST_F(CommandsTest, PreviewOfNothingSaysSo) {
  ASSERT_THAT(RunPreview(Place(), false), IsOk());
  EXPECT_THAT(out_.str(), StartsWith("nothing is pending"));
}

TEST_F(CommandsTest, PreviewWithoutFileStartsFromNothingAndMakesNone) {
  std::filesystem::remove(work_.File("kb.db"));
  ASSERT_THAT(RunPreview(Place(), false), IsOk());
  EXPECT_THAT(out_.str(), StartsWith(absl::StrCat("from revision 0 to ", kShipped)));
  EXPECT_FALSE(std::filesystem::exists(work_.File("kb.db")));
}

TEST_F(CommandsTest, ApplyMakesTheFileThenFindsNothingToDo) {
  std::filesystem::remove(work_.File("kb.db"));
  ASSERT_THAT(RunApply(Place()), IsOk());
  EXPECT_THAT(out_.str(), AllOf(StartsWith("applied 0001_create_knowledge.sql: "),
                                EndsWith(absl::StrCat("the knowledge base is at revision ", kShipped, "\n"))));
  const std::string bytes = FileBytes();
  ASSERT_THAT(RunApply(Place()), IsOk());
  EXPECT_EQ(out_.str(), absl::StrCat("nothing to do: the knowledge base is at revision ", kShipped, "\n"));
  EXPECT_EQ(FileBytes(), bytes);
}

TEST_F(CommandsTest, FailedApplyLeavesTheBytesAndSaysWhereAndWhatNext) {
  const std::string bytes = FileBytes();
  Add("DELETE FROM gist WHERE code = 999;");
  EXPECT_THAT(RunApply(Place()), StatusIs(absl::StatusCode::kInvalidArgument,
                                          AllOf(StartsWith(NameOf(kShipped + 1) + ":8: the statement matches no row"),
                                                HasSubstr("sipwhy-kb lint"))));
  EXPECT_EQ(FileBytes(), bytes);
}

TEST_F(CommandsTest, EditOfAnAppliedFileIsRefusedByEveryCommandThatReadsBoth) {
  const std::string name = ShippedMigrations().back().file_name;
  migrations_.Write(name, absl::StrCat(ReadFile(migrations_.File(name)), "\nDELETE FROM gist;\n"));
  for (const absl::Status& status :
       {RunApply(Place()), RunPreview(Place(), false), RunStatus(Place()), RunVerify(Place())}) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, StartsWith(name + ":1: ")));
  }
}

TEST_F(CommandsTest, StatusTellsWhatIsPending) {
  ASSERT_THAT(RunStatus(Place()), IsOk());
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr(absl::StrCat("revision ", kShipped, ", content ", Hashes().back().substr(0, 12))),
                    HasSubstr("0 pending")));
  Add("DELETE FROM gist WHERE code = 408;");
  ASSERT_THAT(RunStatus(Place()), IsOk());
  EXPECT_THAT(out_.str(), HasSubstr(absl::StrCat("1 pending\n  ", NameOf(kShipped + 1), ": A toy\n")));
}

TEST_F(CommandsTest, StatusTellsTheShareOfEachLanguageAtTheRevisionOfTheFile) {
  Add("DELETE FROM gist WHERE code = 486 AND language = 'vi';");
  ASSERT_THAT(RunStatus(Place()), IsOk());
  EXPECT_THAT(out_.str(), TellsShares());
  EXPECT_THAT(out_.str(), ContainsRegex("\n  vi [^\n]*: lacks nothing\n"));
  ASSERT_THAT(RunApply(Place()), IsOk());
  ASSERT_THAT(RunStatus(Place()), IsOk());
  EXPECT_THAT(out_.str(), ContainsRegex("\n  vi [^\n]*: lacks 1 gists\n"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("\n    lacks ")));
}

TEST_F(CommandsTest, StatusWithoutFileMakesNone) {
  std::filesystem::remove(work_.File("kb.db"));
  ASSERT_THAT(RunStatus(Place()), IsOk());
  EXPECT_THAT(out_.str(), AllOf(HasSubstr(": empty\n"), HasSubstr(absl::StrCat(kShipped, " pending"))));
  EXPECT_FALSE(std::filesystem::exists(work_.File("kb.db")));
}

TEST_F(CommandsTest, FileThatIsNoDatabaseIsRefusedInOneSentence) {
  work_.Write("kb.db", "hello");
  const absl::Status results[] = {
      RunApply(Place()), RunPreview(Place(), false), RunStatus(Place()),    RunVerify(Place()),
      RunLog(Place()),   RunDiff(Place(), 1, 2),     RunRevert(Place(), 2), RunShow(Place(), 408, 0, "en")};
  for (const absl::Status& status : results) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss,
                                 AllOf(StartsWith(work_.File("kb.db")), HasSubstr("no sipwhy knowledge base"))));
  }
  EXPECT_EQ(FileBytes(), "hello");
}

TEST_F(CommandsTest, VerifySaysWholeOrWhatIsWrong) {
  ASSERT_THAT(RunVerify(Place()), IsOk());
  EXPECT_EQ(out_.str(), absl::StrCat("whole: ", kShipped, " revisions, content ", Hashes().back(), "\n"));
  absl::StatusOr<Database> database = Database::Open(work_.File("kb.db"), Database::Mode::kWrite);
  ASSERT_THAT(database->Execute("DROP TRIGGER history_gist_update; UPDATE gist SET clause = 'x' WHERE code = 408"),
              IsOk());
  EXPECT_THAT(RunVerify(Place()), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("table gist was changed")));
}

TEST_F(CommandsTest, LogIsNewestFirstWithNotes) {
  ASSERT_THAT(RunLog(Place()), IsOk());
  const std::string log = out_.str();
  EXPECT_THAT(log, StartsWith(absl::StrCat(kShipped, "  ")));
  for (const Migration& migration : ShippedMigrations()) {
    EXPECT_THAT(log, AllOf(HasSubstr(migration.title), HasSubstr(migration.notes)));
  }
  EXPECT_GT(log.find(ShippedMigrations().front().title), log.find(ShippedMigrations().back().title));
}

TEST_F(CommandsTest, DiffListsRowsOrSaysWhichRevisionIsMissing) {
  ASSERT_THAT(RunDiff(Place(), 1, 2), IsOk());
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("rows changed from revision 1 to 2"), HasSubstr("+ language (language = 'en')")));
  ASSERT_THAT(RunDiff(Place(), 2, 1), IsOk());
  EXPECT_THAT(out_.str(), HasSubstr("- language (language = 'en')"));
  ASSERT_THAT(RunDiff(Place(), 0, 1), IsOk());
  EXPECT_EQ(out_.str(), "0 rows changed from revision 0 to 1\n");
  for (int revision : {-1, kShipped + 1}) {
    EXPECT_THAT(RunDiff(Place(), 1, revision),
                StatusIs(absl::StatusCode::kNotFound, HasSubstr(absl::StrCat(revision))));
  }
}

TEST_F(CommandsTest, ShowTellsAllAboutACodeAtARevision) {
  Add("UPDATE code_text SET summary = 'This has changed.' WHERE code = 408 AND language = 'en';");
  ASSERT_THAT(RunApply(Place()), IsOk());
  ASSERT_THAT(RunShow(Place(), 408, 0, "en"), IsOk());
  EXPECT_THAT(out_.str(), AllOf(StartsWith(absl::StrCat("408 at revision ", kShipped + 1)),
                                HasSubstr("summary: This has changed.")));
  ASSERT_THAT(RunShow(Place(), 408, kShipped, "en"), IsOk());
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("408 Request Timeout"), HasSubstr("description: "), HasSubstr("step 1: "),
                                HasSubstr("ladder 1: caller -> "), HasSubstr("sample 1: SIP/2.0 408 Request Timeout")));
}

TEST_F(CommandsTest, ShowRefusesWhatIsNoCodeOrNoRevision) {
  for (int code : {-1, 0, 99, 700, 4080}) {
    EXPECT_THAT(RunShow(Place(), code, 0, "en"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("[100, 699]")));
  }
  EXPECT_THAT(RunShow(Place(), 408, 99, "en"), StatusIs(absl::StatusCode::kNotFound, HasSubstr("99")));
  EXPECT_THAT(RunShow(Place(), 499, 0, "en"), IsOk());  // not registered, which is an answer
}

TEST_F(CommandsTest, RevertWritesAMigrationThatRestoresTheContent) {
  Add("UPDATE gist SET clause = 'writes a text=\"it\"; and more' WHERE code = 408 AND language = 'en';"
      "INSERT INTO code VALUES (498, 'Odd', 'local', 'Box', NULL, NULL);"
      "DELETE FROM reference WHERE code = 408;");
  ASSERT_THAT(RunApply(Place()), IsOk());
  ASSERT_THAT(RunRevert(Place(), kShipped + 1), IsOk());
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("_revert_a_toy.sql"), HasSubstr("sipwhy-kb preview")));
  ASSERT_THAT(RunApply(Place()), IsOk());
  const std::vector<std::string> hashes = Hashes();
  ASSERT_EQ(hashes.size(), static_cast<size_t>(kShipped) + 2);
  EXPECT_NE(hashes[hashes.size() - 2], hashes.back());
  EXPECT_EQ(hashes[hashes.size() - 3], hashes.back());
  EXPECT_THAT(RunVerify(Place()), IsOk());
}

TEST_F(CommandsTest, RevertOfRowsThatTakeEachOthersPlaces) {
  Add("DELETE FROM fact WHERE code = 301 AND aspect = 'sent_by' AND position <= 2;"
      "INSERT INTO fact VALUES (301, 'sent_by', 1, 'uas', 3261, '13.3.1.2', NULL),"
      " (301, 'sent_by', 2, 'redirect_server', 3261, '8.3', NULL);");
  ASSERT_THAT(RunApply(Place()), IsOk());
  ASSERT_THAT(RunRevert(Place(), kShipped + 1), IsOk());
  ASSERT_THAT(RunApply(Place()), IsOk());
  EXPECT_EQ(Hashes().back(), Hashes()[static_cast<size_t>(kShipped) - 1]);
}

TEST_F(CommandsTest, RevertIsRefusedWhereItCannotBe) {
  EXPECT_THAT(RunRevert(Place(), 1), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("changed tables")));
  for (int revision : {-1, 0, 99}) {
    EXPECT_THAT(RunRevert(Place(), revision), StatusIs(absl::StatusCode::kNotFound)) << revision;
  }
  Add("UPDATE gist SET clause = 'is new' WHERE code = 408 AND language = 'en';");
  Add("UPDATE gist SET clause = 'is newer' WHERE code = 408 AND language = 'en';");
  ASSERT_THAT(RunApply(Place()), IsOk());
  EXPECT_THAT(RunRevert(Place(), kShipped + 1),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("gist (code = 408, language = 'en') again")));
}

TEST_F(CommandsTest, RevertOfTheNewestShippedRevisionsGoesBackOneByOne) {
  const std::vector<std::string> before = Hashes();
  ASSERT_THAT(RunRevert(Place(), kShipped), IsOk());
  ASSERT_THAT(RunApply(Place()), IsOk());
  EXPECT_EQ(Hashes().back(), before[before.size() - 2]);
}

TEST_F(CommandsTest, MissingFolderIsNotFound) {
  const Workplace place = {work_.File("kb.db"), migrations_.File("gone"), out_, absl::UnixEpoch()};
  for (const absl::Status& status :
       {RunLint(place, false), RunApply(place), RunPreview(place, false), RunNew(place, "x")}) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, HasSubstr("gone")));
  }
}

}  // namespace
}  // namespace sipwhy
