#include "bot/web/accept_language.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace sipwhy::bot {
namespace {

const std::vector<SiteLanguage> kLanguages = {{"ja", "日本語"}, {"en", "English"}, {"vi", "Tiếng Việt"}};

struct Case {
  const char* accept_language;
  const char* chosen;
};

TEST(AcceptLanguageTest, TheOneThatIsLikedBestAndThereIsChosen) {
  for (const Case& c : std::vector<Case>{{"vi", "vi"},
                                         {"VI", "vi"},
                                         {"vi-VN", "vi"},
                                         {"vi-Latn-VN", "vi"},
                                         {"de, ja;q=0.5", "ja"},
                                         {"ja;q=0.5, vi;q=0.8", "vi"},
                                         {"ja;q=0.5,vi;q=0.5", "ja"},
                                         {"de-DE,de;q=0.9,en;q=0.8,ja;q=0.7", "en"},
                                         {" vi ; q = 1 , ja", "vi"},
                                         {"ja;q=0, vi;q=0.1", "vi"},
                                         {"fr;q=1.0, vi;q=0.001", "vi"}}) {
    EXPECT_EQ(ChooseLanguage(c.accept_language, kLanguages), c.chosen) << c.accept_language;
  }
}

TEST(AcceptLanguageTest, EnglishIsChosenWhereNothingMatches) {
  for (const char* header : {"", "*", "de", "de, fr;q=0.3", "ja;q=0", "v", "vii", "-", "ja;q=2", "ja;q=-1", "ja;q=nan",
                             "ja;q=", "ja;x=1", ";q=1", ",,,", "ja;q=1;q=0", "ja-"}) {
    const std::string expected = std::string(header) == "ja-" ? "ja" : "en";
    EXPECT_EQ(ChooseLanguage(header, kLanguages), expected) << header;
  }
}

TEST(AcceptLanguageTest, TheFirstIsChosenWithoutEnglish) {
  EXPECT_EQ(ChooseLanguage("de", {{"vi", "Tiếng Việt"}, {"ja", "日本語"}}), "vi");
}

TEST(AcceptLanguageTest, TheTagIsSpeltAsInTheMenu) {
  EXPECT_EQ(ChooseLanguage("PT-br", {{"en", "English"}, {"pt-BR", "Português"}}), "pt-BR");
}

TEST(AcceptLanguageTest, AnyBytesChooseOneOfThem) {
  std::mt19937 random(5);
  for (int i = 0; i < 2000; ++i) {
    std::string header;
    for (size_t length = random() % 40; length > 0; --length) header.push_back("vija-;q=,01. \xFF"[random() % 15]);
    const std::string chosen = ChooseLanguage(header, kLanguages);
    EXPECT_TRUE(chosen == "en" || chosen == "ja" || chosen == "vi") << "seed 5: " << header;
  }
}

}  // namespace
}  // namespace sipwhy::bot
