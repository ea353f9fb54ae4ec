#include "bot/render/markdown.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bot/render/fit.h"
#include "bot/render/ladder_drawing.h"
#include "bot/wire/form.h"

namespace sipwhy::bot {
namespace {

constexpr int kDrawingWidth = 72;
constexpr size_t kShortestFence = 3;
constexpr char kUnknown[] = "—";

// A zero width space parts two signs that would be markup together, and nobody sees it.
constexpr char kGap[] = "\u200b";
// Signs that look like others and mean nothing to any of the platforms, where nothing else helps.
constexpr char kDivides[] = "\u2223";
constexpr char kOpeningAngle[] = "\u2039";
constexpr char kClosingAngle[] = "\u203a";
constexpr char kWideDollar[] = "\uff04";

// What begins a heading, a quotation, a list, a rule, a table, a definition or a command at the start of a line.
constexpr absl::string_view kLineOpeners = "#>-+=|_~[:/";

enum class Place { kText, kCell };

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }
bool IsPunctuation(char c) { return absl::ascii_ispunct(static_cast<unsigned char>(c)); }

bool IsInEmojiName(char c) {
  return IsAlnum(c) || !absl::ascii_isascii(static_cast<unsigned char>(c)) || absl::StrContains("_+-.", c);
}

// In one line, valid UTF-8, without controls. U+2028 and U+2029 end lines for some parsers.
std::string OneLine(absl::string_view text) {
  const auto decoded = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  icu::UnicodeString clean;
  for (int32_t i = 0; i < decoded.length(); i = decoded.moveIndex32(i, 1)) {
    const UChar32 c = decoded.char32At(i);
    if (c == '\n' || c == '\t' || c == 0x2028 || c == 0x2029) {
      clean.append(u' ');
    } else if (u_charType(c) != U_CONTROL_CHAR) {
      clean.append(c);
    }
  }
  std::string utf8;
  return clean.toUTF8String(utf8);
}

std::string Trimmed(absl::string_view text) { return std::string(absl::StripAsciiWhitespace(OneLine(text))); }

// Writes one text so that it shows as it is.
class Escaper {
 public:
  Escaper(absl::string_view text, MarkdownEscape escape, Place place) : text_(text), escape_(escape), place_(place) {}

  std::string Run() && {
    for (at_ = 0; at_ < text_.size(); ++at_) Put(text_[at_]);
    return std::move(out_);
  }

 private:
  char Before() const { return at_ == 0 ? '\0' : text_[at_ - 1]; }
  char After() const { return at_ + 1 == text_.size() ? '\0' : text_[at_ + 1]; }

  void Put(char c) {
    switch (c) {
      case '*':
      case '`':
        return PutLiteral(c);
      case '_':
        return PutUnderscore();
      case '~':
        return PutTilde();
      case '|':
        return PutBar();
      case '<':
        return PutOpeningAngle();
      case '>':
        return PutClosingAngle();
      case '\\':
        return PutParted('\\', After() == '\0' || IsPunctuation(After()));
      case '&':
        return PutParted('&', IsAlnum(After()) || After() == '#');
      case '@':
        // Within a word it is an address, which mentions nobody.
        return PutParted('@', !IsAlnum(Before()));
      case '#':
        return PutParted('#', After() != ' ');
      case ']':
        return PutParted(']', After() == '(');
      case ':':
        return PutParted(':', After() == '/' || EndsScheme() || BeginsEmoji());
      case '.':
        return PutDot();
      case '$':
        return PutDollar();
      default:
        out_.push_back(c);
    }
  }

  void PutLiteral(char c) {
    if (escape_ == MarkdownEscape::kBackslash) {
      out_.append({'\\', c});
    } else {
      absl::StrAppend(&out_, "&#", static_cast<int>(c), ";");
    }
  }

  void PutParted(char c, bool parted) {
    out_.push_back(c);
    if (parted) out_ += kGap;
  }

  // Zulip has no markup of underscores, and elsewhere they mark nothing within a word.
  void PutUnderscore() {
    const bool plain = escape_ == MarkdownEscape::kEntity || (IsAlnum(Before()) && IsAlnum(After()));
    if (plain) return out_.push_back('_');
    PutLiteral('_');
  }

  // One strikes through in some dialects, two in all, and Mattermost links ~channel.
  void PutTilde() {
    if (escape_ == MarkdownEscape::kEntity) return PutParted('~', After() == '~');
    PutLiteral('~');
    if (IsAlnum(After())) out_ += kGap;
  }

  // Whether Mattermost takes what begins here for <address>, which it shows without the brackets (autolink in its copy
  // of marked). Nothing but a space stops it, not even the end of the text.
  bool BeginsAddress() const {
    const absl::string_view rest = text_.substr(at_ + 1);
    const size_t end = rest.find_first_of(" >");
    if (end == absl::string_view::npos) return true;
    if (rest[end] == ' ') return false;
    const absl::string_view inner = rest.substr(0, end);
    return absl::StrContains(inner, "@") || absl::StrContains(inner, ":/") || absl::StartsWith(inner, "www");
  }

  void PutOpeningAngle() {
    in_angle_ = true;
    in_address_ = escape_ == MarkdownEscape::kBackslash && BeginsAddress();
    if (in_address_) {
      out_ += kOpeningAngle;
    } else {
      PutParted('<', After() != ' ' && After() != '\0');
    }
  }

  void PutClosingAngle() {
    out_ += in_address_ ? kClosingAngle : ">";
    in_angle_ = false;
    in_address_ = false;
  }

  // Mattermost makes a link of <URL|text> before it reads Markdown (linkWithTextRegex in
  // server/channels/app/webhook.go), and so does Rocket.Chat (References in message-parser's grammar). No escape stops
  // either.
  void PutBar() {
    if (in_angle_) {
      out_ += kDivides;
    } else if (place_ == Place::kCell) {
      PutLiteral('|');
    } else {
      out_.push_back('|');
    }
  }

  // ":name:", or what may be an emoticon such as ":(".
  bool BeginsEmoji() const {
    if (!IsAlnum(Before()) && After() != ' ' && After() != '\0') return true;
    size_t end = at_ + 1;
    while (end < text_.size() && IsInEmojiName(text_[end])) ++end;
    return end > at_ + 1 && end < text_.size() && text_[end] == ':';
  }

  bool EndsScheme() const {
    const absl::string_view before = text_.substr(0, at_);
    return absl::EndsWithIgnoreCase(before, "http") || absl::EndsWithIgnoreCase(before, "https");
  }

  // "www." and "www2." begin a link.
  void PutDot() {
    size_t begin = at_;
    while (begin > 0 && absl::ascii_isdigit(static_cast<unsigned char>(text_[begin - 1]))) --begin;
    if (absl::EndsWithIgnoreCase(text_.substr(0, begin), "www")) out_ += kGap;
    out_.push_back('.');
  }

  // A formula ends in a dollar sign before something other than a word: $x$ in Mattermost, $$x$$ in Zulip.
  void PutDollar() {
    if (IsAlnum(After())) return out_.push_back('$');
    out_ += kWideDollar;
  }

  const absl::string_view text_;
  const MarkdownEscape escape_;
  const Place place_;
  size_t at_ = 0;
  bool in_angle_ = false;
  bool in_address_ = false;
  std::string out_;
};

bool BeginsNumberedItem(absl::string_view text) {
  const size_t end = text.find_first_not_of("0123456789");
  return end != 0 && end != absl::string_view::npos && (text[end] == '.' || text[end] == ')');
}

bool NeedsGapBefore(absl::string_view text) {
  return !text.empty() && (absl::StrContains(kLineOpeners, text.front()) || BeginsNumberedItem(text));
}

// `url` with nothing in it that could be markup; empty if it is no URL of a page.
std::string SafeUrl(absl::string_view url) {
  if (!absl::StartsWith(url, "https://") && !absl::StartsWith(url, "http://")) return "";
  std::string safe;
  for (const char c : url) {
    const bool plain = IsAlnum(c) || absl::StrContains("-._~:/?#&=%+,;", c);
    safe += plain ? std::string(1, c) : PercentEncode(absl::string_view(&c, 1));
  }
  return safe;
}

size_t LongestRunOfBackticks(const std::vector<std::string>& lines) {
  size_t longest = 0;
  for (const std::string& line : lines) {
    size_t run = 0;
    for (const char c : line) {
      run = c == '`' ? run + 1 : 0;
      longest = std::max(longest, run);
    }
  }
  return longest;
}

class Writer {
 public:
  explicit Writer(MarkdownEscape escape) : escape_(escape) {}

  std::string Run(const Answer& answer) && {
    Opening(answer);
    for (const std::string& notice : answer.notices) Line(EscapeMarkdown(notice, escape_));
    if (!answer.table.rows.empty()) Write(answer.table);
    for (const Section& section : answer.sections) Write(section);
    Blank();
    Line(SafeUrl(answer.link));
    Line(EscapeMarkdown(answer.footer, escape_));
    return std::string(absl::StripTrailingAsciiWhitespace(out_));
  }

 private:
  // A line that follows a list without a blank one would be part of its last item.
  void Line(absl::string_view line) {
    if (line.empty()) return;
    if (in_list_) Blank();
    absl::StrAppend(&out_, line, "\n");
  }

  void Item(absl::string_view mark, absl::string_view line) {
    if (line.empty()) return;
    absl::StrAppend(&out_, mark, line, "\n");
    in_list_ = true;
  }

  void Blank() {
    if (!out_.empty() && !absl::EndsWith(out_, "\n\n")) out_ += "\n";
    in_list_ = false;
  }

  std::string Inline(absl::string_view text, Place place = Place::kText) const {
    return Escaper(Trimmed(text), escape_, place).Run();
  }

  std::string Bold(absl::string_view text) const {
    const std::string inner = EscapeMarkdown(text, escape_);
    return inner.empty() ? "" : absl::StrCat("**", inner, "**");
  }

  void Opening(const Answer& answer) {
    const std::string title = Bold(answer.title);
    if (title.empty()) return Line(EscapeMarkdown(answer.lead, escape_));
    const std::string lead = Inline(answer.lead);
    Line(lead.empty() ? title : absl::StrCat(title, ": ", lead));
  }

  void Write(const Table& table) {
    Blank();
    if (table.heads.empty()) return WriteFacts(table);
    std::vector<std::string> heads = {""};
    for (const std::string& head : table.heads) heads.push_back(Inline(head, Place::kCell));
    Row(heads);
    Line(absl::StrCat("|", absl::StrJoin(std::vector<std::string>(heads.size(), "---"), "|"), "|"));
    for (const Table::Row& row : table.rows) {
      std::vector<std::string> cells = {Inline(row.label, Place::kCell)};
      for (const std::string& cell : row.cells) cells.push_back(Cell(cell));
      cells.resize(heads.size(), kUnknown);
      Row(cells);
    }
  }

  std::string Cell(absl::string_view text) const {
    std::string cell = Inline(text, Place::kCell);
    return cell.empty() ? kUnknown : cell;
  }

  void Row(const std::vector<std::string>& cells) { Line(absl::StrCat("| ", absl::StrJoin(cells, " | "), " |")); }

  // Of one code alone; a table would have an empty head.
  void WriteFacts(const Table& table) {
    for (const Table::Row& row : table.rows) Labelled(row.label, row.cells.empty() ? "" : row.cells.front());
  }

  void Labelled(absl::string_view label, absl::string_view text) {
    const std::string bold = Bold(label);
    if (bold.empty()) return Item("- ", EscapeMarkdown(text, escape_));
    const std::string inner = Inline(text);
    Item("- ", absl::StrCat(bold, ": ", inner.empty() ? kUnknown : inner));
  }

  void Write(const Section& section) {
    Blank();
    Line(Bold(section.heading));
    for (const ItemList& list : section.lists) Write(list, section.lists.size() == 1);
    if (!section.ladder.arrows.empty()) Write(section.ladder);
    if (!section.verbatim.empty()) Verbatim(section.verbatim);
  }

  void Write(const ItemList& list, bool only) {
    const bool single = list.items.size() == 1 && !list.numbered;
    if (single && !Trimmed(list.label).empty()) return Labelled(list.label, list.items.front());
    if (single && only) return Line(EscapeMarkdown(list.items.front(), escape_));
    Line(Bold(list.label));
    for (size_t i = 0; i < list.items.size(); ++i) {
      Item(list.numbered ? absl::StrCat(i + 1, ". ") : "- ", EscapeMarkdown(list.items[i], escape_));
    }
  }

  void Write(Ladder ladder) {
    for (std::string& party : ladder.parties) party = Trimmed(party);
    for (Ladder::Arrow& arrow : ladder.arrows) arrow.message = Trimmed(arrow.message);
    const std::vector<std::string> drawing = DrawLadder(ladder, kDrawingWidth);
    if (!drawing.empty()) return Fence(drawing);
    for (size_t i = 0; i < ladder.arrows.size(); ++i) Item(absl::StrCat(i + 1, ". "), ArrowInWords(ladder, i));
  }

  std::string ArrowInWords(const Ladder& ladder, size_t index) const {
    const Ladder::Arrow& arrow = ladder.arrows[index];
    const auto name = [&](size_t party) { return party < ladder.parties.size() ? ladder.parties[party] : kUnknown; };
    const std::string to = arrow.from == arrow.to ? "" : absl::StrCat(" → ", name(arrow.to));
    return EscapeMarkdown(absl::StrCat(name(arrow.from), to, ": ", arrow.message), escape_);
  }

  void Verbatim(const std::vector<std::string>& lines) {
    std::vector<std::string> clean;
    for (const std::string& line : lines) {
      clean.emplace_back(absl::StripTrailingAsciiWhitespace(OneLine(line)));
    }
    Fence(clean);
  }

  // Nothing in a code block is markup but its end, which is longer than any run of backticks within.
  void Fence(const std::vector<std::string>& lines) {
    const std::string fence(std::max(kShortestFence, LongestRunOfBackticks(lines) + 1), '`');
    Line(absl::StrCat(fence, "text\n", absl::StrJoin(lines, "\n"), "\n", fence));
  }

  const MarkdownEscape escape_;
  bool in_list_ = false;
  std::string out_;
};

std::string Render(const Answer& answer, MarkdownEscape escape) { return Writer(escape).Run(answer); }

}  // namespace

std::string EscapeMarkdown(absl::string_view text, MarkdownEscape escape) {
  const std::string line = Trimmed(text);
  return absl::StrCat(NeedsGapBefore(line) ? kGap : "", Escaper(line, escape, Place::kText).Run());
}

std::string RenderMarkdown(const Answer& answer, const MarkdownLimits& limits) {
  const auto fits = [&](const Answer& some) { return SizeOf(Render(some, limits.escape), limits.unit) <= limits.size; };
  Answer fitted = Fit(answer, fits);
  if (!fits(fitted)) {
    // Only the title, the link or the footer is too long now.
    Answer opening;
    opening.lead = answer.title.empty() ? answer.lead : answer.title;
    fitted = Fit(opening, fits);
  }
  return Render(fitted, limits.escape);
}

}  // namespace sipwhy::bot
