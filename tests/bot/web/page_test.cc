#include "bot/web/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "bot/web/assets.h"
#include "tests/bot/render/markup_check.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::WhatIsWrong;
using ::testing::HasSubstr;
using ::testing::Lt;
using ::testing::Not;
using ::testing::StartsWith;

PageContent Content() {
  PageContent content;
  content.title = "486 Busy Here";
  content.language = "vi";
  content.languages = {{"en", "English"}, {"vi", "Tiếng Việt"}};
  return content;
}

TEST(PageTest, ItIsSoundHtml) {
  const std::string page = RenderPage(Content(), Speech());
  EXPECT_THAT(page, StartsWith("<!DOCTYPE html>\n<html lang=\"en\">\n"));
  EXPECT_EQ(WhatIsWrong(page), "");
}

TEST(PageTest, TheWindowIsNamedAfterTheAnswer) {
  PageContent content = Content();
  EXPECT_THAT(RenderPage(content, Speech()), HasSubstr("<title>486 Busy Here · sipwhy</title>"));
  content.title.clear();
  EXPECT_THAT(RenderPage(content, Speech()), HasSubstr("<title>sipwhy</title>"));
}

TEST(PageTest, TheMenuShowsTheLanguage) {
  EXPECT_THAT(RenderPage(Content(), Speech()),
              HasSubstr("<option value=\"en\" lang=\"en\">English</option>\n"
                        "<option value=\"vi\" lang=\"vi\" selected>Tiếng Việt</option>"));
}

TEST(PageTest, TheFormWorksWithoutAScript) {
  const std::string page = RenderPage(Content(), Speech());
  EXPECT_THAT(page, HasSubstr("<form id=\"ask\" action=\"/\" method=\"get\""));
  EXPECT_THAT(page, HasSubstr("<select id=\"language\" name=\"language\" form=\"ask\""));
  EXPECT_THAT(page,
              HasSubstr("<label class=\"unseen\" for=\"q\">Your question</label>\n<textarea id=\"q\" name=\"q\""));
}

TEST(PageTest, TheFirstPageWelcomesWithExamplesAndAReadyField) {
  const std::string page = RenderPage(Content(), Speech());
  EXPECT_THAT(page, HasSubstr("<button name=\"q\" dir=\"auto\" value=\"301 vs 408\">301 vs 408</button>"));
  EXPECT_THAT(page, HasSubstr("<input type=\"hidden\" name=\"language\" value=\"vi\">"));
  EXPECT_THAT(page, HasSubstr(" autofocus>"));
}

TEST(PageTest, AnAnswerHasThePageToItself) {
  PageContent content = Content();
  content.fragment = "<section class=\"turn\"></section>\n";
  const std::string page = RenderPage(content, Speech());
  EXPECT_THAT(page, HasSubstr("\">\n<section class=\"turn\"></section>\n</div>"));
  EXPECT_THAT(page, Not(HasSubstr("id=\"examples\"")));
  EXPECT_THAT(page, Not(HasSubstr("autofocus")));
}

TEST(PageTest, AnswersAreALogThatIsReadOut) {
  EXPECT_THAT(RenderPage(Content(), Speech()), HasSubstr("role=\"log\" aria-live=\"polite\" aria-label=\""));
}

TEST(PageTest, WhatFullRepeatsIsSentOnlyIfThereIsSomething) {
  PageContent content = Content();
  EXPECT_THAT(RenderPage(content, Speech()),
              HasSubstr("<input type=\"hidden\" name=\"previous\" value=\"\" disabled>"));
  content.previous = "486";
  EXPECT_THAT(RenderPage(content, Speech()), HasSubstr("<input type=\"hidden\" name=\"previous\" value=\"486\">"));
}

TEST(PageTest, SearchEnginesKeepItUnderOnePath) {
  PageContent content = Content();
  EXPECT_THAT(RenderPage(content, Speech()), Not(HasSubstr("canonical")));
  content.canonical = "/sip/301-vs-408";
  EXPECT_THAT(RenderPage(content, Speech()), HasSubstr("<link rel=\"canonical\" href=\"/sip/301-vs-408\">"));
}

TEST(PageTest, TextThatLooksLikeMarkupIsText) {
  const std::string evil = "\"></title><script>alert(1)</script>";
  PageContent content = {evil, evil, evil, evil, false, {{evil, evil}}, evil, "", evil};
  const std::string page = RenderPage(content, Speech());
  EXPECT_EQ(WhatIsWrong(page), "");
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
}

// The policy of the site forbids both.
TEST(PageTest, NoScriptAndNoStyleStandsInIt) {
  const std::string page = RenderPage(Content(), Speech());
  EXPECT_THAT(page, Not(HasSubstr("<style")));
  EXPECT_THAT(page, Not(HasSubstr("style=")));
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(page, Not(::testing::ContainsRegex(" on[a-z]+=")));
}

TEST(PageTest, NothingInItComesFromAnotherHost) {
  const std::string page = RenderPage(Content(), Speech());
  EXPECT_THAT(page, Not(HasSubstr("http:")));
  EXPECT_THAT(page, Not(HasSubstr("https:")));
  EXPECT_THAT(page, Not(HasSubstr("=\"//")));
}

TEST(PageTest, WithItsFilesItIsSmall) {
  EXPECT_THAT(RenderPage(Content(), Speech()).size() + StyleSheet().size() + ChatScript().size() + Icon().size(),
              Lt(size_t{30} * 1024));
}

}  // namespace
}  // namespace sipwhy::bot
