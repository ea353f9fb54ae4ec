#include "storage/translation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Optional;

// Knows the words of the English texts below.
TranslationWords Words() {
  TranslationWords words;
  for (absl::string_view text :
       {"To wait for an answer and call again later.", "See Retry-After, P-Asserted-Identity and the timer.",
        "The phone is busy now, and so is the proxy."}) {
    LearnEnglish(text, words);
  }
  words.kept["en"] = {"proxy", "timer"};
  words.kept["de"] = {"so"};
  words.header_names.insert("Contact");
  words.reason_phrases = {"busy now", "Request Timeout"};
  return words;
}

std::optional<std::string> Fault(absl::string_view english, absl::string_view text, absl::string_view language = "de") {
  return FindTranslationFault(english, text, language, Words());
}

TEST(LearnEnglishTest, WordsInSmallLettersAreLearnt) {
  TranslationWords words;
  LearnEnglish("The SBC answers; a Phone rings, 486 or not", words);
  EXPECT_THAT(words.english, ElementsAre("answers", "not", "or", "rings"));
}

TEST(LearnEnglishTest, NamedValuesAndQuotationsAreNoWordsOfEnglish) {
  TranslationWords words;
  LearnEnglish("{code} says “nearby and soon” to {other}", words);
  EXPECT_THAT(words.english, ElementsAre("says", "to"));
}

TEST(LearnEnglishTest, NamesWithHyphenAndCapitalsAreHeaders) {
  TranslationWords words;
  LearnEnglish("Retry-After, P-Asserted-Identity and Min-SE; re-INVITE, Re-INVITE, Long-running, Contact, X-Y", words);
  EXPECT_THAT(words.header_names, ElementsAre("Min-SE", "P-Asserted-Identity", "Retry-After"));
}

TEST(LearnEnglishTest, EarlierWordsStay) {
  TranslationWords words;
  LearnEnglish("one", words);
  LearnEnglish("two", words);
  EXPECT_THAT(words.english, ElementsAre("one", "two"));
}

TEST(TranslationTest, GoodTranslationHasNoFault) {
  EXPECT_EQ(Fault("Wait for an answer and call again later.", "Auf Antwort warten, dann neu versuchen."), std::nullopt);
  EXPECT_EQ(Fault("Wait for an answer.", "応答を待ちます。", "ja"), std::nullopt);
  EXPECT_EQ(Fault("", "", "ja"), std::nullopt);
}

TEST(TranslationTest, EnglishTextIsNamedAsSuch) {
  EXPECT_THAT(Fault("Wait for an answer.", "Wait for an answer."), Optional(std::string("is the English text")));
}

TEST(TranslationTest, OtherEnglishIsCountedInLetters) {
  EXPECT_THAT(Fault("Wait for an answer.", "wait for later"),
              Optional(std::string("is English in 12 of its 12 letters")));
}

TEST(TranslationTest, OneFifthOfEnglishIsTheMost) {
  EXPECT_EQ(Fault("Wait.", "wait abcdefghijklmnop"), std::nullopt);  // 4 of 20
  EXPECT_THAT(Fault("Wait.", "wait abcdefghijklmno"), Optional(std::string("is English in 4 of its 19 letters")));
}

TEST(TranslationTest, LettersOfEveryScriptCountOneEach) {
  EXPECT_EQ(Fault("Wait.", "wait 応答応答応答応答応答応答応答応答", "ja"), std::nullopt);  // 4 of 20
  EXPECT_THAT(Fault("Wait.", "wait 応答応答応答応答応答応答応答応", "ja"), Optional(HasSubstr("4 of its 19 letters")));
  EXPECT_EQ(Fault("Wait.", "wait ждутждутждутждут", "ru"), std::nullopt);
}

TEST(TranslationTest, SignsAreNoLetters) {
  EXPECT_THAT(Fault("Wait 123.", "wait ……… 、。、。、。「」「」“”“” 123 ,,,,", "ja"),
              Optional(HasSubstr("4 of its 4 letters")));
}

TEST(TranslationTest, KeptWordsAreNoEnglish) {
  EXPECT_EQ(Fault("The proxy is busy.", "proxy timer"), std::nullopt);
  EXPECT_EQ(Fault("It is so.", "so"), std::nullopt);
  EXPECT_THAT(Fault("It is so.", "so", "vi"), Optional(HasSubstr("is English")));  // kept in German only
}

TEST(TranslationTest, TextOfNamesAloneMayEqualTheEnglish) {
  for (absl::string_view text : {"SBC", "proxy", "Retry-After", "{code} / {value}", "486"}) {
    EXPECT_EQ(Fault(text, text), std::nullopt) << text;
  }
}

TEST(TranslationTest, NamedValuesAreNoWords) {
  EXPECT_EQ(Fault("Wait for {answer}.", "{answer} {phone} {later}"), std::nullopt);
}

TEST(TranslationTest, QuotationOfTheEnglishTextMayStay) {
  EXPECT_EQ(Fault("It says “call again later”.", "Es sagt „call again later“."), std::nullopt);
  EXPECT_THAT(Fault("It says it.", "Es sagt „call again later“."), Optional(HasSubstr("is English")));
}

TEST(TranslationTest, ReasonPhraseMayStay) {
  EXPECT_EQ(Fault("It is busy.", "busy now"), std::nullopt);
  EXPECT_THAT(Fault("It is busy.", "busy later"), Optional(HasSubstr("is English")));
}

TEST(TranslationTest, TokenOfTheWireMayStayWhereEnglishHasIt) {
  EXPECT_EQ(Fault("See phone=later there.", "phone=later"), std::nullopt);
  EXPECT_EQ(Fault("See phone/later there.", "phone/later."), std::nullopt);
  EXPECT_THAT(Fault("See it there.", "phone=later"), Optional(HasSubstr("is English")));
}

TEST(TranslationTest, NameWithItsCapitalMayStayWhereEnglishHasIt) {
  EXPECT_EQ(Fault("The Phone company", "Phone"), std::nullopt);
  EXPECT_THAT(Fault("The phone company", "Phone"), Optional(HasSubstr("is English")));
}

TEST(TranslationTest, UnevenNumberIsNamed) {
  EXPECT_THAT(Fault("After 32 s.", "Nach 30 s."), Optional(std::string("lacks the number 32 of the English text")));
  EXPECT_THAT(Fault("After it.", "Nach 32 s."),
              Optional(std::string("has the number 32, which is not in the English text")));
  EXPECT_EQ(Fault("After 32 s.", "Nach 32 s."), std::nullopt);
}

TEST(TranslationTest, NumberMayComeOftenerOrElsewhere) {
  EXPECT_EQ(Fault("486 and 600", "600 und 486; 486"), std::nullopt);
}

TEST(TranslationTest, NumbersAreGroupedAndPointedInTheWayOfALanguage) {
  EXPECT_EQ(Fault("1,000 times", "1.000"), std::nullopt);
  EXPECT_EQ(Fault("1,000,000 times", "1000000"), std::nullopt);
  EXPECT_EQ(Fault("3.5 s", "3,5 s"), std::nullopt);
  EXPECT_EQ(Fault("Wait 32.", "32, dann"), std::nullopt);
  EXPECT_THAT(Fault("3.5 s", "35 s"), Optional(HasSubstr("the number 3.5")));
}

TEST(TranslationTest, SmallNumberThatEnglishSaysInWordsMayStandInFigures) {
  const struct {
    absl::string_view english;
    absl::string_view text;
  } cases[] = {{"No one", "0"},    {"Another one", "1"},    {"Both hang up", "2"}, {"The Third", "3"},
               {"a quarter", "4"}, {"in May", "5"},         {"ten of them", "10"}, {"twelve", "12"},
               {"twenty", "20"},   {"half a minute", "30"}, {"a minute", "60"},    {"in December", "12月"}};
  for (const auto& [english, text] : cases) {
    EXPECT_EQ(Fault(english, text), std::nullopt) << english;
    EXPECT_THAT(Fault("Otherwise", text), Optional(HasSubstr("has the number"))) << text;
  }
  EXPECT_THAT(Fault("thirteen", "13"), Optional(HasSubstr("has the number 13")));
}

TEST(TranslationTest, FigureOfTheEnglishTextMayNotBecomeAWord) {
  EXPECT_THAT(Fault("2 s", "zwei s"), Optional(HasSubstr("lacks the number 2")));
}

TEST(TranslationTest, NumberInANamedValueIsNone) { EXPECT_EQ(Fault("{line1}", "{line2}"), std::nullopt); }

TEST(TranslationTest, UnevenReferenceIsNamed) {
  EXPECT_THAT(Fault("RFC 3261 §8.1", "RFC 3261"),
              Optional(std::string("lacks the reference §8.1 of the English text")));
  EXPECT_THAT(Fault("RFC 3261 §8.1.", "RFC 3262 §8.1."), Optional(HasSubstr("the reference RFC 3261")));
  EXPECT_THAT(Fault("See it", "RFC 3261"),
              Optional(std::string("has the reference RFC 3261, which is not in the English text")));
  EXPECT_EQ(Fault("See RFC 3261 §8.1.3.4.", "§8.1.3.4 von RFC 3261, dort"), std::nullopt);
}

TEST(TranslationTest, ReferenceIsNoNumber) {
  EXPECT_THAT(Fault("See RFC 3261.", "3261"), Optional(HasSubstr("lacks the reference RFC 3261")));
  EXPECT_THAT(Fault("3261 and RFC 3261", "RFC 3261"), Optional(HasSubstr("lacks the number 3261")));
}

TEST(TranslationTest, UnevenMethodIsNamed) {
  EXPECT_THAT(Fault("INVITE or BYE", "INVITE"), Optional(std::string("lacks the method BYE of the English text")));
  EXPECT_THAT(Fault("INVITE", "INVITE, ACK"),
              Optional(std::string("has the method ACK, which is not in the English text")));
}

TEST(TranslationTest, MethodMayHaveAnEndingOrBePartOfAName) {
  EXPECT_EQ(Fault("two INVITEs", "zwei INVITE"), std::nullopt);
  EXPECT_EQ(Fault("a re-INVITE", "ein Re-INVITE"), std::nullopt);
  EXPECT_EQ(Fault("the INVITE", "INVITE’ın", "tr"), std::nullopt);
  EXPECT_EQ(Fault("UPDATED", ""), std::nullopt);
}

TEST(TranslationTest, UnevenHeaderIsNamed) {
  EXPECT_THAT(Fault("Look for Retry-After.", "Nachsehen."),
              Optional(std::string("lacks the header Retry-After of the English text")));
  EXPECT_THAT(Fault("Look.", "Retry-After suchen."),
              Optional(std::string("has the header Retry-After, which is not in the English text")));
  EXPECT_EQ(Fault("Look for Retry-After.", "Retry-After suchen."), std::nullopt);
}

TEST(TranslationTest, HeaderWithoutHyphenIsAWordAsWell) {
  EXPECT_EQ(Fault("The Contact is old.", "Veraltete Adresse."), std::nullopt);
  EXPECT_EQ(Fault("The address is old.", "Contact ist alt."), std::nullopt);
}

TEST(TranslationTest, ManyFaultsAreToldOneAtATimeEnglishFirst) {
  EXPECT_THAT(Fault("Wait 5 s for INVITE.", "Wait for an answer."), Optional(HasSubstr("is English")));
  EXPECT_THAT(Fault("INVITE 32 §8", "ok"), Optional(HasSubstr("reference")));
}

TEST(TranslationTest, BracesWithoutPairAndLoneSignsAreHarmless) {
  for (absl::string_view text : {"{", "}", "{{}", "}{", "“", "RFC ", "§", "§.", "RFC .", ".,.", "-", "=", "\xe3"}) {
    EXPECT_EQ(Fault(text, text), std::nullopt) << text;
    EXPECT_EQ(Fault("", text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sipwhy
