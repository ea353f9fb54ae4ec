#include "service/call_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"

namespace sipwhy {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

// A record whose log is in memory, at a time that the test tells.
class CallRecordTest : public ::testing::Test {
 protected:
  ~CallRecordTest() override { close(descriptor_); }

  void Note(const absl::Status& status, int times = 1) {
    grpc::CallbackServerContext context;
    for (int i = 0; i < times; ++i) record_.Note({.method = Method::kSearch, .context = &context}, status);
  }

  // The lines of that event.
  std::vector<std::string> Lines(const std::string& event) const {
    std::string text(static_cast<size_t>(lseek(descriptor_, 0, SEEK_END)), '\0');
    EXPECT_EQ(pread(descriptor_, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
    std::erase_if(lines, [&](const std::string& line) { return line.find(" event=" + event) == std::string::npos; });
    return lines;
  }

  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  const int descriptor_ = memfd_create("log", 0);
  ServiceLog log_{{LogLevel::kInfo, descriptor_, [this] { return now_; }}};
  AccessLog access_log_{log_, {}};
  Metrics metrics_{{.methods = CountedMethods()}};
  CallRecord record_{metrics_, access_log_, log_};
};

TEST_F(CallRecordTest, MessageThatTheCallerIsNotToldIsInTheLog) {
  Note(absl::DataLossError("kb.db: page 7 is torn"));
  EXPECT_THAT(Lines("failure"), ElementsAre(EndsWith(" method=Search why=\"kb.db: page 7 is torn\"")));
}

TEST_F(CallRecordTest, MessageThatTheCallerIsToldIsNot) {
  Note(absl::InvalidArgumentError("query is missing"));
  EXPECT_THAT(Lines("failure"), IsEmpty());
}

TEST_F(CallRecordTest, FailuresOfASecondHaveTenLines) {
  Note(absl::InternalError("disk I/O error"), 500);
  EXPECT_THAT(Lines("failure"), SizeIs(10));
}

TEST_F(CallRecordTest, NextSecondTellsHowManyWereLeftOut) {
  Note(absl::InternalError("x"), 15);
  now_ += absl::Seconds(1);
  Note(absl::InternalError("x"), 2);
  const std::vector<std::string> lines = Lines("failure");
  ASSERT_THAT(lines, SizeIs(12));
  EXPECT_THAT(lines[10], EndsWith(" why=x left_out=5"));
  EXPECT_THAT(lines[11], EndsWith(" why=x"));
}

TEST_F(CallRecordTest, CallWithoutALineIsCounted) {
  Note(absl::InternalError("x"), 500);
  EXPECT_THAT(metrics_.EndedCalls(), Contains(Pair("Internal", 500)));
}

}  // namespace
}  // namespace sipwhy
