#include "bot/render/bidi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unicode/ubidi.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "bot/render/colour_terminal.h"
#include "bot/render/discord_embed.h"
#include "bot/render/html.h"
#include "bot/render/markdown.h"
#include "bot/render/matrix_html.h"
#include "bot/render/plain_text.h"
#include "bot/render/slack_message.h"
#include "bot/render/teams_card.h"
#include "bot/render/telegram_html.h"

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSipMessage[] = "SIP/2.0 486 Busy Here";
constexpr char kLink[] = "https://sipwhy.example/sip/486?language=ar";

// `text` with its isolates as brackets that can be seen.
std::string Seen(absl::string_view text) { return absl::StrReplaceAll(text, {{"\u2066", "⟦"}, {"\u2069", "⟧"}}); }

std::string Isolated(absl::string_view text) { return Seen(IsolateLeftToRightRuns(text)); }

// Whether a reader's display sets `line` from right to left by itself (Annex 9, P2 and P3).
bool RunsFromRightToLeft(absl::string_view line) {
  const auto utf16 = icu::UnicodeString::fromUTF8({line.data(), static_cast<int32_t>(line.size())});
  const std::unique_ptr<UBiDi, void (*)(UBiDi*)> bidi(ubidi_open(), ubidi_close);
  UErrorCode error = U_ZERO_ERROR;
  ubidi_setPara(bidi.get(), utf16.getBuffer(), utf16.length(), UBIDI_DEFAULT_LTR, nullptr, &error);
  return U_SUCCESS(error) && (ubidi_getParaLevel(bidi.get()) & 1) != 0;
}

Answer Arabic() {
  Answer answer;
  answer.title = "486 Busy Here";
  answer.lead = "الطرف المطلوب مشغول، انظر RFC 3261 §21.4.24.";
  answer.notices = {"الرمز 486 مسجَّل."};
  answer.table = {{"486 Busy Here", "600 Busy Everywhere"},
                  {{"الترويسات", {"Retry-After أو Contact", "لا شيء"}}, {"الفئة", {"4xx", "6xx"}}}};
  answer.sections = {{"رموز ذات صلة", {{"", {"600 Busy Everywhere: لجميع الوجهات", "480: غير متاح"}}}},
                     {"رسالة نموذجية", {}, {}, {kSipMessage}}};
  answer.link = kLink;
  answer.footer = "مراجعة قاعدة المعرفة 12";
  return answer;
}

TEST(IsolateRunsTest, CodesWithTheirPhrasesAreOneRun) {
  EXPECT_EQ(Isolated("الرمز 486 Busy Here مشغول"), "الرمز ⟦486 Busy Here⟧ مشغول");
  EXPECT_EQ(Isolated("486 Busy Here مقابل 600 Busy Everywhere"), "⟦486 Busy Here⟧ مقابل ⟦600 Busy Everywhere⟧");
}

TEST(IsolateRunsTest, SignsBetweenWordsBelongToTheRun) {
  EXPECT_EQ(Isolated("انظر RFC 3261 §8.1.3.2 أولًا"), "انظر ⟦RFC 3261 §8.1.3.2⟧ أولًا");
  EXPECT_EQ(Isolated("اسأل 301 vs 408 أو cause 17"), "اسأل ⟦301 vs 408⟧ أو ⟦cause 17⟧");
  EXPECT_EQ(Isolated("ترويسة Reason: Q.850;cause=17 هنا"), "ترويسة ⟦Reason: Q.850;cause=17⟧ هنا");
  EXPECT_EQ(Isolated("سطر SIP/2.0 503 كامل"), "سطر ⟦SIP/2.0 503⟧ كامل");
  EXPECT_EQ(Isolated("الفئة 4xx كلها"), "الفئة ⟦4xx⟧ كلها");
}

TEST(IsolateRunsTest, SignsAfterTheLastWordStayOutside) {
  EXPECT_EQ(Isolated("مع Retry-After."), "مع ⟦Retry-After⟧.");
  EXPECT_EQ(Isolated("Retry-After: المدة"), "⟦Retry-After⟧: المدة");
  EXPECT_EQ(Isolated("عبر PSTN، وSIP؟"), "عبر ⟦PSTN⟧، و⟦SIP⟧؟");
  EXPECT_EQ(Isolated("INVITE, ACK بعدها"), "⟦INVITE, ACK⟧ بعدها");
}

TEST(IsolateRunsTest, AnEnglishSentenceBehindALabelIsOneRunWithItsFullStop) {
  EXPECT_EQ(Isolated("المشغّل: See whether a 180 came first: if so, somebody pressed “reject”; if not, wait."),
            "المشغّل: ⟦See whether a 180 came first: if so, somebody pressed “reject”; if not, wait.⟧");
  EXPECT_EQ(Isolated("انظر 486 Busy Here."), "انظر ⟦486 Busy Here⟧.");
}

TEST(IsolateRunsTest, SignsThatBeginAWordBelongToIt) {
  EXPECT_EQ(Isolated("العنوان /sip/486 يشرح"), "العنوان ⟦/sip/486⟧ يشرح");
  EXPECT_EQ(Isolated("الأمر --database=PATH هنا"), "الأمر ⟦--database=PATH⟧ هنا");
  EXPECT_EQ(Isolated("القسم §8.1 منه"), "القسم ⟦§8.1⟧ منه");
  EXPECT_EQ(Isolated("إلى <sip:a@b.c>;tag=1 مباشرة"), "إلى ⟦<sip:a@b.c>;tag=1⟧ مباشرة");
}

TEST(IsolateRunsTest, BracketsAreNeverTornApart) {
  EXPECT_EQ(Isolated("حقل Retry-After (seconds) هنا"), "حقل ⟦Retry-After (seconds)⟧ هنا");
  EXPECT_EQ(Isolated("مشغول (486 Busy Here) الآن"), "مشغول (⟦486 Busy Here⟧) الآن");
  EXPECT_EQ(Isolated("SIP (RFC 3261 وغيره)"), "⟦SIP⟧ (⟦RFC 3261⟧ وغيره)");
  EXPECT_EQ(Isolated("(مع SIP) RFC 3261"), "(مع ⟦SIP⟧) ⟦RFC 3261⟧");
  EXPECT_EQ(Isolated("نص Q.850;text=\"User busy\" كامل"), "نص ⟦Q.850;text=\"User busy\"⟧ كامل");
  EXPECT_EQ(Isolated("يقول \"SIP\" هنا"), "يقول \"⟦SIP⟧\" هنا");
}

TEST(IsolateRunsTest, OtherLeftToRightScriptsAreIsolatedToo) {
  EXPECT_EQ(Isolated("لغة 日本語 وไทย ثم é̀a"), "لغة ⟦日本語⟧ و⟦ไทย⟧ ثم ⟦é̀a⟧");
}

TEST(IsolateRunsTest, TextWithoutArabicIsOneRunToItsFullStop) {
  EXPECT_EQ(Isolated("See RFC 3261, and RFC 4320."), "⟦See RFC 3261, and RFC 4320.⟧");
  EXPECT_EQ(Isolated(" Via "), " ⟦Via⟧ ");
}

TEST(IsolateRunsTest, LineTakesItsDirectionFromItsArabic) {
  for (const char* text : {"486: مشغول", "486 Busy Here: مشغول", "RFC 3398 لا يذكره"}) {
    EXPECT_TRUE(RunsFromRightToLeft(IsolateLeftToRightRuns(text))) << text;
  }
}

TEST(IsolateRunsTest, NumbersAloneNeedNone) {
  for (const char* text :
       {"", "486", "486: مشغول", "من 100 إلى 699", "8.1.3.2", "—", "الرمز (17)", "بعد 5 - 10 ثوانٍ"}) {
    EXPECT_EQ(IsolateLeftToRightRuns(text), text);
  }
}

TEST(IsolateRunsTest, BrokenBytesStay) {
  EXPECT_EQ(Isolated("مشغول \xff SIP \xc2"), "مشغول \xff ⟦SIP⟧ \xc2");
  EXPECT_EQ(Isolated("مشغول \xa7"
                     "9"),
            "مشغول \xa7"
            "9");
}

TEST(IsolateRunsTest, ForeignMarksCannotEndAnIsolate) {
  EXPECT_EQ(Isolated("رمز SIP\u2069 \u202eBusy\u2067 هنا"), "رمز ⟦SIP Busy⟧ هنا");
}

TEST(IsolateRunsTest, EachRunIsIsolatedOnceAndNothingElseChanges) {
  constexpr absl::string_view kPieces[] = {"مشغول", "486", "Busy", " ", "(",  ")", "\"", "§", ".",   ",",     "،",
                                           "-",     ":",   "/",    "é̀", "日", "<", ">",  "٣", "4xx", "\u200f"};
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (int words = std::uniform_int_distribution<int>(0, 14)(random); words > 0; --words) {
      text += kPieces[std::uniform_int_distribution<size_t>(0, std::size(kPieces) - 1)(random)].data();
    }
    const std::string isolated = IsolateLeftToRightRuns(text);
    EXPECT_EQ(absl::StrReplaceAll(isolated, {{"\u2066", ""}, {"\u2069", ""}}), text);
    EXPECT_EQ(IsolateLeftToRightRuns(isolated), isolated) << text;
    EXPECT_THAT(isolated, Not(HasSubstr("\u2066\u2069"))) << text;
    EXPECT_TRUE(RunsFromRightToLeft(IsolateLeftToRightRuns(absl::StrCat(text, "م")))) << text;
  }
}

TEST(ReadsRightToLeftTest, SentencesDecideAndNotTheNamesOfCodes) {
  EXPECT_TRUE(ReadsRightToLeft(Arabic()));
  Answer answer;
  answer.title = "486 Busy Here";
  answer.lead = "SIP 486 يعني أن الطرف المطلوب مشغول";  // its first letter is not Arabic
  EXPECT_TRUE(ReadsRightToLeft(answer));
  answer.lead = "I know no SIP code for “مشغول”.";
  EXPECT_FALSE(ReadsRightToLeft(answer));
  EXPECT_FALSE(ReadsRightToLeft(Answer()));
}

TEST(ReadsRightToLeftTest, WithoutSentencesAllTextsCount) {
  Answer answer;
  answer.footer = "مراجعة قاعدة المعرفة 12";
  EXPECT_TRUE(ReadsRightToLeft(answer));
}

TEST(IsolateAnswerTest, TextsChangeAndLinkAndPicturesDoNot) {
  Answer answer = Arabic();
  answer.sections.push_back({"", {}, {{"المتصل", "UAS"}, {{0, 1, "INVITE sip:a@b"}}}});
  const Answer isolated = IsolateLeftToRightRuns(answer);
  EXPECT_EQ(Seen(isolated.title), "⟦486 Busy Here⟧");
  EXPECT_EQ(Seen(isolated.lead), "الطرف المطلوب مشغول، انظر ⟦RFC 3261 §21.4.24⟧.");
  EXPECT_EQ(Seen(isolated.table.rows[0].cells[0]), "⟦Retry-After⟧ أو ⟦Contact⟧");
  EXPECT_EQ(isolated.link, kLink);
  EXPECT_EQ(isolated.sections[1], answer.sections[1]);
  EXPECT_EQ(isolated.sections[2], answer.sections[2]);
}

TEST(IsolateAnswerTest, AnswersFromLeftToRightStayAsTheyAre) {
  Answer answer = Arabic();
  answer.lead = "The callee is busy; in Arabic the phrase would be «مشغول».";
  answer.notices = {"Registered, and known to all phones and all proxies.", "a\u2066b"};
  const Answer same = answer;
  EXPECT_EQ(IsolateLeftToRightRuns(answer), same);
}

TEST(FirstWordTest, IsTheCodeOfAHead) {
  EXPECT_EQ(FirstWord("486 Busy Here"), "486");
  EXPECT_EQ(FirstWord("\u2066486 Busy Here\u2069"), "486");
  EXPECT_EQ(FirstWord("\u20664xx Client\u2069"), "\u20664xx\u2069");
  EXPECT_EQ(FirstWord("\u2066486\u2069"), "\u2066486\u2069");
  EXPECT_EQ(FirstWord(""), "");
}

TEST(MarkForLineTest, OnlyLinesWithoutArabicNeedOne) {
  EXPECT_EQ(MarkForLine("486   600"), "\u200f");
  EXPECT_EQ(MarkForLine("\u2066Via\u2069"), "\u200f");
  EXPECT_EQ(MarkForLine("\u2066Via\u2069 و"), "");
  EXPECT_EQ(MarkForLine(""), "");
}

TEST(IsolateRunsTest, BracketsThatNeverCloseAreGivenUp) {
  std::string text = "م";
  for (int i = 0; i < 20'000; ++i) text += "a(";
  EXPECT_EQ(IsolateLeftToRightRuns(text).size(), text.size() + 20'000 * 6);  // each letter alone
}

TEST(CarryIsolatesTest, EachLineEndsItsOwnAndTheNextGoesOn) {
  std::vector<std::string> lines = {"مع \u2066Busy", "Everywhere", "Here\u2069 و", "هنا"};
  CarryIsolates(lines);
  EXPECT_THAT(lines, ElementsAre("مع \u2066Busy\u2069", "\u2066Everywhere\u2069", "\u2066Here\u2069 و", "هنا"));
}

TEST(CarryIsolatesTest, NothingIsCarriedWhereNothingIsOpen) {
  std::vector<std::string> lines = {"a\u2069b", "", "c"};
  CarryIsolates(lines);
  EXPECT_THAT(lines, ElementsAre("a\u2069b", "", "c"));
}

// Every dialect that is made here.
std::vector<std::string> InEveryDialect(const Answer& answer) {
  const MarkdownLimits roomy{.size = 10'000, .unit = TextUnit::kCodePoints};
  return {RenderPlainText(answer, 72),       RenderPlainText(answer, 40),    RenderColourTerminal(answer, 72),
          RenderMarkdown(answer, roomy),     RenderTelegramHtml(answer),     RenderSlackMessage(answer).dump(),
          RenderDiscordEmbed(answer).dump(), RenderTeamsCard(answer).dump(), RenderTeamsText(answer),
          RenderMatrixHtml(answer),          RenderMatrixBody(answer),       RenderHtml(answer)};
}

TEST(DialectsTest, ArabicAnswersKeepTheirNamesReadable) {
  for (const std::string& text : InEveryDialect(Arabic())) {
    EXPECT_THAT(Seen(text), HasSubstr("⟦RFC 3261 §21.4.24⟧")) << text;
    EXPECT_THAT(Seen(text), HasSubstr("⟦Retry-After⟧")) << text;
  }
}

TEST(DialectsTest, EveryLineClosesWhatItOpens) {
  for (const std::string& text : InEveryDialect(Arabic())) {
    for (const absl::string_view line : absl::StrSplit(absl::StrReplaceAll(text, {{"\\n", "\n"}}), '\n')) {
      std::vector<std::string> copy = {std::string(line)};
      CarryIsolates(copy);
      EXPECT_EQ(copy.front(), line);
    }
  }
}

TEST(DialectsTest, MessagesStayAsTheyAre) {
  for (const std::string& text : InEveryDialect(Arabic())) {
    EXPECT_THAT(text, Not(HasSubstr(absl::StrCat("\u2066", "SIP/2.0")))) << text;
  }
}

TEST(DialectsTest, LinksHaveNoMarksInThem) {
  for (const std::string& text : InEveryDialect(Arabic())) {
    const bool without_link = !absl::StrContains(text, "sipwhy.example");
    EXPECT_TRUE(without_link || absl::StrContains(text, kLink)) << text;
  }
}

TEST(DialectsTest, AnswersFromLeftToRightHaveNoMarks) {
  Answer answer = Arabic();
  answer.lead = "The callee is busy, see RFC 3261 §21.4.24, and this is a long sentence about all of it.";
  for (const std::string& text : InEveryDialect(answer)) EXPECT_EQ(Seen(text), text);
}

TEST(DialectsTest, LinesOfPlainTextRunFromRightToLeftButForMessages) {
  for (const int width : {40, 72, 120}) {
    for (const absl::string_view line : absl::StrSplit(RenderPlainText(Arabic(), width), '\n', absl::SkipEmpty())) {
      EXPECT_EQ(RunsFromRightToLeft(line), line != kSipMessage) << line;
    }
  }
}

TEST(DialectsTest, ColumnsOfATableKeepTheirBareCodes) {
  EXPECT_THAT(RenderTelegramHtml(Arabic()), HasSubstr("\n486: \u2066Retry-After"));
  EXPECT_THAT(RenderHtml(Arabic()), HasSubstr(R"(class="c4" data-label="486")"));
  EXPECT_THAT(RenderHtml(Arabic()), HasSubstr("\u2066<a href=\"/sip/600\">600</a> Busy Everywhere\u2069: "));
}

}  // namespace
}  // namespace sipwhy::bot
