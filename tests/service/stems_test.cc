#include "service/stems.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sipwhy {

void PrintTo(const Word& word, std::ostream* out) { *out << word.letters << " (" << word.stem << ')'; }

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Letters(absl::string_view text) {
  std::vector<std::string> letters;
  for (const Word& word : WordsOf(text)) letters.push_back(word.letters);
  return letters;
}

TEST(StemsTest, WordsKeepTheirLettersAndHaveAStem) {
  EXPECT_THAT(WordsOf("Nobody is answering!"), ElementsAre(Word{"nobody", "nobodi"}, Word{"answering", "answer"}));
}

TEST(StemsTest, FormsOfAWordShareAStem) {
  for (const char* form : {"answer", "answers", "answered", "answering", "ANSWERS"}) {
    ASSERT_EQ(WordsOf(form).size(), 1u) << form;
    EXPECT_EQ(WordsOf(form).front().stem, "answer") << form;
  }
}

TEST(StemsTest, SmallWordsAndPunctuationTellNothing) {
  for (const char* text :
       {"", " ", "?!", "\t\n", "the", "How are you?", "what is this", "Thank you very much.", "…“”"}) {
    EXPECT_THAT(WordsOf(text), IsEmpty()) << text;
  }
}

TEST(StemsTest, PunctuationParts) {
  EXPECT_THAT(Letters("re-INVITE/ACK,(busy)"), ElementsAre("re", "invite", "ack", "busy"));
  EXPECT_THAT(Letters("“Do Not Disturb” – 486…"), ElementsAre("not", "disturb", "486"));
}

TEST(StemsTest, ApostrophesStandWithinWords) {
  EXPECT_THAT(Letters("the phone’s callers'"), ElementsAre("phone", "callers"));
}

TEST(StemsTest, WhatHasTwoFormsIsGivenInOne) {
  EXPECT_THAT(Letters("he doesn't answer"), ElementsAre("not", "answer"));
  EXPECT_THAT(Letters("It DOESN’T work"), ElementsAre("not", "work"));
  EXPECT_THAT(Letters("can't register"), ElementsAre("cannot", "register"));
  EXPECT_THAT(Letters("No one answers, noone"), ElementsAre("nobody", "answers", "nobody"));
  EXPECT_THAT(Letters("no answer, one ring"), ElementsAre("no", "answer", "one", "ring"));
}

TEST(StemsTest, BytesBeyondAsciiAreLetters) {
  EXPECT_THAT(Letters("Tiếng Việt"), ElementsAre("tiếng", "việt"));
  EXPECT_THAT(Letters("caf\xC3\xA9"), ElementsAre("caf\xC3\xA9"));
}

TEST(StemsTest, EveryByteAndEveryPairOfBytesIsSafe) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      std::string text = "ing";
      text.insert(text.begin(), {static_cast<char>(first), static_cast<char>(second)});
      EXPECT_LE(WordsOf(text).size(), 3u);
      EXPECT_LE(WordsOf(text + text).size(), 6u);
    }
  }
}

TEST(StemsTest, NulsPartWords) { EXPECT_THAT(Letters(std::string("busy\0line", 9)), ElementsAre("busy", "line")); }

TEST(StemsTest, VeryLongWordsAreWordsToo) {
  const std::string word(100'000, 'a');
  EXPECT_THAT(Letters(word), ElementsAre(word));
}

std::vector<std::string> LettersIn(const std::string& language, absl::string_view text) {
  std::vector<std::string> letters;
  for (const Word& word : WordsOf(text, language)) letters.push_back(word.letters);
  return letters;
}

TEST(ForeignStemsTest, LettersAreSmallAndBare) {
  EXPECT_THAT(LettersIn("vi", "Đang BẬN, máy"), ElementsAre("dang", "ban", "may"));
  EXPECT_THAT(LettersIn("tr", "IŞIK ışık"), ElementsAre("isik", "isik"));
  EXPECT_THAT(LettersIn("hi", "फ़ोन"), ElementsAre("फोन"));
  EXPECT_THAT(LettersIn("ar", "أحـد مُغلَق"), ElementsAre("احد", "مغلق"));
  EXPECT_THAT(LettersIn("ar", "٣٢"), ElementsAre("32"));
}

TEST(ForeignStemsTest, StemsComeFromTheStemmerOfTheLanguage) {
  EXPECT_EQ(WordsOf("llamadas", "es").at(0).stem, WordsOf("llamada", "es").at(0).stem);
  EXPECT_EQ(WordsOf("номера", "ru").at(0).stem, WordsOf("номер", "ru").at(0).stem);
  EXPECT_EQ(WordsOf("máy", "vi").at(0).stem, "máy");
}

TEST(ForeignStemsTest, ApostrophesPartWords) {
  EXPECT_THAT(LettersIn("fr", "l’appel d'urgence"), ElementsAre("l", "appel", "d", "urgence"));
}

TEST(ForeignStemsTest, WordsOfThaiAreInTheDictionary) {
  EXPECT_THAT(LettersIn("th", "ไม่มีคนรับ"), ElementsAre("ไม่มี", "คน", "รับ"));
}

TEST(ForeignStemsTest, HanKanaAndHangulComeInPairs) {
  EXPECT_THAT(LettersIn("zh-Hans", "号码错，忙"), ElementsAre("号码", "码错", "忙"));
  EXPECT_THAT(LettersIn("ja", "パスワードとsip"), ElementsAre("パス", "スワ", "ワー", "ード", "ドと", "sip"));
  EXPECT_THAT(LettersIn("ko", "번호가 없음"), ElementsAre("번호", "호가", "없음"));
}

TEST(ForeignStemsTest, SentencesEndAsTheLanguageEndsThem) {
  EXPECT_THAT(SentencesOf("話し中です。切れます。", "ja"), ElementsAre("話し中です。", "切れます。"));
  EXPECT_THAT(SentencesOf("Máy bận. Đang gọi.", "vi"), ElementsAre("Máy bận.", "Đang gọi."));
}

TEST(ForeignStemsTest, EveryByteIsSafeInEveryKindOfLanguage) {
  for (const char* language : {"de", "th", "ja", "xx", ""}) {
    for (int byte = 0; byte < 256; ++byte)
      EXPECT_LE(WordsOf(std::string(5, static_cast<char>(byte)), language).size(), 5u);
  }
}

}  // namespace
}  // namespace sipwhy
