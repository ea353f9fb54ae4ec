#include "security/certificate_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/security/test_authority.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::KeyPair;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::TestAuthority;
using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// A watch over a good pair.
class CertificateWatchTest : public ::testing::Test {
 protected:
  CertificateWatchTest() { Write(first_); }

  void Write(const KeyPair& pair) {
    WriteFile("certificate.pem", pair.certificate);
    WriteFile("key.pem", pair.key);
  }

  void WriteFile(const std::string& name, const std::string& text) {
    ASSERT_EQ(chmod(directory_.Write(name, text).c_str(), 0600), 0);
  }

  CertificateFiles files() const {
    return {.certificate = directory_.File("certificate.pem"), .key = directory_.File("key.pem")};
  }

  void Start() { Start(files()); }

  void Start(const CertificateFiles& files) {
    auto started = CertificateWatch::Start(
        files,
        [this](const CertificateReload& reload) {
          const std::scoped_lock lock(mutex_);
          told_.push_back(reload);
          changed_.notify_all();
        },
        [this] { return absl::Now() + absl::Hours(hours_ahead_.load()); });
    ASSERT_THAT(started, IsOk());
    watch_ = *std::move(started);
  }

  // Until so many reloads were told, or ten seconds are over.
  std::vector<CertificateReload> AwaitTold(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(10), [&] { return told_.size() >= count; });
    return told_;
  }

  // What gRPC would read.
  std::string Published() const { return ReadFile(watch_->identity_path()); }

  const TempDirectory directory_;
  const TestAuthority authority_{"Test Authority"};
  const KeyPair first_ = authority_.Issue({.common_name = "first"});
  const KeyPair second_ = authority_.Issue({.common_name = "second"});
  std::atomic<int> hours_ahead_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<CertificateReload> told_;
  std::unique_ptr<CertificateWatch> watch_;
};

TEST_F(CertificateWatchTest, BadFilesAreAnErrorAtTheStart) {
  WriteFile("key.pem", second_.key);
  EXPECT_THAT(CertificateWatch::Start(
                  files(), [](const CertificateReload&) {}, absl::Now),
              StatusIs(kInvalid));
}

TEST_F(CertificateWatchTest, GoodPairIsPublishedAndSaysWhoseItIs) {
  Start();
  EXPECT_THAT(Published(), EndsWith(first_.certificate));
  EXPECT_EQ(watch_->current().subject, "CN=first");
  EXPECT_EQ(watch_->current().identity, "");
  EXPECT_EQ(watch_->client_ca_path(), "");
}

TEST_F(CertificateWatchTest, NewPairIsPublishedByItself) {
  Start();
  Write(second_);
  const CertificateReload reload = AwaitTold(1).back();
  // It may have been looked at between the two files.
  if (!reload.status.ok()) AwaitTold(2);
  EXPECT_THAT(Published(), EndsWith(second_.certificate));
  EXPECT_EQ(watch_->current().subject, "CN=second");
}

TEST_F(CertificateWatchTest, CertificateBeforeItsKeyWaitsForIt) {
  Start();
  WriteFile("certificate.pem", second_.certificate);
  EXPECT_THAT(AwaitTold(1).at(0).status, StatusIs(kInvalid, HasSubstr("is not the key of")));
  EXPECT_THAT(Published(), EndsWith(first_.certificate));
  WriteFile("key.pem", second_.key);
  const CertificateReload reload = AwaitTold(2).at(1);
  EXPECT_THAT(reload.status, IsOk());
  EXPECT_TRUE(reload.is_new);
  EXPECT_EQ(reload.reloads, 1U);
  EXPECT_EQ(reload.failures, 1U);
  EXPECT_THAT(Published(), EndsWith(second_.certificate));
}

TEST_F(CertificateWatchTest, BadFilesLeaveThePairAndAreToldOnceEach) {
  Start();
  const std::string before = Published();
  const KeyPair expired = authority_.Issue({.until = absl::Now() - absl::Hours(1)});
  const std::vector<KeyPair> bad = {
      {"", first_.key},       {first_.certificate, ""},          {first_.certificate.substr(0, 300), first_.key},
      {"garbage", "garbage"}, {first_.certificate, second_.key}, expired};
  for (const KeyPair& pair : bad) {
    Write(pair);
    EXPECT_FALSE(watch_->ReloadNow().status.ok()) << pair.certificate;
    EXPECT_EQ(Published(), before);
  }
  EXPECT_EQ(watch_->current().subject, "CN=first");
  Write(first_);
  const CertificateReload mended = watch_->ReloadNow();
  EXPECT_THAT(mended.status, IsOk());
  EXPECT_FALSE(mended.is_new);
  EXPECT_EQ(mended.reloads, 0U);
}

TEST_F(CertificateWatchTest, ProblemThatLastsIsToldOnce) {
  Start();
  WriteFile("key.pem", "garbage");
  ASSERT_EQ(AwaitTold(1).size(), 1U);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(watch_->ReloadNow().failures, 1U);
  // Those five, as they were asked for, and no other.
  EXPECT_EQ(AwaitTold(6).size(), 6U);
}

TEST_F(CertificateWatchTest, MissingFilesLeaveThePair) {
  Start();
  ASSERT_EQ(remove(files().key.c_str()), 0);
  EXPECT_THAT(watch_->ReloadNow().status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Published(), EndsWith(first_.certificate));
}

TEST_F(CertificateWatchTest, PairThatIsNotYetValidIsPublishedOnceItIs) {
  Start();
  Write(authority_.Issue(
      {.common_name = "later", .from = absl::Now() + absl::Hours(2), .until = absl::Now() + absl::Hours(48)}));
  EXPECT_THAT(watch_->ReloadNow().status, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("clock")));
  hours_ahead_ = 3;
  EXPECT_TRUE(watch_->ReloadNow().is_new);
  EXPECT_EQ(watch_->current().subject, "CN=later");
}

// As a cluster's secrets come: certificate.pem -> ..data/certificate.pem, where ..data is a link that is renamed.
TEST_F(CertificateWatchTest, FolderBehindALinkIsFollowedWhenItIsSwapped) {
  const auto add = [this](const std::string& folder, const KeyPair& pair) {
    ASSERT_EQ(mkdir(directory_.File(folder).c_str(), 0700), 0);
    WriteFile(absl::StrCat(folder, "/tls.crt"), pair.certificate);
    WriteFile(absl::StrCat(folder, "/tls.key"), pair.key);
  };
  add("..2026_1", first_);
  ASSERT_EQ(symlink("..2026_1", directory_.File("..data").c_str()), 0);
  ASSERT_EQ(symlink("..data/tls.crt", directory_.File("tls.crt").c_str()), 0);
  ASSERT_EQ(symlink("..data/tls.key", directory_.File("tls.key").c_str()), 0);
  Start({.certificate = directory_.File("tls.crt"), .key = directory_.File("tls.key")});
  add("..2026_2", second_);
  ASSERT_EQ(symlink("..2026_2", directory_.File("..data_tmp").c_str()), 0);
  ASSERT_EQ(rename(directory_.File("..data_tmp").c_str(), directory_.File("..data").c_str()), 0);
  const std::vector<CertificateReload> told = AwaitTold(1);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_TRUE(told[0].is_new);
  EXPECT_THAT(Published(), EndsWith(second_.certificate));
}

TEST_F(CertificateWatchTest, AuthoritiesAreReplacedWithoutThePair) {
  CertificateFiles with_ca = files();
  with_ca.client_ca = directory_.File("ca.pem");
  WriteFile("ca.pem", authority_.certificate());
  Start(with_ca);
  const std::string pair = Published();
  const TestAuthority other("Other Authority");
  WriteFile("ca.pem", other.certificate());
  EXPECT_TRUE(watch_->ReloadNow().is_new);
  EXPECT_EQ(ReadFile(watch_->client_ca_path()), other.certificate());
  EXPECT_EQ(Published(), pair);
  WriteFile("ca.pem", "");
  EXPECT_THAT(watch_->ReloadNow().status, StatusIs(kInvalid, HasSubstr("ca.pem is empty")));
  EXPECT_EQ(ReadFile(watch_->client_ca_path()), other.certificate());
}

TEST_F(CertificateWatchTest, RightsOfTheKeyAreAWarningAndNothingNew) {
  Start();
  ASSERT_EQ(chmod(files().key.c_str(), 0644), 0);
  const CertificateReload reload = watch_->ReloadNow();
  EXPECT_THAT(reload.status, IsOk());
  EXPECT_FALSE(reload.is_new);
  EXPECT_EQ(watch_->current().warnings.size(), 1U);
}

TEST_F(CertificateWatchTest, EndLeavesNoFile) {
  Start();
  const std::string path = watch_->identity_path();
  watch_.reset();
  EXPECT_NE(access(path.c_str(), F_OK), 0);
}

}  // namespace
}  // namespace sipwhy
