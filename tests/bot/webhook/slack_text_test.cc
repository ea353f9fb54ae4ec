#include "bot/webhook/slack_text.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace sipwhy::bot {
namespace {

constexpr char kBot[] = "U0LAN0Z89";

TEST(SlackTextTest, TextIsReadAsItIsShown) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"486", "486"},
      {"  486\n", "486"},
      {"486 &amp; 480", "486 & 480"},
      {"&lt;486&gt;", "<486>"},
      {"&amp;lt;", "&lt;"},
      {"&amp;amp;amp;", "&amp;amp;"},
      {"&quot;&#39;&;&am", "&quot;&#39;&;&am"},
      {"<tel:486|486> vs <tel:480|480>", "486 vs 480"},
      {"<tel:+13014080000|+1 301 408 0000>", "+1 301 408 0000"},
      {"<http://301.example|301.example>", "301.example"},
      {"<https://a.example/?a=1&amp;b=2>", "https://a.example/?a=1&b=2"},
      {"<https://a.example|a &lt;b&gt;>", "a <b>"},
      {"<mailto:ann@a.example|ann@a.example> 486", "ann@a.example 486"},
      {"<@U012ABCDEF> 486", "@U012ABCDEF 486"},
      {"<@U012ABCDEF|ann> 486", "@ann 486"},
      {"<#C012ABCDE|voice> 486", "#voice 486"},
      {"<#C012ABCDE> 486", "#C012ABCDE 486"},
      {"<!here> 486", "@here 486"},
      {"<!here|@here> 486", "@here 486"},
      {"<!subteam^S012ABC> 486", "@subteam^S012ABC 486"},
      {"<!subteam^S012ABC|@voice> 486", "@voice 486"},
      {"4** vs *486*", "4** vs *486*"},
      {"```SIP/2.0 486 Busy Here```", "```SIP/2.0 486 Busy Here```"},
      {"\xe7\x99\xbe", "\xe7\x99\xbe"}};
  for (const auto& [text, shown] : cases) EXPECT_EQ(ReadSlackText(text, kBot), shown) << text;
}

TEST(SlackTextTest, OwnMentionIsCut) {
  const std::pair<const char*, const char*> cases[] = {{"<@U0LAN0Z89>", ""},
                                                       {"<@U0LAN0Z89> 486", "486"},
                                                       {"<@U0LAN0Z89>486", "486"},
                                                       {"<@U0LAN0Z89>: 486", "486"},
                                                       {"<@U0LAN0Z89>, 486", "486"},
                                                       {"<@U0LAN0Z89|sip> 486", "486"},
                                                       {"486 <@U0LAN0Z89>", "486"},
                                                       {"486<@U0LAN0Z89>480", "486 480"},
                                                       {"<@U0LAN0Z89> <@U0LAN0Z89> 486", "486"},
                                                       {"&lt;@U0LAN0Z89&gt; 486", "<@U0LAN0Z89> 486"},
                                                       {"<#U0LAN0Z89> 486", "#U0LAN0Z89 486"}};
  for (const auto& [text, shown] : cases) EXPECT_EQ(ReadSlackText(text, kBot), shown) << text;
}

TEST(SlackTextTest, BrokenReferencesStay) {
  for (const char* text : {"<", ">", "<>", "<|>", "<|x>", "<@>", "<@", "<@U0LAN0Z89", "<486>", "a < b", "<486|busy>",
                           "<a b:c>", "<@U0 LAN0Z89>", "486 > 480 < 500"}) {
    EXPECT_EQ(ReadSlackText(text, kBot), text);
  }
  EXPECT_EQ(ReadSlackText("<<@U0LAN0Z89>>", kBot), "< >");
}

TEST(SlackTextTest, LongTextOfBracketsIsReadQuickly) {
  EXPECT_EQ(ReadSlackText(std::string(200'000, '<'), kBot).size(), 200'000U);
  EXPECT_EQ(ReadSlackText(std::string(200'000, '&'), kBot).size(), 200'000U);
}

}  // namespace
}  // namespace sipwhy::bot
