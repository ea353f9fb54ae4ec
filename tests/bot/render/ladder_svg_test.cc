#include "bot/render/ladder_svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "bot/render/display_width.h"
#include "tests/bot/render/markup_check.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::RandomAnswers;
using ::sipwhy::bot::testing::ShownText;
using ::sipwhy::bot::testing::WhatIsWrong;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Lt;
using ::testing::Not;

const Ladder kCall = {{"Caller", "Proxy", "Callee"},
                      {{0, 1, "INVITE"}, {1, 1, "Timer B"}, {1, 0, "408 Request Timeout"}, {0, 1, "ACK"}}};

// The first number that `pattern` finds in `svg`.
int NumberIn(const std::string& svg, const std::string& pattern) {
  std::smatch match;
  int number = 0;
  const bool found = std::regex_search(svg, match, std::regex(pattern)) && absl::SimpleAtoi(match[1].str(), &number);
  EXPECT_TRUE(found) << pattern << " in " << svg;
  return number;
}

int WidthOf(const std::string& svg) { return NumberIn(svg, " width=\"([0-9]+)\" height"); }

// What stands in each <text>.
std::vector<std::string> Texts(const std::string& svg) {
  std::vector<std::string> texts;
  const std::regex text("<text[^>]*>(.*?)</text>");
  for (auto match = std::sregex_iterator(svg.begin(), svg.end(), text); match != std::sregex_iterator(); ++match) {
    texts.push_back(ShownText((*match)[1].str()));
  }
  return texts;
}

TEST(LadderSvgTest, PartiesAndMessagesStandInItInTheirOrder) {
  EXPECT_THAT(Texts(RenderLadderSvg(kCall)),
              ElementsAre("Caller", "Proxy", "Callee", "INVITE", "Timer B", "408 Request Timeout", "ACK"));
}

TEST(LadderSvgTest, ReadersOfTheScreenHearEachStep) {
  const std::string svg = RenderLadderSvg(kCall);
  EXPECT_THAT(svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(svg, HasSubstr("<title>Caller · Proxy · Callee</title>"));
  EXPECT_THAT(svg, HasSubstr("<desc>1. Caller → Proxy: INVITE; 2. Proxy: Timer B; 3. Proxy → Caller: 408 Request "
                             "Timeout; 4. Caller → Proxy: ACK</desc>"));
}

TEST(LadderSvgTest, AnArrowPointsAtItsReceiver) {
  const std::string there = RenderLadderSvg({{"A", "B"}, {{0, 1, "BYE"}}});
  const std::string back = RenderLadderSvg({{"A", "B"}, {{1, 0, "BYE"}}});
  EXPECT_LT(NumberIn(there, "stroke=\"currentColor\" d=\"M([0-9]+)"), NumberIn(there, "<path d=\"M([0-9]+)"));
  EXPECT_GT(NumberIn(back, "stroke=\"currentColor\" d=\"M([0-9]+)"), NumberIn(back, "<path d=\"M([0-9]+)"));
  EXPECT_THAT(there, HasSubstr("l-8-4v8z"));  // the head spreads backwards
  EXPECT_THAT(back, HasSubstr("l8-4v8z"));
}

TEST(LadderSvgTest, WhatHappensAtOnePartyStandsInABox) {
  EXPECT_THAT(RenderLadderSvg({{"A", "B"}, {{1, 1, "waits"}}}), HasSubstr("<rect class=\"box\""));
  EXPECT_THAT(RenderLadderSvg({{"A", "B"}, {{0, 1, "waits"}}}), Not(HasSubstr("<rect")));
}

TEST(LadderSvgTest, ResponsesHaveTheClassOfTheirCode) {
  EXPECT_THAT(RenderLadderSvg({{"A", "B"}, {{1, 0, "603 Decline"}}}), HasSubstr("class=\"step c6\""));
  EXPECT_THAT(RenderLadderSvg({{"A", "B"}, {{1, 0, "200"}}}), HasSubstr("class=\"step c2\""));
  for (const char* request : {"INVITE", "7000 things", "48 hours", "4866", "700 Nothing", ""}) {
    EXPECT_THAT(RenderLadderSvg({{"A", "B"}, {{1, 0, request}}}), HasSubstr("class=\"step\"")) << request;
  }
}

TEST(LadderSvgTest, ShortDetailsStandBesideTheMessageAndLongOnesBelow) {
  EXPECT_THAT(Texts(RenderLadderSvg({{"A", "B"}, {{0, 1, "200 OK (SDP)"}}})), ElementsAre("A", "B", "200 OK (SDP)"));
  EXPECT_THAT(Texts(RenderLadderSvg({{"A", "B"}, {{0, 1, "407 Proxy Authentication Required (Proxy-Authenticate)"}}})),
              ElementsAre("A", "B", "407 Proxy Authentication Required", "(Proxy-Authenticate)"));
}

TEST(LadderSvgTest, LongerMessagesMoveTheLifelinesApart) {
  const int narrow = WidthOf(RenderLadderSvg({{"A", "B"}, {{0, 1, "INVITE"}}}));
  const int wide = WidthOf(RenderLadderSvg({{"A", "B"}, {{0, 1, "481 Call/Transaction"}}}));
  EXPECT_THAT(wide, Gt(narrow));
}

TEST(LadderSvgTest, WideLettersTakeTwiceTheRoom) {
  const int latin = WidthOf(RenderLadderSvg({{"A", "B"}, {{0, 1, "abcdefghijklmn"}}}));
  const int ideographs = WidthOf(RenderLadderSvg({{"A", "B"}, {{0, 1, "あいうえおかきくけこさしすせ"}}}));
  EXPECT_THAT(ideographs, Gt(latin));
}

TEST(LadderSvgTest, OneWordWithoutEndIsCut) {
  const std::string svg = RenderLadderSvg({{"A", "B"}, {{0, 1, std::string(3000, 'x')}}});
  EXPECT_THAT(WidthOf(svg), Lt(600));
  for (const std::string& text : Texts(svg)) EXPECT_LE(DisplayWidth(text), 44);
}

TEST(LadderSvgTest, PartiesThatAreNotThereHaveNoArrows) {
  EXPECT_THAT(Texts(RenderLadderSvg({{"A", "B"}, {{0, 2, "INVITE"}, {0, 1, "BYE"}, {size_t(-1), 0, "ACK"}}})),
              ElementsAre("A", "B", "BYE"));
}

TEST(LadderSvgTest, WithoutPartiesOrArrowsThereIsNoPicture) {
  EXPECT_THAT(RenderLadderSvg({{}, {}}), IsEmpty());
  EXPECT_THAT(RenderLadderSvg({{}, {{0, 0, "INVITE"}}}), IsEmpty());
  EXPECT_THAT(RenderLadderSvg({{"A", "B"}, {}}), IsEmpty());
  EXPECT_THAT(RenderLadderSvg({{"A", "B"}, {{2, 3, "INVITE"}}}), IsEmpty());
}

TEST(LadderSvgTest, TextThatLooksLikeMarkupIsText) {
  const std::string svg = RenderLadderSvg({{"<script>", "B"}, {{0, 1, "\"></svg><img src=x onerror=y>"}}});
  EXPECT_EQ(WhatIsWrong(svg), "");
  EXPECT_THAT(svg, Not(HasSubstr("<script")));
  EXPECT_THAT(svg, Not(HasSubstr("<img")));
}

// Every text with its middle and width must lie within the picture.
void ExpectTextWithin(const std::string& svg, absl::string_view where) {
  const int width = WidthOf(svg);
  const std::regex text("<text x=\"([0-9]+)\" y=\"[0-9]+\">(.*?)</text>");
  for (auto match = std::sregex_iterator(svg.begin(), svg.end(), text); match != std::sregex_iterator(); ++match) {
    int middle = 0;
    ASSERT_TRUE(absl::SimpleAtoi((*match)[1].str(), &middle));
    const int half = DisplayWidth(ShownText((*match)[2].str())) * 8 / 2;
    EXPECT_GE(middle, half) << where << (*match)[2];
    EXPECT_LE(middle + half, width) << where << (*match)[2];
  }
}

TEST(LadderSvgTest, AnyLadderGivesASoundPictureThatHoldsItsText) {
  constexpr uint32_t kSeed = 7;
  RandomAnswers random(kSeed, {.controls = false, .long_words = true});
  int drawn = 0;
  while (drawn < 150) {
    for (const Section& section : random.Next().sections) {
      if (section.ladder.arrows.empty()) continue;
      const std::string svg = RenderLadderSvg(section.ladder);
      EXPECT_EQ(WhatIsWrong(svg), "") << "seed " << kSeed << ", picture " << drawn;
      ExpectTextWithin(svg, absl::StrCat("seed ", kSeed, ", picture ", drawn, ": "));
      ++drawn;
    }
  }
}

}  // namespace
}  // namespace sipwhy::bot
