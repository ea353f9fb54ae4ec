#include "security/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/security/test_authority.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::CertificateWish;
using ::sipwhy::testing::EncryptKey;
using ::sipwhy::testing::EncryptKeyTheOldWay;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::KeyPair;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::TestAuthority;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

// A good pair and good authorities in files, for a test to spoil.
class CertificateTest : public ::testing::Test {
 protected:
  CertificateTest() {
    Write(pair_);
    WriteFile("ca.pem", authority_.certificate());
  }

  void Write(const KeyPair& pair) {
    WriteFile("certificate.pem", pair.certificate);
    WriteFile("key.pem", pair.key);
  }

  void WriteFile(const std::string& name, const std::string& text) {
    ASSERT_EQ(chmod(directory_.Write(name, text).c_str(), 0600), 0);
  }

  absl::StatusOr<Certificate> Read() const { return ReadCertificate(files_, now_); }

  const absl::Time now_ = absl::Now();
  const TempDirectory directory_;
  const TestAuthority authority_{"Test Authority"};
  const KeyPair pair_ = authority_.Issue({});
  const CertificateFiles files_ = {.certificate = directory_.File("certificate.pem"),
                                   .key = directory_.File("key.pem"),
                                   .client_ca = directory_.File("ca.pem")};
};

TEST_F(CertificateTest, GoodPairSaysWhoseItIsAndUntilWhen) {
  const absl::Time until = absl::FromUnixSeconds(absl::ToUnixSeconds(now_) + 1000);
  Write(authority_.Issue({.common_name = "sip.example.org",
                          .names = "DNS:sip.example.org,IP:192.0.2.1,IP:2001:db8::1,URI:spiffe://example.org/sipwhy",
                          .until = until}));
  const absl::StatusOr<Certificate> certificate = Read();
  ASSERT_THAT(certificate, IsOk());
  EXPECT_EQ(certificate->subject, "CN=sip.example.org");
  EXPECT_EQ(certificate->not_after, until);
  EXPECT_THAT(certificate->names,
              ElementsAre("DNS:sip.example.org", "IP:192.0.2.1", "IP:2001:db8::1", "URI:spiffe://example.org/sipwhy"));
  EXPECT_THAT(certificate->warnings, IsEmpty());
}

TEST_F(CertificateTest, ChainIsKeptInItsOrderAndTheKeyComesFirst) {
  WriteFile("certificate.pem", absl::StrCat("a remark\n", pair_.certificate, "\n", authority_.certificate()));
  const absl::StatusOr<Certificate> certificate = Read();
  ASSERT_THAT(certificate, IsOk());
  EXPECT_THAT(certificate->identity, StartsWith("-----BEGIN PRIVATE KEY-----"));
  EXPECT_THAT(certificate->identity, ::testing::EndsWith(absl::StrCat(pair_.certificate, authority_.certificate())));
  EXPECT_EQ(certificate->client_ca, authority_.certificate());
}

TEST_F(CertificateTest, OneFileMayHoldBoth) {
  WriteFile("certificate.pem", absl::StrCat(pair_.key, pair_.certificate));
  WriteFile("key.pem", absl::StrCat(pair_.key, pair_.certificate));
  EXPECT_THAT(Read(), IsOk());
}

TEST_F(CertificateTest, RsaKeyIsTaken) {
  Write(authority_.Issue({.rsa_bits = 2048}));
  EXPECT_THAT(Read(), IsOk());
}

TEST_F(CertificateTest, WithoutAuthoritiesClientsAreAskedForNothing) {
  const absl::StatusOr<Certificate> certificate =
      ReadCertificate({.certificate = files_.certificate, .key = files_.key}, now_);
  ASSERT_THAT(certificate, IsOk());
  EXPECT_EQ(certificate->client_ca, "");
}

// ---- Each file, spoiled in each way

struct Spoiling {
  std::string name;
  std::function<std::string(const std::string&)> of;  // a good file's text
  std::string problem;
};

std::vector<Spoiling> Spoilings() {
  return {
      {"empty", [](const std::string&) { return ""; }, "is empty"},
      {"half", [](const std::string& text) { return text.substr(0, text.size() / 2); }, "is cut off or damaged"},
      {"no last line", [](const std::string& text) { return text.substr(0, text.size() - 27); }, "is cut off"},
      {"garbage", [](const std::string&) { return std::string(3000, '\x80'); }, "holds no"},
      {"zeros", [](const std::string& text) { return std::string(text.size(), '\0'); }, "holds no"},
      {"no base64", [](std::string text) { return text.replace(60, 1, "!"); }, "is cut off or damaged"},
      {"no ASN.1", [](std::string text) { return text.replace(text.find("-\n") + 2, 4, "AAAA"); }, "that is none"},
      {"begun again", [](const std::string& text) { return text + text.substr(0, 40); }, "is cut off or damaged"},
      {"too long", [](const std::string& text) { return text + std::string(1U << 20U, '\n'); }, "has more than 1 MiB"},
  };
}

TEST_F(CertificateTest, SpoiledFileIsRefusedByNameAndProblem) {
  for (const Spoiling& spoiling : Spoilings()) {
    for (const std::string& path : {files_.certificate, files_.key, files_.client_ca}) {
      const std::string good = ::sipwhy::testing::ReadFile(path);
      directory_.Write(path.substr(path.rfind('/') + 1), spoiling.of(good));
      EXPECT_THAT(Read(), StatusIs(kInvalid, AllOf(StartsWith(path), HasSubstr(spoiling.problem)))) << spoiling.name;
      directory_.Write(path.substr(path.rfind('/') + 1), good);
    }
  }
  EXPECT_THAT(Read(), IsOk());
}

TEST_F(CertificateTest, FileOfAnotherKindIsRefusedWithoutWaiting) {
  for (const std::string& path : {files_.certificate, files_.key, files_.client_ca}) {
    const std::string good = ::sipwhy::testing::ReadFile(path);
    ASSERT_EQ(remove(path.c_str()), 0);
    EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kNotFound, StartsWith(path)));
    ASSERT_EQ(mkdir(path.c_str(), 0700), 0);
    EXPECT_THAT(Read(), StatusIs(kInvalid, HasSubstr(absl::StrCat(path, " is no regular file"))));
    ASSERT_EQ(remove(path.c_str()), 0);
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    EXPECT_THAT(Read(), StatusIs(kInvalid, HasSubstr(absl::StrCat(path, " is no regular file"))));
    ASSERT_EQ(remove(path.c_str()), 0);
    WriteFile(path.substr(path.rfind('/') + 1), good);
  }
}

TEST_F(CertificateTest, EveryCutOfTheChainIsRefusedOrEndsBetweenCertificates) {
  const std::string chain = absl::StrCat(pair_.certificate, authority_.certificate());
  for (size_t size = 1; size < chain.size(); ++size) {
    WriteFile("certificate.pem", chain.substr(0, size));
    const size_t past = size - std::min(size, pair_.certificate.size());
    // The last line break may be missing, and what is no BEGIN line yet is a remark.
    const bool is_whole = size + 1 >= pair_.certificate.size() && past < std::string("-----BEGIN ").size();
    EXPECT_EQ(Read().ok(), is_whole || size + 1 == chain.size()) << size;
  }
}

// ---- Good files that do not go together

TEST_F(CertificateTest, KeyOfAnotherCertificateIsRefused) {
  WriteFile("key.pem", authority_.Issue({}).key);
  EXPECT_THAT(Read(), StatusIs(kInvalid, HasSubstr(absl::StrCat(files_.key, " is not the key of"))));
}

// The 61st letter is of the private number; the public one stands behind it.
TEST_F(CertificateTest, KeyWithOneWrongLetterIsRefused) {
  std::string key = pair_.key;
  char& letter = key.at(key.find('\n') + 61);
  letter = letter == 'A' ? 'B' : 'A';
  WriteFile("key.pem", key);
  EXPECT_THAT(Read(), StatusIs(kInvalid, HasSubstr(absl::StrCat(files_.key, " is damaged"))));
}

TEST_F(CertificateTest, ChainInTheWrongOrderIsRefusedWithTheNumber) {
  WriteFile("certificate.pem", absl::StrCat(authority_.certificate(), pair_.certificate));
  EXPECT_THAT(Read(), StatusIs(kInvalid, HasSubstr("as number 2; put it first")));
}

TEST_F(CertificateTest, FilesThatAreSwappedAreRefused) {
  Write({.certificate = pair_.key, .key = pair_.certificate});
  EXPECT_THAT(Read(), StatusIs(kInvalid, HasSubstr(absl::StrCat(files_.certificate, " holds no certificate"))));
}

TEST_F(CertificateTest, SeveralKeysAreRefused) {
  WriteFile("key.pem", pair_.key + pair_.key);
  EXPECT_THAT(Read(), StatusIs(kInvalid, HasSubstr("holds 2 private keys")));
}

TEST_F(CertificateTest, EncryptedKeyIsRefusedWithTheCommandThatDecryptsIt) {
  for (const std::string& key : {EncryptKey(pair_.key), EncryptKeyTheOldWay(pair_.key)}) {
    WriteFile("key.pem", key);
    EXPECT_THAT(Read(), StatusIs(kInvalid, AllOf(HasSubstr("encrypted key"), HasSubstr("openssl pkey")))) << key;
  }
}

TEST_F(CertificateTest, ExpiredCertificateIsRefusedFromItsLastSecondOn) {
  const absl::Time until = absl::FromUnixSeconds(absl::ToUnixSeconds(now_) + 10);
  Write(authority_.Issue({.until = until}));
  EXPECT_THAT(ReadCertificate(files_, until), IsOk());
  EXPECT_THAT(ReadCertificate(files_, until + absl::Seconds(1)),
              StatusIs(kPrecondition, HasSubstr(absl::StrCat(files_.certificate, " expired on "))));
}

TEST_F(CertificateTest, CertificateThatIsNotYetValidIsRefusedUntilItIs) {
  const absl::Time from = absl::FromUnixSeconds(absl::ToUnixSeconds(now_) + 10);
  Write(authority_.Issue({.from = from}));
  EXPECT_THAT(ReadCertificate(files_, from - absl::Seconds(1)), StatusIs(kPrecondition, HasSubstr("clock")));
  EXPECT_THAT(ReadCertificate(files_, from), IsOk());
}

TEST_F(CertificateTest, CertificateForClientsAloneIsRefused) {
  Write(authority_.Issue({.usage = "clientAuth"}));
  EXPECT_THAT(Read(), StatusIs(kInvalid, HasSubstr("serverAuth")));
}

TEST_F(CertificateTest, CertificateThatOpensslFindsTooWeakIsRefused) {
  Write(authority_.Issue({.rsa_bits = 1024}));
  EXPECT_THAT(Read(), StatusIs(kInvalid, HasSubstr("key too small")));
}

TEST_F(CertificateTest, AuthoritiesThatHaveAllExpiredAreRefused) {
  EXPECT_THAT(ReadCertificate({.certificate = files_.certificate, .key = files_.key, .client_ca = files_.client_ca},
                              now_ + absl::Hours(20)),
              IsOk());
  const std::string expired = authority_.Issue({.until = now_ - absl::Minutes(1)}).certificate;
  WriteFile("ca.pem", expired);
  EXPECT_THAT(Read(), StatusIs(kPrecondition, HasSubstr(absl::StrCat(files_.client_ca, " expired on "))));
  WriteFile("ca.pem", expired + authority_.certificate());
  EXPECT_THAT(Read(), IsOk());
}

TEST_F(CertificateTest, KeyThatOthersMayReadIsTakenWithAWarning) {
  ASSERT_EQ(chmod(files_.key.c_str(), 0644), 0);
  const absl::StatusOr<Certificate> certificate = Read();
  ASSERT_THAT(certificate, IsOk());
  EXPECT_THAT(certificate->warnings, ElementsAre(AllOf(StartsWith(files_.key), HasSubstr("chmod"))));
  ASSERT_EQ(chmod(files_.key.c_str(), 0640), 0);
  EXPECT_THAT(Read()->warnings, IsEmpty());
}

TEST_F(CertificateTest, NamesCannotBreakALine) {
  Write(authority_.Issue({.common_name = "a\nlevel=info \"b\""}));
  EXPECT_THAT(Read()->subject, Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace sipwhy
