#include "bot/render/ladder_drawing.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "bot/render/display_width.h"

namespace sipwhy::bot {
namespace {

constexpr int kNarrowestSpan = 14;  // between two lifelines
constexpr int kWidestSpan = 34;
constexpr int kArrowEnds = 4;  // "-", "->" and a dash on the other side of the message

std::string Repeat(char c, int count) { return std::string(static_cast<size_t>(std::max(count, 0)), c); }

class Drawing {
 public:
  Drawing(const Ladder& ladder, int span) : ladder_(ladder), span_(span) {
    first_ = (DisplayWidth(ladder.parties.front()) + 1) / 2;
  }

  int Width() const { return Column(ladder_.parties.size() - 1) + (DisplayWidth(ladder_.parties.back()) + 1) / 2 + 1; }

  // The names, each in the middle over its lifeline.
  std::string Heads() const {
    std::string line;
    for (size_t i = 0; i < ladder_.parties.size(); ++i) {
      const std::string& name = ladder_.parties[i];
      line += Repeat(' ', Column(i) - DisplayWidth(name) / 2 - DisplayWidth(line)) + name;
    }
    return line;
  }

  std::string Row(const Ladder::Arrow& arrow) const {
    std::string line;
    const size_t left = std::min(arrow.from, arrow.to);
    const size_t right = std::max(arrow.from, arrow.to);
    for (size_t i = 0; i < ladder_.parties.size(); ++i) {
      line += Repeat(' ', Column(i) - DisplayWidth(line)) + "|";
      if (i != left) continue;
      if (left == right) {
        absl::StrAppend(&line, " ", arrow.message);
        // What happens here may run over the lifelines to its right.
        while (i + 1 < ladder_.parties.size() && DisplayWidth(line) >= Column(i + 1)) ++i;
        continue;
      }
      line += Shaft(arrow.message, Column(right) - Column(left) - 1, arrow.from < arrow.to);
      i = right - 1;
    }
    return line;
  }

  bool HasRoomFor(const Ladder::Arrow& arrow) const {
    const int message = DisplayWidth(arrow.message);
    if (arrow.from == arrow.to) return Column(arrow.from) + 2 + message <= Width();
    const int across = Column(std::max(arrow.from, arrow.to)) - Column(std::min(arrow.from, arrow.to)) - 1;
    return message + kArrowEnds <= across;
  }

 private:
  int Column(size_t party) const { return first_ + static_cast<int>(party) * span_; }

  static std::string Shaft(const std::string& message, int width, bool to_the_right) {
    const int dashes = width - 1 - DisplayWidth(message);
    const int before = dashes / 2;
    const std::string shaft = absl::StrCat(Repeat('-', before), message, Repeat('-', dashes - before));
    return to_the_right ? absl::StrCat(shaft, ">") : absl::StrCat("<", shaft);
  }

  const Ladder& ladder_;
  const int span_;
  int first_ = 0;
};

bool IsWhole(const Ladder& ladder) {
  return !ladder.parties.empty() &&
         std::all_of(ladder.arrows.begin(), ladder.arrows.end(), [&](const Ladder::Arrow& arrow) {
           return arrow.from < ladder.parties.size() && arrow.to < ladder.parties.size();
         });
}

// The narrowest span in which every name and message has room, or 0.
int SpanFor(const Ladder& ladder, int width) {
  int span = kNarrowestSpan;
  for (size_t i = 0; i + 1 < ladder.parties.size(); ++i) {
    span = std::max(span, (DisplayWidth(ladder.parties[i]) + DisplayWidth(ladder.parties[i + 1])) / 2 + 2);
  }
  for (; span <= kWidestSpan; ++span) {
    const Drawing drawing(ladder, span);
    if (drawing.Width() > width) return 0;
    const auto fits = [&](const Ladder::Arrow& arrow) { return drawing.HasRoomFor(arrow); };
    if (std::all_of(ladder.arrows.begin(), ladder.arrows.end(), fits)) return span;
  }
  return 0;
}

}  // namespace

std::vector<std::string> DrawLadder(const Ladder& ladder, int width) {
  if (!IsWhole(ladder)) return {};
  const int span = SpanFor(ladder, width);
  if (span == 0) return {};
  const Drawing drawing(ladder, span);
  std::vector<std::string> lines = {drawing.Heads()};
  for (const Ladder::Arrow& arrow : ladder.arrows) lines.push_back(drawing.Row(arrow));
  return lines;
}

}  // namespace sipwhy::bot
