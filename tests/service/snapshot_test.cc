#include "service/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/service/small_knowledge.h"

namespace sipwhy {
namespace {

using ::testing::ElementsAre;

Snapshot Speaking(const std::vector<std::string>& languages) {
  Knowledge knowledge;
  for (const std::string& language : languages) knowledge.languages[language] = {};
  return Snapshot(std::move(knowledge), {});
}

TEST(SnapshotTest, FindsTheEntryOfACode) {
  const Snapshot snapshot = testing::SmallSnapshot();
  ASSERT_NE(snapshot.Find(486), nullptr);
  EXPECT_EQ(snapshot.Find(486)->reason_phrase, "Busy Here");
}

TEST(SnapshotTest, HasNoEntryForAnUnknownCode) {
  const Snapshot snapshot = testing::SmallSnapshot();
  for (int code : {499, 0, -1, 100'000}) EXPECT_EQ(snapshot.Find(code), nullptr) << code;
}

TEST(SnapshotTest, RevisionIsThatOfItsKnowledge) {
  std::vector<Revision> revisions(2);
  revisions[0].number = 1;
  revisions[1].number = 2;
  Knowledge knowledge;
  knowledge.revision = revisions[1];
  const Snapshot snapshot(std::move(knowledge), revisions);
  EXPECT_EQ(snapshot.revision().number, 2);
  EXPECT_EQ(snapshot.revisions().size(), 2u);
}

TEST(SnapshotTest, RegionFallsBackToItsLanguageAndThenToEnglish) {
  EXPECT_THAT(Speaking({"en", "ja", "vi"}).LanguagesFor("vi-VN"), ElementsAre("vi", "en"));
  EXPECT_THAT(Speaking({"en", "zh", "zh-Hant"}).LanguagesFor("zh-Hant-TW"), ElementsAre("zh-Hant", "zh", "en"));
}

TEST(SnapshotTest, LanguageTagsAreReadInAnyCaseAndWithUnderscores) {
  for (const char* tag : {"vi", "VI", "Vi-vn", "vi_VN", "VI_vn.", "vi-"}) {
    EXPECT_THAT(Speaking({"en", "vi"}).LanguagesFor(tag), ElementsAre("vi", "en")) << tag;
  }
}

TEST(SnapshotTest, UnknownLanguageGetsEnglish) {
  for (const char* tag : {"", "xx", "xx-VN", "-", "--", "v", "vietnamese", "-vi"}) {
    EXPECT_THAT(Speaking({"en", "vi"}).LanguagesFor(tag), ElementsAre("en")) << tag;
  }
}

TEST(SnapshotTest, EnglishIsNamedOnce) {
  for (const char* tag : {"en", "en-GB", "EN"}) {
    EXPECT_THAT(Speaking({"en", "vi"}).LanguagesFor(tag), ElementsAre("en")) << tag;
  }
}

TEST(SnapshotTest, KnowledgeWithoutLanguagesStillAnswersInEnglish) {
  EXPECT_THAT(Speaking({}).LanguagesFor("vi"), ElementsAre("en"));
}

}  // namespace
}  // namespace sipwhy
