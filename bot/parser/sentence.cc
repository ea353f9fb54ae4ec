#include "bot/parser/sentence.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/string_view.h"
#include "bot/parser/classes.h"
#include "bot/parser/number_sense.h"

namespace sipwhy::bot {
namespace {

constexpr int kLowestCode = 100;
constexpr int kHighestCode = 699;
constexpr int kHighestOfThreeDigits = 999;
constexpr size_t kCodeDigits = 3;
constexpr size_t kFewWords = 6;
constexpr size_t kShortPhrase = 4;     // "gone", "ok"
constexpr size_t kEverydayPhrase = 8;  // "ringing", "rejected": words that people also use of telephones
constexpr size_t kDistinctWord = 12;   // "unauthorized"

// What may stand between a number and its phrase: "486 (Busy Here)", "Busy Here [486]".
constexpr absl::string_view kBeforeOwnPhrase = "-:=.,/\"'([{)]}*|>_";
constexpr absl::string_view kAfterOwnPhrase = "-:=,/\"'([{)]}*|<_";
// A phrase that is not the number's own must stand closer to it: "486, busy everywhere" names two codes.
constexpr absl::string_view kBeforeOtherPhrase = "-:=.\"'([{)*";
constexpr absl::string_view kAfterOtherPhrase = ":=\"'([{)*";

constexpr absl::string_view kBeforeNumber = "#:=\"'([{<*-";
constexpr absl::string_view kBeforeStatusLine = "<>-*\"'([{#";

// One thing that the message names.
struct Mention {
  size_t begin = 0;  // tokens [begin, end)
  size_t end = 0;
  std::vector<int> codes;
};

bool IsOneOf(const Token& token, absl::string_view symbols) {
  return token.kind == Token::Kind::kSymbol && token.text.size() == 1 &&
         symbols.find(token.text[0]) != absl::string_view::npos;
}

bool IsCode(int value) { return value >= kLowestCode && value <= kHighestCode; }

class SentenceReader {
 public:
  SentenceReader(Tokens tokens, const PhraseMatcher& matcher)
      : tokens_(tokens), numbers_(ReadNumbers(tokens)), phrases_(matcher.FindAll(tokens, Care::kLenient)) {
    unknown_words_ = CountUnknownWords();
    asks_ = AnyHas(kAsk | kCompare);
    has_label_ = AnyHas(kLabel);
    if (unknown_words_ > 0) {
      phrases_ = matcher.FindAll(tokens, Care::kStrict);
    } else if (AnyHas(kPerson | kLabel | kUnit)) {
      DropEverydayPhrases();
    }
  }

  Reading Read() {
    Reading reading;
    reading.classes = TakeClasses(tokens_, numbers_);
    AcceptNumbers();
    SettlePhrasesBesideNumbers();
    AcceptPhrases();
    for (const auto& [position, mention] : mentions_) {
      reading.codes.insert(reading.codes.end(), mention.codes.begin(), mention.codes.end());
    }
    for (const Number& number : numbers_) {
      const int value = ValueOf(number);
      if (number.sense == Number::Sense::kCause) reading.causes.push_back(value);
      const bool is_status = value >= kLowestCode && value <= kHighestOfThreeDigits;
      if (number.sense == Number::Sense::kHttp && is_status) reading.http_statuses.push_back(value);
    }
    return reading;
  }

 private:
  int ValueOf(const Number& number) const { return tokens_[number.token].value; }

  bool AnyHas(Roles roles) const {
    return std::any_of(tokens_.begin(), tokens_.end(), [&](const Token& token) { return token.Has(roles); });
  }

  size_t CountUnknownWords() const {
    std::vector<bool> in_phrase(tokens_.size(), false);
    for (const PhraseMatch& phrase : phrases_) {
      for (size_t i = phrase.begin; i < phrase.end; ++i) in_phrase[i] = true;
    }
    size_t unknown = 0;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const bool is_suffix = i > 0 && tokens_[i - 1].IsNumber() && !tokens_[i].spaced;  // "486s"
      if (tokens_[i].IsWord() && tokens_[i].roles == 0 && !in_phrase[i] && !is_suffix) ++unknown;
    }
    return unknown;
  }

  // "why is my phone ringing" does not ask about 180, nor "he is busy there" about 486.
  void DropEverydayPhrases() {
    const auto is_everyday = [](const PhraseMatch& phrase) {
      return phrase.typos > 0 || (phrase.end - phrase.begin == 1 && phrase.letters <= kEverydayPhrase);
    };
    phrases_.erase(std::remove_if(phrases_.begin(), phrases_.end(), is_everyday), phrases_.end());
  }

  // If one number of a group is asked about, all are that look like codes.
  void AcceptNumbers() {
    for (size_t begin = 0, end = 0; begin < numbers_.size(); begin = end) {
      bool asked = false;
      for (end = begin; end < numbers_.size() && numbers_[end].group == numbers_[begin].group; ++end) {
        asked = asked || (numbers_[end].sense == Number::Sense::kOpen && IsAskedAbout(numbers_[end].token));
      }
      for (size_t n = begin; asked && n < end; ++n) {
        const size_t i = numbers_[n].token;
        if (numbers_[n].sense != Number::Sense::kOpen) continue;
        if (tokens_[i].text.size() == kCodeDigits || IsAskedAbout(i)) AddNumber(i);
      }
    }
  }

  void AddNumber(size_t i) { mentions_[i] = {.begin = i, .end = i + 1, .codes = {tokens_[i].value}}; }

  bool IsAskedAbout(size_t i) const {
    const bool is_code = IsCode(tokens_[i].value);
    if (unknown_words_ == 0 && !has_label_) return true;
    if (is_code && (asks_ || (i > 0 && tokens_[i - 1].IsSymbol("#")))) return true;
    const Token* before = WordBefore(i);
    if (before != nullptr && before->Has(kCode | kAsk | kCompare | (is_code ? kGet : 0u))) return true;
    if (is_code && i + 1 < tokens_.size() && tokens_[i + 1].Has(kCode)) return true;
    return OpensStatusLine(i);
  }

  const Token* WordBefore(size_t i) const {
    while (i > 0 && IsOneOf(tokens_[i - 1], kBeforeNumber)) --i;
    return i > 0 && tokens_[i - 1].IsWord() ? &tokens_[i - 1] : nullptr;
  }

  // "603 Network Blocked": a status line whose phrase is not in the book.
  bool OpensStatusLine(size_t i) const {
    const int value = tokens_[i].value;
    return value >= kLowestCode && value <= kHighestOfThreeDigits && unknown_words_ <= kFewWords &&
           OnlySymbols(0, i, kBeforeStatusLine);
  }

  bool OnlySymbols(size_t begin, size_t end, absl::string_view symbols) const {
    const Tokens between = tokens_.subspan(begin, end - begin);
    return std::all_of(between.begin(), between.end(), [&](const Token& token) { return IsOneOf(token, symbols); });
  }

  // A number beside its own phrase is a code whatever else stands around it, as it often does in a log.
  void SettlePhrasesBesideNumbers() {
    for (const PhraseMatch& phrase : phrases_) {
      for (const Number& number : numbers_) {
        const bool own = std::count(phrase.codes.begin(), phrase.codes.end(), ValueOf(number)) > 0;
        if (!StandBySide(number.token, phrase, own)) continue;
        if (own && number.sense != Number::Sense::kHttp) AddNumber(number.token);
        if (own || mentions_.contains(number.token)) settled_.insert(phrase.begin);
      }
    }
  }

  bool StandBySide(size_t number, const PhraseMatch& phrase, bool own) const {
    if (number < phrase.begin) {
      return OnlySymbols(number + 1, phrase.begin, own ? kBeforeOwnPhrase : kBeforeOtherPhrase);
    }
    return OnlySymbols(phrase.end, number, own ? kAfterOwnPhrase : kAfterOtherPhrase);
  }

  void AcceptPhrases() {
    const bool has_numbers = !mentions_.empty();
    for (const PhraseMatch& phrase : phrases_) {
      if (settled_.contains(phrase.begin) || !IsAskedAbout(phrase, has_numbers)) continue;
      mentions_[phrase.begin] = {.begin = phrase.begin, .end = phrase.end, .codes = phrase.codes};
    }
  }

  bool IsAskedAbout(const PhraseMatch& phrase, bool has_numbers) const {
    if (IsLinked(phrase)) return true;
    if (unknown_words_ == 0) return !has_numbers || phrase.letters > kShortPhrase;
    if (has_numbers) return false;
    const Token* before = WordBefore(phrase.begin);
    if (IsQuoted(phrase) || (before != nullptr && before->Has(kCode | kGet))) return true;
    return asks_ && (phrase.end - phrase.begin > 1 || phrase.letters >= kDistinctWord);
  }

  bool IsQuoted(const PhraseMatch& phrase) const {
    return phrase.begin > 0 && phrase.end < tokens_.size() && tokens_[phrase.begin - 1].IsSymbol("\"") &&
           tokens_[phrase.end].IsSymbol("\"");
  }

  // "486 or decline", "busy here vs decline".
  bool IsLinked(const PhraseMatch& phrase) const {
    const bool to_mention = std::any_of(mentions_.begin(), mentions_.end(), [&](const auto& entry) {
      const Mention& other = entry.second;
      return AreLinkedInOrder(other.end, phrase.begin) || AreLinkedInOrder(phrase.end, other.begin);
    });
    return to_mention || std::any_of(phrases_.begin(), phrases_.end(), [&](const PhraseMatch& other) {
             return AreCompared(other.end, phrase.begin) || AreCompared(phrase.end, other.begin);
           });
  }

  bool AreLinkedInOrder(size_t end, size_t begin) const { return end <= begin && AreLinked(tokens_, end - 1, begin); }

  bool AreCompared(size_t end, size_t begin) const {
    if (!AreLinkedInOrder(end, begin)) return false;
    const Tokens between = tokens_.subspan(end, begin - end);
    return std::any_of(between.begin(), between.end(), [](const Token& token) { return token.Has(kCompare); });
  }

  Tokens tokens_;
  std::vector<Number> numbers_;
  std::vector<PhraseMatch> phrases_;
  size_t unknown_words_ = 0;
  bool asks_ = false;
  bool has_label_ = false;
  std::map<size_t, Mention> mentions_;  // by first token
  std::set<size_t> settled_;            // phrases, by first token, that belong to the number beside them
};

}  // namespace

Reading ReadSentence(Tokens tokens, const PhraseMatcher& phrases) { return SentenceReader(tokens, phrases).Read(); }

}  // namespace sipwhy::bot
