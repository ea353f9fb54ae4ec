#include "bot/render/bidi.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "bot/render/clean_text.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kIsolateSize = sizeof(kLeftToRightIsolate) - 1;
constexpr char kRightToLeftMark[] = "\u200f";
constexpr UChar32 kSectionSign = 0xA7;
constexpr size_t kDeepestBracket = 8;
constexpr int kWordsOfASentence = 4;  // fewer are names

// Signs that may stand between the words of a run, besides spaces and brackets.
constexpr absl::string_view kInnerSigns = "-,./:;=_@+*#%&|~^\\$?!'’“”…–§";
// Those that may begin its first word, as in "/sip/486", "--full" and "§8.1".
constexpr absl::string_view kLeadingSigns = "/-+.@#*$_§<";
constexpr absl::string_view kOpening = "([{<\"";
constexpr absl::string_view kClosing = ")]}>\"";

enum class Kind { kLetter, kDigit, kRightToLeft, kAttached, kOther };

Kind KindOf(UChar32 c) {
  switch (u_charDirection(c)) {
    case U_LEFT_TO_RIGHT:
      return Kind::kLetter;
    case U_EUROPEAN_NUMBER:
      return Kind::kDigit;
    case U_RIGHT_TO_LEFT:
    case U_RIGHT_TO_LEFT_ARABIC:
    case U_ARABIC_NUMBER:
      return Kind::kRightToLeft;
    case U_DIR_NON_SPACING_MARK:
    case U_BOUNDARY_NEUTRAL:
      return Kind::kAttached;
    default:
      return Kind::kOther;
  }
}

bool IsWord(Kind kind) { return kind == Kind::kLetter || kind == Kind::kDigit; }

// A character of a text, and where it is.
struct Character {
  UChar32 c;  // negative for bytes that are no UTF-8
  absl::string_view bytes;
  Kind kind;
};

std::vector<Character> Decode(absl::string_view text) {
  std::vector<Character> characters;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), at, static_cast<int32_t>(text.size()), c);
    characters.push_back({c, text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin)),
                          c < 0 ? Kind::kOther : KindOf(c)});
  }
  return characters;
}

bool IsOneOf(absl::string_view signs, const Character& character) {
  return character.c >= 0 && absl::StrContains(signs, character.bytes);
}

// A run that begins at some character, if it has words.
struct Run {
  size_t end = 0;          // behind its last character; where it begins if there is none
  bool has_words = false;  // other than numbers
};

class RunReader {
 public:
  RunReader(const std::vector<Character>& text, size_t begin) : text_(text), at_(begin), run_{begin} {}

  Run Read() && {
    if (!IsWord(text_[at_].kind) && !BeginsWord()) return run_;
    while (at_ < text_.size() && Take(text_[at_])) ++at_;
    // A sentence that ends the text has its full stop with it.
    const bool is_last = run_.end + 1 == text_.size() && IsOneOf(".?!", text_[run_.end]);
    if (is_last && spaces_ + 1 >= kWordsOfASentence) ++run_.end;
    return run_;
  }

 private:
  // Whether signs stand here with a word right behind them and none right before them.
  bool BeginsWord() const {
    if (at_ > 0 && (IsWord(text_[at_ - 1].kind) || text_[at_ - 1].kind == Kind::kRightToLeft)) return false;
    size_t next = at_;
    while (next < text_.size() && IsOneOf(kLeadingSigns, text_[next])) ++next;
    return next > at_ && next < text_.size() && IsWord(text_[next].kind);
  }

  // False for what is no part of the run.
  bool Take(const Character& character) {
    switch (character.kind) {
      case Kind::kLetter:
      case Kind::kDigit:
        letters_ = letters_ || character.kind == Kind::kLetter;
        End();
        return true;
      case Kind::kAttached:
        if (run_.end == at_) End();
        return true;
      case Kind::kRightToLeft:
        return false;
      case Kind::kOther:
        return TakeSign(character);
    }
    return false;
  }

  bool TakeSign(const Character& character) {
    // A quotation mark opens and closes.
    if (!open_.empty() && IsOneOf(kClosing, character) && kClosing.find(character.bytes) == open_.back()) {
      open_.pop_back();
      End();
      return true;
    }
    if (IsOneOf(kOpening, character)) {
      if (open_.size() == kDeepestBracket) return false;  // else many that never close would all be looked for
      open_.push_back(kOpening.find(character.bytes));
      return true;
    }
    // "§8" is as much a name as "RFC" is.
    letters_ = letters_ || character.c == kSectionSign;
    spaces_ += character.c == ' ' ? 1 : 0;
    return character.c == ' ' || IsOneOf(kInnerSigns, character);
  }

  // A bracket that does not close within the run would be torn from its other half.
  void End() {
    if (open_.empty()) run_ = {at_ + 1, letters_};
  }

  const std::vector<Character>& text_;
  size_t at_;
  std::vector<size_t> open_;  // which brackets
  bool letters_ = false;
  int spaces_ = 0;
  Run run_;
};

std::string Isolate(absl::string_view run) { return absl::StrCat(kLeftToRightIsolate, run, kPopDirectionalIsolate); }

// All of `text` but the spaces around it.
std::string IsolateWhole(absl::string_view text) {
  const absl::string_view run = absl::StripAsciiWhitespace(text);
  const auto before = static_cast<size_t>(run.begin() - text.begin());
  return absl::StrCat(text.substr(0, before), Isolate(run), text.substr(before + run.size()));
}

std::string WithoutTurns(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\u202a", ""},
                                    {"\u202b", ""},
                                    {"\u202c", ""},
                                    {"\u202d", ""},
                                    {"\u202e", ""},
                                    {"\u2066", ""},
                                    {"\u2067", ""},
                                    {"\u2068", ""},
                                    {"\u2069", ""}});
}

struct Letters {
  int left_to_right = 0;
  int right_to_left = 0;
};

void Count(absl::string_view text, Letters& letters) {
  for (const Character& character : Decode(text)) {
    if (character.kind == Kind::kLetter) ++letters.left_to_right;
    if (character.kind == Kind::kRightToLeft) ++letters.right_to_left;
  }
}

Letters LettersOfSentences(const Answer& answer) {
  Letters letters;
  Count(answer.lead, letters);
  for (const std::string& notice : answer.notices) Count(notice, letters);
  for (const Table::Row& row : answer.table.rows) Count(row.label, letters);
  for (const Section& section : answer.sections) Count(section.heading, letters);
  return letters;
}

Letters LettersOfAll(Answer answer) {
  Letters letters;
  answer.shortened.clear();  // not shown unless a renderer has no room
  answer.shortened_with_link.clear();
  ChangeSentences(answer, [&](const std::string& text) { Count(text, letters); });
  return letters;
}

// How many isolates are open at the end of `line`, of which `open` were at its beginning.
size_t OpenAfter(absl::string_view line, size_t open) {
  for (size_t at = 0; at < line.size(); ++at) {
    const absl::string_view mark = line.substr(at, kIsolateSize);
    if (mark == kLeftToRightIsolate) ++open;
    if (mark == kPopDirectionalIsolate && open > 0) --open;
  }
  return open;
}

std::string Repeat(absl::string_view mark, size_t count) {
  std::string marks;
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&marks, mark);
  return marks;
}

}  // namespace

bool ReadsRightToLeft(const Answer& answer) {
  Letters letters = LettersOfSentences(answer);
  if (letters.left_to_right + letters.right_to_left == 0) letters = LettersOfAll(answer);
  return letters.right_to_left > letters.left_to_right;
}

absl::string_view MarkForLine(absl::string_view line) {
  Letters letters;
  Count(line, letters);
  return line.empty() || letters.right_to_left > 0 ? "" : kRightToLeftMark;
}

std::string IsolateLeftToRightRuns(absl::string_view given) {
  const std::string text = WithoutTurns(given);
  Letters letters;
  Count(text, letters);
  if (letters.right_to_left == 0) return letters.left_to_right == 0 ? text : IsolateWhole(text);
  const std::vector<Character> characters = Decode(text);
  std::string isolated;
  for (size_t at = 0; at < characters.size();) {
    const Run run = RunReader(characters, at).Read();
    const size_t end = std::max(run.end, at + 1);
    const char* begin = characters[at].bytes.data();
    const absl::string_view bytes(begin, static_cast<size_t>(characters[end - 1].bytes.end() - begin));
    absl::StrAppend(&isolated, run.has_words ? Isolate(bytes) : std::string(bytes));
    at = end;
  }
  return isolated;
}

Answer IsolateLeftToRightRuns(Answer answer) {
  if (!ReadsRightToLeft(answer)) return answer;
  ChangeSentences(answer, [](std::string& text) { text = IsolateLeftToRightRuns(absl::string_view(text)); });
  return answer;
}

std::string FirstWord(absl::string_view text) {
  const absl::string_view word = text.substr(0, text.find(' '));
  return OpenAfter(word, 0) == 0 ? std::string(word) : IsolateLeftToRightRuns(word);
}

void CarryIsolates(std::vector<std::string>& lines) {
  size_t open = 0;
  for (std::string& line : lines) {
    const size_t before = open;
    open = OpenAfter(line, open);
    if (before + open > 0) {
      line = absl::StrCat(Repeat(kLeftToRightIsolate, before), line, Repeat(kPopDirectionalIsolate, open));
    }
  }
}

}  // namespace sipwhy::bot
