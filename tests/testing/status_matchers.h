// Matchers for absl::Status and absl::StatusOr: EXPECT_THAT(status, StatusIs(code, HasSubstr("799"))).
#ifndef SIPWHY_TESTS_TESTING_STATUS_MATCHERS_H_
#define SIPWHY_TESTS_TESTING_STATUS_MATCHERS_H_

#include <gmock/gmock.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace sipwhy::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }

template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << "whose status is " << StatusOf(arg);
  return StatusOf(arg).ok();
}

MATCHER_P2(StatusIs, code, message, "has the status code and a matching message") {
  *result_listener << "whose status is " << StatusOf(arg);
  return StatusOf(arg).code() == code &&
         ::testing::ExplainMatchResult(message, std::string(StatusOf(arg).message()), result_listener);
}

MATCHER_P(StatusIs, code, "has the status code") {
  *result_listener << "whose status is " << StatusOf(arg);
  return StatusOf(arg).code() == code;
}

MATCHER_P(IsOkAndHolds, value, "is OK and holds a matching value") {
  if (!arg.ok()) {
    *result_listener << "whose status is " << StatusOf(arg);
    return false;
  }
  return ::testing::ExplainMatchResult(value, *arg, result_listener);
}

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_TESTING_STATUS_MATCHERS_H_
