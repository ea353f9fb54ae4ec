#include "service/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ErrorsTest, CodesOutOfRangeNamesValueRangeAndWhatWasMeant) {
  EXPECT_THAT(CodesOutOfRange({{"code", 4080, 408}}),
              StatusIs(absl::StatusCode::kInvalidArgument, "code 4080 is outside [100, 699]; did you mean 408?"));
  EXPECT_THAT(CodesOutOfRange({{"code", 17, std::nullopt}}),
              StatusIs(absl::StatusCode::kInvalidArgument, AllOf(HasSubstr("code 17 "), HasSubstr("Q.850"))));
  EXPECT_THAT(CodesOutOfRange({{"code", 700, std::nullopt}}),
              StatusIs(absl::StatusCode::kInvalidArgument, "code 700 is outside [100, 699]"));
  EXPECT_THAT(CodesOutOfRange({{"code", -5, std::nullopt}}),
              StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("Q.850"))));
}

TEST(ErrorsTest, EachCodeThatIsOutOfRangeIsNamed) {
  EXPECT_THAT(CodesOutOfRange({{"codes[0]", 99, std::nullopt}, {"codes[1]", 4080, 408}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("code 99 is"), HasSubstr("; code 4080 is"), HasSubstr("did you mean 408?"))));
}

TEST(ErrorsTest, BadLanguageCodeIsEscapedAndCut) {
  const absl::Status status = BadLanguageCode(std::string("\x01\n\"") + std::string(1000, 'x'));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("\\x01\\n\\\"xxx")));
  EXPECT_LT(status.message().size(), 150u);
}

TEST(ErrorsTest, EachKindHasItsStatusCode) {
  EXPECT_THAT(MissingField("codes"), StatusIs(absl::StatusCode::kInvalidArgument, "codes is missing"));
  EXPECT_THAT(WrongNumberOfCodes(5), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("5 entries")));
  EXPECT_THAT(BadPageSize(-1), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("-1")));
  EXPECT_THAT(BadPageToken(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(BadResponseClass(7), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("[1, 6]")));
  EXPECT_THAT(NegativeRevision("revision", -2), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("-2")));
  EXPECT_THAT(UnreadableRequest(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(NoSuchRevision(9, 7), StatusIs(absl::StatusCode::kNotFound, HasSubstr("1 to 7")));
  EXPECT_THAT(TooManyWaiting(), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(TooManyCalls(absl::Milliseconds(20)),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("in 20 ms")));
  EXPECT_THAT(TooManyCalls(absl::Microseconds(3)),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("in 1 ms")));
  EXPECT_THAT(UnknownCaller("no token"), StatusIs(absl::StatusCode::kUnauthenticated, "no token"));
  EXPECT_THAT(NotLoadedYet(), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace sipwhy
