#include "bot/render/web_url.h"

#include <gtest/gtest.h>

namespace sipwhy::bot {
namespace {

TEST(WebUrlTest, PagesHaveOneOfTwoSchemes) {
  for (const char* url : {"https://why.example/sip/486?a=1&b=2#c", "http://why.example", "https://"}) {
    EXPECT_TRUE(IsWebUrl(url)) << url;
    EXPECT_TRUE(IsPlainWebUrl(url)) << url;
  }
}

TEST(WebUrlTest, OtherTextIsNoUrlOfAPage) {
  for (const char* url : {"", "why.example", "//why.example", "javascript:alert(1)", "https:/why.example",
                          " https://why.example", "HTTPS://why.example", "ftp://why.example", "sip:bob@why.example"}) {
    EXPECT_FALSE(IsWebUrl(url)) << url;
    EXPECT_FALSE(IsPlainWebUrl(url)) << url;
  }
}

TEST(WebUrlTest, UrlWithSignsThatNoUrlHasIsNotPlain) {
  for (const char* url : {"https://why.example/a b", "https://why.example/<x>", "https://why.example/\n",
                          "https://why.example/é", "https://why.example/\x7f"}) {
    EXPECT_TRUE(IsWebUrl(url)) << url;
    EXPECT_FALSE(IsPlainWebUrl(url)) << url;
  }
}

}  // namespace
}  // namespace sipwhy::bot
