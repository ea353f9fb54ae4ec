#include "service/page.h"

#include <gtest/gtest.h>

#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::StatusIs;

TEST(PageTest, TokenComesBackAsItWas) {
  const PageToken token = {.revision = 12, .last = 486};
  EXPECT_THAT(ParsePageToken(ToString(token)), IsOkAndHolds(token));
}

TEST(PageTest, WhatNobodyGaveOutIsRefused) {
  for (const char* text : {"", "12", "12.", ".486", "12.486.1", "0.1", "-1.5", "1.-5", "a.b", "12,486", " 1.2.3",
                           "99999999999.1", "1.99999999999"}) {
    EXPECT_THAT(ParsePageToken(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(PageTest, SizeIsTheUsualOneForZeroAndNeverMoreThanTheMost) {
  EXPECT_THAT(PageSize(0, 100, 600), IsOkAndHolds(100));
  EXPECT_THAT(PageSize(7, 100, 600), IsOkAndHolds(7));
  EXPECT_THAT(PageSize(601, 100, 600), IsOkAndHolds(600));
  EXPECT_THAT(PageSize(-1, 100, 600), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sipwhy
