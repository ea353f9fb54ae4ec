#include "bot/render/markdown_escape.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {
namespace {

using ::testing::StartsWith;

std::string Backslashed(absl::string_view text) { return EscapeMarkdown(text, MarkdownEscape::kBackslash); }
std::string WithEntities(absl::string_view text) { return EscapeMarkdown(text, MarkdownEscape::kEntity); }

TEST(EscapeMarkdownTest, WhatIsNoMarkupStaysUntouched) {
  constexpr absl::string_view kPlain[] = {
      "RFC 3261 §21.4.9",
      "Retry-After",
      "100rel",
      "a < b",
      "5xx/6xx",
      "4xx–6xx",
      "5 > 3",
      "sip:bob@example.com",
      "SIP/2.0",
      "USER_BUSY",
      "Q.850 cause 19",
      "src/pjsip/sip_msg.c",
      "at 10:30",
      "T1 = 500 ms",
      "(see §8)",
      "“Do Not Disturb”",
      "$ru and $du",
      "see [v=analytics1]",
      "no. 5",
      "callee’s + caller’s",
      "説明（未登録）",
      "100% & more",
      "yes | no",
      "why? it rang!",
  };
  for (const absl::string_view text : kPlain) {
    EXPECT_EQ(Backslashed(text), text);
    EXPECT_EQ(WithEntities(text), text);
  }
}

struct Escape {
  absl::string_view text;
  absl::string_view backslashed;
  absl::string_view with_entities;
};

TEST(EscapeMarkdownTest, MarkupShowsAsItself) {
  constexpr Escape kEscapes[] = {
      {"64*T1", "64\\*T1", "64&#42;T1"},
      {"**b**", "\\*\\*b\\*\\*", "&#42;&#42;b&#42;&#42;"},
      {"an _i_", "an \\_i\\_", "an _i_"},
      {"a `c`", "a \\`c\\`", "a &#96;c&#96;"},
      {"a ~~s~~", "a \\~\\~\u200bs\\~\\~", "a ~\u200b~s~\u200b~"},
      {"a \\*", "a \\\u200b\\*", "a \\\u200b&#42;"},
      {"C:\\new\\", "C:\\new\\\u200b", "C:\\new\\\u200b"},
      {"&lt; &#60;", "&\u200blt; &\u200b#\u200b60;", "&\u200blt; &\u200b#\u200b60;"},
      {"a <b>", "a <\u200bb>", "a <\u200bb>"},
      {"<3 s", "<\u200b3 s", "<\u200b3 s"},
      {"a <time:1>", "a <\u200btime:1>", "a <\u200btime:1>"},
      {"a $$x$$", "a \uff04$x\uff04\uff04", "a \uff04$x\uff04\uff04"},
  };
  for (const Escape& escape : kEscapes) {
    EXPECT_EQ(Backslashed(escape.text), escape.backslashed);
    EXPECT_EQ(WithEntities(escape.text), escape.with_entities);
  }
}

TEST(EscapeMarkdownTest, MentionsAndLinksAreParted) {
  constexpr Escape kEscapes[] = {
      {"hi @all", "hi @\u200ball", "hi @\u200ball"},
      {"(@here)", "(@\u200bhere)", "(@\u200bhere)"},
      {"a _@all", "a \\_@\u200ball", "a _@\u200ball"},
      {"a @**all**", "a @\u200b\\*\\*all\\*\\*", "a @\u200b&#42;&#42;all&#42;&#42;"},
      {"a @_**Bob|3**", "a @\u200b\\_\\*\\*Bob|3\\*\\*", "a @\u200b_&#42;&#42;Bob|3&#42;&#42;"},
      {"to #town", "to #\u200btown", "to #\u200btown"},
      {"to ~town", "to \\~\u200btown", "to ~town"},
      {"a :smile:", "a :\u200bsmile:", "a :\u200bsmile:"},
      {"12:30:45", "12:\u200b30:45", "12:\u200b30:45"},
      {"oh :(", "oh :\u200b(", "oh :\u200b("},
      {"x https://e.example/", "x https:\u200b//e.example/", "x https:\u200b//e.example/"},
      {"x www.e.example", "x www\u200b.e.example", "x www\u200b.e.example"},
      {"a [t](u)", "a [t]\u200b(u)", "a [t]\u200b(u)"},
      {"an ![i](u)", "an ![i]\u200b(u)", "an ![i]\u200b(u)"},
      {"an <a|b>", "an <\u200ba\u2223b>", "an <\u200ba\u2223b>"},
      {"to <sip:b@e.example>", "to ‹sip:b@e.example›", "to <\u200bsip:b@e.example>"},
      {"<!channel> <@U1>", "<\u200b!channel> ‹@\u200bU1›", "<\u200b!channel> <\u200b@\u200bU1>"},
  };
  for (const Escape& escape : kEscapes) {
    EXPECT_EQ(Backslashed(escape.text), escape.backslashed);
    EXPECT_EQ(WithEntities(escape.text), escape.with_entities);
  }
}

TEST(EscapeMarkdownTest, StartOfALineBeginsNoBlock) {
  for (const absl::string_view text : {"# h", "- i", "+ i", "> q", "1. i", "12) i", "---", "===", "| a | b |", "[x] t",
                                       "/me waves", ": d", "~~~", "___"}) {
    EXPECT_THAT(Backslashed(text), StartsWith("\u200b")) << text;
    EXPECT_THAT(WithEntities(text), StartsWith("\u200b")) << text;
  }
  EXPECT_EQ(Backslashed("    code"), "code");
}

TEST(EscapeMarkdownTest, TextIsOneLineWithoutControls) {
  EXPECT_EQ(Backslashed("a\x1b[2J\u009bb\nc\rd\u2028e\tf"), "a[2Jb cd e f");
}

TEST(EscapeMarkdownTest, BytesThatAreNoUtf8AreReplaced) { EXPECT_EQ(Backslashed("a\xff\xe8\xaa"), "a\ufffd\ufffd"); }

TEST(EscapeMarkdownTest, WithinALineNothingBeginsABlock) {
  for (const absl::string_view text : {"- i", "1. i", "> q", "| a"}) {
    EXPECT_EQ(EscapeMarkdown(text, MarkdownEscape::kBackslash, MarkdownPlace::kWithinLine), text);
  }
}

TEST(EscapeMarkdownTest, BarIsMarkupInACellAlone) {
  EXPECT_EQ(EscapeMarkdown("a|b", MarkdownEscape::kBackslash, MarkdownPlace::kCell), "a\\|b");
  EXPECT_EQ(EscapeMarkdown("a|b", MarkdownEscape::kEntity, MarkdownPlace::kCell), "a&#124;b");
  EXPECT_EQ(EscapeMarkdown("a|b", MarkdownEscape::kBackslash, MarkdownPlace::kWithinLine), "a|b");
}

TEST(ListMarkTest, IsTheSignThatMakesItAnItem) {
  EXPECT_EQ(ListMark("- i"), 0u);
  EXPECT_EQ(ListMark("+1"), 0u);
  EXPECT_EQ(ListMark("1. i"), 1u);
  EXPECT_EQ(ListMark("486) Busy"), 3u);
}

TEST(ListMarkTest, IsNowhereInOtherLines) {
  for (const absl::string_view line : {"", "486", "486 Busy Here", ". i", ") i", "a. i", " - i", "* i", "–"}) {
    EXPECT_EQ(ListMark(line), absl::string_view::npos) << line;
  }
}

}  // namespace
}  // namespace sipwhy::bot
