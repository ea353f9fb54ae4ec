#include "service/grpc_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sipwhy {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(GrpcStatusTest, CallersMistakesKeepTheirWords) {
  const grpc::Status status = ToGrpcStatus(absl::InvalidArgumentError("code 799 is outside [100, 699]"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "code 799 is outside [100, 699]");
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
}

TEST(GrpcStatusTest, WhatNamesFilesOrSqlStaysInTheLog) {
  for (const absl::Status& inner : {absl::InternalError("SELECT x FROM y"), absl::DataLossError("/srv/kb.db: SELECT"),
                                    absl::FailedPreconditionError("/srv/kb.db: SELECT")}) {
    const grpc::Status status = ToGrpcStatus(inner);
    EXPECT_EQ(static_cast<int>(status.error_code()), static_cast<int>(inner.code()));
    EXPECT_THAT(status.error_message(), Not(HasSubstr("SELECT")));
    EXPECT_THAT(status.error_message(), Not(HasSubstr("/srv")));
  }
}

}  // namespace
}  // namespace sipwhy
