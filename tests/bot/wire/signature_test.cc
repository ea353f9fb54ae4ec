#include "bot/wire/signature.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace sipwhy::bot {
namespace {

std::string Bytes(absl::string_view hex) { return absl::HexStringToBytes(hex); }

struct Ed25519Vector {
  absl::string_view name;
  absl::string_view public_key;
  absl::string_view message;
  absl::string_view signature;
};

// RFC 8032 §7.1, without the one of 1023 bytes.
constexpr Ed25519Vector kRfc8032[] = {
    {"TEST 1", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
     "655141438e7a100b"},
    {"TEST 2", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
     "b00d291612bb0c00"},
    {"TEST 3", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
     "c027beceea1ec40a"},
    {"TEST SHA(abc)", "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e"
     "2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17a"
     "d9bef1177331a704"}};

TEST(SignatureTest, Ed25519VectorsOfTheRfcVerify) {
  for (const Ed25519Vector& vector : kRfc8032) {
    EXPECT_TRUE(VerifyEd25519(Bytes(vector.public_key), Bytes(vector.message), Bytes(vector.signature))) << vector.name;
  }
}

TEST(SignatureTest, Ed25519SignatureWithAnyBitChangedIsRefused) {
  const Ed25519Vector& vector = kRfc8032[2];
  const std::string signature = Bytes(vector.signature);
  for (size_t bit = 0; bit < signature.size() * 8; ++bit) {
    std::string changed = signature;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(VerifyEd25519(Bytes(vector.public_key), Bytes(vector.message), changed)) << "bit " << bit;
  }
}

TEST(SignatureTest, Ed25519KeyWithAnyBitChangedIsRefused) {
  const Ed25519Vector& vector = kRfc8032[1];
  const std::string key = Bytes(vector.public_key);
  for (size_t bit = 0; bit < key.size() * 8; ++bit) {
    std::string changed = key;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(VerifyEd25519(changed, Bytes(vector.message), Bytes(vector.signature))) << "bit " << bit;
  }
}

TEST(SignatureTest, Ed25519MessageWithAnyChangeIsRefused) {
  const Ed25519Vector& vector = kRfc8032[3];
  const std::string message = Bytes(vector.message);
  const std::string key = Bytes(vector.public_key);
  const std::string signature = Bytes(vector.signature);
  for (size_t i = 0; i < message.size(); ++i) {
    std::string changed = message;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(VerifyEd25519(key, changed, signature)) << "byte " << i;
  }
  EXPECT_FALSE(VerifyEd25519(key, message.substr(1), signature));
  EXPECT_FALSE(VerifyEd25519(key, message + std::string(1, '\0'), signature));
  EXPECT_FALSE(VerifyEd25519(key, "", signature));
}

// RFC 8032 §5.1.7: a second half that is the group's order or more makes another signature of the same message.
TEST(SignatureTest, Ed25519SecondHalfBeyondTheOrderIsRefused) {
  EXPECT_FALSE(VerifyEd25519(Bytes(kRfc8032[0].public_key), "",
                             Bytes("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901554c8c7872aa064e049db"
                                   "b3013fbf29380d25bf5f0595bbe24655141438e7a101b")));
}

TEST(SignatureTest, Ed25519OtherSizesAreRefused) {
  const std::string key = Bytes(kRfc8032[0].public_key);
  const std::string signature = Bytes(kRfc8032[0].signature);
  for (size_t size = 0; size < 32; ++size) EXPECT_FALSE(VerifyEd25519(key.substr(0, size), "", signature)) << size;
  for (size_t size = 0; size < 64; ++size) EXPECT_FALSE(VerifyEd25519(key, "", signature.substr(0, size))) << size;
  EXPECT_FALSE(VerifyEd25519(key + "x", "", signature));
  EXPECT_FALSE(VerifyEd25519(key, "", signature + "x"));
}

TEST(SignatureTest, Ed25519NothingButZerosIsRefused) {
  EXPECT_FALSE(VerifyEd25519(Bytes(kRfc8032[0].public_key), "", std::string(64, '\0')));
  EXPECT_FALSE(VerifyEd25519(Bytes(kRfc8032[0].public_key), "", std::string(64, '\xFF')));
}

struct HmacVector {
  absl::string_view name;
  std::string key;
  std::string message;
  absl::string_view digest;
};

// RFC 4231 §4, without the case that is cut to 128 bits.
TEST(SignatureTest, HmacVectorsOfTheRfc) {
  const HmacVector vectors[] = {
      {"Test Case 1", std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Test Case 2", "Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {"Test Case 3", std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {"Test Case 4", Bytes("0102030405060708090a0b0c0d0e0f10111213141516171819"), std::string(50, '\xcd'),
       "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {"Test Case 6", std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {"Test Case 7", std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
       "hashed "
       "before being used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"}};
  for (const HmacVector& vector : vectors) {
    EXPECT_EQ(ToHex(HmacSha256(vector.key, vector.message)), vector.digest) << vector.name;
  }
}

TEST(SignatureTest, HmacOfNothingWithNoKey) {
  EXPECT_EQ(ToHex(HmacSha256("", "")), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(SignatureTest, HmacIsOverAllBytesAlsoAfterNul) {
  const std::string message("a\0b", 3);
  EXPECT_NE(HmacSha256("key", message), HmacSha256("key", "a"));
  EXPECT_NE(HmacSha256("key", message), HmacSha256("key", std::string("a\0c", 3)));
}

TEST(SignatureTest, EqualTextsAreEqual) {
  EXPECT_TRUE(EqualInConstantTime("secret", "secret"));
  EXPECT_TRUE(EqualInConstantTime(std::string("a\0b", 3), std::string("a\0b", 3)));
}

TEST(SignatureTest, TextsThatDifferInOneByteAreNotEqual) {
  const std::string text = "v0=0123456789abcdef";
  for (size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = static_cast<char>(other[i] ^ 0x20);
    EXPECT_FALSE(EqualInConstantTime(text, other)) << "byte " << i;
  }
}

TEST(SignatureTest, TextsOfOtherLengthAreNotEqual) {
  EXPECT_FALSE(EqualInConstantTime("secret", "secre"));
  EXPECT_FALSE(EqualInConstantTime("secret", "secret "));
  EXPECT_FALSE(EqualInConstantTime("secret", std::string("secret\0", 7)));
}

TEST(SignatureTest, EmptyIsEqualToNothing) {
  EXPECT_FALSE(EqualInConstantTime("", ""));
  EXPECT_FALSE(EqualInConstantTime("", "a"));
  EXPECT_FALSE(EqualInConstantTime("a", ""));
  EXPECT_FALSE(EqualInConstantTime(absl::string_view(), absl::string_view()));
}

TEST(SignatureTest, HexOfAllBytesComesBack) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes.push_back(static_cast<char>(byte));
  EXPECT_EQ(FromHex(ToHex(bytes)), bytes);
}

TEST(SignatureTest, HexTakesCapitals) {
  EXPECT_EQ(FromHex("00fFA0"), std::string("\x00\xFF\xA0", 3));
  EXPECT_EQ(FromHex(""), "");
  EXPECT_EQ(ToHex("\xAB"), "ab");
}

TEST(SignatureTest, WhatIsNoHexIsNone) {
  for (const char* text : {"0", "abc", "0g", "g0", " 00", "00 ", "0x00", "+0", "-1", "００", "00\n", "é0"}) {
    EXPECT_EQ(FromHex(text), std::nullopt) << text;
  }
  EXPECT_EQ(FromHex(absl::string_view("0\0", 2)), std::nullopt);
}

}  // namespace
}  // namespace sipwhy::bot
