#include "http/http_message.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace sipwhy {
namespace {

TEST(HttpHeadersTest, NameIsFoundInAnyCase) {
  const HttpHeaders headers = {{"X-Signature-Ed25519", "ab"}, {"content-type", "application/json"}};
  EXPECT_EQ(headers.Only("x-signature-ed25519"), "ab");
  EXPECT_EQ(headers.Only("X-SIGNATURE-ED25519"), "ab");
  EXPECT_EQ(headers.Only("Content-Type"), "application/json");
}

TEST(HttpHeadersTest, MissingNameIsNone) {
  const HttpHeaders headers = {{"Authorization", "HMAC x"}};
  EXPECT_EQ(headers.Only("Authorizatio"), std::nullopt);
  EXPECT_EQ(headers.Only("Authorization "), std::nullopt);
  EXPECT_EQ(headers.Only(""), std::nullopt);
  EXPECT_EQ(HttpHeaders().Only("Authorization"), std::nullopt);
}

TEST(HttpHeadersTest, NameThatComesTwiceIsNone) {
  const HttpHeaders same = {{"Authorization", "HMAC x"}, {"Authorization", "HMAC x"}};
  EXPECT_EQ(same.Only("Authorization"), std::nullopt);
  const HttpHeaders other_case = {{"Authorization", "HMAC x"}, {"Host", "h"}, {"AUTHORIZATION", "HMAC y"}};
  EXPECT_EQ(other_case.Only("Authorization"), std::nullopt);
  EXPECT_EQ(other_case.Only("Host"), "h");
}

TEST(HttpHeadersTest, EmptyValueIsThere) {
  const HttpHeaders headers = {{"Authorization", ""}};
  EXPECT_EQ(headers.Only("Authorization"), "");
}

TEST(HttpHeadersTest, FieldsKeepTheirOrderAndBytes) {
  HttpHeaders headers;
  headers.Add("B", std::string("1\0\xFF", 3));
  headers.Add("A", "2");
  headers.Add("b", "3");
  ASSERT_EQ(headers.fields().size(), 3u);
  EXPECT_EQ(headers.fields()[0].second, std::string("1\0\xFF", 3));
  EXPECT_EQ(headers.fields()[1].first, "A");
  EXPECT_EQ(headers.fields()[2].first, "b");
}

TEST(HttpHeadersTest, SignsAboveAsciiHaveNoCase) {
  const HttpHeaders headers = {{"X-É", "1"}, {"X-é", "2"}};
  EXPECT_EQ(headers.Only("X-É"), "1");
  EXPECT_EQ(headers.Only("x-é"), "2");
}

}  // namespace
}  // namespace sipwhy
