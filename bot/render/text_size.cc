#include "bot/render/text_size.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bot/render/bidi.h"

namespace sipwhy::bot {
namespace {

constexpr char kEllipsis[] = "…";

size_t SizeOfCodePoint(UChar32 c, size_t bytes, TextUnit unit) {
  switch (unit) {
    case TextUnit::kBytes:
      return bytes;
    case TextUnit::kUtf16:
      return c > 0xFFFF ? 2 : 1;
    case TextUnit::kCodePoints:
      return 1;
  }
  return bytes;
}

// Moves `at` past a code point of `text` and returns it, U+FFFD for bytes that are none.
UChar32 Next(absl::string_view text, int32_t& at) {
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(text.data()), at, static_cast<int32_t>(text.size()), c);
  return c;
}

struct CloseIterator {
  void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};
struct CloseText {
  void operator()(UText* text) const { utext_close(text); }
};

// Printable ASCII has no clusters of several characters.
bool IsPlain(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isprint(static_cast<unsigned char>(c)); });
}

struct Beginning {
  size_t bytes = 0;
  size_t isolates = 0;  // that are open at its end
};

// The longest one whose size is at most `most` with its isolates closed.
Beginning LongestBeginning(absl::string_view text, size_t most, TextUnit unit) {
  Beginning longest;
  size_t begin = 0;
  size_t size = 0;
  size_t open = 0;
  for (const size_t end : ClusterEnds(text)) {
    const absl::string_view cluster = text.substr(begin, end - begin);
    size += SizeOf(cluster, unit);
    if (size > most) break;
    if (cluster == kLeftToRightIsolate) ++open;
    if (cluster == kPopDirectionalIsolate && open > 0) --open;
    if (size + open * SizeOf(kPopDirectionalIsolate, unit) <= most) longest = {end, open};
    begin = end;
  }
  return longest;
}

std::string Begin(absl::string_view text, size_t most, TextUnit unit) {
  const Beginning beginning = LongestBeginning(text, most, unit);
  std::string kept(text.substr(0, beginning.bytes));
  for (size_t i = 0; i < beginning.isolates; ++i) kept += kPopDirectionalIsolate;
  return kept;
}

}  // namespace

size_t SizeOf(absl::string_view text, TextUnit unit) {
  if (unit == TextUnit::kBytes) return text.size();
  size_t size = 0;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const int32_t begin = at;
    const UChar32 c = Next(text, at);
    size += SizeOfCodePoint(c, static_cast<size_t>(at - begin), unit);
  }
  return size;
}

std::vector<size_t> ClusterEnds(absl::string_view text) {
  std::vector<size_t> ends;
  if (IsPlain(text)) {
    for (size_t end = 1; end <= text.size(); ++end) ends.push_back(end);
    return ends;
  }
  UErrorCode error = U_ZERO_ERROR;
  // Making one takes much longer than using it.
  thread_local const std::unique_ptr<UBreakIterator, CloseIterator> iterator(
      ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &error));
  const std::unique_ptr<UText, CloseText> view(
      utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &error));
  if (iterator == nullptr || U_FAILURE(error)) return {text.size()};
  ubrk_setUText(iterator.get(), view.get(), &error);
  if (U_FAILURE(error)) return {text.size()};
  for (int32_t at = ubrk_next(iterator.get()); at != UBRK_DONE; at = ubrk_next(iterator.get())) {
    ends.push_back(static_cast<size_t>(at));
  }
  return ends;
}

std::string CutTo(absl::string_view text, size_t most, TextUnit unit) {
  if (SizeOf(text, unit) <= most) return std::string(text);
  const size_t ellipsis = SizeOf(kEllipsis, unit);
  if (most < ellipsis) return Begin(text, most, unit);
  return absl::StrCat(Begin(text, most - ellipsis, unit), kEllipsis);
}

}  // namespace sipwhy::bot
