#include "bot/web/site.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bot/wire/form.h"
#include "bot/wire/json.h"
#include "tests/bot/render/markup_check.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::WhatIsWrong;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Gives `reply` to every question, and keeps the questions.
class FakeAnswers final : public Answers {
 public:
  FakeAnswers() {
    reply.reply.kind = Reply::Kind::kAnswer;
    reply.reply.answer.title = "The title";
    reply.reply.answer.lead = "The lead.";
  }

  SiteReply Ask(const SiteQuestion& question) override {
    questions.push_back(question);
    return reply;
  }

  std::vector<SiteLanguage> Languages() override { return languages; }

  std::shared_ptr<const Speech> SpeechIn(const std::string& language) override {
    TemplateBook book(language);
    book.Add("bot.page.ask", "ask in " + language);
    return std::make_shared<const Speech>(std::move(book));
  }

  SiteReply reply;
  std::vector<SiteLanguage> languages = {{"en", "English"}, {"ja", "日本語"}, {"vi", "Tiếng Việt"}};
  std::vector<SiteQuestion> questions;
};

class SiteTest : public ::testing::Test {
 protected:
  HttpResponse Send(std::string method, absl::string_view target, HttpHeaders headers = {}, std::string body = "") {
    HttpRequest request;
    request.method = std::move(method);
    const size_t mark = target.find('?');
    request.path = std::string(target.substr(0, mark));
    if (mark != absl::string_view::npos) request.query = std::string(target.substr(mark + 1));
    request.headers = std::move(headers);
    request.body = std::move(body);
    return site_.Serve(request);
  }

  HttpResponse Get(absl::string_view target, HttpHeaders headers = {}) {
    return Send("GET", target, std::move(headers));
  }

  HttpResponse Chat(std::string body, std::string type = "application/x-www-form-urlencoded") {
    return Send("POST", "/chat", {{"Content-Type", std::move(type)}}, std::move(body));
  }

  FakeAnswers answers_;
  Site site_{answers_};
};

std::string HeaderOf(const HttpResponse& response, absl::string_view name) {
  return std::string(response.headers.Only(name).value_or(""));
}

TEST_F(SiteTest, TheFirstPageAsksNothing) {
  const HttpResponse response = Get("/");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(response.body, HasSubstr("id=\"examples\""));
  EXPECT_THAT(answers_.questions, IsEmpty());
}

TEST_F(SiteTest, AQuestionInTheAddressIsAnsweredOnThePage) {
  answers_.reply.codes = {408, 301};
  const HttpResponse response = Get("/?q=408+vs+301&language=vi");
  EXPECT_THAT(answers_.questions, ElementsAre(SiteQuestion{"408 vs 301", "", "vi", true}));
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, AllOf(HasSubstr("408 vs 301</p>"), HasSubstr("<h2>The title</h2>"),
                                   HasSubstr("<title>The title · sipwhy</title>"),
                                   HasSubstr("<link rel=\"canonical\" href=\"/sip/301-vs-408\">")));
  EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store");
}

TEST_F(SiteTest, EverySectionIsAskedForByTheWordThatTheBotKnows) {
  Get("/?q=486&full=1");
  EXPECT_THAT(answers_.questions, ElementsAre(SiteQuestion{"full", "486", "en"}));
}

TEST_F(SiteTest, TheQuestionBeforeComesAlong) {
  answers_.reply.repeatable = "486";
  const HttpResponse response = Get("/?q=full&previous=486");
  EXPECT_THAT(answers_.questions, ElementsAre(SiteQuestion{"full", "486", "en"}));
  EXPECT_THAT(response.body, HasSubstr("name=\"previous\" value=\"486\">"));
}

TEST_F(SiteTest, AfterAnAnswerThatCannotBeRepeatedTheOneBeforeStillCan) {
  EXPECT_THAT(Get("/?q=help&previous=486").body, HasSubstr("name=\"previous\" value=\"486\">"));
}

TEST_F(SiteTest, AnEmptyQuestionAsksTheOneBeforeAgain) {
  Get("/?q=+&previous=301+vs+408&language=ja");
  EXPECT_THAT(answers_.questions, ElementsAre(SiteQuestion{"301 vs 408", "301 vs 408", "ja", true}));
}

TEST_F(SiteTest, LongQuestionsAreCutBetweenLetters) {
  Get(absl::StrCat("/?q=x", PercentEncode(std::string(1500, 'a')), PercentEncode("ああああああああああああ")));
  EXPECT_EQ(answers_.questions.at(0).text.size(), 1 + 1500 + 12 * 3);
  std::string wide;
  for (int i = 0; i < 1000; ++i) wide += "あ";
  Get(absl::StrCat("/?q=", PercentEncode(wide)));
  EXPECT_EQ(answers_.questions.at(1).text, wide.substr(0, 1998));
}

TEST_F(SiteTest, TheLanguageOfTheAddressGoesBeforeThatOfTheBrowser) {
  Get("/?q=486&language=ja", {{"Accept-Language", "vi"}});
  Get("/?q=486", {{"Accept-Language", "vi-VN,vi;q=0.9"}});
  Get("/?q=486&language=tlh", {{"Accept-Language", "vi"}});
  Get("/?q=486&language=");
  std::vector<std::string> languages;
  for (const SiteQuestion& question : answers_.questions) languages.push_back(question.language);
  EXPECT_THAT(languages, ElementsAre("ja", "vi", "vi", "en"));
}

TEST_F(SiteTest, WithoutLanguagesTheAnswerIsInEnglish) {
  answers_.languages.clear();
  EXPECT_THAT(Get("/?q=486&language=vi").body, HasSubstr("<option value=\"en\" lang=\"en\" selected>English"));
  EXPECT_EQ(answers_.questions.at(0).language, "en");
}

TEST_F(SiteTest, ACodeHasAPage) {
  answers_.reply.codes = {486};
  answers_.reply.repeatable = "486";
  const HttpResponse response = Get("/sip/486?language=vi");
  EXPECT_THAT(answers_.questions, ElementsAre(SiteQuestion{"486", "", "vi", true}));
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body,
              AllOf(HasSubstr("<link rel=\"canonical\" href=\"/sip/486\">"),
                    HasSubstr("<meta name=\"description\" content=\"The lead.\">"),
                    HasSubstr("href=\"/sip/486?full=1&amp;language=vi\""), Not(HasSubstr("You asked: <"))));
  EXPECT_EQ(HeaderOf(response, "Cache-Control"), "max-age=300");
  EXPECT_EQ(HeaderOf(response, "Vary"), "Accept-Language");
}

TEST_F(SiteTest, BothOrdersAreServedUnderOneCanonicalPath) {
  for (const char* path : {"/sip/301-vs-408", "/sip/408-vs-301"}) {
    const HttpResponse response = Get(path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_THAT(response.body, HasSubstr("<link rel=\"canonical\" href=\"/sip/301-vs-408\">")) << path;
  }
  EXPECT_EQ(answers_.questions.at(0).text, "301 vs 408");
  EXPECT_EQ(answers_.questions.at(1).text, "408 vs 301");
}

TEST_F(SiteTest, APageCanHaveEverySection) {
  Get("/sip/301-vs-408-vs-480-vs-504?full=1");
  EXPECT_THAT(answers_.questions, ElementsAre(SiteQuestion{"full", "301 vs 408 vs 480 vs 504", "en"}));
}

TEST_F(SiteTest, TheAddressSaysWhatIsAskedWhateverTheFormSays) {
  Get("/sip/486?q=603&previous=404");
  EXPECT_EQ(answers_.questions.at(0).text, "486");
}

TEST_F(SiteTest, ACodeThatComesTwiceLeadsToTheRightAddress) {
  const HttpResponse response = Get("/sip/486-vs-486?full=1");
  EXPECT_EQ(response.status, 301);
  EXPECT_EQ(HeaderOf(response, "Location"), "/sip/486?full=1");
  EXPECT_THAT(response.body, HasSubstr("/sip/486."));
  EXPECT_EQ(HeaderOf(Get("/sip/486-vs-600-vs-486"), "Location"), "/sip/486-vs-600");
}

TEST_F(SiteTest, AnAddressNeverPutsALineIntoTheHead) {
  EXPECT_EQ(HeaderOf(Get("/sip/486-vs-486?a=1\r\nSet-Cookie: b"), "Location"), "/sip/486?a=1%0D%0ASet-Cookie%3A%20b");
}

TEST_F(SiteTest, WhatIsNoPageSaysSoAndOffersTheQuestion) {
  for (const char* path : {"/sip/999", "/sip/abc", "/sip/", "/sip", "/sip/1-vs-2", "/index.html", "/sip/486/", "", "*",
                           "/%2e%2e/etc/passwd", "/sip/301-vs-302-vs-305-vs-380-vs-300"}) {
    const HttpResponse response = Get(path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_THAT(response.body, HasSubstr("<p class=\"notice\">")) << path;
    EXPECT_THAT(response.body, HasSubstr("<form id=\"ask\"")) << path;
    EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store") << path;
  }
  EXPECT_THAT(answers_.questions, IsEmpty());
}

TEST_F(SiteTest, AServiceThatIsAwayIsNoGoodPage) {
  answers_.reply.reply.kind = Reply::Kind::kFailure;
  for (const char* target : {"/sip/486", "/?q=486"}) {
    const HttpResponse response = Get(target);
    EXPECT_EQ(response.status, 503) << target;
    EXPECT_THAT(response.body, HasSubstr("The lead.")) << target;
    EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store") << target;
  }
}

TEST_F(SiteTest, AQuestionThatWasNotUnderstoodIsStillAPage) {
  answers_.reply.reply.kind = Reply::Kind::kNotUnderstood;
  EXPECT_EQ(Get("/?q=hmm").status, 200);
}

TEST_F(SiteTest, TheScriptGetsTheAnswerAsJson) {
  answers_.reply.codes = {408, 301};
  answers_.reply.repeatable = "408 vs 301";
  const HttpResponse response = Chat("q=408+vs+301&language=ja&previous=486");
  EXPECT_THAT(answers_.questions, ElementsAre(SiteQuestion{"408 vs 301", "486", "ja", true}));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store");
  const auto json = ParseUntrusted(response.body);
  ASSERT_TRUE(json.ok()) << response.body;
  EXPECT_EQ(TextAt(*json, {"title"}), "The title");
  EXPECT_EQ(TextAt(*json, {"page"}), "/sip/408-vs-301");
  EXPECT_EQ(TextAt(*json, {"previous"}), "408 vs 301");
  EXPECT_THAT(TextAt(*json, {"html"}), HasSubstr("<h2>The title</h2>"));
}

TEST_F(SiteTest, TheScriptGetsTheWordsOfAFailureAsWell) {
  answers_.reply.reply.kind = Reply::Kind::kFailure;
  EXPECT_EQ(Chat("q=486").status, 200);
}

TEST_F(SiteTest, WhatIsNoQuestionIsRefused) {
  EXPECT_EQ(Chat("").status, 400);
  EXPECT_EQ(Chat("q=++&language=vi").status, 400);
  EXPECT_EQ(Chat("q=486", "application/json").status, 415);
  EXPECT_EQ(Chat("q=486", "").status, 415);
  EXPECT_EQ(Chat("q=486", "application/x-www-form-urlencoded-not").status, 415);
  EXPECT_THAT(answers_.questions, IsEmpty());
}

TEST_F(SiteTest, TheFormMayNameItsCharacters) {
  EXPECT_EQ(Chat("q=486", "Application/X-WWW-Form-Urlencoded; charset=UTF-8").status, 200);
}

TEST_F(SiteTest, OtherMethodsAreToldWhatIsAllowed) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "get", ""}) {
    const HttpResponse response = Send(method, "/sip/486");
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(HeaderOf(response, "Allow"), "GET, HEAD") << method;
  }
  const HttpResponse response = Get("/chat?q=486");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(HeaderOf(response, "Allow"), "POST");
}

TEST_F(SiteTest, HeadIsLikeGet) {
  for (const char* target : {"/", "/sip/486", "/sip/999", "/style.css", "/sip/486-vs-486"}) {
    EXPECT_EQ(Send("HEAD", target), Get(target)) << target;
  }
}

TEST_F(SiteTest, ALanguageChosenInWordsIsThatOfTheMenu) {
  answers_.reply.chosen_language = "vi";
  EXPECT_THAT(Get("/?q=language+vi").body, HasSubstr("lang=\"vi\" selected>"));
  const auto json = ParseUntrusted(Chat("q=language+vi").body);
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(TextAt(*json, {"language"}), "vi");
}

TEST_F(SiteTest, FilesAreServed) {
  EXPECT_EQ(Get("/style.css").content_type, "text/css; charset=utf-8");
  EXPECT_EQ(Get("/style.css?v=1").status, 200);
}

TEST_F(SiteTest, EveryResponseKeepsOthersOut) {
  for (const char* target : {"/", "/?q=486", "/sip/486", "/sip/999", "/style.css", "/chat", "/sip/486-vs-486"}) {
    const HttpResponse response = Get(target);
    EXPECT_THAT(HeaderOf(response, "Content-Security-Policy"),
                AllOf(HasSubstr("default-src 'none'"), HasSubstr("frame-ancestors 'none'"), Not(HasSubstr("unsafe"))))
        << target;
    EXPECT_EQ(HeaderOf(response, "X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(HeaderOf(response, "Referrer-Policy"), "no-referrer") << target;
    EXPECT_THAT(HeaderOf(response, "Cache-Control"), Not(IsEmpty())) << target;
  }
}

TEST_F(SiteTest, QuestionsThatLookLikeMarkupAreText) {
  const std::string evil = PercentEncode("\"></textarea><script>alert(1)</script>");
  answers_.reply.reply.answer.title.clear();
  const HttpResponse response = Get(absl::StrCat("/?q=", evil, "&previous=", evil, "&language=", evil));
  EXPECT_EQ(WhatIsWrong(response.body), "");
  EXPECT_THAT(response.body, Not(HasSubstr("<script>")));
}

TEST_F(SiteTest, AnyBytesGiveASoundPage) {
  std::mt19937 random(11);
  for (int i = 0; i < 300; ++i) {
    std::string bytes;
    for (size_t length = random() % 60; length > 0; --length) bytes.push_back(static_cast<char>(random()));
    answers_.reply.repeatable = bytes;
    const HttpResponse page = Get(absl::StrCat("/?q=", bytes, "&previous=", bytes));
    EXPECT_EQ(WhatIsWrong(page.body), "") << "seed 11, round " << i;
    EXPECT_TRUE(ParseUntrusted(Chat(absl::StrCat("q=x", bytes)).body).ok()) << "seed 11, round " << i;
    EXPECT_EQ(WhatIsWrong(Get(absl::StrCat("/sip/", bytes)).body), "") << "seed 11, round " << i;
  }
}

}  // namespace
}  // namespace sipwhy::bot
