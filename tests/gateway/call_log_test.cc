#include "gateway/call_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

namespace sipwhy::gateway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What is written into it can be read when the writer is done.
class Pipe {
 public:
  Pipe() { EXPECT_EQ(pipe(ends_), 0); }
  ~Pipe() {
    close(ends_[0]);
    if (ends_[1] >= 0) close(ends_[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int writer() const { return ends_[1]; }

  // To be called once.
  std::string ReadAll() {
    close(ends_[1]);
    ends_[1] = -1;
    std::string all;
    char bytes[4096];
    for (ssize_t size = 0; (size = read(ends_[0], bytes, sizeof bytes)) > 0;) {
      all.append(bytes, static_cast<size_t>(size));
    }
    return all;
  }

 private:
  int ends_[2] = {-1, -1};
};

class CallLogTest : public ::testing::Test {
 protected:
  void Note(const absl::Status& status) {
    calls_.Note({.method = "Explain",
                 .status = status,
                 .duration = absl::Milliseconds(2),
                 .trace = {.request_id = "id-1", .traceparent = "", .authorization = "Bearer secret"}});
  }

  Pipe pipe_;
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  ServiceLog log_{{.descriptor = pipe_.writer(), .now = [this] { return now_; }}};
  CallLog calls_{log_};
};

int Count(const std::string& text, const std::string& part) {
  int count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_F(CallLogTest, AServiceThatCannotBeReachedIsToldWithTheReason) {
  Note(absl::UnavailableError("connection refused"));
  EXPECT_THAT(pipe_.ReadAll(),
              AllOf(HasSubstr("event=call method=Explain code=UNAVAILABLE"), HasSubstr("event=failure"),
                    HasSubstr("why=\"connection refused\""), HasSubstr("request_id=id-1"), Not(HasSubstr("secret"))));
}

TEST_F(CallLogTest, WhatACallerDidWrongIsToldWithoutItsWords) {
  Note(absl::InvalidArgumentError("reason_phrase of somebody"));
  EXPECT_THAT(pipe_.ReadAll(), AllOf(HasSubstr("code=INVALID_ARGUMENT"), Not(HasSubstr("somebody"))));
}

TEST_F(CallLogTest, CallsThatSucceedAreNotTold) {
  Note(absl::OkStatus());
  EXPECT_THAT(pipe_.ReadAll(), IsEmpty());
}

TEST_F(CallLogTest, TheReasonIsToldOnceASecond) {
  for (int i = 0; i < 5; ++i) Note(absl::UnavailableError("away"));
  now_ += absl::Seconds(1);
  for (int i = 0; i < 5; ++i) Note(absl::UnavailableError("away"));
  EXPECT_EQ(Count(pipe_.ReadAll(), "event=failure"), 2);
}

}  // namespace
}  // namespace sipwhy::gateway
