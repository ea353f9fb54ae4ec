#include "bot/render/markdown_escape.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "bot/render/clean_text.h"

namespace sipwhy::bot {
namespace {

// A zero width space parts two signs that would be markup together, and nobody sees it.
constexpr char kGap[] = "\u200b";
// Signs that look like others and mean nothing to any of the platforms, where nothing else helps.
constexpr char kDivides[] = "\u2223";
constexpr char kOpeningAngle[] = "\u2039";
constexpr char kClosingAngle[] = "\u203a";
constexpr char kWideDollar[] = "\uff04";

// What begins a heading, a quotation, a list, a rule, a table, a definition or a command at the start of a line.
constexpr absl::string_view kLineOpeners = "#>-+=|_~[:/";

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }
bool IsPunctuation(char c) { return absl::ascii_ispunct(static_cast<unsigned char>(c)); }

bool IsInEmojiName(char c) {
  return IsAlnum(c) || !absl::ascii_isascii(static_cast<unsigned char>(c)) || absl::StrContains("_+-.", c);
}

// Writes one text so that it shows as it is.
class Escaper {
 public:
  Escaper(absl::string_view text, MarkdownEscape escape, MarkdownPlace place)
      : text_(text), escape_(escape), place_(place) {}

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
    } else if (place_ == MarkdownPlace::kCell) {
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
  const MarkdownPlace place_;
  size_t at_ = 0;
  bool in_angle_ = false;
  bool in_address_ = false;
  std::string out_;
};

bool BeginsBlock(absl::string_view line) {
  const bool opens = !line.empty() && absl::StrContains(kLineOpeners, line.front());
  return opens || ListMark(line) != absl::string_view::npos;
}

}  // namespace

std::string EscapeMarkdown(absl::string_view text, MarkdownEscape escape, MarkdownPlace place) {
  const std::string clean = OneLine(text);
  const absl::string_view line = absl::StripAsciiWhitespace(clean);
  const bool needs_gap = place == MarkdownPlace::kLineStart && BeginsBlock(line);
  return absl::StrCat(needs_gap ? kGap : "", Escaper(line, escape, place).Run());
}

size_t ListMark(absl::string_view line) {
  if (absl::StartsWith(line, "-") || absl::StartsWith(line, "+")) return 0;
  const size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  const bool is_mark = digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
  return is_mark ? digits : absl::string_view::npos;
}

}  // namespace sipwhy::bot
