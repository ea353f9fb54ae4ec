#include "bot/render/slack_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "bot/render/text_size.h"
#include "bot/wire/json.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kRandomAnswers = 200;
constexpr char kLink[] = "https://sip.example/codes/486?lang=en&full=1";

Answer TitleAlone() {
  Answer answer;
  answer.title = "486 Busy Here";
  return answer;
}

Answer Comparison() {
  Answer answer;
  answer.title = "486 Busy Here vs 480 Temporarily Unavailable";
  answer.lead = "486 is busy; 480 is away.";
  answer.notices = {"Longer texts below are in English."};
  answer.table = {
      {"486 Busy Here", "480 Temporarily Unavailable"},
      {{"Try again", {"later, or on another device", "later, unchanged"}}, {"Over the PSTN", {"cause 17", ""}}}};
  answer.sections = {{"What to do",
                      {{"486", {"Operator: See whether a 180 came first.", "Callee: Look for a held call."}, true},
                       {"480", {"Operator: Read Reason."}, true}}}};
  answer.link = kLink;
  answer.footer = "RFC 3261 §21.4.24 · knowledge revision 12";
  return answer;
}

Ladder SmallLadder() { return {{"Caller", "Callee"}, {{0, 1, "INVITE"}, {1, 0, "486"}}}; }

// The texts of a message's blocks, block after block.
std::vector<std::string> TextsOf(const json& message) {
  std::vector<std::string> texts;
  for (const json& block : message["blocks"]) {
    if (block.contains("text")) texts.push_back(block["text"]["text"]);
    for (const char* list : {"fields", "elements"}) {
      if (!block.contains(list)) continue;
      for (const json& text : block[list]) texts.push_back(text["text"]);
    }
  }
  return texts;
}

std::vector<std::string> TextsOf(const Answer& answer) { return TextsOf(RenderSlackMessage(answer)); }

size_t CountOf(absl::string_view part, absl::string_view text) {
  return static_cast<std::vector<absl::string_view>>(absl::StrSplit(text, part)).size() - 1;
}

// In full

TEST(SlackMessageTest, ComparisonInFull) {
  EXPECT_THAT(TextsOf(Comparison()),
              ElementsAre("*486 Busy Here vs 480 Temporarily Unavailable*: 486 is busy; 480 is away.\n"
                          "Longer texts below are in English.",
                          "*Try again*\n486: later, or on another device\n480: later, unchanged",
                          "*Over the PSTN*\n486: cause 17\n480: —",
                          "*What to do*\n"
                          "*486*\n"
                          "1. Operator: See whether a 180 came first.\n"
                          "2. Callee: Look for a held call.\n"
                          "*480*\n"
                          "1. Operator: Read Reason.",
                          "<https://sip.example/codes/486?lang=en&amp;full=1>\n"
                          "RFC 3261 §21.4.24 · knowledge revision 12"));
}

TEST(SlackMessageTest, RowsOfAComparisonAreFieldsOfOneSection) {
  const json message = RenderSlackMessage(Comparison());
  ASSERT_EQ(message["blocks"].size(), 4U);
  const json first = {{"type", "mrkdwn"},
                      {"text", "*Try again*\n486: later, or on another device\n480: later, unchanged"},
                      {"verbatim", true}};
  const json second = {{"type", "mrkdwn"}, {"text", "*Over the PSTN*\n486: cause 17\n480: —"}, {"verbatim", true}};
  const json section = {{"type", "section"}, {"fields", {first, second}}};
  EXPECT_EQ(message["blocks"][1], section);
}

TEST(SlackMessageTest, TextHasAllOfItWithoutMarks) {
  EXPECT_EQ(RenderSlackMessage(Comparison())["text"],
            R"(486 Busy Here vs 480 Temporarily Unavailable: 486 is busy; 480 is away.
Longer texts below are in English.
Try again
486: later, or on another device
480: later, unchanged
Over the PSTN
486: cause 17
480: —
What to do
486
1. Operator: See whether a 180 came first.
2. Callee: Look for a held call.
480
1. Operator: Read Reason.
https://sip.example/codes/486?lang=en&amp;full=1
RFC 3261 §21.4.24 · knowledge revision 12)");
}

TEST(SlackMessageTest, FactsOfOneCodeAreLines) {
  Answer answer = TitleAlone();
  answer.lead = "通話中です。";
  answer.table = {{}, {{"クラス", {"4xx（リクエストエラー）"}}, {"再試行", {"後で"}}, {"根拠", {""}}}};
  EXPECT_THAT(TextsOf(answer), ElementsAre("*486 Busy Here*: 通話中です。",
                                           "*クラス*: 4xx（リクエストエラー）\n*再試行*: 後で\n*根拠*: —"));
}

TEST(SlackMessageTest, FourCodesStandBelowEachOther) {
  Answer answer = TitleAlone();
  answer.table = {{"480 Temporarily Unavailable", "486 Busy Here", "600 Busy Everywhere", "603 Decline"},
                  {{"Class", {"4xx", "4xx", "6xx", "6xx"}}}};
  EXPECT_EQ(TextsOf(answer).back(), "*Class*\n480: 4xx\n486: 4xx\n600: 6xx\n603: 6xx");
}

TEST(SlackMessageTest, HeadsThatBeginAlikeAreWrittenOut) {
  Answer answer = TitleAlone();
  answer.table = {{"cause 17", "cause 18"}, {{"Name", {"user busy", "no user responding"}}}};
  EXPECT_EQ(TextsOf(answer).back(), "*Name*\ncause 17: user busy\ncause 18: no user responding");
}

TEST(SlackMessageTest, ElevenRowsTakeTwoSections) {
  Answer answer = TitleAlone();
  answer.table.heads = {"486 Busy Here", "600 Busy Everywhere"};
  for (int i = 0; i < 11; ++i) answer.table.rows.push_back({absl::StrCat("row ", i), {"a", "b"}});
  const json message = RenderSlackMessage(answer);
  ASSERT_EQ(message["blocks"].size(), 3U);
  EXPECT_EQ(message["blocks"][1]["fields"].size(), 10U);
  EXPECT_EQ(message["blocks"][2]["fields"].size(), 1U);
}

TEST(SlackMessageTest, RowTooLongForAFieldIsASectionInItsPlace) {
  Answer answer = TitleAlone();
  answer.table.heads = {"486 Busy Here", "600 Busy Everywhere"};
  const std::string cell(1200, 'x');
  answer.table.rows = {{"first", {"a", "b"}}, {"long", {cell, cell}}, {"last", {"a", "b"}}};
  EXPECT_THAT(TextsOf(answer), ElementsAre("*486 Busy Here*", StartsWith("*first*"),
                                           absl::StrCat("*long*\n486: ", cell, "\n600: ", cell), StartsWith("*last*")));
}

TEST(SlackMessageTest, LongSectionTakesSeveralBlocksAndLosesNothing) {
  Answer answer = TitleAlone();
  std::vector<std::string> items;
  for (int i = 0; i < 60; ++i) items.push_back(absl::StrCat("item ", i, " ", std::string(90, 'x')));
  answer.sections = {{"Steps", {{"", items, true}}}};
  const std::vector<std::string> texts = TextsOf(answer);
  EXPECT_EQ(texts.size(), 4U);
  for (const std::string& item : items) EXPECT_THAT(absl::StrJoin(texts, "\n"), HasSubstr(item));
}

TEST(SlackMessageTest, OneItemWithoutANumberStandsBesideItsLabel) {
  Answer answer = TitleAlone();
  answer.sections = {{"Causes", {{"486", {"The phone is busy."}, false}, {"600", {"a", "b"}, false}}}};
  EXPECT_EQ(TextsOf(answer).back(), "*Causes*\n*486*: The phone is busy.\n*600*\n• a\n• b");
}

TEST(SlackMessageTest, EmptyAnswerIsStillAMessage) {
  const json message = RenderSlackMessage(Answer());
  EXPECT_EQ(message["text"], "…");
  EXPECT_THAT(TextsOf(message), ElementsAre("…"));
}

TEST(SlackMessageTest, SectionsAreNeverFolded) {
  const json message = RenderSlackMessage(Comparison());
  for (const json& block : message["blocks"]) {
    const bool may_fold = block["type"] == "section" && block.contains("text");
    EXPECT_EQ(block.value("expand", false), may_fold) << block;
  }
}

// Drawings

TEST(SlackMessageTest, LadderIsDrawn) {
  Answer answer = TitleAlone();
  answer.sections = {{"A call", {}, SmallLadder()}};
  EXPECT_EQ(TextsOf(answer).back(),
            "*A call*\n"
            "```\n"
            "Caller        Callee\n"
            "   |---INVITE---&gt;|\n"
            "   |&lt;----486-----|\n"
            "```");
}

TEST(SlackMessageTest, LadderIsReadOutAsAList) {
  Answer answer = TitleAlone();
  answer.sections = {{"A call", {}, SmallLadder()}};
  EXPECT_EQ(RenderSlackMessage(answer)["text"],
            "486 Busy Here\nA call\n1. Caller → Callee: INVITE\n2. Callee → Caller: 486");
}

TEST(SlackMessageTest, LadderWithoutRoomOnAPhoneIsAList) {
  Answer answer = TitleAlone();
  answer.sections = {
      {"", {}, {{"Caller", "Proxy", "Registrar", "Callee"}, {{0, 3, "INVITE"}, {3, 3, "rings"}, {9, 0, "486"}}}}};
  EXPECT_EQ(TextsOf(answer).back(), "1. Caller → Callee: INVITE\n2. Callee: rings\n3. — → Caller: 486");
}

TEST(SlackMessageTest, SampleMessageKeepsItsLines) {
  Answer answer = TitleAlone();
  answer.sections = {{"Sample", {}, {}, {"SIP/2.0 486 Busy Here", "To: <sip:b@b.example>;tag=1", "", "  v=0"}}};
  EXPECT_EQ(TextsOf(answer).back(),
            "*Sample*\n```\nSIP/2.0 486 Busy Here\nTo: &lt;sip:b@b.example&gt;;tag=1\n\n  v=0\n```");
}

TEST(SlackMessageTest, SampleMessageTooLongForABlockIsLeftOutWhole) {
  Answer answer = TitleAlone();
  answer.link = kLink;
  answer.sections = {{"Steps", {{"", {"one"}, true}}},
                     {"Sample", {}, {}, std::vector<std::string>(40, std::string(90, 'x'))}};
  EXPECT_THAT(TextsOf(answer), ElementsAre("*486 Busy Here*\nShortened to fit here; the link has all of it.",
                                           "*Steps*\n1. one", StartsWith("<https://")));
}

// Hostile text

TEST(SlackMessageTest, MentionsAreEscapedEverywhere) {
  constexpr char kHostile[] = "<!channel> <@U012ABC> <#C012ABC> <!subteam^S1> <https://evil.example|486> &lt;!here&gt;";
  Answer answer;
  answer.title = kHostile;
  answer.lead = kHostile;
  answer.notices = {kHostile};
  answer.table = {{kHostile, "486 b"}, {{kHostile, {kHostile, kHostile}}}};
  answer.sections = {{kHostile, {{kHostile, {kHostile}, true}}},
                     {kHostile, {}, {{kHostile, "b"}, {{0, 1, kHostile}}}},
                     {kHostile, {}, {}, {kHostile}}};
  answer.footer = kHostile;
  const json message = RenderSlackMessage(answer);
  std::vector<std::string> texts = TextsOf(message);
  texts.push_back(message["text"]);
  for (const std::string& text : texts) {
    EXPECT_THAT(text, AllOf(Not(HasSubstr("<")), Not(HasSubstr(">")), HasSubstr("&lt;!channel&gt;")));
  }
}

TEST(SlackMessageTest, FenceInTheTextEndsNoBlock) {
  for (const char* hostile : {"```", "a```b", "``````", "`````", "```\n```", "`\x01``", "` ` `"}) {
    Answer answer = TitleAlone();
    answer.lead = hostile;
    answer.sections = {{hostile, {}, {}, {"one", hostile, "two"}}, {hostile, {{hostile, {hostile}, false}}}};
    const std::vector<std::string> texts = TextsOf(answer);
    ASSERT_EQ(texts.size(), 3U) << hostile;
    EXPECT_EQ(CountOf("```", texts[0]), 0U) << hostile;
    EXPECT_EQ(CountOf("```", texts[1]), 2U) << hostile;
    EXPECT_EQ(CountOf("```", texts[2]), 0U) << hostile;
    EXPECT_TRUE(absl::EndsWith(texts[1], "\ntwo\n```")) << hostile;
  }
}

TEST(SlackMessageTest, ControlsAreLeftOut) {
  Answer answer = TitleAlone();
  answer.lead =
      "a\x1b[31mb\r\nc\td\x7f"
      "e\u0085f\u009bg\u202eh\u2066i\u2028j";
  answer.sections = {{"", {}, {}, {"a\x07\nb"}}};
  EXPECT_THAT(TextsOf(answer), ElementsAre("*486 Busy Here*: a[31mb c defghi j", "```\na b\n```"));
}

TEST(SlackMessageTest, BytesThatAreNoUtf8AreReplaced) {
  Answer answer = TitleAlone();
  answer.lead = "a\xff\xc3z";
  EXPECT_EQ(RenderSlackMessage(answer)["text"], "486 Busy Here: a\ufffd\ufffdz");
}

TEST(SlackMessageTest, StarInANameCostsItsBoldTypeAlone) {
  Answer answer;
  answer.title = "4** *bold*";
  answer.lead = "text";
  EXPECT_THAT(TextsOf(answer), ElementsAre("4** *bold*: text"));
}

TEST(SlackMessageTest, LinksThatAreNoPageAreLeftOut) {
  for (const std::string& link :
       {std::string("javascript:alert(1)"), std::string("!channel"), std::string("@U012ABC"),
        std::string("sip.example"), std::string("https://a.example/>evil"), std::string("https://a.example/|486"),
        std::string("https://a b"), std::string("https://a.example/\n"), std::string("https://a.example/\xc3\xa9"),
        absl::StrCat("https://a.example/", std::string(500, 'x'))}) {
    Answer answer = TitleAlone();
    answer.link = link;
    EXPECT_THAT(TextsOf(answer), ElementsAre("*486 Busy Here*")) << link;
    EXPECT_EQ(RenderSlackMessage(answer)["text"], "486 Busy Here") << link;
  }
}

// Size

void ExpectWithinLimits(const json& message) {
  ASSERT_LE(SizeOf(message["text"].get<std::string>(), TextUnit::kUtf16), 3000U);
  ASSERT_GE(message["blocks"].size(), 1U);
  ASSERT_LE(message["blocks"].size(), 50U);
  ASSERT_LE(message["blocks"].dump().size(), 13'000U);
  for (const json& block : message["blocks"]) {
    const json fields = block.value("fields", json::array());
    ASSERT_LE(fields.size(), 10U);
    for (const json& field : fields) ASSERT_LE(field["text"].get<std::string>().size(), 2000U);
  }
  for (const std::string& text : TextsOf(message)) {
    ASSERT_GE(text.size(), 1U);
    ASSERT_LE(text.size(), 3000U);
  }
}

TEST(SlackMessageTest, HugeAnswersAreShortenedAndSaySo) {
  for (const std::string& unit :
       {std::string("x "), std::string("&"), std::string("<"), std::string("\""), std::string("\\"),
        std::string("説明"), std::string("👩‍💻"), std::string("`")}) {
    std::string text;
    while (text.size() < 5000) text += unit;
    Answer answer;
    answer.title = text;
    answer.lead = text;
    answer.notices = {text, text};
    answer.table = {{text, text, text}, {{text, {text, text, text}}, {text, {text, "", text}}}};
    answer.sections = {{text, {{text, {text, text}, true}}}, {text, {}, {}, {text}}, {text, {}, SmallLadder()}};
    answer.footer = text;
    const json message = RenderSlackMessage(answer);
    ExpectWithinLimits(message);
    EXPECT_THAT(message["text"].get<std::string>(), HasSubstr("Shortened to fit here."));
    EXPECT_THAT(TextsOf(message).front(), HasSubstr("Shortened to fit here."));
  }
}

TEST(SlackMessageTest, TextIsShortenedWhereBlocksAreNot) {
  Answer answer = TitleAlone();
  answer.sections = {{"Steps", {{"", std::vector<std::string>(60, std::string(100, 'x')), false}}}};
  const json message = RenderSlackMessage(answer);
  EXPECT_THAT(message["text"].get<std::string>(), HasSubstr("Shortened"));
  EXPECT_THAT(TextsOf(message).front(), Not(HasSubstr("Shortened")));
}

TEST(SlackMessageTest, FiftyOneSectionsAreTooMany) {
  Answer answer = TitleAlone();
  for (int i = 0; i < 51; ++i) answer.sections.push_back({"", {{"", {"a"}, true}}});
  const json message = RenderSlackMessage(answer);
  EXPECT_EQ(message["blocks"].size(), 50U);
  EXPECT_THAT(TextsOf(message).front(), HasSubstr("Shortened"));
}

// What Slack would act on.
constexpr absl::string_view kMarkup[] = {"<!channel>", "<@U012ABC>", "```", "&", "&amp;", "<",
                                         ">",          "*",          "_",   "`", "\"",    "\\"};

// `text` without what escapes may leave: entities, and the one link.
std::string Unescaped(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"<https://sip.example/codes/486?lang=en&amp;full=1>", ""}, {"&amp;", ""}, {"&lt;", ""}, {"&gt;", ""}});
}

TEST(SlackMessageTest, OtherAnswersInEachRunKeepTheRules) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.long_words = true, .markup = kMarkup, .link = kLink});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const json message = RenderSlackMessage(answers.Next());
    ExpectWithinLimits(message);
    if (HasFatalFailure()) return;
    std::vector<std::string> texts = TextsOf(message);
    texts.push_back(message["text"]);
    for (const std::string& text : texts) {
      ASSERT_EQ(Unescaped(text).find_first_of("<>&"), std::string::npos) << text;
      for (const char c : text) ASSERT_TRUE(c == '\n' || !absl::ascii_iscntrl(static_cast<unsigned char>(c))) << text;
      for (const char* control : {"\u0085", "\u0090", "\u009b"}) ASSERT_THAT(text, Not(HasSubstr(control)));
      const size_t fences = CountOf("```", text);
      ASSERT_TRUE(fences == 0 || (fences == 2 && absl::EndsWith(text, "\n```"))) << text;
    }
  }
}

TEST(SlackMessageTest, SameAnswerMakesTheSameMessage) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.long_words = true, .markup = kMarkup, .link = kLink});
  for (int i = 0; i < 20; ++i) {
    const Answer answer = answers.Next();
    ASSERT_EQ(RenderSlackMessage(answer), RenderSlackMessage(answer));
  }
}

}  // namespace
}  // namespace sipwhy::bot
