#include "bot/render/discord_embed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "bot/wire/json.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::nlohmann::json;
using ::sipwhy::bot::testing::ForEachText;
using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kRandomAnswers = 200;
constexpr char kNoName[] = "\u200b";

constexpr absl::string_view kHostile[] = {"<@80351110224678912>",
                                          "<@!80351110224678912>",
                                          "<@&165511591545143296>",
                                          "@everyone",
                                          "@here",
                                          "<#103735883630395392>",
                                          "<t:1618953630:R>",
                                          "</sip:816437322781949972>",
                                          "<:mmLol:216154654256398347>",
                                          "<id:customize>",
                                          "[x](https://e.example)",
                                          "https://e.example/x",
                                          "<https://e.example>",
                                          "discord://-/x",
                                          "||spoiler||",
                                          "```sh\nrm\n```",
                                          "`code`",
                                          "# heading",
                                          "-# small",
                                          "- list",
                                          "* list",
                                          "1. list",
                                          "> quote",
                                          ">>> quote",
                                          "**b** __u__ ~~s~~ _i_",
                                          "\\",
                                          "\u202ereversed",
                                          "\xFF\xFE",
                                          "line\nbreak"};

// Code points, counted by other means than ours.
size_t Length(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string Text(const json& object, const char* name) { return object.value(name, ""); }

std::vector<json> FieldsOf(const json& embed) { return embed.value("fields", json::array()); }

// "Message Resource", Embed Limits.
void ExpectWithinLimits(const json& embed) {
  size_t together = Length(Text(embed, "title")) + Length(Text(embed, "description"));
  ASSERT_LE(Length(Text(embed, "title")), 256u);
  ASSERT_LE(Length(Text(embed, "description")), 4096u);
  ASSERT_LE(FieldsOf(embed).size(), 25u);
  for (const json& field : FieldsOf(embed)) {
    ASSERT_GE(Length(field["name"]), 1u);
    ASSERT_LE(Length(field["name"]), 256u);
    ASSERT_GE(absl::StripAsciiWhitespace(field["value"].get<std::string>()).size(), 1u);
    ASSERT_LE(Length(field["value"]), 1024u);
    together += Length(field["name"]) + Length(field["value"]);
  }
  if (embed.contains("footer")) {
    ASSERT_LE(Length(embed["footer"]["text"]), 2048u);
    together += Length(embed["footer"]["text"]);
  }
  ASSERT_LE(together, 6000u);
}

// Where a sign of Markdown stands without a backslash, other than in the marks of our own; npos for none.
size_t MarkupIn(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (absl::StartsWith(text.substr(i), "**")) {
      ++i;
    } else if (absl::StrContains("`*_~|<>[]#@", text.substr(i, 1)) || absl::StartsWith(text.substr(i), "://")) {
      return i;
    }
  }
  return absl::string_view::npos;
}

bool BeginsList(absl::string_view line) {
  const size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  const char after = digits < line.size() ? line[digits] : ' ';
  return absl::StartsWith(line, "-") || absl::StartsWith(line, "+") || (digits > 0 && (after == '.' || after == ')'));
}

void ExpectNoMarkup(const std::string& text) {
  ASSERT_EQ(MarkupIn(text), absl::string_view::npos) << text;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) ASSERT_FALSE(BeginsList(line)) << text;
}

// A code block ends where its last line does, and there is nothing after it.
void ExpectCodeBlock(const std::string& text) {
  ASSERT_THAT(text, EndsWith("\n```"));
  ASSERT_EQ(text.find("```", 3), text.size() - 3) << text;
}

Answer Comparison() {
  Answer answer;
  answer.title = "486 Busy Here vs 603 Decline";
  answer.lead = "A 486 speaks for one phone, a 603 for all.";
  answer.notices = {"Longer texts are in English."};
  answer.table = {{"486 Busy Here", "603 Decline"},
                  {{"Try again", {"later", "after Retry-After"}}, {"Q.850", {"17", ""}}}};
  answer.sections = {{"What to do",
                      {{"486", {"Operator: See whether a 180 came.", "Callee: Hang up."}, true},
                       {"603", {"Operator: Read Reason."}}}}};
  answer.link = "https://sip.example/486/603";
  answer.footer = "RFC 3261 §21.4.24 · *";
  return answer;
}

TEST(DiscordEmbedTest, ComparisonInFull) {
  const json expected = {
      {"title", "486 Busy Here vs 603 Decline"},
      {"url", "https://sip.example/486/603"},
      {"description", "A 486 speaks for one phone, a 603 for all.\nLonger texts are in English."},
      {"fields",
       {{{"name", "Try again"}, {"value", "**486** later\n**603** after Retry-After"}},
        {{"name", "Q.850"}, {"value", "**486** 17\n**603** —"}},
        {{"name", "What to do"},
         {"value",
          "**486**\n1\\. Operator: See whether a 180 came.\n2\\. Callee: Hang up.\n**603** Operator: Read Reason."}},
        {{"name", kNoName}, {"value", "<https://sip.example/486/603>"}}}},
      {"footer", {{"text", "RFC 3261 §21.4.24 · *"}}}};
  EXPECT_EQ(RenderDiscordEmbed(Comparison()), expected) << RenderDiscordEmbed(Comparison()).dump(2);
}

TEST(DiscordEmbedTest, OneCodeHasItsRowsInTheDescription) {
  Answer answer;
  answer.title = "486 Busy Here";
  answer.lead = "The phone is busy.";
  answer.table = {{}, {{"Class", {"4xx"}}, {"Try again", {"later"}}}};
  const json embed = RenderDiscordEmbed(answer);
  EXPECT_EQ(embed["description"], "The phone is busy.\n\n**Class** 4xx\n**Try again** later");
  EXPECT_FALSE(embed.contains("fields"));
}

TEST(DiscordEmbedTest, LadderAndMessageAreCodeBlocks) {
  Answer answer;
  answer.title = "486";
  answer.sections = {{"Ladder", {}, {{"Caller", "Callee"}, {{0, 1, "INVITE"}}}},
                     {"Message", {}, {}, {"SIP/2.0 486 Busy Here", "  *folded*"}}};
  const std::vector<json> fields = FieldsOf(RenderDiscordEmbed(answer));
  ASSERT_EQ(fields.size(), 2u);
  EXPECT_EQ(fields[0]["value"], "```\nCaller        Callee\n   |---INVITE--->|\n```");
  EXPECT_EQ(fields[1]["value"], "```\nSIP/2.0 486 Busy Here\n  *folded*\n```");
}

TEST(DiscordEmbedTest, CodeBlockCannotBeLeft) {
  Answer answer;
  answer.sections = {{"", {}, {}, {"a```b", "```", "``````", "`"}}};
  const std::string value = FieldsOf(RenderDiscordEmbed(answer)).at(0)["value"];
  ExpectCodeBlock(value);
}

TEST(DiscordEmbedTest, LadderThatIsTooWideForAPhoneIsAList) {
  Answer answer;
  answer.sections = {{"L", {}, {{"A", "B"}, {{0, 1, std::string(50, 'x')}, {1, 1, "waits"}, {5, 1, "*"}}}}};
  EXPECT_EQ(FieldsOf(RenderDiscordEmbed(answer)).at(0)["value"],
            absl::StrCat("1\\. A → B: ", std::string(50, 'x'), "\n2\\. B: waits\n3\\. — → B: \\*"));
}

TEST(DiscordEmbedTest, LongSectionGoesOnInFieldsWithoutName) {
  Answer answer;
  Section section{"Steps", {{"", {}, true}}};
  for (int i = 0; i < 8; ++i) section.lists[0].items.push_back(std::string(300, static_cast<char>('a' + i)));
  answer.sections = {section};
  const std::vector<json> fields = FieldsOf(RenderDiscordEmbed(answer));
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(fields[0]["name"], "Steps");
  EXPECT_EQ(fields[1]["name"], kNoName);
  EXPECT_THAT(fields[1]["value"].get<std::string>(), StartsWith("4\\. ddd"));
}

TEST(DiscordEmbedTest, MarkupIsEscaped) {
  const std::pair<const char*, const char*> kCases[] = {
      {"<@80351110224678912>", R"(\<\@80351110224678912\>)"},
      {"@everyone", R"(\@everyone)"},
      {"<#1037>", R"(\<\#1037\>)"},
      {"<t:1618953630:R>", R"(\<t:1618953630:R\>)"},
      {"[x](https://e.example)", R"(\[x\](https\://e.example))"},
      {"||x||", R"(\|\|x\|\|)"},
      {"> x", R"(\> x)"},
      {"# x", R"(\# x)"},
      {"-# x", R"(\-\# x)"},
      {"- x", R"(\- x)"},
      {"* x", R"(\* x)"},
      {"12. x", R"(12\. x)"},
      {"64*T1 a_b `c` ~~d~~", R"(64\*T1 a\_b \`c\` \~\~d\~\~)"},
      {R"(\*)", R"(\\\*)"},
      {"sip:a@b.c 10-20 3.5", R"(sip:a\@b.c 10-20 3.5)"},
      {"a\nb\tc\x07", "a b c"},
  };
  for (const auto& [text, escaped] : kCases) {
    Answer answer;
    answer.lead = text;
    answer.title = text;
    EXPECT_EQ(RenderDiscordEmbed(answer)["description"], escaped) << text;
    EXPECT_EQ(RenderDiscordEmbed(answer)["title"], escaped) << text;
  }
}

TEST(DiscordEmbedTest, LinkThatIsNoneIsLeftOut) {
  for (const std::string link :
       {"javascript:alert(1)", "sip:a@b.c", "https://a b", "https://a\nb", "https://x><@1>", "discord://-/x"}) {
    Answer answer = Comparison();
    answer.link = link;
    EXPECT_FALSE(RenderDiscordEmbed(answer).contains("url")) << link;
    EXPECT_THAT(DumpSafe(RenderDiscordEmbed(answer)), Not(HasSubstr(link))) << link;
  }
}

TEST(DiscordEmbedTest, EmptyAnswerHasSomethingToShow) {
  EXPECT_EQ(RenderDiscordEmbed(Answer()), json({{"description", "…"}}));
}

TEST(DiscordEmbedTest, PartsAtTheirLimitsAreWhole) {
  Answer answer;
  answer.title = std::string(256, 't');
  answer.footer = std::string(2048, 'f');
  const json embed = RenderDiscordEmbed(answer);
  EXPECT_EQ(embed["title"], answer.title);
  EXPECT_EQ(embed["footer"]["text"], answer.footer);
}

TEST(DiscordEmbedTest, CharactersBeyondTheBasicPlaneCountOnce) {
  Answer answer;
  for (int i = 0; i < 256; ++i) absl::StrAppend(&answer.title, "📞");
  EXPECT_EQ(RenderDiscordEmbed(answer)["title"], answer.title);
  absl::StrAppend(&answer.title, "📞");
  EXPECT_EQ(Length(RenderDiscordEmbed(answer)["title"]), 256u);
}

TEST(DiscordEmbedTest, CutEndsWithNoHalfEscape) {
  Answer answer;
  for (size_t size = 120; size < 140; ++size) {
    answer.title = absl::StrCat(std::string(size % 7, 'x'), std::string(size, '*'));
    const std::string title = RenderDiscordEmbed(answer)["title"];
    ASSERT_LE(Length(title), 256u);
    ExpectNoMarkup(title);
    ASSERT_THAT(absl::StrReplaceAll(title, {{R"(\*)", ""}}), Not(HasSubstr("\\")));
  }
}

TEST(DiscordEmbedTest, GiantPartsAreCut) {
  Answer answer = Comparison();
  ForEachText(answer, [](std::string& text) { text = std::string(10'000, '*'); });
  const json embed = RenderDiscordEmbed(answer);
  ExpectWithinLimits(embed);
  EXPECT_THAT(embed["description"].get<std::string>(), HasSubstr("Shortened to fit here; the link has all of it."));
  EXPECT_EQ(embed["url"], answer.link);
}

TEST(DiscordEmbedTest, LongAnswerKeepsItsBeginning) {
  Answer answer = Comparison();
  for (int i = 0; i < 40; ++i) answer.sections.push_back({absl::StrCat("S", i), {{"", {std::string(100, 's')}}}});
  const json embed = RenderDiscordEmbed(answer);
  ExpectWithinLimits(embed);
  EXPECT_EQ(FieldsOf(embed).size(), 25u);
  EXPECT_EQ(FieldsOf(embed).at(0)["name"], "Try again");
  EXPECT_EQ(FieldsOf(embed).back()["value"], "<https://sip.example/486/603>");
}

TEST(DiscordEmbedTest, RandomEmbedsKeepTheRules) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers random(seed, {.long_words = true, .markup = kHostile, .link = "https://sip.example/486"});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const json embed = RenderDiscordEmbed(random.Next());
    ExpectWithinLimits(embed);
    ExpectNoMarkup(Text(embed, "title"));
    ExpectNoMarkup(Text(embed, "description"));
    for (const json& field : FieldsOf(embed)) {
      const std::string value = field["value"];
      ExpectNoMarkup(field["name"]);
      if (absl::StartsWith(value, "```")) {
        ExpectCodeBlock(value);
      } else if (value != "<https://sip.example/486>") {
        ExpectNoMarkup(value);
      }
    }
    const std::string written = absl::StrReplaceAll(embed.dump(-1, ' ', false), {{"\\n", ""}});
    ASSERT_THAT(written, Not(HasSubstr("\\u00"))) << written;
    for (const char* control : {"\x7f", "\u0085", "\u0090", "\u009b", "\u202e"}) {
      ASSERT_THAT(written, Not(HasSubstr(control)));
    }
    if (::testing::Test::HasFatalFailure()) return;
  }
}

TEST(DiscordEmbedTest, EveryWordOfASmallAnswerIsThere) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers random(seed, {.controls = false});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const Answer answer = random.Next();
    const json embed = RenderDiscordEmbed(answer);
    std::string text = Text(embed, "description");
    for (const json& field : FieldsOf(embed)) absl::StrAppend(&text, "\n", field["value"].get<std::string>());
    if (absl::StrContains(text, "Shortened")) continue;
    const std::string plain = absl::StrReplaceAll(text, {{"\\", ""}});
    ASSERT_THAT(plain, HasSubstr(answer.lead));
    for (const std::string& notice : answer.notices) ASSERT_THAT(plain, HasSubstr(notice));
    for (const Table::Row& row : answer.table.rows) {
      for (const std::string& cell : row.cells) ASSERT_THAT(plain, HasSubstr(cell));
    }
  }
}

}  // namespace
}  // namespace sipwhy::bot
