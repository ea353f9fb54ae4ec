#include "security/bearer_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;
constexpr char kOld[] = "0123456789abcdef";
constexpr char kNew[] = "fedcba9876543210";

std::string Bearer(const std::string& token) { return absl::StrCat("Bearer ", token); }

class BearerTokensTest : public ::testing::Test {
 protected:
  BearerTokensTest() { Write(absl::StrCat("bot ", kOld, "\n")); }

  // As operators should: beside, then renamed.
  void Write(const std::string& text) {
    const std::string next = directory_.Write("next", text);
    ASSERT_EQ(chmod(next.c_str(), 0600), 0);
    ASSERT_EQ(rename(next.c_str(), path_.c_str()), 0);
  }

  absl::Status Start() {
    absl::StatusOr<std::unique_ptr<BearerTokens>> started =
        BearerTokens::Start(path_, [this](const TokensReload& reload) {
          const std::scoped_lock lock(mutex_);
          told_.push_back(reload);
          changed_.notify_all();
        });
    if (started.ok()) tokens_ = *std::move(started);
    return started.status();
  }

  // Until so many reloads were told, or ten seconds are over.
  std::vector<TokensReload> AwaitTold(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(10), [&] { return told_.size() >= count; });
    return told_;
  }

  const TempDirectory directory_;
  const std::string path_ = directory_.File("tokens");
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<TokensReload> told_;
  std::unique_ptr<BearerTokens> tokens_;
};

TEST_F(BearerTokensTest, TokenTellsWhoseItIs) {
  Write(absl::StrCat("# ours\n\n  bot\t", kOld, "  \r\ngateway@example.org ", kNew));
  ASSERT_THAT(Start(), IsOk());
  EXPECT_THAT(tokens_->Check(Bearer(kOld)), IsOkAndHolds("bot"));
  EXPECT_THAT(tokens_->Check(Bearer(kNew)), IsOkAndHolds("gateway@example.org"));
  EXPECT_EQ(tokens_->last().tokens, 2U);
}

TEST_F(BearerTokensTest, SchemeMayBeInAnyCaseAndSpacesSeveral) {
  ASSERT_THAT(Start(), IsOk());
  for (const char* const scheme : {"Bearer ", "bearer ", "BEARER   "}) {
    EXPECT_THAT(tokens_->Check(absl::StrCat(scheme, kOld)), IsOkAndHolds("bot")) << scheme;
  }
}

TEST_F(BearerTokensTest, WhatIsNoTokenOfOursIsRefusedWithoutBeingRepeated) {
  ASSERT_THAT(Start(), IsOk());
  const std::string old = kOld;
  for (const std::string& sent :
       {std::string(), std::string("Bearer"), std::string("Bearer "), old, "Basic " + old, "Bearer" + old,
        Bearer(old.substr(0, 15)), Bearer(old + "0"), Bearer(old + " " + old), Bearer("0123456789ABCDEF"),
        Bearer(std::string(16, '\0')), Bearer("0123456789abcde\xC3"), Bearer(std::string(513, 'a')), Bearer(kNew),
        Bearer(old) + "," + Bearer(old)}) {
    EXPECT_THAT(tokens_->Check(sent), StatusIs(kUnauthenticated, AllOf(Not(HasSubstr(old)), Not(HasSubstr(kNew)))))
        << sent;
  }
}

TEST_F(BearerTokensTest, LimitsOfNameAndTokenAreInclusive) {
  const std::string name(64, 'n');
  const std::string token(512, '~');
  Write(absl::StrCat(name, " ", token, "\nx ", std::string(16, '!')));
  ASSERT_THAT(Start(), IsOk());
  EXPECT_THAT(tokens_->Check(Bearer(token)), IsOkAndHolds(name));
  EXPECT_THAT(tokens_->Check(Bearer(std::string(16, '!'))), IsOkAndHolds("x"));
}

TEST_F(BearerTokensTest, AsManyTokensAsThereMayBeAreAllKnown) {
  std::vector<std::string> lines;
  for (int i = 1000; i < 1256; ++i) lines.push_back(absl::StrCat("name", i, " token-number-", i));
  Write(absl::StrJoin(lines, "\n"));
  ASSERT_THAT(Start(), IsOk());
  for (int i = 1000; i < 1256; ++i) {
    EXPECT_THAT(tokens_->Check(absl::StrCat("Bearer token-number-", i)), IsOkAndHolds(absl::StrCat("name", i)));
  }
  lines.push_back("one-more one-token-too-many");
  Write(absl::StrJoin(lines, "\n"));
  EXPECT_THAT(tokens_->ReloadNow().status, StatusIs(kInvalid, HasSubstr("line 257")));
}

TEST_F(BearerTokensTest, BadFileIsAnErrorAtTheStartThatNamesTheLineAndNoToken) {
  struct Case {
    std::string text;
    std::string problem;
  };
  const std::string good = absl::StrCat("bot ", kOld, "\n");
  for (const Case& bad : {Case{"", "is empty"}, Case{"# none\n\n", "has no token"},
                          Case{good + "secret-without-name\n", ": line 2 is not of the form"},
                          Case{good + "\nbot two secret-secret-secret\n", ": line 3 is not of the form"},
                          Case{"b\"t 0123456789abcdef", ": line 1 has a name"},
                          Case{std::string(65, 'n') + " 0123456789abcdef", ": line 1 has a name"},
                          Case{"bot secret-of-15-ch", ": line 1 has a token"},
                          Case{"bot " + std::string(513, 'a'), ": line 1 has a token"},
                          Case{"bot secret-secret-\xC3\xA4", ": line 1 has a token"},
                          Case{std::string("bot secret-secret\0-", 19), ": line 1 has a token"},
                          Case{good + "other " + kOld + "\n", ": line 2 repeats an earlier token"}}) {
    Write(bad.text);
    EXPECT_THAT(Start(), StatusIs(kInvalid, AllOf(StartsWith(path_), HasSubstr(bad.problem), Not(HasSubstr(kOld)),
                                                  Not(HasSubstr("secret")))))
        << bad.text;
  }
}

TEST_F(BearerTokensTest, MissingFileOrDirectoryIsAnErrorAtTheStart) {
  ASSERT_EQ(remove(path_.c_str()), 0);
  EXPECT_THAT(Start(), StatusIs(absl::StatusCode::kNotFound, StartsWith(path_)));
  ASSERT_EQ(mkdir(path_.c_str(), 0700), 0);
  EXPECT_THAT(Start(), StatusIs(kInvalid, HasSubstr("is no regular file")));
}

TEST_F(BearerTokensTest, DuringARotationOldAndNewAreKnownAndThenTheNewAlone) {
  ASSERT_THAT(Start(), IsOk());
  Write(absl::StrCat("bot ", kOld, "\nbot ", kNew, "\n"));
  EXPECT_TRUE(tokens_->ReloadNow().is_new);
  EXPECT_THAT(tokens_->Check(Bearer(kOld)), IsOkAndHolds("bot"));
  EXPECT_THAT(tokens_->Check(Bearer(kNew)), IsOkAndHolds("bot"));
  Write(absl::StrCat("bot ", kNew, "\n"));
  EXPECT_TRUE(tokens_->ReloadNow().is_new);
  EXPECT_THAT(tokens_->Check(Bearer(kOld)), StatusIs(kUnauthenticated));
  EXPECT_THAT(tokens_->Check(Bearer(kNew)), IsOkAndHolds("bot"));
}

TEST_F(BearerTokensTest, TokenThatIsGoneFromTheFileIsRefusedWithinTwoSeconds) {
  ASSERT_THAT(Start(), IsOk());
  double longest = 0;
  for (const char* const token : {kNew, kOld, kNew}) {
    const std::string before = Bearer(token == kNew ? kOld : kNew);
    ASSERT_THAT(tokens_->Check(before), IsOk());
    Write(absl::StrCat("bot ", token, "\n"));
    const auto begin = std::chrono::steady_clock::now();
    while (tokens_->Check(before).ok()) std::this_thread::yield();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    longest = std::max(longest, took.count());
  }
  std::cout << "revoked within " << longest << " s\n";
  EXPECT_LT(longest, 2);
}

TEST_F(BearerTokensTest, BadFileLeavesTheTokensAndIsToldOnce) {
  ASSERT_THAT(Start(), IsOk());
  Write("nonsense");
  EXPECT_THAT(AwaitTold(1).at(0).status, StatusIs(kInvalid, HasSubstr("line 1")));
  EXPECT_THAT(tokens_->Check(Bearer(kOld)), IsOkAndHolds("bot"));
  ASSERT_EQ(remove(path_.c_str()), 0);
  EXPECT_THAT(AwaitTold(2).at(1).status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(tokens_->Check(Bearer(kOld)), IsOkAndHolds("bot"));
  Write(absl::StrCat("bot ", kOld, "\n"));
  const std::vector<TokensReload> told = AwaitTold(3);
  ASSERT_EQ(told.size(), 3U);
  EXPECT_THAT(told[2].status, IsOk());
  EXPECT_FALSE(told[2].is_new);
  EXPECT_EQ(told[2].failures, 2U);
  EXPECT_EQ(told[2].reloads, 0U);
}

TEST_F(BearerTokensTest, FileThatOthersMayReadIsTakenWithAWarning) {
  ASSERT_EQ(chmod(path_.c_str(), 0644), 0);
  ASSERT_THAT(Start(), IsOk());
  EXPECT_THAT(tokens_->last().warning, AllOf(StartsWith(path_), HasSubstr("chmod")));
  ASSERT_EQ(chmod(path_.c_str(), 0640), 0);
  EXPECT_EQ(tokens_->ReloadNow().warning, "");
}

TEST_F(BearerTokensTest, ChecksDuringReloadsNeverMissATokenThatStays) {
  Write(absl::StrCat("stays ", kOld, "\n"));
  ASSERT_THAT(Start(), IsOk());
  std::atomic<bool> stopping = false;
  std::vector<std::thread> callers;
  for (int i = 0; i < 2; ++i) {
    callers.emplace_back([&] {
      while (!stopping) EXPECT_THAT(tokens_->Check(Bearer(kOld)), IsOkAndHolds("stays"));
    });
  }
  for (int i = 0; i < 200; ++i) {
    Write(absl::StrCat("other token-number-", 1000 + i, "\nstays ", kOld, "\n"));
    EXPECT_THAT(tokens_->ReloadNow().status, IsOk());
  }
  stopping = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(tokens_->last().reloads, 200U);
}

}  // namespace
}  // namespace sipwhy
