#include "client/service_access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/security/test_authority.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::CertificateWish;
using ::sipwhy::testing::EncryptKey;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::KeyPair;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::TestAuthority;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ServiceAccessTest, AddressesOfThisMachine) {
  for (const char* const here :
       {"127.0.0.1:50051", "127.1.2.3:1", "[::1]:50051", "localhost:50051", "LOCALHOST:1", "localhost", "127.0.0.1",
        "unix:/run/sipwhy.sock", "unix:///run/sipwhy.sock", "unix-abstract:sipwhy", "dns:///localhost:50051",
        "dns:127.0.0.1:50051", "ipv4:127.0.0.1:50051", "ipv6:[::1]:50051"}) {
    EXPECT_TRUE(IsThisMachine(here)) << here;
  }
}

TEST(ServiceAccessTest, AddressesOfOthers) {
  for (const char* const elsewhere : {"",
                                      ":50051",
                                      "0.0.0.0:50051",
                                      "[::]:50051",
                                      "192.0.2.1:50051",
                                      "[2001:db8::1]:50051",
                                      "[::ffff:127.0.0.1]:1",
                                      "sipwhy.example.org:50051",
                                      "127.0.0.1.example.org:50051",
                                      "localhost.example.org:1",
                                      "127.1:50051",
                                      "[::1",
                                      "[",
                                      "[]:1",
                                      "::1",
                                      "dns://192.0.2.53/localhost:50051",
                                      "dns:///sipwhy:50051",
                                      "xds:///localhost",
                                      "ipv4:127.0.0.1:1,192.0.2.1:1",
                                      "2130706433:50051",
                                      "127.0.0.1@192.0.2.1:50051"}) {
    EXPECT_FALSE(IsThisMachine(elsewhere)) << elsewhere;
  }
}

TEST(ServiceAccessTest, TokenGoesToThisMachineOrThroughTls) {
  EXPECT_THAT(CheckAccess({.address = "127.0.0.1:1", .token = "t"}), IsOk());
  EXPECT_THAT(CheckAccess({.address = "unix:/s", .token_file = "/t"}), IsOk());
  EXPECT_THAT(CheckAccess({.address = "sipwhy.example.org:1", .ca = "/ca", .token = "t"}), IsOk());
}

TEST(ServiceAccessTest, TokenDoesNotGoElsewhereInPlainText) {
  for (const ServiceAccess& access : {ServiceAccess{.address = "sipwhy.example.org:1", .token = "s3cret"},
                                      ServiceAccess{.address = "sipwhy.example.org:1", .token_file = "/t"}}) {
    EXPECT_THAT(CheckAccess(access), StatusIs(absl::StatusCode::kInvalidArgument,
                                              StartsWith("a token would go to sipwhy.example.org:1 unencrypted")));
  }
}

TEST(ServiceAccessTest, WithoutATokenAnyAddressWillDo) {
  EXPECT_THAT(CheckAccess({.address = "sipwhy.example.org:1"}), IsOk());
}

TEST(ServiceAccessTest, WhatDoesNotGoTogetherIsRefused) {
  EXPECT_THAT(CheckAccess({.ca = "a", .certificate = "c"}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckAccess({.ca = "a", .key = "k"}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckAccess({.certificate = "c", .key = "k"}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckAccess({.token_file = "f", .token = "t"}), StatusIs(absl::StatusCode::kInvalidArgument));
}

class ServiceAccessFilesTest : public ::testing::Test {
 protected:
  // Reads the files of `pair`.
  absl::Status Read(const KeyPair& pair) const {
    return ReadClientIdentity(directory_.Write("own.pem", pair.certificate), directory_.Write("own.key", pair.key),
                              absl::Now())
        .status();
  }

  std::string Own() const { return directory_.File("own.pem"); }
  std::string OwnKey() const { return directory_.File("own.key"); }

  TempDirectory directory_;
  TestAuthority authority_{"Authority"};
};

TEST_F(ServiceAccessFilesTest, AuthoritiesComeWithoutWhatStandsAroundThem) {
  const std::string both =
      absl::StrCat("# ours\n", authority_.certificate(), "\n# theirs\n", TestAuthority("Another").certificate());
  const absl::StatusOr<std::string> read = ReadAuthorities(directory_.Write("ca.pem", both));
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(*read, StartsWith(authority_.certificate()));
  EXPECT_EQ(read->size(), both.size() - std::string("# ours\n\n# theirs\n").size());
}

TEST_F(ServiceAccessFilesTest, FileWithoutAuthoritiesIsNamed) {
  const std::string whole = authority_.certificate();
  for (const std::string& bad : {std::string(), std::string("no certificate"), authority_.Issue({}).key,
                                 whole.substr(0, whole.size() / 2), absl::StrCat(whole, whole.substr(0, 200))}) {
    const std::string path = directory_.Write("ca.pem", bad);
    EXPECT_THAT(ReadAuthorities(path), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(path))) << bad;
  }
  EXPECT_THAT(ReadAuthorities("/nowhere/ca.pem"),
              StatusIs(absl::StatusCode::kNotFound, StartsWith("/nowhere/ca.pem cannot be read")));
}

TEST_F(ServiceAccessFilesTest, IdentityMayStandInOneFile) {
  const KeyPair pair = authority_.Issue({.usage = "clientAuth"});
  const std::string path = directory_.Write("both.pem", pair.key + pair.certificate + authority_.certificate());
  const absl::StatusOr<ClientIdentity> identity = ReadClientIdentity(path, path, absl::Now());
  ASSERT_THAT(identity, IsOk());
  EXPECT_EQ(identity->certificate, pair.certificate + authority_.certificate());
  EXPECT_EQ(identity->key, pair.key);
}

TEST_F(ServiceAccessFilesTest, KeyOfAnotherCertificateIsNamed) {
  const KeyPair pair = {.certificate = authority_.Issue({}).certificate, .key = authority_.Issue({}).key};
  EXPECT_THAT(Read(pair), StatusIs(absl::StatusCode::kInvalidArgument, AllOf(StartsWith(OwnKey()), HasSubstr(Own()))));
}

TEST_F(ServiceAccessFilesTest, CertificateOutOfItsTimeIsNamed) {
  const absl::Time now = absl::Now();
  EXPECT_THAT(Read(authority_.Issue({.from = now - absl::Hours(2), .until = now - absl::Hours(1)})),
              StatusIs(absl::StatusCode::kFailedPrecondition, StartsWith(absl::StrCat(Own(), " expired"))));
  EXPECT_THAT(Read(authority_.Issue({.from = now + absl::Hours(1), .until = now + absl::Hours(2)})),
              StatusIs(absl::StatusCode::kFailedPrecondition, StartsWith(absl::StrCat(Own(), " is not valid yet"))));
}

TEST_F(ServiceAccessFilesTest, CertificateForServersAloneIsNoIdentityOfAClient) {
  EXPECT_THAT(Read(authority_.Issue({.usage = "serverAuth"})),
              StatusIs(absl::StatusCode::kInvalidArgument, AllOf(StartsWith(Own()), HasSubstr("clientAuth"))));
}

TEST_F(ServiceAccessFilesTest, KeysThatCannotBeReadAreNamed) {
  KeyPair pair = authority_.Issue({});
  const std::string key = pair.key;
  for (const std::string& bad : {std::string(), std::string("no key"), EncryptKey(key), key.substr(0, 100)}) {
    pair.key = bad;
    EXPECT_THAT(Read(pair), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(OwnKey()))) << bad;
  }
}

}  // namespace
}  // namespace sipwhy
