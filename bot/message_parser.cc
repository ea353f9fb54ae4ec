#include "bot/message_parser.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "bot/parser/bare_comparison.h"
#include "bot/parser/normalise.h"
#include "bot/parser/pasted.h"
#include "bot/parser/phrase_matcher.h"
#include "bot/parser/pjsip_status.h"
#include "bot/parser/reading.h"
#include "bot/parser/revision_question.h"
#include "bot/parser/sentence.h"
#include "bot/parser/token.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kMostCodes = 8;
constexpr size_t kMostHeaders = 10;
constexpr size_t kLongestHeader = 500;

std::vector<int> WithoutRepeats(const std::vector<int>& values) {
  std::vector<int> distinct;
  for (const int value : values) {
    if (std::find(distinct.begin(), distinct.end(), value) == distinct.end()) distinct.push_back(value);
  }
  return distinct;
}

Request AboutCodes(std::vector<int> named) {
  const bool of_pjsip = CodeOfPjsipStatus(named[0]).has_value();
  for (int& number : named) number = CodeOfPjsipStatus(number).value_or(number);
  std::vector<int> codes = WithoutRepeats(named);
  if (codes.size() == 1) return ExplainRequest{.code = codes[0], .repeated = named.size() > 1, .of_pjsip = of_pjsip};
  codes.resize(std::min(codes.size(), kMostCodes));
  return CompareRequest{.codes = std::move(codes)};
}

// "HTTP 404 vs SIP 404": the answer to the HTTP status tells of the SIP code as well.
std::vector<int> CodesOfSip(const Reading& reading) {
  std::vector<int> codes;
  for (const int code : reading.codes) {
    const auto& others = reading.http_statuses;
    if (std::find(others.begin(), others.end(), code) == others.end()) codes.push_back(code);
  }
  return codes;
}

std::optional<Request> AboutReading(const Reading& reading) {
  if (const std::vector<int> codes = CodesOfSip(reading); !codes.empty()) return AboutCodes(codes);
  if (!reading.http_statuses.empty()) return HttpStatusRequest{.code = reading.http_statuses[0]};
  if (!reading.causes.empty()) return CauseRequest{.cause = reading.causes[0]};
  if (!reading.classes.empty()) return ListClassesRequest{.classes = WithoutRepeats(reading.classes)};
  return std::nullopt;
}

bool IsName(const Token& token) { return token.text == "sip" || token.text == "bot" || token.text == "sipwhy"; }

// "<@U0301408>", as some platforms write a mention.
Tokens WithoutMention(Tokens tokens) {
  if (tokens.size() < 2 || !tokens[0].IsSymbol("<") || !tokens[1].IsSymbol("@")) return tokens;
  const auto* end = std::find_if(tokens.begin(), tokens.end(), [](const Token& token) { return token.IsSymbol(">"); });
  return end == tokens.end() ? tokens : tokens.subspan(static_cast<size_t>(end - tokens.begin()) + 1);
}

// Takes off the name by which the bot was called: "@bot", "!sip", "/sip", "bot:". The "sip" of "sip:486" stays.
Tokens WithoutTrigger(Tokens tokens) {
  tokens = WithoutMention(tokens);
  if (tokens.size() >= 2 && tokens[0].IsSymbol("@") && tokens[1].IsWord() && !tokens[1].spaced) tokens.remove_prefix(2);
  if (!tokens.empty() && (tokens[0].IsSymbol("!") || tokens[0].IsSymbol("/"))) tokens.remove_prefix(1);
  while (!tokens.empty() && IsName(tokens[0])) {
    const size_t mark = tokens.size() > 1 && (tokens[1].IsSymbol(":") || tokens[1].IsSymbol(",")) ? 1 : 0;
    if (mark + 1 < tokens.size() && !tokens[mark + 1].spaced) break;
    tokens.remove_prefix(mark + 1);
  }
  return tokens;
}

bool IsPunctuation(const Token& token) {
  constexpr absl::string_view kSigns[] = {"?", "!", ".", ",", ":", "\"", "'"};
  return token.kind == Token::Kind::kLineBreak ||
         std::any_of(std::begin(kSigns), std::end(kSigns),
                     [&](absl::string_view sign) { return token.IsSymbol(sign); });
}

// Whether every word has one of `roles` or only fills, and one at least has one of `roles`.
bool SaysOnly(Tokens tokens, Roles roles) {
  const bool only = std::all_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    return IsPunctuation(token) || IsName(token) || token.IsSymbol("-") || token.IsSymbol("/") || token.Has(roles) ||
           (token.Has(kFiller) && !token.Has(kCode));
  });
  return only && std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) { return token.Has(roles); });
}

bool AsksForHelp(Tokens tokens) {
  return std::all_of(tokens.begin(), tokens.end(), IsPunctuation) || SaysOnly(tokens, kHelp);
}

// "301 vs 408 full", "486 in full, please", "full 486".
bool AsksForAll(Tokens tokens) {
  if (!tokens.empty() && tokens.front().text == "full") return true;
  while (!tokens.empty() && (IsPunctuation(tokens.back()) || tokens.back().text == "please")) tokens.remove_suffix(1);
  return !tokens.empty() && tokens.back().Has(kFull);
}

// A phrase of the book for `code` that is not its registered one; empty when the message has none.
std::string TellingPhrase(int code, Tokens tokens, const PhraseMatcher& matcher, const PhraseBook& book) {
  const std::vector<PhraseMatch> matches = matcher.FindAll(tokens, Care::kLenient);
  for (const CodePhrase& entry : book.phrases) {
    if (entry.code != code || entry.is_registered) continue;
    const auto is_it = [&](const PhraseMatch& match) { return match.reason_phrase == entry.reason_phrase; };
    if (std::any_of(matches.begin(), matches.end(), is_it)) return entry.reason_phrase;
  }
  return "";
}

// The lines of `plain` that hold a header which can tell what a code means, at most kMostHeaders.
std::vector<std::string> TellingHeaders(absl::string_view plain, const PhraseBook& book) {
  std::vector<std::string> headers;
  for (absl::string_view line : absl::StrSplit(plain, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    const absl::string_view name = absl::StripTrailingAsciiWhitespace(line.substr(0, line.find(':')));
    const bool tells =
        name.size() < line.size() && line.size() <= kLongestHeader && headers.size() < kMostHeaders &&
        std::find(book.telling_headers.begin(), book.telling_headers.end(), name) != book.telling_headers.end();
    if (tells) headers.emplace_back(line);
  }
  return headers;
}

// `plain` from the first of `tokens` on.
absl::string_view TextFrom(absl::string_view plain, Tokens tokens) {
  if (tokens.empty()) return "";
  return absl::StripAsciiWhitespace(plain.substr(static_cast<size_t>(tokens.front().text.data() - plain.data())));
}

ParsedMessage ParseOverheard(Tokens tokens) {
  std::vector<int> codes = WithoutRepeats(ReadBareComparison(tokens));
  if (codes.size() < 2) return {NoRequest{}};
  return {AboutCodes(codes)};
}

bool HasWords(Tokens tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return !IsPunctuation(token); });
}

Vocabulary VocabularyOf(const PhraseBook& book) {
  Vocabulary vocabulary;
  for (const BookLanguage& language : book.languages) {
    for (const auto& [role, word] : language.question_words) vocabulary.Add(language.tag, role, word);
  }
  return vocabulary;
}

}  // namespace

MessageParser::MessageParser(PhraseBook phrases)
    : phrases_(std::move(phrases)),
      vocabulary_(VocabularyOf(phrases_)),
      languages_(phrases_.languages),
      matcher_(phrases_, vocabulary_) {}

ParsedMessage MessageParser::Parse(absl::string_view text, Addressing addressing) const {
  std::string plain = Normalise(text);
  if (addressing == Addressing::kAddressed) return ParseAddressed(std::move(plain));
  return ParseOverheard(ScanTokens(plain, vocabulary_));
}

ParsedMessage MessageParser::ParseAddressed(std::string plain) const {
  std::string asked = languages_.TakeRequest(plain);
  const std::vector<Token> scanned = ScanTokens(plain, vocabulary_);
  const Tokens tokens = WithoutTrigger(scanned);
  // "In Japanese" by itself is for all answers to come.
  if (!asked.empty() && !HasWords(tokens)) return {LanguageRequest{std::move(asked)}};
  ParsedMessage message = ParseWords(plain, tokens);
  message.asked_language = std::move(asked);
  message.shown_language = languages_.LanguageOf(tokens, vocabulary_);
  return message;
}

ParsedMessage MessageParser::ParseWords(absl::string_view plain, Tokens tokens) const {
  const absl::string_view words = TextFrom(plain, tokens);
  if (std::optional<std::string> language = languages_.ReadChoice(words)) {
    return {LanguageRequest{*std::move(language)}};
  }
  if (std::optional<Request> question = ReadRevisionQuestion(words)) {
    return {*std::move(question), AsksForAll(tokens)};
  }
  const std::optional<Reading> pasted = ReadPasted(tokens);
  const Reading reading = pasted.has_value() ? *pasted : ReadSentence(tokens, matcher_);
  if (std::optional<Request> request = AboutReading(reading)) {
    if (auto* explain = std::get_if<ExplainRequest>(&*request)) {
      explain->reason_phrase = TellingPhrase(explain->code, tokens, matcher_, phrases_);
      explain->headers = TellingHeaders(plain, phrases_);
    }
    return {*std::move(request), AsksForAll(tokens)};
  }
  if (AsksForHelp(tokens)) return {HelpRequest{}};
  if (SaysOnly(tokens, kFull)) return {RepeatInFullRequest{}};
  return {SearchRequest{.words = std::string(words)}};
}

}  // namespace sipwhy::bot
