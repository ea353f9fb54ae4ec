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

v1::Meaning* AddMeaning(const std::string& name, v1::CodeEntry* entry) {
  v1::Meaning* meaning = entry->add_meanings();
  meaning->mutable_name()->set_text(name);
  meaning->mutable_meaning()->set_text(absl::StrCat("What ", name, " means."));
  meaning->mutable_sign()->set_text(absl::StrCat("Sign of ", name, "."));
  meaning->mutable_advice()->set_text(absl::StrCat("Advice on ", name, "."));
  return meaning;
}

v1::ExplainResponse WithMeanings() {
  v1::ExplainResponse response;
  FillEntry(603, 2, response.mutable_entry());
  v1::AspectValue* value = response.mutable_entry()->add_overview();
  value->mutable_value()->set_text("a value");
  AddMeaning("refused", response.mutable_entry());
  AddMeaning("blocked", response.mutable_entry())->set_reason_phrase("Blocked");
  AddMeaning("until later", response.mutable_entry())->set_header("Retry-After");
  AddLabel("meanings", "It can mean", response);
  AddLabel("what_to_do", "What to do", response);
  return response;
}

TEST(ComposeAnswerTest, MeaningsAreToldApartByTheirSignsInShortAndWhollyInFull) {
  const Answer brief = ComposeAnswer(WithMeanings(), Detail::kShort);
  ASSERT_FALSE(brief.sections.empty());
  EXPECT_EQ(brief.sections[0].heading, "It can mean");
  EXPECT_THAT(brief.sections[0].lists[0].items, ElementsAre("refused: Sign of refused.", "blocked: Sign of blocked.",
                                                            "until later: Sign of until later."));
  const Answer full = ComposeAnswer(WithMeanings(), Detail::kFull);
  bool found = false;
  for (const Section& section : full.sections) {
    if (section.heading != "It can mean") continue;
    found = true;
    EXPECT_EQ(section.lists[0].items[1], "blocked: What blocked means. Sign of blocked. Advice on blocked.");
  }
  EXPECT_TRUE(found);
}

TEST(ComposeAnswerTest, SeenMeaningLeadsAndLeavesTheNumberAside) {
  v1::ExplainResponse response = WithMeanings();
  response.mutable_entry()->mutable_meanings(1)->set_seen(true);
  const Answer blocked = ComposeAnswer(response, Detail::kShort);
  EXPECT_EQ(blocked.title, "603 Blocked");
  EXPECT_EQ(blocked.lead, "What blocked means.");
  EXPECT_THAT(blocked.notices, ElementsAre("Sign of blocked."));
  EXPECT_THAT(blocked.table.rows, IsEmpty());
  ASSERT_EQ(blocked.sections.size(), 1u);
  EXPECT_THAT(blocked.sections[0].lists[0].items, ElementsAre("Advice on blocked."));
  response.mutable_entry()->mutable_meanings(1)->set_seen(false);
  response.mutable_entry()->mutable_meanings(2)->set_seen(true);
  EXPECT_EQ(ComposeAnswer(response, Detail::kShort).title, "603 Phrase, until later");
}

TEST(ComposeAnswerTest, SeenPlainMeaningIsToldByTheEntry) {
  v1::ExplainResponse response = WithMeanings();
  response.mutable_entry()->mutable_meanings(0)->set_seen(true);
  EXPECT_EQ(ComposeAnswer(response, Detail::kShort), ComposeAnswer(WithMeanings(), Detail::kShort));
}

TEST(ComposeAnswerTest, LadderAndSampleAreInFullAlone) {
  v1::ExplainResponse response;
  FillEntry(486, 1, response.mutable_entry());
  v1::Ladder* ladder = response.mutable_entry()->mutable_ladder();
  for (const char* party : {"caller", "callee"}) {
    v1::LadderParty* added = ladder->add_parties();
    added->set_party(party);
    added->mutable_name()->set_text(absl::StrCat("The ", party));
  }
  const auto add_step = [&](const std::string& from, const std::string& to, const std::string& message) {
    v1::LadderStep* step = ladder->add_steps();
    step->set_sender(from);
    step->set_receiver(to);
    step->set_message(message);
  };
  add_step("caller", "callee", "INVITE");
  add_step("callee", "nobody", "lost");  // from a later service, which knows more parties
  add_step("callee", "caller", "486");
  response.mutable_entry()->set_sample_message("SIP/2.0 486 Busy Here\nVia: x\n\n");
  AddLabel("ladder", "Ladder", response);
  AddLabel("sample_message", "Sample", response);
  const Answer answer = ComposeAnswer(response, Detail::kFull);
  ASSERT_GE(answer.sections.size(), 2u);
  const Section& drawn = answer.sections[answer.sections.size() - 2];
  EXPECT_EQ(drawn.heading, "Ladder");
  EXPECT_EQ(drawn.ladder, (Ladder{{"The caller", "The callee"}, {{0, 1, "INVITE"}, {1, 0, "486"}}}));
  EXPECT_THAT(answer.sections.back().verbatim, ElementsAre("SIP/2.0 486 Busy Here", "Via: x"));
  for (const Section& section : ComposeAnswer(response, Detail::kShort).sections) {
    EXPECT_THAT(section.verbatim, IsEmpty());
    EXPECT_THAT(section.ladder.arrows, IsEmpty());
  }
}

TEST(ComposeAnswerTest, ReferencesThatAreNoRfcAreNamed) {
  v1::ExplainResponse response;
  FillEntry(478, 1, response.mutable_entry());
  AddReference(3261, "21.4", response.mutable_entry());
  v1::Citation* source = response.mutable_entry()->add_references();
  source->set_document("Kamailio");
  source->set_section("src/core/error.c");
  v1::Citation* document = response.mutable_entry()->add_references();
  document->set_document("ATIS-1000099");
  document->set_section("1");
  EXPECT_THAT(ComposeAnswer(response, Detail::kShort).footer,
              ::testing::StartsWith("RFC 3261 §21.4, Kamailio src/core/error.c, ATIS-1000099 §1 · "));
}

TEST(ComposeAnswerTest, CauseHasBothDirectionsItsAdviceAndTheProducts) {
  v1::ExplainCauseResponse response;
  v1::CauseEntry* entry = response.mutable_entry();
  entry->mutable_title()->set_text("Cause 17");
  entry->mutable_meaning()->set_text("Busy.");
  entry->mutable_class_name()->set_text("normal event");
  entry->mutable_to_sip()->set_text("486.");
  entry->mutable_from_sip()->set_text("486 and 600.");
  entry->mutable_advice()->set_text("Wait.");
  entry->add_product_codes()->mutable_sentence()->set_text("It does otherwise.");
  entry->add_references()->set_document("ITU-T Q.850");
  const Answer answer = ComposeAnswer(response, Detail::kShort);
  EXPECT_EQ(answer.title, "Cause 17");
  EXPECT_EQ(answer.lead, "Busy.");
  ASSERT_EQ(answer.table.rows.size(), 3u);
  EXPECT_THAT(answer.table.rows[1].cells, ElementsAre("486."));
  ASSERT_EQ(answer.sections.size(), 2u);
  EXPECT_THAT(answer.sections[0].lists[0].items, ElementsAre("Wait."));
  EXPECT_THAT(answer.sections[1].lists[0].items, ElementsAre("It does otherwise."));
  EXPECT_THAT(answer.footer, ::testing::StartsWith("ITU-T Q.850 · "));
}

TEST(ComposeAnswerTest, CauseThatNobodyDefinedIsLedByItsNotice) {
  v1::ExplainCauseResponse response;
  response.mutable_entry()->add_notices()->set_text("Not defined.");
  const Answer answer = ComposeAnswer(response, Detail::kShort);
  EXPECT_EQ(answer.lead, "Not defined.");
  EXPECT_THAT(answer.sections, IsEmpty());
}

TEST(ComposeAnswerTest, HitGivesItsReasonUnlessTheSummaryIsIt) {
  v1::SearchResponse response;
  const auto add = [&](int code, const std::string& summary, const std::string& reason) {
    v1::SearchHit* hit = response.add_hits();
    hit->set_code(code);
    hit->set_reason_phrase("Phrase");
    hit->mutable_summary()->set_text(summary);
    hit->mutable_reason()->set_text(reason);
  };
  add(480, "Nobody is there.", "people say: nobody answers");
  add(408, "No answer came.", "its entry says: No answer came.");
  add(404, "", "its reason phrase: Phrase");
  const Answer answer = ComposeAnswer(response);
  ASSERT_EQ(answer.sections.size(), 1u);
  ASSERT_EQ(answer.sections[0].lists.size(), 3u);
  EXPECT_THAT(answer.sections[0].lists[0].items, ElementsAre("Phrase: Nobody is there. (people say: nobody answers)"));
  EXPECT_THAT(answer.sections[0].lists[1].items, ElementsAre("Phrase: No answer came."));
  EXPECT_THAT(answer.sections[0].lists[2].items, ElementsAre("Phrase (its reason phrase: Phrase)"));
}

}  // namespace
}  // namespace sipwhy::bot
