#include "service/stems.h"

#include <libstemmer.h>
#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

namespace sipwhy {
namespace {

constexpr char kEnglish[] = "en";

// Words that stand in any question. Kept in order.
constexpr absl::string_view kSmallWords[] = {
    "a",    "about", "after",  "all",  "also",  "am",   "an",    "and",  "any",  "are",   "as",     "at",
    "be",   "been",  "but",    "by",   "can",   "code", "did",   "do",   "does", "for",   "from",   "get",
    "gets", "got",   "had",    "has",  "have",  "he",   "hello", "her",  "hi",   "his",   "how",    "i",
    "if",   "in",    "into",   "is",   "it",    "its",  "just",  "me",   "much", "my",    "of",     "on",
    "or",   "our",   "please", "s",    "she",   "sip",  "so",    "some", "than", "thank", "thanks", "that",
    "the",  "their", "them",   "then", "there", "they", "this",  "to",   "very", "was",   "we",     "were",
    "what", "when",  "which",  "who",  "why",   "will", "with",  "you",  "your"};

// Punctuation beyond ASCII; apostrophes stand within words.
constexpr std::array<std::pair<absl::string_view, absl::string_view>, 9> kPunctuation = {
    {{"’s", ""}, {"’", ""}, {"'", ""}, {"‘", " "}, {"“", " "}, {"”", " "}, {"–", " "}, {"—", " "}, {"…", " "}}};

// Other forms of a word, without apostrophes, and the one that stands for them.
constexpr std::pair<absl::string_view, absl::string_view> kForms[] = {
    {"cant", "cannot"}, {"didnt", "not"},    {"doesnt", "not"}, {"dont", "not"},
    {"isnt", "not"},    {"noone", "nobody"}, {"wasnt", "not"},  {"wont", "not"}};

std::string InOneForm(std::string word) {
  const auto* form = std::find_if(std::begin(kForms), std::end(kForms), [&](const auto& f) { return f.first == word; });
  return form == std::end(kForms) ? word : std::string(form->second);
}

bool IsSmall(absl::string_view word) {
  return std::binary_search(std::begin(kSmallWords), std::end(kSmallWords), word);
}

bool IsLetter(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || static_cast<signed char>(c) < 0; }

struct StemmerDeleter {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

// The stemmer of a language, by its ISO 639 code or its name; where there is none, a word is its own stem.
class Stemmer {
 public:
  explicit Stemmer(const std::string& language) : stemmer_(sb_stemmer_new(language.c_str(), "UTF_8")) {}

  std::string Stem(const std::string& word) {
    if (stemmer_ == nullptr) return word;
    const auto* symbols = reinterpret_cast<const sb_symbol*>(word.data());
    const sb_symbol* stem = sb_stemmer_stem(stemmer_.get(), symbols, static_cast<int>(word.size()));
    if (stem == nullptr) return word;
    return {reinterpret_cast<const char*>(stem), static_cast<size_t>(sb_stemmer_length(stemmer_.get()))};
  }

 private:
  std::unique_ptr<sb_stemmer, StemmerDeleter> stemmer_;
};

std::string PrimarySubtag(const std::string& language) { return language.substr(0, language.find('-')); }

icu::Locale LocaleOf(const std::string& language) {
  UErrorCode error = U_ZERO_ERROR;
  return icu::Locale::forLanguageTag(language, error);
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string bytes;
  return text.toUTF8String(bytes);
}

// Small letters, and compatibility forms in the plain one, but for the vowel "am" of Thai and Lao: the dictionaries do
// not know it in two parts.
icu::UnicodeString Small(absl::string_view text) {
  static const auto* const kFolded = &(new icu::UnicodeSet(0, 0x10FFFF))->remove(0x0E33).remove(0x0EB3);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::UnicodeString as_written =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (U_FAILURE(error)) return as_written;
  icu::UnicodeString small;
  icu::FilteredNormalizer2(*nfkc, *kFolded).normalize(as_written, small, error);
  return small;
}

bool IsDiacritic(UChar32 c) { return c >= 0x0300 && c <= 0x036F; }

// Marks that are written or not as people like.
bool IsOptional(UChar32 c) {
  return (c >= 0x064B && c <= 0x065F) || c == 0x0670 ||  // Arabic vowels and hamzas
         c == 0x0640 ||                                  // Arabic tatweel
         c == 0x093C;                                    // Devanagari nukta
}

// One form of those that people exchange.
UChar32 Plain(UChar32 c) {
  if (u_isdigit(c)) return '0' + u_charDigitValue(c);
  switch (c) {
    case 0x0629:  // Arabic teh marbuta, as heh
      return 0x0647;
    case 0x0649:  // Arabic alef maksura, as yeh
    case 0x06CC:  // Farsi yeh
      return 0x064A;
    case 0x06A9:  // Arabic keheh, as kaf
      return 0x0643;
    case 0x0671:  // Arabic alef wasla, as alef
      return 0x0627;
    case 0x0901:  // Devanagari candrabindu, as anusvara
      return 0x0902;
    default:
      return c;
  }
}

// Letters with a diacritic that does not come off by itself.
UChar32 Bare(UChar32 c) {
  switch (c) {
    case 0x0131:  // Turkish i without a dot
      return 'i';
    case 0x0111:  // Vietnamese d with a stroke
      return 'd';
    case 0x0142:  // Polish l with a stroke
      return 'l';
    case 0x00F8:  // Danish o with a stroke
      return 'o';
    default:
      return c;
  }
}

enum class Diacritics { kKept, kDropped };

icu::UnicodeString WithPlainLetters(const icu::UnicodeString& text, Diacritics diacritics) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return text;
  const icu::UnicodeString apart = nfd->normalize(text, error);
  const bool dropped = diacritics == Diacritics::kDropped;
  icu::UnicodeString plain;
  for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    const UChar32 c = apart.char32At(i);
    if (IsOptional(c) || (dropped && IsDiacritic(c))) continue;
    plain.append(dropped ? Bare(Plain(c)) : Plain(c));
  }
  return nfc->normalize(plain, error);
}

bool IsInWord(UChar32 c) { return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

bool IsHiragana(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  return script == USCRIPT_HIRAGANA;
}

// Whether it is written in characters of which two make a word, more or less. The long vowel of Kana is such, too.
bool IsPaired(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
         script == USCRIPT_HANGUL || c == 0x30FC;
}

constexpr double kShortWeight = 0.5;
constexpr double kPairWeight = 0.5;
constexpr double kGrammarWeight = 0.25;  // Hiragana alone are endings and particles
constexpr int32_t kLongestShort = 2;

// Cuts texts of one language into words. Not safe to share between threads, as it works in buffers of its own.
class Tokenizer {
 public:
  explicit Tokenizer(const std::string& language) : stemmer_(PrimarySubtag(language)) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Locale locale = LocaleOf(language);
    words_.reset(icu::BreakIterator::createWordInstance(locale, error));
    sentences_.reset(icu::BreakIterator::createSentenceInstance(locale, error));
  }

  std::vector<Word> WordsOf(absl::string_view text) {
    const icu::UnicodeString small = Small(text);
    std::vector<Word> words;
    for (int32_t begin = 0; begin < small.length();) {
      const bool paired = IsPaired(small.char32At(begin));
      int32_t end = begin;
      const auto belongs = [&](UChar32 c) { return IsInWord(c) && IsPaired(c) == paired; };
      while (end < small.length() && belongs(small.char32At(end))) end = small.moveIndex32(end, 1);
      if (end == begin) {
        begin = small.moveIndex32(begin, 1);
        continue;
      }
      const icu::UnicodeString run = small.tempSubStringBetween(begin, end);
      if (paired) {
        AddPairs(run, &words);
      } else {
        AddWords(run, &words);
      }
      begin = end;
    }
    return words;
  }

  std::vector<absl::string_view> SentencesOf(absl::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UText, UText* (*)(UText*)> source(
        utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &error), &utext_close);
    if (sentences_ == nullptr || U_FAILURE(error)) return {text};
    sentences_->setText(source.get(), error);
    std::vector<absl::string_view> sentences;
    int32_t begin = sentences_->first();
    for (int32_t end = sentences_->next(); end != icu::BreakIterator::DONE; begin = end, end = sentences_->next()) {
      const absl::string_view sentence = text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
      sentences.push_back(absl::StripTrailingAsciiWhitespace(sentence));
    }
    return sentences;
  }

 private:
  static void AddPairs(const icu::UnicodeString& run, std::vector<Word>* words) {
    for (int32_t begin = 0, next = 0; begin < run.length(); begin = next) {
      next = run.moveIndex32(begin, 1);
      const int32_t end = run.moveIndex32(next, 1);
      if (next == run.length() && begin > 0) return;
      const icu::UnicodeString pair = run.tempSubStringBetween(begin, end);
      const bool grammar = IsHiragana(pair.char32At(0)) && IsHiragana(pair.char32At(pair.length() - 1));
      const std::string letters = ToUtf8(pair);
      words->push_back({letters, letters, grammar ? kGrammarWeight : kPairWeight});
    }
  }

  void AddWords(const icu::UnicodeString& run, std::vector<Word>* words) {
    if (words_ == nullptr) return AddWord(run, words);
    words_->setText(run);
    int32_t begin = words_->first();
    for (int32_t end = words_->next(); end != icu::BreakIterator::DONE; begin = end, end = words_->next()) {
      AddWord(run.tempSubStringBetween(begin, end), words);
    }
  }

  void AddWord(const icu::UnicodeString& written, std::vector<Word>* words) {
    const icu::UnicodeString plain = WithPlainLetters(written, Diacritics::kKept);
    const icu::UnicodeString bare = WithPlainLetters(plain, Diacritics::kDropped);
    if (bare.isEmpty()) return;
    const bool is_short = bare.countChar32() <= kLongestShort && !u_isdigit(bare.char32At(0));
    words->push_back({ToUtf8(bare), stemmer_.Stem(ToUtf8(plain)), is_short ? kShortWeight : 1, bare == plain});
  }

  Stemmer stemmer_;
  std::unique_ptr<icu::BreakIterator> words_;
  std::unique_ptr<icu::BreakIterator> sentences_;
};

Tokenizer& TokenizerOf(const std::string& language) {
  thread_local std::map<std::string, Tokenizer> tokenizers;
  return tokenizers.try_emplace(language, language).first->second;
}

}  // namespace

std::vector<Word> WordsOf(absl::string_view text) {
  thread_local Stemmer stemmer(kEnglish);  // it works in a buffer of its own
  const std::string plain = absl::AsciiStrToLower(absl::StrReplaceAll(text, kPunctuation));
  std::vector<Word> words;
  for (auto begin = plain.begin(); begin != plain.end();) {
    begin = std::find_if(begin, plain.end(), &IsLetter);
    const auto end = std::find_if_not(begin, plain.end(), &IsLetter);
    std::string word = InOneForm({begin, end});
    if (word == "one" && !words.empty() && words.back().letters == "no") {
      words.pop_back();
      word = "nobody";
    }
    if (!word.empty() && !IsSmall(word)) {
      std::string stem = stemmer.Stem(word);
      words.push_back({std::move(word), std::move(stem)});
    }
    begin = end;
  }
  return words;
}

std::vector<Word> WordsOf(absl::string_view text, const std::string& language) {
  return language == kEnglish ? WordsOf(text) : TokenizerOf(language).WordsOf(text);
}

std::vector<absl::string_view> SentencesOf(absl::string_view text) {
  std::vector<absl::string_view> sentences;
  size_t begin = 0;
  for (size_t stop = text.find(". "); stop != absl::string_view::npos; stop = text.find(". ", stop + 1)) {
    if (stop + 2 == text.size() || !absl::ascii_isupper(static_cast<unsigned char>(text[stop + 2]))) continue;
    sentences.push_back(text.substr(begin, stop + 1 - begin));
    begin = stop + 2;
  }
  if (begin < text.size()) sentences.push_back(text.substr(begin));
  return sentences;
}

std::vector<absl::string_view> SentencesOf(absl::string_view text, const std::string& language) {
  return language == kEnglish ? SentencesOf(text) : TokenizerOf(language).SentencesOf(text);
}

}  // namespace sipwhy
