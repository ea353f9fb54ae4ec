#include "bot/web/bot_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/testing/fake_knowledge_client.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::FakeKnowledgeClient;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class BotAnswersTest : public ::testing::Test {
 protected:
  SiteReply Ask(std::string text, std::string previous = "", std::string language = "en") {
    return answers_.Ask({.text = std::move(text), .previous = std::move(previous), .language = std::move(language)});
  }

  FakeKnowledgeClient client_;
  Bot bot_{client_, {.service_address = "127.0.0.1:50051"}};
  BotAnswers answers_{bot_};
};

TEST_F(BotAnswersTest, CodesOfTheAnswerAreNamed) {
  EXPECT_THAT(Ask("486").codes, ElementsAre(486));
  EXPECT_THAT(Ask("408 vs 301").codes, ElementsAre(408, 301));
  EXPECT_THAT(Ask("busy here vs decline").codes, ElementsAre(486, 603));
  for (const char* text :
       {"help", "cause 17", "nobody answers", "4xx", "xyzzy plugh", "301 vs 380 vs 401 vs 408 vs 430"}) {
    EXPECT_THAT(Ask(text).codes, IsEmpty()) << text;
  }
}

TEST_F(BotAnswersTest, FullRepeatsThePreviousQuestionAndCanBeRepeatedItself) {
  const SiteReply full = Ask("full", "486");
  EXPECT_TRUE(full.in_full);
  EXPECT_THAT(full.codes, ElementsAre(486));
  EXPECT_EQ(full.repeatable, "486");
  EXPECT_EQ(Ask("486").repeatable, "486");
  EXPECT_EQ(Ask("full").repeatable, "");
  EXPECT_EQ(Ask("help", "486").repeatable, "");
  EXPECT_THAT(Ask("full", "help").reply.answer.lead, HasSubstr("no answer before this one"));
}

TEST_F(BotAnswersTest, QuestionThatShowsItsLanguageIsAnsweredInItAndFullToo) {
  EXPECT_EQ(Ask("301 khác gì 380").reply.language, "vi");
  EXPECT_EQ(Ask("full", "301 khác gì 380").reply.language, "vi");
  EXPECT_EQ(Ask("full", "301 vs 380 in Japanese").reply.language, "ja");
  EXPECT_EQ(answers_.Ask({"301 khác gì 380", "", "de", true}).reply.language, "de");
}

TEST_F(BotAnswersTest, LanguageIsThatOfTheQuestionAndCanBeChosen) {
  EXPECT_EQ(Ask("486 vs 600", "", "vi").chosen_language, "");
  EXPECT_EQ(Ask("language vi").chosen_language, "vi");
}

TEST_F(BotAnswersTest, ServiceThatIsAwayHasAReplyToo) {
  client_.error = absl::UnavailableError("connection refused");
  const SiteReply reply = Ask("486");
  EXPECT_EQ(reply.reply.kind, Reply::Kind::kFailure);
  EXPECT_THAT(reply.codes, IsEmpty());
  EXPECT_THAT(answers_.Languages(), IsEmpty());
}

TEST_F(BotAnswersTest, LanguagesAreAskedForOnceAndKeptWhenTheServiceGoesAway) {
  const std::vector<SiteLanguage> languages = answers_.Languages();
  ASSERT_EQ(languages.size(), 16u);
  EXPECT_EQ(languages.front(), (SiteLanguage{"en", "English"}));
  EXPECT_THAT(languages, Contains(SiteLanguage{"vi", "Tiếng Việt"}));
  const int calls = client_.calls;
  client_.error = absl::UnavailableError("connection refused");
  EXPECT_EQ(answers_.Languages(), languages);
  EXPECT_EQ(client_.calls, calls);
}

}  // namespace
}  // namespace sipwhy::bot
