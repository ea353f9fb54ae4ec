#include "bot/render/text_size.h"

#include <gtest/gtest.h>

#include <unicode/brkiter.h>

#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sipwhy::bot {
namespace {

TEST(TextSizeTest, EachUnitCountsItsOwnWay) {
  const std::string text = "a\u00e9\u65e5\U0001F600";
  EXPECT_EQ(SizeOf(text, TextUnit::kBytes), 10u);
  EXPECT_EQ(SizeOf(text, TextUnit::kUtf16), 5u);
  EXPECT_EQ(SizeOf(text, TextUnit::kCodePoints), 4u);
  EXPECT_EQ(SizeOf("", TextUnit::kUtf16), 0u);
}

TEST(TextSizeTest, TextThatFitsIsLeftAlone) {
  EXPECT_EQ(CutTo("\u65e5\u672c", 6, TextUnit::kBytes), "\u65e5\u672c");
  EXPECT_EQ(CutTo("", 0, TextUnit::kBytes), "");
}

TEST(TextSizeTest, CutFallsBetweenCodePointsAndLeavesRoomForTheEllipsis) {
  EXPECT_EQ(CutTo("abcdef", 4, TextUnit::kCodePoints), "abc…");
  EXPECT_EQ(CutTo("\u65e5\u672c\u8a9e", 8, TextUnit::kBytes), "\u65e5…");
  EXPECT_EQ(CutTo("\U0001F600\U0001F600\U0001F600", 4, TextUnit::kUtf16), "\U0001F600…");
  EXPECT_EQ(CutTo("abcdef", 2, TextUnit::kBytes), "ab");
}

TEST(TextSizeTest, CombiningMarkStaysWithItsLetter) {
  EXPECT_EQ(CutTo("ae\u0301\u0301xyz", 4, TextUnit::kCodePoints), "a…");
  EXPECT_EQ(CutTo("ae\u0301\u0301xyz", 5, TextUnit::kCodePoints), "ae\u0301\u0301…");
}

TEST(TextSizeTest, CutIsNeverLongerThanAllowedWhateverTheBytes) {
  const std::string hostile =
      "\xff\xfe"
      "a\xe6\x97"
      "\u65e5\xf0\x9f\x98\u0301\u0301 end";
  for (const TextUnit unit : {TextUnit::kBytes, TextUnit::kUtf16, TextUnit::kCodePoints}) {
    for (size_t most = 0; most <= hostile.size(); ++most) {
      EXPECT_LE(SizeOf(CutTo(hostile, most, unit), unit), most) << most;
    }
  }
}

TEST(TextSizeTest, WhatLooksLikeOneLetterIsNotTakenApart) {
  EXPECT_EQ(CutTo("a👨\u200d👩\u200d👧 end", 4, TextUnit::kCodePoints), "a…");
  EXPECT_EQ(CutTo("🇻🇳🇯🇵🇰🇷", 4, TextUnit::kCodePoints), "🇻🇳…");
  EXPECT_EQ(CutTo("👍🏽👍🏽", 3, TextUnit::kCodePoints), "👍🏽…");
  EXPECT_EQ(CutTo("กี่คน", 3, TextUnit::kCodePoints), "…");
  EXPECT_EQ(CutTo("\u1112\u1161\u11ab글", 3, TextUnit::kCodePoints), "…");
}

TEST(TextSizeTest, ConjunctIsNotTakenApart) {
  EXPECT_EQ(CutTo("अक्षर है", 4, TextUnit::kCodePoints), "अ…");
  EXPECT_EQ(CutTo("अक्षर है", 5, TextUnit::kCodePoints), "अक्ष…");
  EXPECT_EQ(CutTo("अक्\u200dषर है", 5, TextUnit::kCodePoints), "अ…");
}

TEST(TextSizeTest, IsolateThatIsCutIsClosed) {
  const std::string text = "مع \u2066Busy Here\u2069 هنا";
  EXPECT_EQ(CutTo(text, 10, TextUnit::kCodePoints), "مع \u2066Busy\u2069…");
  EXPECT_EQ(CutTo(text, 15, TextUnit::kCodePoints), "مع \u2066Busy Here\u2069…");
  for (const TextUnit unit : {TextUnit::kBytes, TextUnit::kUtf16, TextUnit::kCodePoints}) {
    for (size_t most = 0; most <= text.size(); ++most) {
      const std::string cut = CutTo(text, most, unit);
      EXPECT_LE(SizeOf(cut, unit), most);
      EXPECT_EQ(absl::StrContains(cut, "\u2066"), absl::StrContains(cut, "\u2069")) << cut;
    }
  }
}

// Where ICU ends the clusters of `text`, in bytes.
std::set<size_t> EndsByIcu(const std::string& text) {
  const icu::UnicodeString utf16 = icu::UnicodeString::fromUTF8(text);
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> iterator(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
  iterator->setText(utf16);
  std::set<size_t> ends;
  for (int32_t at = iterator->first(); at != icu::BreakIterator::DONE; at = iterator->next()) {
    std::string beginning;
    utf16.tempSubString(0, at).toUTF8String(beginning);
    ends.insert(beginning.size());
  }
  return ends;
}

std::string RandomText(std::mt19937& random) {
  constexpr absl::string_view kPieces[] = {"a",      " ",      "e\u0301\u0323",
                                           "\u0301", "👩",      "\u200d",
                                           "💻",      "🏽",   "❤\ufe0f",
                                           "🇻🇳",     "🇯",      "กี่",
                                           "ำ",      "ไ",      "क्",
                                           "षि",     "है",      "مُ",
                                           "لا",     "가",     "각",
                                           "\u1112", "\u1161", "\u11ab",
                                           "説明",   "\u0600", "\r",
                                           "\n"};
  std::string text;
  for (int i = std::uniform_int_distribution<int>(1, 20)(random); i > 0; --i) {
    absl::StrAppend(&text, kPieces[std::uniform_int_distribution<size_t>(0, std::size(kPieces) - 1)(random)]);
  }
  return text;
}

TEST(TextSizeTest, NoCutSplitsACluster) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 400; ++i) {
    const std::string text = RandomText(random);
    const std::set<size_t> ends = EndsByIcu(text);
    for (const TextUnit unit : {TextUnit::kBytes, TextUnit::kUtf16, TextUnit::kCodePoints}) {
      for (size_t most = 0; most < SizeOf(text, unit); ++most) {
        const std::string cut = CutTo(text, most, unit);
        const absl::string_view kept = absl::StripSuffix(cut, "…");
        EXPECT_TRUE(absl::StartsWith(text, kept));
        EXPECT_TRUE(ends.contains(kept.size())) << kept << " of " << text;
        EXPECT_LE(SizeOf(cut, unit), most);
      }
    }
  }
}

TEST(TextSizeTest, CutKeepsAllThatHasRoom) {
  const std::string text = "é\u0301 ไม่ว่าง 話し中 مُسجَّل 👩\u200d💻 통화";
  const std::set<size_t> ends = EndsByIcu(text);
  for (size_t most = 3; most < text.size(); ++most) {
    const size_t room = *std::prev(ends.upper_bound(most - 3));
    EXPECT_EQ(CutTo(text, most, TextUnit::kBytes), text.substr(0, room) + "…");
  }
}

}  // namespace
}  // namespace sipwhy::bot
