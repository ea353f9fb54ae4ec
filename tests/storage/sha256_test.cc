#include "storage/sha256.h"

#include <gtest/gtest.h>

namespace sipwhy {
namespace {

// The examples of FIPS 180-4.
TEST(Sha256Test, GivesThePublishedDigests) {
  const struct {
    std::string bytes;
    absl::string_view digest;
  } cases[] = {{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
               {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
               {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
               {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"}};
  for (const auto& [bytes, digest] : cases) EXPECT_EQ(Sha256Hex(bytes), digest) << bytes.substr(0, 60);
}

TEST(Sha256Test, RawDigestIsTheSameBytes) {
  EXPECT_EQ(Sha256("abc").size(), 32u);
  EXPECT_EQ(Sha256("abc").substr(0, 4), "\xba\x78\x16\xbf");
}

TEST(Sha256Test, ZeroBytesCount) { EXPECT_NE(Sha256(std::string("a\0b", 3)), Sha256("a")); }

}  // namespace
}  // namespace sipwhy
