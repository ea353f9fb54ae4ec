#include "client/bearer_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class BearerTokenTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = directory_.Write("token", "first\n");
    absl::StatusOr<std::unique_ptr<BearerToken>> token = BearerToken::FromFile(
        path_, [this](const absl::Status& status) { told_.emplace_back(status.ok() ? "OK" : status.message()); },
        [this] { return now_; });
    ASSERT_THAT(token, IsOk());
    token_ = *std::move(token);
  }

  TempDirectory directory_;
  std::string path_;
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  std::vector<std::string> told_;
  std::unique_ptr<BearerToken> token_;
};

TEST_F(BearerTokenTest, TokenOfAFileIsWithoutTheSpaceAroundIt) { EXPECT_EQ(token_->Authorization(), "Bearer first"); }

TEST_F(BearerTokenTest, NewTokenIsInForceAfterASecond) {
  directory_.Write("token", "second");
  now_ += absl::Seconds(1);
  EXPECT_EQ(token_->Authorization(), "Bearer second");
  EXPECT_THAT(told_, ElementsAre("OK"));
}

TEST_F(BearerTokenTest, FileIsNotReadMoreThanOnceASecond) {
  directory_.Write("token", "second");
  now_ += absl::Milliseconds(999);
  EXPECT_EQ(token_->Authorization(), "Bearer first");
  now_ += absl::Milliseconds(1);
  EXPECT_EQ(token_->Authorization(), "Bearer second");
  directory_.Write("token", "third");
  now_ += absl::Milliseconds(999);
  EXPECT_EQ(token_->Authorization(), "Bearer second");
}

TEST_F(BearerTokenTest, RefusedTokenIsReplacedAtOnce) {
  directory_.Write("token", "second");
  EXPECT_EQ(token_->AuthorizationInPlaceOf("Bearer first"), "Bearer second");
  EXPECT_EQ(token_->Authorization(), "Bearer second");
}

TEST_F(BearerTokenTest, OtherCallsThatWereRefusedGetTheNewTokenToo) {
  directory_.Write("token", "second");
  EXPECT_EQ(token_->AuthorizationInPlaceOf("Bearer first"), "Bearer second");
  EXPECT_EQ(token_->AuthorizationInPlaceOf("Bearer first"), "Bearer second");
}

TEST_F(BearerTokenTest, RefusedTokenThatIsStillInTheFileHasNoReplacement) {
  EXPECT_EQ(token_->AuthorizationInPlaceOf("Bearer first"), "");
}

TEST_F(BearerTokenTest, RefusalsReadTheFileOnceASecond) {
  EXPECT_EQ(token_->AuthorizationInPlaceOf("Bearer first"), "");
  directory_.Write("token", "second");
  now_ += absl::Milliseconds(999);
  EXPECT_EQ(token_->AuthorizationInPlaceOf("Bearer first"), "");
  now_ += absl::Milliseconds(1);
  EXPECT_EQ(token_->AuthorizationInPlaceOf("Bearer first"), "Bearer second");
}

TEST_F(BearerTokenTest, ClockThatIsSetBackDoesNotEndTheReading) {
  directory_.Write("token", "second");
  now_ -= absl::Hours(1);
  EXPECT_EQ(token_->Authorization(), "Bearer second");
}

TEST_F(BearerTokenTest, FileThatIsNoGoodAnyMoreKeepsTheTokenAndIsToldOnce) {
  for (const char* const bad : {"", " \n", "two words", "a\nb", "caf\xC3\xA9"}) {
    SCOPED_TRACE(bad);
    told_.clear();
    directory_.Write("token", bad);
    for (int i = 0; i < 3; ++i) {
      now_ += absl::Seconds(1);
      EXPECT_EQ(token_->Authorization(), "Bearer first");
    }
    EXPECT_LE(told_.size(), 1u);  // some of these are bad in the same way
    for (const std::string& what : told_) EXPECT_THAT(what, StartsWith(path_));
  }
}

TEST_F(BearerTokenTest, FileThatIsGoneKeepsTheTokenUntilThereIsAnother) {
  unlink(path_.c_str());
  now_ += absl::Seconds(1);
  EXPECT_EQ(token_->Authorization(), "Bearer first");
  directory_.Write("token", "second");
  now_ += absl::Seconds(1);
  EXPECT_EQ(token_->Authorization(), "Bearer second");
  EXPECT_THAT(told_, ElementsAre(HasSubstr("cannot be read"), "OK"));
}

TEST_F(BearerTokenTest, LinkThatLeadsElsewhereCountsAsANewToken) {
  const std::string link = directory_.File("link");
  ASSERT_EQ(symlink(path_.c_str(), link.c_str()), 0);
  absl::StatusOr<std::unique_ptr<BearerToken>> token = BearerToken::FromFile(link, nullptr, [this] { return now_; });
  ASSERT_THAT(token, IsOk());
  const std::string other = directory_.File("other link");
  ASSERT_EQ(symlink(directory_.Write("second", "second").c_str(), other.c_str()), 0);
  ASSERT_EQ(rename(other.c_str(), link.c_str()), 0);
  now_ += absl::Seconds(1);
  EXPECT_EQ((*token)->Authorization(), "Bearer second");
}

TEST_F(BearerTokenTest, ThreadsSeeOneTokenOrTheOther) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this] {
      for (int call = 0; call < 1000; ++call) {
        const std::string authorization = token_->AuthorizationInPlaceOf("Bearer none");
        EXPECT_TRUE(authorization == "Bearer first" || authorization == "Bearer second") << authorization;
        token_->AuthorizationInPlaceOf(authorization);
      }
    });
  }
  directory_.Write("next", "second");
  rename(directory_.File("next").c_str(), path_.c_str());
  for (std::thread& thread : threads) thread.join();
}

TEST(FixedBearerTokenTest, StaysAsItIs) {
  const absl::StatusOr<std::unique_ptr<BearerToken>> token = BearerToken::Fixed("abc");
  ASSERT_THAT(token, IsOk());
  EXPECT_EQ((*token)->Authorization(), "Bearer abc");
  EXPECT_EQ((*token)->AuthorizationInPlaceOf("Bearer abc"), "");
}

TEST(FixedBearerTokenTest, BadOnesAreRefusedWithoutBeingRepeated) {
  for (const std::string& bad :
       {std::string(), std::string("s3cret word"), std::string("s3cret\r\nx: y"), std::string("s3cret\0", 7),
        std::string("s3cret\x7F"), std::string("s3cret\xFF"), std::string(4097, 's')}) {
    const absl::Status status = BearerToken::Fixed(bad).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("the token "))) << bad;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("s3cret")));
  }
  EXPECT_THAT(CheckBearerToken(std::string(4096, 's')), IsOk());
}

TEST(FixedBearerTokenTest, FileThatIsNoGoodAtTheStartIsNamed) {
  const TempDirectory directory;
  const std::string bad = directory.Write("token", "s3cret word");
  EXPECT_THAT(BearerToken::FromFile(bad, nullptr),
              StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(absl::StrCat(bad, " holds no token: it has"))));
  EXPECT_THAT(BearerToken::FromFile(directory.File("none"), nullptr),
              StatusIs(absl::StatusCode::kNotFound, StartsWith(directory.File("none"))));
}

}  // namespace
}  // namespace sipwhy
