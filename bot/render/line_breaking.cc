#include "bot/render/line_breaking.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "bot/render/bidi.h"
#include "bot/render/display_width.h"
#include "bot/render/text_size.h"

namespace sipwhy::bot {
namespace {

struct CloseIterator {
  void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};
struct CloseText {
  void operator()(UText* text) const { utext_close(text); }
};

// Where a line may end: what Annex 14 allows between a space and the mark upon it is within one letter.
std::vector<size_t> WithinNoCluster(absl::string_view text, const std::vector<size_t>& breaks) {
  const std::vector<size_t> clusters = ClusterEnds(text);
  std::vector<size_t> both;
  std::set_intersection(breaks.begin(), breaks.end(), clusters.begin(), clusters.end(), std::back_inserter(both));
  return both;
}

// The pieces of `text` that must not be broken, each with the white space after it.
std::vector<absl::string_view> UnbreakablePieces(absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UText, CloseText> view(
      utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &error));
  const std::unique_ptr<UBreakIterator, CloseIterator> iterator(ubrk_open(UBRK_LINE, "", nullptr, 0, &error));
  if (U_FAILURE(error)) return {text};
  ubrk_setUText(iterator.get(), view.get(), &error);
  if (U_FAILURE(error)) return {text};
  std::vector<size_t> breaks;
  for (int32_t end = ubrk_next(iterator.get()); end != UBRK_DONE; end = ubrk_next(iterator.get())) {
    breaks.push_back(static_cast<size_t>(end));
  }
  std::vector<absl::string_view> pieces;
  size_t begin = 0;
  for (const size_t end : WithinNoCluster(text, breaks)) {
    pieces.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return pieces;
}

// Japanese has a space of its own, two columns wide.
absl::string_view WithoutSpaceAtTheEnd(absl::string_view text) {
  do {
    text = absl::StripTrailingAsciiWhitespace(text);
  } while (absl::ConsumeSuffix(&text, "\u3000"));
  return text;
}

}  // namespace

std::vector<std::string> BreakLines(absl::string_view text, int width) {
  std::vector<std::string> lines(1);
  for (absl::string_view piece : UnbreakablePieces(text)) {
    const bool fits = DisplayWidth(lines.back()) + DisplayWidth(WithoutSpaceAtTheEnd(piece)) <= width;
    if (!fits && !lines.back().empty()) lines.emplace_back();
    lines.back().append(piece.data(), piece.size());
  }
  for (std::string& line : lines) line.resize(WithoutSpaceAtTheEnd(line).size());
  CarryIsolates(lines);
  return lines;
}

}  // namespace sipwhy::bot
