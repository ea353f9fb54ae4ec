#include "service/stems.h"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

namespace sipwhy {
namespace {

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

class Stemmer {
 public:
  std::string Stem(const std::string& word) {
    const auto* symbols = reinterpret_cast<const sb_symbol*>(word.data());
    const sb_symbol* stem = sb_stemmer_stem(stemmer_.get(), symbols, static_cast<int>(word.size()));
    if (stem == nullptr) return word;
    return {reinterpret_cast<const char*>(stem), static_cast<size_t>(sb_stemmer_length(stemmer_.get()))};
  }

 private:
  std::unique_ptr<sb_stemmer, StemmerDeleter> stemmer_{sb_stemmer_new("english", "UTF_8")};
};

}  // namespace

std::vector<Word> WordsOf(absl::string_view text) {
  thread_local Stemmer stemmer;  // it works in a buffer of its own
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

}  // namespace sipwhy
