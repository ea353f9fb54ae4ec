#include "storage/kb/answer_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/testing/shipped_knowledge.h"

namespace sipwhy {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// A few codes of the shipped knowledge base, since every two of them are compared in every language.
const Snapshot& FewCodes() {
  static const auto& few = *new Snapshot([] {
    Knowledge knowledge = testing::ShippedSnapshot().knowledge();
    std::erase_if(knowledge.codes,
                  [](const auto& code) { return !std::set{301, 380, 408, 486, 487, 504}.contains(code.first); });
    return Snapshot(std::move(knowledge), {});
  }());
  return few;
}

Snapshot Edited(const std::function<void(Knowledge&)>& edit) {
  Knowledge knowledge = FewCodes().knowledge();
  edit(knowledge);
  return Snapshot(std::move(knowledge), {});
}

std::vector<std::string> Questions(const std::vector<AnswerChange>& changes) {
  std::vector<std::string> questions;
  for (const AnswerChange& change : changes) questions.push_back(change.question);
  return questions;
}

std::vector<AnswerChange> ChangesBy(const std::function<void(Knowledge&)>& edit) {
  return FindAnswerChanges(FewCodes(), Edited(edit));
}

TEST(AnswerChangesTest, NothingChangesWithoutAnEdit) {
  EXPECT_THAT(FindAnswerChanges(FewCodes(), FewCodes()), IsEmpty());
}

TEST(AnswerChangesTest, EditedStepIsShownBeforeAndAfterInEachLanguageThatShowsIt) {
  std::string before;
  const std::vector<AnswerChange> changes = ChangesBy([&](Knowledge& knowledge) {
    Step& step = knowledge.codes.at(408).texts.at("en").steps[0];
    before = step.sentence;
    step.sentence = "Do this first.";
  });
  ASSERT_THAT(changes, Not(IsEmpty()));
  ASSERT_THAT(Questions(changes), Contains("408 in en"));
  ASSERT_THAT(changes[0].lines, SizeIs(1));
  EXPECT_EQ(changes[0].lines[0].place, "step 1");
  EXPECT_THAT(changes[0].lines[0].before, ::testing::EndsWith(before));
  EXPECT_THAT(changes[0].lines[0].after, ::testing::EndsWith("Do this first."));
  EXPECT_THAT(Questions(changes), Contains("408 in de"));  // which falls back to English
  EXPECT_THAT(Questions(changes), Not(Contains("408 in ja")));
  EXPECT_THAT(Questions(changes), Not(Contains("301 in en")));
}

TEST(AnswerChangesTest, EditedNoteOnAPairChangesItsComparisonOnly) {
  const std::vector<AnswerChange> changes = ChangesBy([](Knowledge& knowledge) {
    for (auto& [language, note] : knowledge.notes.at({301, 408})) note.mistake = "Now this is the mistake.";
  });
  for (const AnswerChange& change : changes) EXPECT_THAT(change.question, ::testing::StartsWith("301 vs 408 in "));
  EXPECT_THAT(Questions(changes), Contains("301 vs 408 in en"));
}

TEST(AnswerChangesTest, LineThatComesOrGoesHasOneSide) {
  const std::vector<AnswerChange> changes =
      ChangesBy([](Knowledge& knowledge) { knowledge.codes.at(408).texts.at("en").situations.emplace_back("New."); });
  ASSERT_THAT(changes, Not(IsEmpty()));
  ASSERT_THAT(changes[0].lines, SizeIs(1));
  EXPECT_EQ(changes[0].lines[0].before, "");
  EXPECT_EQ(changes[0].lines[0].after, "New.");
  const Snapshot with =
      Edited([](Knowledge& knowledge) { knowledge.codes.at(408).texts.at("en").situations.emplace_back("New."); });
  const std::vector<AnswerChange> back = FindAnswerChanges(with, FewCodes());
  ASSERT_THAT(back, SizeIs(changes.size()));
  EXPECT_EQ(back[0].lines[0], (LineChange{changes[0].lines[0].place, "New.", ""}));
}

TEST(AnswerChangesTest, CodeThatComesOrGoesIsWholly) {
  const Snapshot without = Edited([](Knowledge& knowledge) { knowledge.codes.erase(408); });
  const std::vector<AnswerChange> comes = FindAnswerChanges(without, FewCodes());
  ASSERT_THAT(Questions(comes), Contains("408 in en"));
  for (const AnswerChange& change : comes) {
    if (change.question != "408 in en") continue;
    EXPECT_THAT(change.lines, Contains(LineChange{"title", "", "408 Request Timeout"}));
  }
}

// What only looks untouched would be left out: here all answers are composed, since a label differs that none shows.
TEST(AnswerChangesTest, AnswersThatCannotDifferNeedNotBeComposed) {
  const std::vector<std::function<void(Knowledge&)>> edits = {
      [](Knowledge& knowledge) { knowledge.codes.at(408).texts.at("en").steps[0].sentence = "Edited."; },
      [](Knowledge& knowledge) { knowledge.codes.at(486).facts.pop_back(); },
      [](Knowledge& knowledge) { knowledge.codes.at(487).related.clear(); },
      [](Knowledge& knowledge) { knowledge.codes.at(504).reason_phrase = "Edited"; },
      [](Knowledge& knowledge) { knowledge.codes.erase(301); },
      [](Knowledge& knowledge) {
        knowledge.notes.erase({301, 408});
      },
      [](Knowledge& knowledge) { knowledge.causes.at(17).texts.at("en").name = "Edited"; }};
  for (const auto& edit : edits) {
    const std::vector<AnswerChange> all = ChangesBy([&](Knowledge& knowledge) {
      edit(knowledge);
      knowledge.labels[{"shown nowhere", "en"}] = "x";
    });
    EXPECT_THAT(all, Not(IsEmpty()));
    EXPECT_EQ(ChangesBy(edit), all);
  }
}

TEST(AnswerChangesTest, CodesComeBeforeComparisonsAndThoseBeforeCauses) {
  const std::vector<AnswerChange> changes = ChangesBy([](Knowledge& knowledge) {
    knowledge.codes.at(301).reason_phrase = "Changed";
    knowledge.codes.at(487).reason_phrase = "Changed";
    knowledge.causes.at(17).texts.at("en").name = "Changed";
  });
  std::vector<int> kinds;
  for (const AnswerChange& change : changes) {
    const bool is_comparison = change.question.find(" vs ") != std::string::npos;
    kinds.push_back(change.question.starts_with("cause ") ? 2 : is_comparison ? 1 : 0);
  }
  EXPECT_THAT(kinds, ::testing::IsSupersetOf({0, 1, 2}));
  EXPECT_TRUE(std::is_sorted(kinds.begin(), kinds.end()));
}

}  // namespace
}  // namespace sipwhy
