// In which language a question is answered.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "bot/bot.h"
#include "tests/testing/fake_knowledge_client.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::FakeKnowledgeClient;

class QuestionLanguageTest : public ::testing::Test {
 protected:
  // The tag of the language of the answer; conversations begin anew with each question.
  std::string LanguageOf(const std::string& question, Conversation conversation = {}) {
    const std::optional<Reply> reply =
        bot_.Handle(question, Addressing::kAddressed, conversation, absl::InfiniteFuture());
    return reply.has_value() && reply->answered() ? reply->language : "none";
  }

  FakeKnowledgeClient client_;
  Bot bot_{client_, {}};
};

TEST_F(QuestionLanguageTest, AWordInTheMessageAsksForEveryLanguageInEveryLanguage) {
  const Knowledge& knowledge = sipwhy::testing::ShippedSnapshot().knowledge();
  ASSERT_EQ(knowledge.languages.size(), 16u);
  for (const auto& [tag, language] : knowledge.languages) {
    EXPECT_GE(language.requests.size(), 16u) << tag;
    for (const std::string& words : language.requests) {
      EXPECT_EQ(LanguageOf("301 vs 408 " + words), tag) << words;
      EXPECT_EQ(LanguageOf(words + " 486"), tag) << words;
    }
  }
}

TEST_F(QuestionLanguageTest, TheWordsOfAQuestionShowItsLanguage) {
  const struct {
    const char* question;
    const char* language;
  } cases[] = {
      {"301 khác gì 380", "vi"},
      {"486 nghĩa là gì?", "vi"},
      {"301 と 487 の違い", "ja"},
      {"486とは何ですか", "ja"},
      {"¿qué quiere decir 486?", "es"},
      {"diferencia entre 486 y 600", "es"},
      {"was bedeutet 486?", "de"},
      {"486 oder 600", "de"},
      {"que veut dire 486 ?", "fr"},
      {"différence entre 486 et 600", "fr"},
      {"qual a diferença entre 486 e 600", "pt"},
      {"486 和 600 有什么区别", "zh-Hans"},
      {"486과 600의 차이", "ko"},
      {"чем отличается 486 от 600", "ru"},
      {"apa bedanya 486 dan 600", "id"},
      {"486 ile 600 arasındaki fark", "tr"},
      {"ما الفرق بين 486 و 600", "ar"},
      {"486 คืออะไร", "th"},
      {"486 और 600 में अंतर", "hi"},
      {"che differenza c'è tra 486 e 600", "it"},
      {"what does 486 mean", "en"},
  };
  for (const auto& [question, language] : cases) {
    EXPECT_EQ(LanguageOf(question, {.usual_language = "xx"}), language) << question;
  }
}

TEST_F(QuestionLanguageTest, WordsOfTheTradeShowNone) {
  for (const char* question : {"301 vs 408", "486", "486 busy here", "sip 503 error", "busy here or decline", "help",
                               "SIP/2.0 486 Busy Here\r\nReason: Q.850;cause=17\r\n", "4xx", "cause 17"}) {
    EXPECT_EQ(LanguageOf(question, {.usual_language = "th"}), "th") << question;
  }
}

TEST_F(QuestionLanguageTest, QuestionInALanguageWithoutAnswersIsAnsweredInTheUsualOne) {
  EXPECT_EQ(LanguageOf("що означає 486", {.usual_language = "en"}), "en");
  EXPECT_EQ(LanguageOf("wat betekent 486", {.usual_language = "de"}), "de");
}

TEST_F(QuestionLanguageTest, AskedComesBeforeChosenBeforeShownBeforeUsual) {
  const Conversation chosen = {.usual_language = "de", .chosen_language = "ja"};
  EXPECT_EQ(LanguageOf("301 khác gì 380 in Korean", chosen), "ko");
  EXPECT_EQ(LanguageOf("301 khác gì 380", chosen), "ja");
  EXPECT_EQ(LanguageOf("301 khác gì 380", {.usual_language = "de"}), "vi");
  EXPECT_EQ(LanguageOf("301 vs 380", {.usual_language = "de"}), "de");
  EXPECT_EQ(LanguageOf("301 vs 380"), "en");
}

TEST_F(QuestionLanguageTest, FullStaysInTheLanguageOfTheAnswerBefore) {
  Conversation conversation;
  bot_.Handle("301 khác gì 380", Addressing::kAddressed, conversation, absl::InfiniteFuture());
  EXPECT_EQ(bot_.Handle("full", Addressing::kAddressed, conversation, absl::InfiniteFuture())->language, "vi");
  EXPECT_EQ(bot_.Handle("486", Addressing::kAddressed, conversation, absl::InfiniteFuture())->language, "en");
}

TEST_F(QuestionLanguageTest, SymptomInAnyLanguageIsFoundAndAnsweredInIt) {
  const struct {
    const char* words;
    const char* language;
  } cases[] = {
      {"niemand geht ran", "de"}, {"sai mật khẩu", "vi"}, {"никто не отвечает", "ru"}, {"nobody answers", "en"}};
  for (const auto& [words, language] : cases) {
    EXPECT_EQ(LanguageOf(words), language) << words;
    EXPECT_EQ(LanguageOf(words, {.usual_language = "tr"}), words == std::string("nobody answers") ? "tr" : language)
        << words;
  }
  EXPECT_EQ(LanguageOf("brrr zzz"), "none");
}

TEST_F(QuestionLanguageTest, ThanksAndGreetingsAreNoQuestions) {
  for (const char* words :
       {"vielen Dank", "danke!", "merci beaucoup", "muchas gracias", "muito obrigado", "grazie mille",
        "большое спасибо", "çok teşekkür ederim", "terima kasih banyak", "cảm ơn bạn nhiều", "xin chào", "감사합니다",
        "ありがとうございます", "谢谢", "شكرا جزيلا", "ขอบคุณครับ", "धन्यवाद"}) {
    Conversation conversation;
    const std::optional<Reply> reply = bot_.Handle(words, Addressing::kAddressed, conversation, absl::InfiniteFuture());
    EXPECT_TRUE(reply.has_value() && reply->kind == Reply::Kind::kHelp) << words;
  }
}

TEST_F(QuestionLanguageTest, LanguageByItselfIsChosenForTheConversation) {
  for (const char* words : {"language ja", "language japanese", "language: 日本語", "ngôn ngữ tiếng nhật", "言語 ja",
                            "langue japonais", "in Japanese", "日本語で"}) {
    Conversation conversation;
    bot_.Handle(words, Addressing::kAddressed, conversation, absl::InfiniteFuture());
    EXPECT_EQ(conversation.chosen_language, "ja") << words;
  }
}

}  // namespace
}  // namespace sipwhy::bot
