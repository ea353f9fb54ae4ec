#include "bot/render/ladder_svg.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "bot/render/display_width.h"
#include "bot/render/html_text.h"
#include "bot/render/line_breaking.h"
#include "bot/render/text_size.h"

namespace sipwhy::bot {
namespace {

// In pixels, at the size of text that the picture asks for.
constexpr int kLetterWidth = 8;  // of a column of the display; fonts of 12 to 13 pixels take 7 to 8
constexpr int kLineHeight = 15;
constexpr int kMargin = 8;
constexpr int kNarrowestGap = 104;  // between two lifelines
constexpr int kWidestEvenly = 380;  // of all gaps, for which a phone still has room
constexpr int kBesideMessage = 26;  // the head of the arrow and air on both sides of the text
constexpr int kBesideName = 18;
constexpr int kBoxPadding = 9;
constexpr int kAboveArrow = 6;
constexpr int kBelowStep = 15;

// In columns of the display.
constexpr int kNameColumns = 14;
constexpr int kMessageColumns = 20;
constexpr int kMessageColumnsForTwo = 34;  // two parties leave more room
constexpr int kLongestWord = 44;           // what is longer is cut

// A line of a message: what it is, and then what stands in brackets.
struct Line {
  std::string main;
  std::string detail;
};

struct Step {
  size_t from;
  size_t to;
  std::string response_class;  // "c4"; empty for a request
  std::vector<Line> lines;
  int width;
};

int WidthOf(absl::string_view text) { return DisplayWidth(text) * kLetterWidth; }

// `word` in pieces of at most kLongestWord columns.
void AppendCut(absl::string_view word, std::vector<std::string>& pieces) {
  pieces.emplace_back();
  size_t begin = 0;
  for (const size_t end : ClusterEnds(word)) {
    const absl::string_view letter = word.substr(begin, end - begin);
    begin = end;
    if (DisplayWidth(pieces.back()) + DisplayWidth(letter) > kLongestWord) pieces.emplace_back();
    absl::StrAppend(&pieces.back(), letter);
  }
}

std::vector<std::string> Wrap(absl::string_view text, int columns) {
  std::vector<std::string> lines;
  for (const std::string& line : BreakLines(text, columns)) {
    if (DisplayWidth(line) <= kLongestWord) {
      lines.push_back(line);
    } else {
      AppendCut(line, lines);
    }
  }
  return lines;
}

// "407 Proxy Authentication Required (Proxy-Authenticate)" stands in one line if it has room, else what is in brackets
// begins a line of its own.
std::vector<Line> LinesOf(absl::string_view message, int columns) {
  const size_t bracket = absl::EndsWith(message, ")") ? message.find(" (") : absl::string_view::npos;
  const bool has_detail = bracket != absl::string_view::npos;
  const absl::string_view main = message.substr(0, bracket);
  const absl::string_view detail = has_detail ? message.substr(bracket + 1) : "";
  if (has_detail && DisplayWidth(message) <= columns) return {{absl::StrCat(main, " "), std::string(detail)}};
  std::vector<Line> lines;
  for (std::string& line : Wrap(main, columns)) lines.push_back({std::move(line), ""});
  if (!has_detail) return lines;
  for (std::string& line : Wrap(detail, columns)) lines.push_back({"", std::move(line)});
  return lines;
}

std::string ResponseClassOf(absl::string_view message) {
  const auto is_digit = [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); };
  const bool is_response = message.size() >= 3 && message[0] >= '1' && message[0] <= '6' && is_digit(message[1]) &&
                           is_digit(message[2]) && (message.size() == 3 || message[3] == ' ');
  return is_response ? absl::StrCat("c", message.substr(0, 1)) : "";
}

Step StepOf(const Ladder::Arrow& arrow, int columns) {
  Step step{arrow.from, arrow.to, ResponseClassOf(arrow.message), LinesOf(arrow.message, columns), 0};
  for (const Line& line : step.lines) step.width = std::max(step.width, WidthOf(line.main) + WidthOf(line.detail));
  return step;
}

class Picture {
 public:
  // `ladder` is whole.
  explicit Picture(const Ladder& ladder) : ladder_(ladder) {
    const int columns = ladder.parties.size() <= 2 ? kMessageColumnsForTwo : kMessageColumns;
    for (const Ladder::Arrow& arrow : ladder.arrows) steps_.push_back(StepOf(arrow, columns));
    for (const std::string& party : ladder.parties) names_.push_back(Wrap(party, kNameColumns));
    PlaceLifelines();
  }

  std::string Draw() {
    const std::string parties = DrawParties();
    const int top = y_;
    std::string steps;
    for (const Step& step : steps_) {
      absl::StrAppend(&steps, step.from == step.to ? DrawBox(step) : DrawArrow(step));
    }
    const int height = y_ + kMargin;
    // A page that scales pictures down needs to know how far it may: "w5" is 500 to 599 pixels wide.
    return absl::StrCat("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" class=\"ladder w",
                        std::min(width_ / 100, 9), "\" width=\"", width_, "\" height=\"", height, "\" viewBox=\"0 0 ",
                        width_, " ", height,
                        "\" font-family=\"monospace\" font-size=\"12\" text-anchor=\"middle\" fill=\"currentColor\">",
                        DescribeInWords(), DrawLifelines(top, height), parties, steps, "</svg>");
  }

 private:
  int NameWidth(size_t party) const {
    int width = 0;
    for (const std::string& line : names_[party]) width = std::max(width, WidthOf(line));
    return width;
  }

  // Half of what stands across the lifeline of `party`: its name or the widest of its boxes.
  int HalfWidth(size_t party) const {
    int width = NameWidth(party);
    for (const Step& step : steps_) {
      if (step.from == party && step.to == party) width = std::max(width, step.width + 2 * kBoxPadding);
    }
    return (width + 1) / 2;
  }

  void PlaceLifelines() {
    std::vector<int> gaps;
    for (size_t i = 0; i + 1 < names_.size(); ++i) {
      const int names = (NameWidth(i) + NameWidth(i + 1)) / 2 + kBesideName;
      const int boxes = std::max(HalfWidth(i), HalfWidth(i + 1)) + kBoxPadding;
      gaps.push_back(std::max({kNarrowestGap, names, boxes}));
    }
    // Short arrows first: what they need may be enough for those that cross several gaps.
    for (size_t reach = 1; reach <= gaps.size(); ++reach) {
      for (const Step& step : steps_) MakeRoom(step, reach, gaps);
    }
    const int widest = gaps.empty() ? 0 : *std::max_element(gaps.begin(), gaps.end());
    if (widest * static_cast<int>(gaps.size()) <= kWidestEvenly) std::fill(gaps.begin(), gaps.end(), widest);
    lifelines_ = {kMargin + HalfWidth(0)};
    for (const int gap : gaps) lifelines_.push_back(lifelines_.back() + gap);
    width_ = lifelines_.back() + HalfWidth(names_.size() - 1) + kMargin;
  }

  // Widens the gaps that `step` crosses, if it crosses `reach` of them.
  static void MakeRoom(const Step& step, size_t reach, std::vector<int>& gaps) {
    const size_t left = std::min(step.from, step.to);
    if (std::max(step.from, step.to) - left != reach) return;
    int missing = step.width + kBesideMessage;
    for (size_t i = left; i < left + reach; ++i) missing -= gaps[i];
    const int share = (std::max(missing, 0) + static_cast<int>(reach) - 1) / static_cast<int>(reach);
    for (size_t i = left; i < left + reach; ++i) gaps[i] += share;
  }

  std::string DescribeInWords() const {
    std::vector<std::string> parties;
    for (const std::string& party : ladder_.parties) parties.push_back(HtmlText(party));
    std::vector<std::string> steps;
    for (const Ladder::Arrow& arrow : ladder_.arrows) {
      const std::string to = arrow.from == arrow.to ? "" : absl::StrCat(" → ", parties[arrow.to]);
      steps.push_back(absl::StrCat(steps.size() + 1, ". ", parties[arrow.from], to, ": ", HtmlText(arrow.message)));
    }
    return absl::StrCat("<title>", absl::StrJoin(parties, " · "), "</title><desc>", absl::StrJoin(steps, "; "),
                        "</desc>");
  }

  // Each name in the middle over its lifeline, its last line at the foot of the highest name.
  std::string DrawParties() {
    size_t highest = 0;
    for (const std::vector<std::string>& name : names_) highest = std::max(highest, name.size());
    std::string drawing = "<g class=\"parties\" font-family=\"sans-serif\" font-size=\"13\" font-weight=\"600\">";
    for (size_t i = 0; i < names_.size(); ++i) {
      for (size_t k = 0; k < names_[i].size(); ++k) {
        const int line = static_cast<int>(highest - names_[i].size() + k) + 1;
        absl::StrAppend(&drawing, TextAt(lifelines_[i], kMargin + line * kLineHeight - 4, HtmlText(names_[i][k])));
      }
    }
    y_ = kMargin + static_cast<int>(highest) * kLineHeight + 3;
    return absl::StrCat(drawing, "</g>");
  }

  std::string DrawLifelines(int top, int bottom) const {
    std::string path;
    for (const int x : lifelines_) absl::StrAppend(&path, "M", x, " ", top, "V", bottom);
    return absl::StrCat("<path class=\"lifelines\" stroke=\"currentColor\" stroke-opacity=\".35\" d=\"", path, "\"/>");
  }

  std::string DrawArrow(const Step& step) {
    const int from = lifelines_[step.from];
    const int to = lifelines_[step.to];
    const int forward = from < to ? 1 : -1;
    y_ += kBelowStep - kAboveArrow;
    std::string drawing = absl::StrCat(OpenStep(step), DrawLines(step, (from + to) / 2));
    y_ += kAboveArrow;
    absl::StrAppend(&drawing, "<path stroke=\"currentColor\" d=\"M", from, " ", y_, "H", to - 6 * forward, "\"/>");
    absl::StrAppend(&drawing, "<path d=\"M", to, " ", y_, "l", -8 * forward, "-4v8z\"/></g>");
    return drawing;
  }

  std::string DrawBox(const Step& step) {
    const int x = lifelines_[step.from];
    const int width = step.width + 2 * kBoxPadding;
    const int height = static_cast<int>(step.lines.size()) * kLineHeight + kBoxPadding;
    y_ += kBelowStep;
    const std::string box =
        absl::StrCat("<rect class=\"box\" x=\"", x - width / 2, "\" y=\"", y_, "\" width=\"", width, "\" height=\"",
                     height, "\" rx=\"3\" fill=\"Canvas\" stroke=\"currentColor\"/>");
    y_ += kBoxPadding / 2;
    std::string drawing = absl::StrCat(OpenStep(step), box, DrawLines(step, x), "</g>");
    y_ += kBoxPadding - kBoxPadding / 2;
    return drawing;
  }

  static std::string OpenStep(const Step& step) {
    return absl::StrCat("<g class=\"step", step.response_class.empty() ? "" : " ", step.response_class, "\">");
  }

  // The lines of `step` from y_ on, which moves below them.
  std::string DrawLines(const Step& step, int x) {
    std::string drawing;
    for (const Line& line : step.lines) {
      y_ += kLineHeight;
      const std::string detail =
          line.detail.empty() ? "" : absl::StrCat("<tspan class=\"detail\">", HtmlText(line.detail), "</tspan>");
      absl::StrAppend(&drawing, TextAt(x, y_ - 4, absl::StrCat(HtmlText(line.main), detail)));
    }
    return drawing;
  }

  static std::string TextAt(int x, int y, absl::string_view html) {
    return absl::StrCat("<text x=\"", x, "\" y=\"", y, "\">", html, "</text>");
  }

  const Ladder& ladder_;
  std::vector<Step> steps_;
  std::vector<std::vector<std::string>> names_;  // in lines
  std::vector<int> lifelines_;                   // where they stand
  int width_ = 0;
  int y_ = 0;  // below what is drawn
};

}  // namespace

std::string RenderLadderSvg(const Ladder& ladder) {
  Ladder whole = {ladder.parties, {}};
  for (const Ladder::Arrow& arrow : ladder.arrows) {
    if (std::max(arrow.from, arrow.to) < ladder.parties.size()) whole.arrows.push_back(arrow);
  }
  return whole.arrows.empty() ? "" : Picture(whole).Draw();
}

}  // namespace sipwhy::bot
