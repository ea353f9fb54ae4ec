#include "bot/render/html_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/bot/render/markup_check.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::ShownText;
using ::sipwhy::bot::testing::WhatIsWrong;

TEST(HtmlTextTest, SignsOfMarkupAreWrittenAsEntities) {
  EXPECT_EQ(HtmlText("<b title=\"a\" x='y'>&amp;</b>"),
            "&lt;b title=&quot;a&quot; x=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt;");
}

TEST(HtmlTextTest, OtherTextStaysAsItCame) {
  for (const std::string text :
       {"", "486 Busy Here", "§21.4.9 – “full”", "Tiếng Việt", "日本語　全角", "👩‍💻 🇻🇳", "a\nb\tc"}) {
    EXPECT_EQ(HtmlText(text), text);
  }
}

TEST(HtmlTextTest, ControlsAreLeftOut) {
  EXPECT_EQ(HtmlText(std::string("a\0b\x1b[31mc\r\x7f"
                                 "d",
                                 12)),
            "ab[31mcd");
  EXPECT_EQ(HtmlText("x\u009by\u0085z"), "xyz");
}

TEST(HtmlTextTest, BytesThatAreNoUtf8BecomeTheReplacementCharacter) {
  EXPECT_EQ(HtmlText("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(HtmlText("\xE3\x81"), "\uFFFD");
  EXPECT_EQ(HtmlText("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");    // half of a surrogate pair
  EXPECT_EQ(HtmlText("\xC0\xBCscript"), "\uFFFD\uFFFDscript");  // "<" in more bytes than it takes
}

TEST(HtmlTextTest, AnyBytesGiveSoundHtml) {
  std::mt19937 random(20261121);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes;
    for (size_t length = random() % 40; length > 0; --length) bytes.push_back(static_cast<char>(random()));
    EXPECT_EQ(WhatIsWrong(HtmlText(bytes)), "") << "seed 20261121, round " << i;
    EXPECT_EQ(WhatIsWrong(HtmlTextWithRfcLinks(bytes)), "") << "seed 20261121, round " << i;
  }
}

std::string Link(absl::string_view target, absl::string_view text) {
  return absl::StrCat("<a rel=\"noreferrer\" href=\"https://www.rfc-editor.org/rfc/", target, "\">", text, "</a>");
}

TEST(HtmlTextWithRfcLinksTest, AnRfcLinksToItself) {
  EXPECT_EQ(HtmlTextWithRfcLinks("see RFC 4320."), absl::StrCat("see ", Link("rfc4320", "RFC 4320"), "."));
}

TEST(HtmlTextWithRfcLinksTest, EachSectionHasALinkOfItsOwn) {
  EXPECT_EQ(HtmlTextWithRfcLinks("RFC 3261 §21.4.9 §16.8, RFC 4320 §4"),
            absl::StrCat(Link("rfc3261#section-21.4.9", "RFC 3261 §21.4.9"), " ", Link("rfc3261#section-16.8", "§16.8"),
                         ", ", Link("rfc4320#section-4", "RFC 4320 §4")));
}

TEST(HtmlTextWithRfcLinksTest, AnAppendixIsNoSection) {
  EXPECT_EQ(HtmlTextWithRfcLinks("RFC 3261 §A.1"), absl::StrCat(Link("rfc3261", "RFC 3261"), " §A.1"));
}

TEST(HtmlTextWithRfcLinksTest, AFullStopAfterASectionIsNoPartOfIt) {
  EXPECT_EQ(HtmlTextWithRfcLinks("RFC 3261 §16.8."), absl::StrCat(Link("rfc3261#section-16.8", "RFC 3261 §16.8"), "."));
}

TEST(HtmlTextWithRfcLinksTest, WhatOnlyLooksLikeAnRfcHasNoLink) {
  for (const std::string text : {"RFC", "RFC ", "RFC x", "RFC 0", "RFC 0486", "RFC 123456", "RFC3261", "rfc 3261",
                                 "ATIS-1000099 §1", "§21.4.9", "ITU-T Q.850"}) {
    EXPECT_EQ(HtmlTextWithRfcLinks(text), HtmlText(text)) << text;
  }
}

TEST(HtmlTextWithRfcLinksTest, LinksChangeNothingOfWhatIsShown) {
  for (const std::string text : {"RFC 3261 §21.3.2 §8.1.3.4 §16.5 · RFC 3398 §7.2.4.1 · knowledge revision 25",
                                 "RFC RFC 1 §", "<RFC 2 §3.>", "RFC 12345 §1..2", "RFC 1 §1RFC 2 §2"}) {
    const std::string html = HtmlTextWithRfcLinks(text);
    EXPECT_EQ(ShownText(html), text) << html;
    EXPECT_EQ(WhatIsWrong(html), "") << html;
  }
}

}  // namespace
}  // namespace sipwhy::bot
