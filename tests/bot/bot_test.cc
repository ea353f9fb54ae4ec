#include "bot/bot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bot/render/plain_text.h"
#include "tests/testing/fake_knowledge_client.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::FakeKnowledgeClient;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class BotTest : public ::testing::Test {
 protected:
  Reply Ask(const std::string& text) {
    std::optional<Reply> reply = bot_.Handle(text, Addressing::kAddressed, conversation_, absl::InfiniteFuture());
    EXPECT_TRUE(reply.has_value()) << text;
    return reply.value_or(Reply{});
  }

  std::string AskForText(const std::string& text) { return RenderPlainText(Ask(text).answer, 80); }

  FakeKnowledgeClient client_;
  Bot bot_{client_, {.service_address = "127.0.0.1:50051"}};
  Conversation conversation_;
};

TEST_F(BotTest, ComparisonAnswersInItsFirstLineThenSideBySideThenWhatToDoThenReferences) {
  const Answer answer = Ask("301 vs 408").answer;
  EXPECT_EQ(answer.title, "301 Moved Permanently vs 408 Request Timeout");
  EXPECT_THAT(answer.lead, AllOf(HasSubstr("301"), HasSubstr("408")));
  EXPECT_EQ(answer.table.heads.size(), 2u);
  EXPECT_EQ(answer.table.rows.size(), 6u);
  ASSERT_EQ(answer.sections.size(), 1u);
  EXPECT_EQ(answer.sections[0].heading, "What to do");
  EXPECT_THAT(answer.footer, AllOf(HasSubstr("RFC 3261 §21.3.2"), HasSubstr("§21.4.9"), HasSubstr("“full”")));
}

TEST_F(BotTest, FullGivesEverySection) {
  std::vector<std::string> headings;
  for (const Section& section : Ask("301 vs 408 full").answer.sections) headings.push_back(section.heading);
  EXPECT_THAT(headings,
              ElementsAre("Description", "When You See It", "How to Fix", "What It Can Mean", "Key Differences",
                          "When to Use Which", "Common mistake", "Headers", "Related codes", "Learn More"));
}

TEST_F(BotTest, NewsAreTheNewestRevisionsWithTheirNotes) {
  const Reply reply = Ask("what's new");
  EXPECT_EQ(reply.kind, Reply::Kind::kAnswer);
  EXPECT_EQ(reply.answer.title, "What is new");
  const std::vector<Revision>& revisions = sipwhy::testing::ShippedSnapshot().revisions();
  EXPECT_THAT(reply.answer.lead, HasSubstr(revisions.back().title));
  ASSERT_EQ(reply.answer.sections.size(), 5u);
  EXPECT_EQ(reply.answer.sections[4].lists[0].items[0], revisions[revisions.size() - 5].notes);
}

TEST_F(BotTest, HistoryTellsTheNewestChangeAndInFullTheOnesBefore) {
  const std::string brief = AskForText("history 202");
  EXPECT_THAT(brief, AllOf(StartsWith("History of 202: Last changed by revision 26 on 2026-11-21."),
                           HasSubstr("fact retry 1: term “wait_for_outcome” instead of “done”"), HasSubstr("“full”")));
  const Answer full = Ask("full").answer;
  EXPECT_GT(full.sections.size(), 1u);
  EXPECT_THAT(full.sections[1].heading, StartsWith("Revision "));
}

TEST_F(BotTest, HistoryOfACodeWithoutOneSaysSo) {
  EXPECT_EQ(Ask("history 299").answer.lead, "No revision speaks of this code.");
}

TEST_F(BotTest, DiffCountsByKindOfStatement) {
  const Answer answer = Ask("diff 25 26").answer;
  EXPECT_EQ(answer.title, "Revision 25 to 26");
  EXPECT_THAT(answer.lead, HasSubstr("rows differ"));
  const auto& lists = answer.sections[0].lists;
  const auto steps =
      std::find_if(lists.begin(), lists.end(), [](const ItemList& list) { return list.label == "step"; });
  ASSERT_NE(steps, lists.end());
  EXPECT_EQ(steps->items[0], "8 changed; codes 202, 423, 494, 500, 513, 607, 608");
}

TEST_F(BotTest, DiffOfARevisionThatDoesNotExistSaysWhichThereAre) {
  const Reply reply = Ask("diff 2 99");
  EXPECT_EQ(reply.kind, Reply::Kind::kNotUnderstood);
  EXPECT_THAT(reply.answer.lead, StartsWith("There is no such revision of the knowledge base; the newest is "));
}

TEST_F(BotTest, FullOfOneCodeShowsItAtWork) {
  const Answer answer = Ask("486 full").answer;
  const auto drawn = std::find_if(answer.sections.begin(), answer.sections.end(),
                                  [](const Section& section) { return !section.ladder.arrows.empty(); });
  ASSERT_NE(drawn, answer.sections.end());
  const auto sample = std::find_if(answer.sections.begin(), answer.sections.end(),
                                   [](const Section& section) { return !section.verbatim.empty(); });
  ASSERT_NE(sample, answer.sections.end());
  EXPECT_EQ(sample->verbatim.front(), "SIP/2.0 486 Busy Here");
}

TEST_F(BotTest, FullAloneRepeatsTheQuestionBefore) {
  EXPECT_FALSE(Ask("full").answered());
  const Answer in_one = Ask("301 vs 408 full").answer;
  Ask("301 vs 408");
  EXPECT_EQ(Ask("full").answer, in_one);
}

TEST_F(BotTest, ReasonPhrasesAreFoundWithTypos) {
  EXPECT_THAT(Ask("moved permanantly vs request timeout").answer.title, HasSubstr("301 Moved Permanently vs 408"));
  EXPECT_EQ(client_.calls, 4);  // the phrases, languages and sentences once, then the comparison
  Ask("flow failed");
  EXPECT_EQ(client_.calls, 5);
}

TEST_F(BotTest, AnswersAboutCodesLinkToTheirPageWhereThereIsOne) {
  EXPECT_EQ(Ask("486").answer.link, "");
  Bot bot(client_, {.public_url = "https://sip.example.org"});
  const auto link = [&](const char* text, std::string language) {
    Conversation conversation{.usual_language = std::move(language)};
    return bot.Handle(text, Addressing::kAddressed, conversation, absl::InfiniteFuture())->answer.link;
  };
  EXPECT_EQ(link("486", "en"), "https://sip.example.org/sip/486");
  EXPECT_EQ(link("408 vs 301", "en-US"), "https://sip.example.org/sip/408-vs-301");
  EXPECT_EQ(link("486 full", "vi"), "https://sip.example.org/sip/486?language=vi");
  EXPECT_EQ(link("nobody answers", "en"), "");
}

TEST_F(BotTest, PeopleInAChatAreNotToldWhereTheServiceIs) {
  Bot bot(client_, {});
  client_.error = absl::UnavailableError("connection refused");
  Conversation conversation;
  const Reply reply = *bot.Handle("486", Addressing::kAddressed, conversation, absl::InfiniteFuture());
  EXPECT_EQ(reply.kind, Reply::Kind::kFailure);
  EXPECT_EQ(reply.answer.lead, "The knowledge base cannot be reached just now. Ask again in a moment.");
}

TEST_F(BotTest, PhraseThatADraftSharesIsTheRegisteredCodes) {
  EXPECT_EQ(Ask("busy here vs decline").answer.title, "486 Busy Here vs 603 Decline");
  EXPECT_EQ(Ask("441").answer.title, "441 Decline");
}

TEST_F(BotTest, NewRevisionMakesItLearnThePhrasesAnew) {
  Ask("408");
  client_.revisions_ahead = 1;
  Ask("408");
  client_.calls = 0;
  Ask("408");
  EXPECT_EQ(client_.calls, 4);
  Ask("408");
  EXPECT_EQ(client_.calls, 5);
}

TEST_F(BotTest, LanguageOfTheConversationIsTheLanguageOfTheAnswer) {
  conversation_.usual_language = "vi";
  EXPECT_THAT(AskForText("301 vs 380"), AllOf(HasSubstr("Xuất phát từ"), Not(HasSubstr("tiếng Anh"))));
  conversation_.usual_language = "de";
  EXPECT_THAT(AskForText("301 vs 380"), AllOf(HasSubstr("Gesendet von"), HasSubstr("Englisch")));
  conversation_.usual_language = "ja";
  EXPECT_THAT(AskForText("301 vs 487 full"), AllOf(HasSubstr("解決方法"), HasSubstr("主な違い")));
}

TEST_F(BotTest, SameCodeTwiceIsExplainedOnceAndSaysSo) {
  const Reply reply = Ask("408 vs 408");
  EXPECT_TRUE(reply.answered());
  EXPECT_EQ(reply.answer.title, "408 Request Timeout");
  EXPECT_THAT(reply.answer.notices, ::testing::Contains(HasSubstr("408 twice")));
}

TEST_F(BotTest, StatusOfPjsipIsExplainedAsItsCodeAndSaysSo) {
  for (const char* question : {"170489", "status=170489"}) {
    const Answer answer = Ask(question).answer;
    EXPECT_EQ(answer.title, "489 Bad Event") << question;
    EXPECT_THAT(answer.notices, ::testing::Contains(HasSubstr("170489"))) << question;
  }
  EXPECT_FALSE(Ask("170099").answered());
}

TEST_F(BotTest, MoreThanFourCodesAreNamedAndLeftToThePerson) {
  const Reply reply = Ask("301 vs 380 vs 401 vs 408 vs 430");
  EXPECT_FALSE(reply.answered());
  EXPECT_THAT(reply.answer.lead, AllOf(HasSubstr("up to four"), HasSubstr("430 Flow Failed")));
}

TEST_F(BotTest, UnregisteredCodeIsAnsweredHonestly) {
  const std::string text = AskForText("499");
  EXPECT_THAT(text, AllOf(StartsWith("499 (not registered): "), HasSubstr("400 Bad Request"), HasSubstr("mean")));
}

TEST_F(BotTest, NumberThatIsNoSipCodeSaysTheRangeAndWhatWasMeant) {
  EXPECT_THAT(Ask("4080").answer.lead,
              StartsWith("4080 is no SIP response code: they go from 100 to 699. Did you mean 408?"));
  EXPECT_THAT(Ask("700 vs 404").answer.lead, StartsWith("700 is no SIP response code: they go from 100 to 699. Try "));
  EXPECT_FALSE(Ask("99").answered());
}

TEST_F(BotTest, ClassesAreListed) {
  const Reply one = Ask("3xx");
  EXPECT_TRUE(one.answered());
  EXPECT_EQ(one.answer.title, "3xx Redirection");
  ASSERT_EQ(one.answer.sections.size(), 1u);
  EXPECT_EQ(one.answer.sections[0].lists.size(), 6u);
  EXPECT_EQ(Ask("3xx vs 6xx").answer.sections.size(), 2u);
}

TEST_F(BotTest, OtherProtocolsAreToldApart) {
  const Reply http = Ask("HTTP/1.1 408 Request Timeout");
  EXPECT_TRUE(http.answered());
  EXPECT_THAT(http.answer.notices, ::testing::Contains(HasSubstr("HTTP")));
}

TEST_F(BotTest, CausesAreExplainedWithTheirCodes) {
  for (const char* question : {"q.850 17", "cause 17", "Reason: Q.850;cause=17", "cause 17 → sip?"}) {
    const Reply reply = Ask(question);
    EXPECT_TRUE(reply.answered()) << question;
    EXPECT_THAT(reply.answer.title, HasSubstr("17 User busy")) << question;
    EXPECT_THAT(RenderPlainText(reply.answer, 80), HasSubstr("486 Busy Here")) << question;
  }
  EXPECT_EQ(Ask("full").answer.title, Ask("cause 17").answer.title);
}

TEST_F(BotTest, PhraseThatOneMeaningHasLeadsWithThatMeaning) {
  const Answer blocked = Ask("603 Network Blocked").answer;
  EXPECT_EQ(blocked.title, "603 Network Blocked");
  EXPECT_NE(blocked.lead, Ask("603").answer.lead);
  EXPECT_EQ(Ask("SIP/2.0 603 Network Blocked").answer, blocked);
}

TEST_F(BotTest, HeaderThatOneMeaningHasLeadsWithThatMeaning) {
  const Answer elsewhere =
      Ask("SIP/2.0 487 Request Terminated\nReason: SIP;cause=200;text=\"Call completed elsewhere\"").answer;
  EXPECT_NE(elsewhere.lead, Ask("487").answer.lead);
  EXPECT_THAT(elsewhere.title, StartsWith("487 Request Terminated, "));
}

TEST_F(BotTest, FreeTextIsLookedFor) {
  const Reply reply = Ask("nobody picks up");
  EXPECT_TRUE(reply.answered());
  ASSERT_FALSE(reply.answer.sections.empty());
  EXPECT_EQ(reply.answer.sections[0].lists[0].label, "480");
  EXPECT_FALSE(
      bot_.Handle("nobody picks up", Addressing::kOverheard, conversation_, absl::InfiniteFuture()).has_value());
}

TEST_F(BotTest, TooLongATextIsNotLookedFor) {
  Ask("408");
  client_.calls = 0;
  EXPECT_FALSE(Ask("nobody " + std::string(400, 'x')).answered());
  EXPECT_EQ(client_.calls, 0);
}

TEST_F(BotTest, WhatIsNotUnderstoodIsAskedBackAndWhatIsOverheardIsIgnored) {
  const Reply reply = Ask("the coffee machine is broken");
  EXPECT_FALSE(reply.answered());
  EXPECT_THAT(reply.answer.lead, HasSubstr("Try 486"));
  EXPECT_FALSE(bot_.Handle("build 301 vs 408 tickets", Addressing::kOverheard, conversation_, absl::InfiniteFuture())
                   .has_value());
}

TEST_F(BotTest, FailuresOfTheServiceAreOneSentenceWithoutAnyGrpc) {
  const struct {
    absl::Status error;
    std::string says;
  } cases[] = {{absl::UnavailableError("connections to all backends failing"), "cannot reach"},
               {absl::DeadlineExceededError("Deadline Exceeded"), "did not answer in time"},
               {absl::InternalError("SELECT"), "could not answer"},
               {absl::DataLossError("page 7"), "could not answer"}};
  for (const auto& [error, says] : cases) {
    client_.error = error;
    for (const char* question : {"301 vs 408", "408", "4xx", "busy here", "cause 17", "nobody answers"}) {
      const Reply reply = Ask(question);
      EXPECT_FALSE(reply.answered());
      EXPECT_THAT(reply.answer.lead, AllOf(HasSubstr(says), Not(HasSubstr(std::string(error.message()))))) << question;
    }
  }
}

TEST_F(BotTest, AnyBytesGetAReply) {
  for (const std::string& text : {std::string(), std::string(1'000'000, '4'), std::string("\xff\xfe\x00\x80", 4),
                                  std::string("301 vs \xed\xa0\x80 408"), std::string("\x1b]0;title\x07 408")}) {
    EXPECT_FALSE(AskForText(text).empty());
  }
}

}  // namespace
}  // namespace sipwhy::bot
