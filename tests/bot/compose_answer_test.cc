#include "bot/compose_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void AddLabel(const std::string& name, const std::string& text, v1::ExplainResponse& response) {
  v1::Label* label = response.add_labels();
  label->set_name(name);
  label->mutable_text()->set_text(text);
}

void FillEntry(int code, int steps, v1::CodeEntry* entry) {
  entry->set_code(code);
  entry->mutable_title()->set_text(absl::StrCat(code, " Phrase"));
  entry->mutable_summary()->set_text(absl::StrCat("What ", code, " is."));
  for (int i = 1; i <= steps; ++i) {
    v1::Step* step = entry->add_steps();
    step->mutable_party_name()->set_text("Operator");
    step->mutable_sentence()->set_text(absl::StrCat("Step ", i, "."));
  }
}

void AddReference(int rfc, const std::string& section, v1::CodeEntry* entry) {
  v1::Citation* citation = entry->add_references();
  citation->set_rfc(rfc);
  citation->set_section(section);
}

TEST(ComposeAnswerTest, ShortExplanationHasThreeStepsAndTheReferencesOfEachRfcTogether) {
  v1::ExplainResponse response;
  FillEntry(408, 5, response.mutable_entry());
  AddReference(3261, "21.4.9", response.mutable_entry());
  AddReference(3261, "16.8", response.mutable_entry());
  AddReference(4320, "4.2", response.mutable_entry());
  AddReference(5057, "5.2", response.mutable_entry());
  AddLabel("what_to_do", "What to do", response);
  AddLabel("revision", "revision", response);
  AddLabel("full_hint", "say full", response);
  response.mutable_revision()->set_number(7);
  const Answer answer = ComposeAnswer(response, Detail::kShort);
  EXPECT_EQ(answer.title, "408 Phrase");
  EXPECT_EQ(answer.lead, "What 408 is.");
  ASSERT_EQ(answer.sections.size(), 1u);
  EXPECT_EQ(answer.sections[0].heading, "What to do");
  EXPECT_THAT(answer.sections[0].lists[0].items,
              ElementsAre("Operator: Step 1.", "Operator: Step 2.", "Operator: Step 3."));
  EXPECT_EQ(answer.footer, "RFC 3261 §21.4.9 §16.8, RFC 4320 §4.2 · revision 7 · say full");
}

TEST(ComposeAnswerTest, CodeWithoutEntryIsLedByItsFirstNoticeAndOffersNoMore) {
  v1::ExplainResponse response;
  FillEntry(499, 0, response.mutable_entry());
  response.mutable_entry()->clear_summary();
  response.mutable_entry()->add_notices()->set_text("Not registered.");
  response.mutable_entry()->add_notices()->set_text("Treated as 400.");
  AddLabel("full_hint", "say full", response);
  const Answer answer = ComposeAnswer(response, Detail::kShort);
  EXPECT_EQ(answer.lead, "Not registered.");
  EXPECT_THAT(answer.notices, ElementsAre("Treated as 400."));
  EXPECT_THAT(answer.sections, IsEmpty());
  EXPECT_THAT(answer.footer, ::testing::Not(::testing::HasSubstr("say full")));
}

TEST(ComposeAnswerTest, ComparisonSaysASharedNoticeOnceAndTwoStepsPerCode) {
  v1::CompareResponse response;
  for (int code : {301, 408}) {
    v1::CodeEntry* entry = response.add_codes();
    FillEntry(code, 4, entry);
    entry->add_notices()->set_text("In English.");
  }
  const Answer answer = ComposeAnswer(response, Detail::kShort);
  EXPECT_THAT(answer.notices, ElementsAre("In English."));
  EXPECT_THAT(answer.table.heads, ElementsAre("301 Phrase", "408 Phrase"));
  ASSERT_EQ(answer.sections[0].lists.size(), 2u);
  EXPECT_EQ(answer.sections[0].lists[1].label, "408");
  EXPECT_EQ(answer.sections[0].lists[1].items.size(), 2u);
}

TEST(ComposeAnswerTest, ShortComparisonHasSixRowsAndAFullOneAll) {
  v1::CompareResponse response;
  FillEntry(301, 0, response.add_codes());
  FillEntry(408, 0, response.add_codes());
  for (int i = 0; i < 9; ++i) {
    v1::Difference* difference = response.add_differences();
    difference->add_values()->set_text("a");
    difference->add_values();
  }
  EXPECT_EQ(ComposeAnswer(response, Detail::kShort).table.rows.size(), 6u);
  EXPECT_EQ(ComposeAnswer(response, Detail::kFull).table.rows.size(), 9u);
  EXPECT_THAT(ComposeAnswer(response, Detail::kShort).table.rows[0].cells, ElementsAre("a", ""));
}

TEST(ComposeAnswerTest, AdviceIsPerCodeUnlessANoteSpeaksOfBoth) {
  v1::CompareResponse response;
  FillEntry(301, 0, response.add_codes());
  FillEntry(408, 0, response.add_codes());
  response.add_when_to_use_which()->set_text("For both.");
  EXPECT_EQ(ComposeAnswer(response, Detail::kFull).sections[0].lists[0].label, "");
  response.add_when_to_use_which()->set_text("For 408.");
  const Answer answer = ComposeAnswer(response, Detail::kFull);
  ASSERT_EQ(answer.sections[0].lists.size(), 2u);
  EXPECT_EQ(answer.sections[0].lists[1].label, "408");
}

}  // namespace
}  // namespace sipwhy::bot
