#include "bot/render/fit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "bot/render/plain_text.h"

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;

Answer Long() {
  Answer answer;
  answer.title = "486 Busy Here";
  answer.lead = "One phone of the callee is busy.";
  answer.notices = {"First notice.", "Second notice."};
  answer.table.rows = {{"Class", {"4xx"}}, {"Sent by", {"a UAS"}}};
  answer.sections = {{"What to do", {{"", {"Call later.", "Look at the phone."}, true}}},
                     {"Sample", {}, {}, {"SIP/2.0 486 Busy Here"}}};
  answer.link = "https://sip.example.org/sip/486";
  answer.footer = "RFC 3261";
  return answer;
}

// What remains of it in so many characters of plain text.
Answer FitInto(const Answer& answer, size_t most) {
  return Fit(answer, [most](const Answer& a) { return RenderPlainText(a, 80).size() <= most; });
}

TEST(FitTest, AnswerThatFitsIsLeftAlone) { EXPECT_EQ(FitInto(Long(), 10'000), Long()); }

TEST(FitTest, PicturesGoFirstAndItIsSaid) {
  const Answer fitted = FitInto(Long(), RenderPlainText(Long(), 80).size() - 1 + 40);
  const Answer less = FitInto(Long(), RenderPlainText(Long(), 80).size() - 1);
  EXPECT_EQ(fitted, Long());
  ASSERT_EQ(less.sections.size(), 1u);
  EXPECT_EQ(less.sections[0].heading, "What to do");
  EXPECT_EQ(less.notices.front(), "Shortened to fit here; the link has all of it.");
}

TEST(FitTest, ItemsGoFromTheEndThenRowsThenNotices) {
  size_t sections = 2;
  size_t rows = 2;
  for (size_t most = RenderPlainText(Long(), 80).size(); most > 150; --most) {
    const Answer fitted = FitInto(Long(), most);
    EXPECT_LE(fitted.sections.size(), sections);
    EXPECT_LE(fitted.table.rows.size(), rows);
    if (fitted.table.rows.size() < 2) {
      EXPECT_THAT(fitted.sections, IsEmpty());
    }
    sections = fitted.sections.size();
    rows = fitted.table.rows.size();
    EXPECT_EQ(fitted.title, Long().title);
    EXPECT_EQ(fitted.link, Long().link);
    EXPECT_EQ(fitted.footer, Long().footer);
  }
}

TEST(FitTest, LeadIsCutWhenNothingElseIsLeft) {
  Answer answer;
  answer.lead = "A sentence that is far too long for the place that it should be shown in.";
  const Answer fitted =
      Fit(answer, [](const Answer& a) { return a.lead.size() + (a.notices.empty() ? 0 : a.notices[0].size()) <= 50; });
  EXPECT_THAT(fitted.lead, EndsWith("…"));
  EXPECT_THAT(fitted.notices, ElementsAre("Shortened to fit here."));
}

}  // namespace
}  // namespace sipwhy::bot
