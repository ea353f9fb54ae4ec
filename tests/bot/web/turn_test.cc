#include "bot/web/turn.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/bot/render/markup_check.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::WhatIsWrong;
using ::testing::HasSubstr;
using ::testing::Not;

SiteReply Comparison() {
  SiteReply reply;
  reply.reply.kind = Reply::Kind::kAnswer;
  reply.reply.answer.title = "301 vs 408";
  reply.reply.answer.link = "https://sip.example.com/sip/301-vs-408";
  reply.codes = {301, 408};
  reply.repeatable = "301 vs 408";
  return reply;
}

TEST(TurnTest, ShortAnswersLeadToEverySection) {
  EXPECT_THAT(RenderReply(Comparison(), "vi", false, Speech()),
              HasSubstr("<a class=\"button\" data-q=\"301 vs 408\" data-full=\"1\" "
                        "href=\"/?full=1&amp;language=vi&amp;q=301%20vs%20408\">Everything</a>"));
}

TEST(TurnTest, FullAnswersLeadBack) {
  SiteReply reply = Comparison();
  reply.in_full = true;
  EXPECT_THAT(RenderReply(reply, "en", false, Speech()),
              HasSubstr("<a class=\"button\" data-q=\"301 vs 408\" "
                        "href=\"/?language=en&amp;q=301%20vs%20408\">In short</a>"));
}

TEST(TurnTest, OnItsOwnPageTheWayStaysThere) {
  EXPECT_THAT(RenderReply(Comparison(), "en", true, Speech()),
              HasSubstr("href=\"/sip/301-vs-408?full=1&amp;language=en\""));
}

TEST(TurnTest, CodesHaveAnAddressForATicket) {
  const std::string html = RenderReply(Comparison(), "en", false, Speech());
  EXPECT_THAT(html, HasSubstr("<a class=\"page\" dir=\"ltr\" href=\"/sip/301-vs-408\">/sip/301-vs-408</a>"));
  EXPECT_THAT(html, HasSubstr("<button type=\"button\" class=\"copy\" hidden>"));
}

TEST(TurnTest, TheAddressStandsThereOnce) {
  EXPECT_THAT(RenderReply(Comparison(), "en", false, Speech()), Not(HasSubstr("sip.example.com")));
  SiteReply reply = Comparison();
  reply.codes.clear();
  EXPECT_THAT(RenderReply(reply, "en", false, Speech()), HasSubstr("sip.example.com"));
}

TEST(TurnTest, WhatCannotBeRepeatedHasNoWaysOn) {
  SiteReply reply;
  reply.reply.answer.lead = "I know no SIP code for that.";
  EXPECT_THAT(RenderReply(reply, "en", false, Speech()), Not(HasSubstr("class=\"ways\"")));
}

TEST(TurnTest, AnswersAreInTheirOwnLanguageElseInThatOfThePage) {
  SiteReply reply = Comparison();
  EXPECT_THAT(RenderReply(reply, "ja", false, Speech()), HasSubstr("<div lang=\"ja\">"));
  reply.reply.language = "vi";
  EXPECT_THAT(RenderReply(reply, "ja", false, Speech()), HasSubstr("<div lang=\"vi\">"));
}

TEST(TurnTest, WhatIsReadFromRightToLeftSaysSo) {
  SiteReply reply = Comparison();
  reply.reply.language = "ar";
  reply.reply.answer.lead = "الرمز 301";
  EXPECT_THAT(RenderReply(reply, "en", false, Speech()), HasSubstr("<div lang=\"ar\" dir=\"rtl\">"));
}

TEST(TurnTest, TheQuestionStandsAboveItsAnswer) {
  EXPECT_THAT(RenderTurn("301 vs 408", Comparison(), "en", false, Speech()),
              HasSubstr("<section class=\"turn\" data-q=\"301 vs 408\">\n<p class=\"asked\"><span "
                        "class=\"unseen\">You asked: </span>301 vs 408</p>\n<div class=\"reply\">"));
  EXPECT_THAT(RenderTurn("", Comparison(), "en", true, Speech()), Not(HasSubstr("class=\"asked\"")));
}

TEST(TurnTest, WhatIsAskedAgainIsWhatTheAnswerIsAbout) {
  SiteReply reply = Comparison();
  reply.in_full = true;
  EXPECT_THAT(RenderTurn("full", reply, "en", false, Speech()),
              HasSubstr("<section class=\"turn\" data-q=\"301 vs 408\" data-full=\"1\">"));
}

TEST(TurnTest, QuestionsThatLookLikeMarkupAreText) {
  SiteReply reply = Comparison();
  reply.repeatable = "\"><script>alert(1)</script>";
  const std::string html = RenderTurn(reply.repeatable, reply, "\"><b>", false, Speech());
  EXPECT_EQ(WhatIsWrong(html), "");
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace sipwhy::bot
