#include "service/grpc_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "service/errors.h"

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

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

TEST(GrpcStatusTest, DetailsSayTheSameToPrograms) {
  const grpc::Status status = ToGrpcStatus(MissingField("code"));
  const google::rpc::Status details = DetailsOf(status);
  EXPECT_EQ(details.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(details.message(), "code is missing");
  ASSERT_EQ(details.details_size(), 2);
  google::rpc::BadRequest request;
  ASSERT_TRUE(details.details(0).UnpackTo(&request));
  EXPECT_EQ(request.field_violations(0).field(), "code");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(details.details(1).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "FIELD_MISSING");
}

TEST(GrpcStatusTest, WhatStaysInTheLogHasAReasonAllTheSame) {
  const google::rpc::Status details = DetailsOf(ToGrpcStatus(absl::DataLossError("/srv/kb.db: SELECT")));
  ASSERT_EQ(details.details_size(), 1);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "KNOWLEDGE_UNREADABLE");
  EXPECT_THAT(details.SerializeAsString(), Not(HasSubstr("SELECT")));
}

}  // namespace
}  // namespace sipwhy
