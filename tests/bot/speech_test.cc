#include "bot/speech.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy::bot {
namespace {

TEST(SpeechTest, TheKnowledgeBaseHasTheBuiltInSentences) {
  std::map<std::string, std::string> shipped;
  for (const auto& [key, text] : sipwhy::testing::ShippedSnapshot().knowledge().templates) {
    const auto& [name, language] = key;
    if (language == "en" && absl::StartsWith(name, "bot.")) shipped[name] = text;
  }
  std::map<std::string, std::string> built_in;
  for (const EnglishSentence& sentence : EnglishSentences()) built_in[sentence.name] = sentence.text;
  EXPECT_EQ(built_in, shipped);
}

TEST(SpeechTest, SaysASentenceInItsLanguageAndWhatItLacksInEnglish) {
  TemplateBook templates("qtz");
  templates.Add("bot.ask_back", "zorzor");
  const Speech speech(std::move(templates));
  EXPECT_EQ(speech.language(), "qtz");
  EXPECT_EQ(speech.Say("ask_back"), "zorzor");
  EXPECT_EQ(speech.Say("meant", {{"code", "408"}}), "Did you mean 408?");
  EXPECT_EQ(Speech().Say("ask_back"), "I know no SIP code for that.");
  EXPECT_EQ(Speech().Say("no.such.sentence"), "");
}

TEST(SpeechTest, CountsHaveTheirPlural) {
  EXPECT_EQ(Speech().Say("diff.count", {{"count", "1"}}), "1 row differs.");
  EXPECT_EQ(Speech().Say("diff.count", {{"count", "2"}}), "2 rows differ.");
}

}  // namespace
}  // namespace sipwhy::bot
