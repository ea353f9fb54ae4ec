#include "bot/memory/memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "absl/strings/str_cat.h"
#include "storage/database.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kNoon = absl::FromUnixSeconds(1'700'000'000);

TEST(MemoryTest, WhatWasSaidIsRememberedForEachAdapter) {
  const auto memory = Memory::OpenInMemory().value();
  EXPECT_THAT(memory->Find("slack", "1"), IsOkAndHolds(Eq(std::nullopt)));
  ASSERT_THAT(memory->Keep("slack", "1", kNoon, {.payload = "{\"text\":\"486\"}"}), IsOk());
  ASSERT_THAT(memory->Keep("slack", "2", kNoon, {}), IsOk());
  EXPECT_THAT(memory->Find("slack", "1"), IsOkAndHolds(Eq(Remembered{.payload = "{\"text\":\"486\"}"})));
  EXPECT_THAT(memory->Find("slack", "2"), IsOkAndHolds(Eq(Remembered{})));
  EXPECT_THAT(memory->Find("teams", "1"), IsOkAndHolds(Eq(std::nullopt)));
}

TEST(MemoryTest, WhatWasSaidStands) {
  const auto memory = Memory::OpenInMemory().value();
  ASSERT_THAT(memory->Keep("a", "1", kNoon, {.payload = "first"}), IsOk());
  ASSERT_THAT(memory->Keep("a", "1", kNoon, {.payload = "second"}), IsOk());
  EXPECT_EQ(memory->Find("a", "1").value()->payload, "first");
}

TEST(MemoryTest, DeliveryIsRemembered) {
  const auto memory = Memory::OpenInMemory().value();
  ASSERT_THAT(memory->Keep("a", "1", kNoon, {.payload = "hello"}), IsOk());
  EXPECT_FALSE(memory->Find("a", "1").value()->delivered);
  ASSERT_THAT(memory->NoteDelivered("a", "1"), IsOk());
  EXPECT_TRUE(memory->Find("a", "1").value()->delivered);
}

TEST(MemoryTest, UndeliveredRepliesComeInOrderAndOnlyThose) {
  const auto memory = Memory::OpenInMemory().value();
  for (const auto& [id, age] : {std::pair{"old", 90}, {"second", 5}, {"first", 9}, {"sent", 3}}) {
    ASSERT_THAT(memory->Keep("a", id, kNoon - absl::Minutes(age), {.payload = absl::StrCat("to ", id)}), IsOk());
  }
  ASSERT_THAT(memory->Keep("a", "silent", kNoon, {}), IsOk());
  ASSERT_THAT(memory->NoteDelivered("a", "sent"), IsOk());
  EXPECT_THAT(
      memory->Undelivered("a", kNoon - absl::Minutes(10)),
      IsOkAndHolds(ElementsAre(UndeliveredReply{"first", "to first"}, UndeliveredReply{"second", "to second"})));
  EXPECT_THAT(memory->Undelivered("b", absl::InfinitePast()), IsOkAndHolds(IsEmpty()));
}

TEST(MemoryTest, MessagesAreForgottenByAgeAndLanguagesAreNot) {
  const auto memory = Memory::OpenInMemory().value();
  ASSERT_THAT(memory->Keep("a", "old", kNoon - absl::Hours(25), {.payload = "hello"}), IsOk());
  ASSERT_THAT(memory->Keep("a", "young", kNoon - absl::Hours(23), {.payload = "hello"}), IsOk());
  ASSERT_THAT(memory->SetLanguage("a", "C1", "vi"), IsOk());
  ASSERT_THAT(memory->ForgetMessages(kNoon - absl::Hours(24)), IsOk());
  EXPECT_FALSE(memory->Find("a", "old").value().has_value());
  EXPECT_TRUE(memory->Find("a", "young").value().has_value());
  EXPECT_THAT(memory->LanguageOf("a", "C1"), IsOkAndHolds("vi"));
}

TEST(MemoryTest, LanguagesAndPositionsAreReplacedAndEmptyAtFirst) {
  const auto memory = Memory::OpenInMemory().value();
  EXPECT_THAT(memory->LanguageOf("a", "C1"), IsOkAndHolds(""));
  EXPECT_THAT(memory->PositionOf("a"), IsOkAndHolds(""));
  for (const char* value : {"vi", "ja"}) {
    ASSERT_THAT(memory->SetLanguage("a", "C1", value), IsOk());
    ASSERT_THAT(memory->SetPosition("a", value), IsOk());
  }
  EXPECT_THAT(memory->LanguageOf("a", "C1"), IsOkAndHolds("ja"));
  EXPECT_THAT(memory->PositionOf("a"), IsOkAndHolds("ja"));
}

TEST(MemoryTest, FileOutlivesItsKilledProcess) {
  const TempDirectory directory;
  const std::string path = directory.File("bot.db");
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto memory = Memory::Open(path).value();
    memory->Keep("a", "1", kNoon, {.payload = "hello"}).IgnoreError();
    raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  const auto memory = Memory::Open(path).value();
  EXPECT_THAT(memory->Find("a", "1"), IsOkAndHolds(Eq(Remembered{.payload = "hello"})));
}

TEST(MemoryTest, ForeignAndNewerFilesAreRefused) {
  const TempDirectory directory;
  {
    Database foreign = Database::Open(directory.File("foreign.db"), Database::Mode::kCreate).value();
    ASSERT_THAT(foreign.Execute("CREATE TABLE invoices (id INTEGER)"), IsOk());
    ASSERT_THAT(Memory::Open(directory.File("newer.db")).status(), IsOk());
    Database newer = Database::Open(directory.File("newer.db"), Database::Mode::kWrite).value();
    ASSERT_THAT(newer.Execute("PRAGMA user_version = 99"), IsOk());
  }
  EXPECT_THAT(Memory::Open(directory.File("foreign.db")),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("another program")));
  EXPECT_THAT(Memory::Open(directory.File("newer.db")),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("newer sipwhy-bot")));
  EXPECT_THAT(Memory::Open(directory.Write("text.db", "this is a text and no database, however long it may be")),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace sipwhy::bot
