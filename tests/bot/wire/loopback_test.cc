#include "bot/wire/loopback.h"

#include <gtest/gtest.h>

namespace sipwhy::bot {
namespace {

TEST(LoopbackTest, ThisMachine) {
  for (const char* host : {"localhost", "LocalHost", "127.0.0.1", "127.255.0.9", "::1", "[::1]"}) {
    EXPECT_TRUE(IsLoopback(host)) << host;
  }
}

TEST(LoopbackTest, OthersHoweverAlike) {
  for (const char* host : {"", "127.example.org", "127.1", "127.0.0.1.example.org", "localhost.example.org",
                           "128.0.0.1", "0.0.0.0", "::", "[::]", "::2", "127.0.0.1 ", "example.org"}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

}  // namespace
}  // namespace sipwhy::bot
