// Random documents for the renderers.
#ifndef SIPWHY_TESTS_BOT_RENDER_RANDOM_ANSWER_H_
#define SIPWHY_TESTS_BOT_RENDER_RANDOM_ANSWER_H_

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "bot/answer.h"

namespace sipwhy::bot::testing {

// Makes answers of words in English, Vietnamese, Japanese and Korean, with combining marks and emoji. The same seed
// makes the same answers.
class RandomAnswers {
 public:
  struct Options {
    bool controls = true;     // words with control characters
    bool long_words = false;  // words of 20 to 260 times the letter q, which no other word has

    // Pieces that stand before and after many texts, up to three at one, with a space between or none. Must outlive
    // the object.
    absl::Span<const absl::string_view> markup = {};
    std::string link = {};  // of about every second answer; the others have none
  };

  RandomAnswers(uint32_t seed, Options options) : random_(seed), options_(std::move(options)) {}

  // Always with a title; every other part may be missing.
  Answer Next();

  // A table with `columns` heads, whose cells and heads begin with "@1", "@2" and so on.
  Answer NextTable(int columns);

  // From `low` to `high`.
  int Number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

 private:
  std::string Word();
  std::string Words(int fewest, int most);
  Table MakeTable();
  Ladder MakeLadder();
  Section MakeSection();
  void AddMarkup(std::string& text);

  std::mt19937 random_;
  const Options options_;
};

// Calls `change` with every text of `answer`. Its link is none of them.
void ForEachText(Answer& answer, const std::function<void(std::string&)>& change);

// `text` without ANSI marks (ESC [ … m).
std::string WithoutMarks(absl::string_view text);

}  // namespace sipwhy::bot::testing

#endif  // SIPWHY_TESTS_BOT_RENDER_RANDOM_ANSWER_H_
