#include "text/language_tag.h"

#include <gtest/gtest.h>

namespace sipwhy {
namespace {

const std::vector<std::string> kKnown = {"ar", "en", "id", "ja", "pt", "qtz", "vi", "zh-Hans"};

TEST(LanguageTagTest, SubtagsFallOffUntilThereIsSuchALanguage) {
  const struct {
    const char* wanted;
    const char* found;
  } cases[] = {
      {"vi", "vi"},
      {"vi-VN", "vi"},
      {"VI_vn", "vi"},
      {"en-GB-oxendict", "en"},
      {"pt-BR", "pt"},
      {"zh-Hans-CN", "zh-Hans"},
      {"zh", "zh-Hans"},
      {"zh-CN", "zh-Hans"},
      {"zh-TW", "zh-Hans"},
      {"in-ID", "id"},
      {"qtz", "qtz"},
      {"qtz-Latn", "qtz"},
      {"ar-EG-u-nu-latn", "ar"},
      {"fr", ""},
      {"", ""},
      {"-", ""},
      {"no tag at all", ""},
      {"v", ""},
  };
  for (const auto& [wanted, found] : cases) EXPECT_EQ(FindLanguage(wanted, kKnown), found) << wanted;
  EXPECT_EQ(FindLanguage(std::string(10'000, 'x'), kKnown), "");
  EXPECT_EQ(FindLanguage("vi", {}), "");
}

TEST(LanguageTagTest, ScriptsTellTheirLanguage) {
  const struct {
    const char* text;
    const char* language;
  } cases[] = {
      {"301 と 487 の違い", "ja"},
      {"電話番号が違います", "ja"},
      {"忙音", "zh"},
      {"통화 중", "ko"},
      {"занято", "ru"},
      {"مشغول", "ar"},
      {"สายไม่ว่าง", "th"},
      {"व्यस्त", "hi"},
      {"486 busy here", ""},
      {"486", ""},
      {"máy bận", ""},
      {"", ""},
      {"SIP 486 कोड", "hi"},
      {"зайнято, спробуйте ще", "ru"},
      {"лінія зайнята", ""},
      {"گوشی اشغال است", ""},
      {"\xff\xfe", ""},
  };
  for (const auto& [text, language] : cases) EXPECT_EQ(LanguageOfScript(text), language) << text;
}

TEST(LanguageTagTest, TheFirstLetterWithADirectionCounts) {
  EXPECT_TRUE(IsRightToLeft("486: مشغول"));
  EXPECT_FALSE(IsRightToLeft("SIP مشغول"));
  EXPECT_FALSE(IsRightToLeft("486"));
  EXPECT_FALSE(IsRightToLeft(""));
  EXPECT_FALSE(IsRightToLeft("\xff"));
}

}  // namespace
}  // namespace sipwhy
