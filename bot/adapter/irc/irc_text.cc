#include "bot/adapter/irc/irc_text.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "bot/render/clean_text.h"
#include "bot/render/fit.h"
#include "bot/render/text_size.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kShortestLine = 64;
constexpr size_t kLongestLine = 400;
constexpr size_t kMostLines = 12;
constexpr size_t kMostSectionsOfAShortAnswer = 2;
constexpr char kBetween[] = " · ";
constexpr char kAndMore[] = " · …";
constexpr char kUnknown[] = "—";

constexpr char kColour = '\x03';
constexpr char kHexColour = '\x04';

using Lines = std::vector<std::string>;

// The places in `text` after each of which a line may end.
class Breaks {
 public:
  Breaks(absl::string_view text, UBreakIteratorType kind) {
    UErrorCode error = U_ZERO_ERROR;
    text_.reset(utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &error));
    iterator_.reset(ubrk_open(kind, "", nullptr, 0, &error));
    if (U_SUCCESS(error)) ubrk_setUText(iterator_.get(), text_.get(), &error);
    if (U_FAILURE(error)) iterator_.reset();
  }

  // The last one after `begin` and not after `end`, where a code point starts; `begin` where there is none.
  size_t LastWithin(size_t begin, size_t end) const {
    if (iterator_ == nullptr) return begin;
    const auto at = static_cast<int32_t>(end);
    const int32_t found = ubrk_isBoundary(iterator_.get(), at) ? at : ubrk_preceding(iterator_.get(), at);
    return found == UBRK_DONE ? begin : std::max(begin, static_cast<size_t>(found));
  }

 private:
  struct CloseText {
    void operator()(UText* text) const { utext_close(text); }
  };
  struct CloseIterator {
    void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
  };
  std::unique_ptr<UText, CloseText> text_;
  std::unique_ptr<UBreakIterator, CloseIterator> iterator_;
};

// The start of the code point that the byte at `at` is part of.
size_t CodePointStart(absl::string_view text, size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

// `text`, which is clean, as lines of at most `bytes`. No line is empty.
Lines Wrap(absl::string_view text, size_t bytes) {
  Lines lines;
  std::optional<Breaks> words;  // opening an iterator takes long, and most text needs none
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.size();
    if (end - begin > bytes) {
      const size_t most = CodePointStart(text, begin + bytes);
      if (!words.has_value()) words.emplace(text, UBRK_LINE);
      end = words->LastWithin(begin, most);
      if (end == begin) end = Breaks(text, UBRK_CHARACTER).LastWithin(begin, most);
      if (end == begin) end = most;
    }
    const absl::string_view line = absl::StripAsciiWhitespace(text.substr(begin, end - begin));
    if (!line.empty()) lines.emplace_back(line);
    begin = end;
  }
  return lines;
}

Lines WrapTo(absl::string_view text, size_t bytes, size_t most_lines) {
  Lines lines = Wrap(text, bytes);
  if (lines.size() <= most_lines) return lines;
  lines.resize(most_lines);
  if (!lines.empty()) lines.back() = CutTo(absl::StrCat(lines.back(), " …"), bytes, TextUnit::kBytes);
  return lines;
}

// Both, or the one that is there.
std::string Join(absl::string_view left, absl::string_view between, absl::string_view right) {
  return left.empty() || right.empty() ? absl::StrCat(left, right) : absl::StrCat(left, between, right);
}

std::string Opening(const Answer& answer) { return Join(OneLine(answer.title), ": ", OneLine(answer.lead)); }

// "Try again: never / later, unchanged"
std::string Press(const Table::Row& row) {
  Lines cells;
  for (const std::string& cell : row.cells) cells.push_back(cell.empty() ? kUnknown : OneLine(cell));
  return Join(OneLine(row.label), ": ", absl::StrJoin(cells, " / "));
}

// "408: 1. Wait." and "2. Call."
void AppendPieces(const ItemList& list, Lines& pieces) {
  for (size_t i = 0; i < list.items.size(); ++i) {
    const std::string item = absl::StrCat(list.numbered ? absl::StrCat(i + 1, ". ") : "", OneLine(list.items[i]));
    pieces.push_back(i == 0 ? Join(OneLine(list.label), ": ", item) : item);
  }
}

// The items of a section, the first of them behind its heading; the heading alone where there are none.
Lines Pieces(const Section& section) {
  Lines pieces;
  for (const ItemList& list : section.lists) AppendPieces(list, pieces);
  if (pieces.empty()) pieces.emplace_back();
  pieces.front() = Join(OneLine(section.heading), " — ", pieces.front());
  return pieces;
}

// The link is never cut: what is left of it would lead nowhere.
std::string Closing(const Answer& answer, size_t bytes) {
  const std::string link = OneLine(answer.link);
  const std::string footer = OneLine(answer.footer);
  if (link.size() > bytes) return CutTo(footer, bytes, TextUnit::kBytes);
  const std::string both = Join(link, kBetween, footer);
  return link.empty() || both.size() <= bytes ? CutTo(both, bytes, TextUnit::kBytes) : link;
}

void Append(Lines more, Lines& lines) { std::move(more.begin(), more.end(), std::back_inserter(lines)); }

void AppendUnlessEmpty(std::string line, Lines& lines) {
  if (!absl::StripAsciiWhitespace(line).empty()) lines.push_back(std::move(line));
}

Lines RowsOf(const Table& table) {
  Lines rows;
  for (const Table::Row& row : table.rows) rows.push_back(Press(row));
  return rows;
}

// As many of the answer's facts as fit in one line, in their order.
struct Facts {
  std::string line;
  bool whole = true;
};

Facts FactsOf(const Answer& answer, size_t bytes) {
  Lines pieces;
  for (const std::string& notice : answer.notices) pieces.push_back(OneLine(notice));
  Append(RowsOf(answer.table), pieces);
  for (const Section& section : answer.sections) Append(Pieces(section), pieces);
  Facts facts;
  for (size_t i = 0; i < pieces.size() && facts.whole; ++i) {
    std::string longer = Join(facts.line, kBetween, pieces[i]);
    const size_t more = i + 1 == pieces.size() ? 0 : sizeof(kAndMore) - 1;
    facts.whole = longer.size() + more <= bytes;
    if (facts.whole || facts.line.empty()) {
      facts.line = CutTo(longer, bytes, TextUnit::kBytes);
    } else {
      facts.line += kAndMore;
    }
  }
  return facts;
}

// Three lines, and whether they hold all of it.
std::pair<Lines, bool> Short(const Answer& answer, size_t bytes) {
  const Facts facts = FactsOf(answer, bytes);
  const std::string opening = Opening(answer);
  Lines lines = WrapTo(opening, bytes, 2);
  bool whole = facts.whole && Wrap(opening, bytes).size() <= 2;
  if (lines.size() < 2) {
    AppendUnlessEmpty(facts.line, lines);
  } else {
    whole = whole && facts.line.empty();
  }
  AppendUnlessEmpty(Closing(answer, bytes), lines);
  return {std::move(lines), whole};
}

// A mark between two pieces is not needed where a line ends between them.
Lines WrapPieces(const Lines& pieces, size_t bytes) {
  Lines lines;
  for (const std::string& wrapped : Wrap(absl::StrJoin(pieces, kBetween), bytes)) {
    absl::string_view line = wrapped;
    absl::ConsumePrefix(&line, "· ");
    absl::ConsumeSuffix(&line, " ·");
    AppendUnlessEmpty(std::string(line), lines);
  }
  return lines;
}

Lines Paragraphs(const Answer& answer, size_t bytes) {
  Lines lines = Wrap(Opening(answer), bytes);
  Append(Wrap(OneLine(absl::StrJoin(answer.notices, " ")), bytes), lines);
  Append(WrapPieces(RowsOf(answer.table), bytes), lines);
  for (const Section& section : answer.sections) Append(WrapPieces(Pieces(section), bytes), lines);
  AppendUnlessEmpty(Closing(answer, bytes), lines);
  return lines;
}

Lines Long(const Answer& answer, size_t bytes) {
  const auto fits = [&](const Answer& shorter) { return Paragraphs(shorter, bytes).size() <= kMostLines; };
  Lines lines = Paragraphs(Fit(answer, fits), bytes);
  lines.resize(std::min(lines.size(), kMostLines));
  return lines;
}

Answer WithoutPictures(Answer answer) {
  const auto is_picture = [](const Section& section) {
    return !section.verbatim.empty() || !section.ladder.arrows.empty();
  };
  answer.sections.erase(std::remove_if(answer.sections.begin(), answer.sections.end(), is_picture),
                        answer.sections.end());
  return answer;
}

bool IsHex(char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); }
bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// How many of the next `most` characters of `text` are of a kind.
size_t Count(absl::string_view text, size_t most, bool (*is_of_kind)(char)) {
  size_t count = 0;
  while (count < std::min(most, text.size()) && is_of_kind(text[count])) ++count;
  return count;
}

// The length of a colour, or of two with a comma between them, at the beginning of `text`.
size_t ColourLength(absl::string_view text, size_t fewest, size_t most, bool (*is_digit)(char)) {
  const size_t front = Count(text, most, is_digit);
  if (front < fewest) return 0;
  if (front == text.size() || text[front] != ',') return front;
  const size_t back = Count(text.substr(front + 1), most, is_digit);
  return back < fewest ? front : front + 1 + back;
}

}  // namespace

std::vector<std::string> RenderIrc(const Answer& answer, size_t bytes_per_line) {
  const size_t bytes = std::clamp(bytes_per_line, kShortestLine, kLongestLine);
  const Answer in_words = WithoutPictures(answer);
  auto [lines, whole] = Short(in_words, bytes);
  const bool is_short = !answer.table.rows.empty() && answer.sections.size() <= kMostSectionsOfAShortAnswer;
  if (!whole && !is_short) lines = Long(in_words, bytes);
  if (lines.empty()) lines.emplace_back("…");
  return std::move(lines);
}

std::string PlainOfIrc(absl::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const char c = text[0];
    text.remove_prefix(1);
    if (c == kColour) {
      text.remove_prefix(ColourLength(text, 1, 2, &IsDigit));
    } else if (c == kHexColour) {
      text.remove_prefix(ColourLength(text, 6, 6, &IsHex));
    } else {
      plain.push_back(c);
    }
  }
  return OneLine(plain);
}

}  // namespace sipwhy::bot
