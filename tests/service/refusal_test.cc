#include "service/refusal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::StatusIs;

constexpr absl::StatusCode kCode = absl::StatusCode::kResourceExhausted;

template <typename Message>
Message Detail(const absl::Status& status) {
  Message message;
  const auto bytes = status.GetPayload("type.googleapis.com/" + std::string(Message::descriptor()->full_name()));
  EXPECT_TRUE(bytes.has_value());
  EXPECT_TRUE(message.ParseFromString(std::string(bytes.value())));
  return message;
}

TEST(RefusalTest, HasCodeSentenceAndReason) {
  const absl::Status status = Refusal(kCode, v1::ERROR_REASON_TOO_MANY_CALLS, "too many").With("most", "5");
  EXPECT_THAT(status, StatusIs(kCode, "too many"));
  const auto info = Detail<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.reason(), "TOO_MANY_CALLS");
  EXPECT_EQ(info.domain(), "sipwhy");
  EXPECT_EQ(info.metadata().at("most"), "5");
}

TEST(RefusalTest, NamesEachFieldThatIsWrong) {
  const absl::Status status =
      Refusal(kCode, v1::ERROR_REASON_CODE_OUT_OF_RANGE, "a; b").Of("codes[0]", "a").Of("codes[2]", "b");
  const auto request = Detail<google::rpc::BadRequest>(status);
  ASSERT_EQ(request.field_violations_size(), 2);
  EXPECT_EQ(request.field_violations(0).field(), "codes[0]");
  EXPECT_EQ(request.field_violations(1).description(), "b");
}

TEST(RefusalTest, SaysWhenToTryAgain) {
  const absl::Status status =
      Refusal(kCode, v1::ERROR_REASON_TOO_MANY_CALLS, "too many").RetryIn(absl::Milliseconds(1500));
  EXPECT_EQ(RetryDelay(status), absl::Milliseconds(1500));
  EXPECT_EQ(Detail<google::rpc::RetryInfo>(status).retry_delay().nanos(), 500'000'000);
}

TEST(RefusalTest, StatusWithoutADelayHasNone) { EXPECT_EQ(RetryDelay(absl::InternalError("x")), absl::ZeroDuration()); }

}  // namespace
}  // namespace sipwhy
