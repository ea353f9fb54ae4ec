#include "files/memory_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "files/file_stamp.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::ReadFile;

TEST(MemoryFileTest, TextIsReadByPathAndReplacedUnderTheSame) {
  absl::StatusOr<MemoryFile> file = MemoryFile::Create("one");
  ASSERT_THAT(file, IsOk());
  const std::string path = file->path();
  EXPECT_EQ(ReadFile(path), "one");
  ASSERT_THAT(file->Replace("another"), IsOk());
  EXPECT_EQ(file->path(), path);
  EXPECT_EQ(ReadFile(path), "another");
}

TEST(MemoryFileTest, EachTextHasAnotherTimeInSeconds) {
  absl::StatusOr<MemoryFile> file = MemoryFile::Create("one");
  ASSERT_THAT(file, IsOk());
  const absl::Time first = StampOf(file->path()).modified;
  ASSERT_THAT(file->Replace("two"), IsOk());
  EXPECT_GE(StampOf(file->path()).modified - first, absl::Seconds(1));
  EXPECT_NE(absl::ToTimeT(first), 0);
}

TEST(MemoryFileTest, WhoHasItOpenReadsTheOldTextToItsEnd) {
  absl::StatusOr<MemoryFile> file = MemoryFile::Create("one");
  ASSERT_THAT(file, IsOk());
  const Descriptor opened(open(file->path().c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_THAT(file->Replace("two"), IsOk());
  char text[8] = {};
  EXPECT_EQ(read(opened.get(), text, sizeof text), 3);
  EXPECT_STREQ(text, "one");
}

TEST(MemoryFileTest, NobodyElseMayReadItAndNoChildInheritsIt) {
  const absl::StatusOr<MemoryFile> file = MemoryFile::Create("one");
  ASSERT_THAT(file, IsOk());
  struct stat found = {};
  ASSERT_EQ(stat(file->path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0400U);
  const int number = std::stoi(file->path().substr(file->path().rfind('/') + 1));
  EXPECT_NE(fcntl(number, F_GETFD) & FD_CLOEXEC, 0);
}

TEST(MemoryFileTest, ReaderSeesOneTextOrTheOtherAndNothingElse) {
  const std::string texts[] = {std::string(5000, 'a'), std::string(7000, 'b')};
  absl::StatusOr<MemoryFile> file = MemoryFile::Create(texts[0]);
  ASSERT_THAT(file, IsOk());
  std::atomic<bool> stopping = false;
  std::thread reader([&] {
    while (!stopping) {
      const std::string text = ReadFile(file->path());
      EXPECT_TRUE(text == texts[0] || text == texts[1]) << text.size();
    }
  });
  for (size_t i = 1; i <= 5000; ++i) EXPECT_THAT(file->Replace(texts[i % 2]), IsOk());
  stopping = true;
  reader.join();
}

}  // namespace
}  // namespace sipwhy
