#include "bot/message_parser.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "bot/parser/normalise.h"
#include "gtest/gtest.h"

namespace sipwhy::bot {
namespace {

constexpr char kCasesFile[] = SIPWHY_TEST_DATA_DIR "/bot/message_parser_cases.tsv";
constexpr char kPhraseBookFile[] = SIPWHY_TEST_DATA_DIR "/bot/phrase_book.tsv";
constexpr int kRandomMessages = 5000;

struct Case {
  int line;
  Addressing addressing;
  std::string message;
  std::string expected;
};

PhraseBook ReadPhraseBook() {
  PhraseBook phrases;
  std::ifstream file(kPhraseBookFile);
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    CodePhrase entry;
    if (columns.size() < 2 || !absl::SimpleAtoi(columns[0], &entry.code)) continue;
    entry.reason_phrase = columns[1];
    entry.is_registered = columns.size() == 2;
    phrases.phrases.push_back(entry);
  }
  phrases.telling_headers = {"reason", "warning", "retry-after"};
  return phrases;
}

const MessageParser& Parser() {
  static const auto* const parser = new MessageParser(ReadPhraseBook());
  return *parser;
}

void AppendUtf8(uint32_t code_point, std::string& text) {
  const auto add = [&](uint32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code_point < 0x80) return add(code_point);
  if (code_point < 0x800) {
    add(0xC0 | code_point >> 6);
  } else if (code_point < 0x10000) {
    add(0xE0 | code_point >> 12);
    add(0x80 | (code_point >> 6 & 0x3F));
  } else {
    add(0xF0 | code_point >> 18);
    add(0x80 | (code_point >> 12 & 0x3F));
    add(0x80 | (code_point >> 6 & 0x3F));
  }
  add(0x80 | (code_point & 0x3F));
}

uint32_t HexAt(absl::string_view text, size_t position, size_t digits) {
  uint32_t value = 0;
  EXPECT_TRUE(absl::SimpleHexAtoi(text.substr(position, digits), &value)) << "in " << text;
  return value;
}

// The escapes \n \r \t \\ \xHH and \uXXXX.
std::string Unescape(absl::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      plain += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'n':
        plain += '\n';
        break;
      case 'r':
        plain += '\r';
        break;
      case 't':
        plain += '\t';
        break;
      case 'x':
        plain += static_cast<char>(HexAt(text, i + 1, 2));
        i += 2;
        break;
      case 'u':
        AppendUtf8(HexAt(text, i + 1, 4), plain);
        i += 4;
        break;
      default:
        plain += text[i];
    }
  }
  return plain;
}

std::vector<Case> ReadCases() {
  std::vector<Case> cases;
  std::ifstream file(kCasesFile);
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    if (columns.size() != 3 || (columns[0] != "addressed" && columns[0] != "overheard")) {
      ADD_FAILURE() << kCasesFile << ":" << number << " is no case: " << line;
      continue;
    }
    const Addressing addressing = columns[0] == "addressed" ? Addressing::kAddressed : Addressing::kOverheard;
    cases.push_back({number, addressing, Unescape(columns[1]), columns[2]});
  }
  return cases;
}

struct InWords {
  std::string operator()(const ExplainRequest& request) const {
    std::string words = absl::StrCat("explain ", request.code, request.repeated ? " repeated" : "",
                                     request.of_pjsip ? " of pjsip" : "");
    if (!request.reason_phrase.empty()) absl::StrAppend(&words, " \"", request.reason_phrase, "\"");
    for (const std::string& header : request.headers) absl::StrAppend(&words, " [", header, "]");
    return words;
  }
  std::string operator()(const CompareRequest& request) const {
    return absl::StrCat("compare ", absl::StrJoin(request.codes, " "));
  }
  std::string operator()(const ListClassesRequest& request) const {
    return absl::StrCat("classes ", absl::StrJoin(request.classes, " "));
  }
  std::string operator()(const CauseRequest& request) const { return absl::StrCat("cause ", request.cause); }
  std::string operator()(const HttpStatusRequest& request) const { return absl::StrCat("http ", request.code); }
  std::string operator()(const NewsRequest&) const { return "news"; }
  std::string operator()(const HistoryRequest& request) const { return absl::StrCat("history ", request.code); }
  std::string operator()(const DiffRequest& request) const {
    return absl::StrCat("diff ", request.before, " ", request.after);
  }
  std::string operator()(const HelpRequest&) const { return "help"; }
  std::string operator()(const LanguageRequest& request) const {
    return request.language.empty() ? "languages" : absl::StrCat("language ", request.language);
  }
  std::string operator()(const RepeatInFullRequest&) const { return "full"; }
  std::string operator()(const SearchRequest&) const { return "ask"; }
  std::string operator()(const NoRequest&) const { return "silent"; }
};

std::string Describe(const ParsedMessage& parsed) {
  return absl::StrCat(std::visit(InWords(), parsed.request), parsed.in_full ? " +full" : "");
}

std::string Understood(absl::string_view message, Addressing addressing = Addressing::kAddressed) {
  return Describe(Parser().Parse(message, addressing));
}

std::vector<int> CodesOf(const Request& request) {
  if (const auto* explain = std::get_if<ExplainRequest>(&request)) return {explain->code};
  if (const auto* compare = std::get_if<CompareRequest>(&request)) return compare->codes;
  if (const auto* http = std::get_if<HttpStatusRequest>(&request)) return {http->code};
  if (const auto* cause = std::get_if<CauseRequest>(&request)) return {cause->cause};
  return {};
}

// Every run of digits in `message`, and the SIP code that PJSIP writes as 170000 plus the code.
std::set<int> NumbersIn(absl::string_view message) {
  const std::string plain = Normalise(message);
  std::set<int> numbers;
  for (size_t begin = plain.find_first_of("0123456789"); begin != std::string::npos;) {
    const size_t end = std::min(plain.find_first_not_of("0123456789", begin), plain.size());
    int value = 0;
    if (absl::SimpleAtoi(plain.substr(begin, end - begin), &value)) {
      numbers.insert(value);
      numbers.insert(value - 170000);
    }
    begin = plain.find_first_of("0123456789", end);
  }
  return numbers;
}

class Random {
 public:
  Random() { std::printf("seed %u\n", seed_); }

  size_t Below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(engine_); }

  std::string Bytes(size_t length) {
    std::string bytes;
    for (size_t i = 0; i < length; ++i) bytes += static_cast<char>(Below(256));
    return bytes;
  }

  std::string CodePoints(size_t length) {
    std::string text;
    for (size_t i = 0; i < length; ++i) {
      const size_t code_point = Below(4) == 0 ? Below(0x1F000) : Below(0x800);
      if (code_point < 0xD800 || code_point > 0xDFFF) AppendUtf8(static_cast<uint32_t>(code_point), text);
    }
    return text;
  }

  // Pieces of real messages in an order in which nobody writes them.
  std::string Pieces(size_t length) {
    constexpr absl::string_view kPieces[] = {"301",
                                             "408",
                                             "486",
                                             "99",
                                             "700",
                                             "4080",
                                             "0486",
                                             "1",
                                             " ",
                                             " ",
                                             " ",
                                             "vs",
                                             "SIP/2.0 ",
                                             "HTTP/1.1 ",
                                             ".",
                                             "..",
                                             "-",
                                             "/",
                                             ",",
                                             "\n",
                                             "4xx",
                                             "busy here",
                                             "not acceptable",
                                             "gone",
                                             "room ",
                                             " ms",
                                             "$",
                                             "+",
                                             "#",
                                             "@",
                                             "why ",
                                             "和",
                                             "と",
                                             "Q.850;cause=",
                                             "cause ",
                                             "status=170489",
                                             "&amp;",
                                             "&nbsp;",
                                             "\\r\\n",
                                             "\u200b",
                                             "\uff13",
                                             "٣",
                                             "'s",
                                             "**",
                                             "`",
                                             "\xff",
                                             "INVITE sip:bob",
                                             "full",
                                             "help",
                                             "?",
                                             ":",
                                             "=",
                                             "(",
                                             ")",
                                             "x",
                                             "e\u0301"};
    std::string text;
    for (size_t i = 0; i < length; ++i) absl::StrAppend(&text, kPieces[Below(std::size(kPieces))]);
    return text;
  }

  std::string Anything() {
    switch (Below(3)) {
      case 0:
        return Bytes(Below(120));
      case 1:
        return CodePoints(Below(120));
      default:
        return Pieces(Below(14));
    }
  }

 private:
  const unsigned seed_ = std::random_device()();
  std::mt19937 engine_{seed_};
};

TEST(MessageParserTest, UnderstandsEveryCaseInTheTable) {
  for (const Case& c : ReadCases()) {
    EXPECT_EQ(Understood(c.message, c.addressing), c.expected) << "line " << c.line << ": " << c.message;
  }
}

TEST(MessageParserTest, TableIsLongAndAThirdOfItNegative) {
  const std::vector<Case> cases = ReadCases();
  size_t negative = 0;
  for (const Case& c : cases) negative += c.expected == "ask" || c.expected == "silent" ? 1 : 0;
  EXPECT_GE(cases.size(), 300u);
  EXPECT_GE(3 * negative, cases.size());
}

TEST(MessageParserTest, EveryPhraseInTheBookIsUnderstoodAloneAndBesideItsCode) {
  ASSERT_EQ(Parser().phrases().phrases.size(), 77u);
  for (const CodePhrase& entry : Parser().phrases().phrases) {
    const bool shared = entry.reason_phrase == "Not Acceptable";
    const std::string telling = entry.is_registered ? "" : absl::StrCat(" \"", entry.reason_phrase, "\"");
    const std::string expected = absl::StrCat("explain ", entry.code, telling);
    EXPECT_EQ(Understood(entry.reason_phrase), shared ? "compare 406 606" : expected) << entry.reason_phrase;
    EXPECT_EQ(Understood(absl::StrCat(entry.code, " ", entry.reason_phrase)), expected) << entry.reason_phrase;
    EXPECT_EQ(Understood(absl::StrCat("SIP/2.0 ", entry.code, " ", entry.reason_phrase)), expected);
  }
}

TEST(MessageParserTest, EveryCodeIsUnderstoodAloneAndInAComparison) {
  for (int code = 100; code <= 699; ++code) {
    EXPECT_EQ(Understood(absl::StrCat(code)), absl::StrCat("explain ", code));
    EXPECT_EQ(Understood(absl::StrCat("why ", code, "?")), absl::StrCat("explain ", code));
    if (code == 301) continue;
    EXPECT_EQ(Understood(absl::StrCat("301 vs ", code), Addressing::kOverheard), absl::StrCat("compare 301 ", code));
  }
}

TEST(MessageParserTest, ReadsDigitsOfEveryScript) {
  for (const uint32_t zero : {0x0660u, 0x06F0u, 0x0966u, 0x09E6u, 0x0E50u, 0xFF10u, 0x1D7CEu}) {
    std::string message;
    for (const uint32_t digit : {4u, 8u, 6u}) AppendUtf8(zero + digit, message);
    EXPECT_EQ(Understood(message), "explain 486") << message;
  }
}

TEST(MessageParserTest, MoreThanEightCodesAreCutToEight) {
  EXPECT_EQ(Understood("100 180 181 182 183 199 200 202 204 300"), "compare 100 180 181 182 183 199 200 202");
  EXPECT_EQ(Understood("100/180/181/182/183/199/200/202/204", Addressing::kOverheard),
            "compare 100 180 181 182 183 199 200 202");
}

TEST(MessageParserTest, RandomMessagesAreAnsweredWhenAddressed) {
  Random random;
  for (int i = 0; i < kRandomMessages; ++i) {
    const std::string message = random.Anything();
    ASSERT_NE(Understood(message), "silent") << message;
    const ParsedMessage overheard = Parser().Parse(message, Addressing::kOverheard);
    ASSERT_TRUE(std::holds_alternative<NoRequest>(overheard.request) ||
                std::holds_alternative<CompareRequest>(overheard.request))
        << message;
  }
}

TEST(MessageParserTest, DigitsAreNeverEdited) {
  Random random;
  for (int i = 0; i < kRandomMessages; ++i) {
    const std::string message = random.Anything();
    const std::set<int> numbers = NumbersIn(message);
    for (const int code : CodesOf(MessageParser({}).Parse(message, Addressing::kAddressed).request)) {
      ASSERT_TRUE(numbers.count(code) > 0) << code << " is not in: " << message;
    }
  }
}

TEST(MessageParserTest, NormalisedMessageIsUnderstoodAlike) {
  Random random;
  for (int i = 0; i < kRandomMessages; ++i) {
    const std::string message = random.Anything();
    const std::string plain = Normalise(message);
    ASSERT_EQ(Normalise(plain), plain) << message;
    ASSERT_EQ(Understood(plain), Understood(message)) << message;
  }
  for (const Case& c : ReadCases()) EXPECT_EQ(Understood(Normalise(c.message), c.addressing), c.expected) << c.message;
}

TEST(MessageParserTest, MegabyteTakesBoundedTime) {
  constexpr size_t kMegabyte = 1 << 20;
  for (absl::string_view piece : {"301 vs ", "9", "busy here ", "a", "\xff", "e\u0301", "\uFDFA", "(", "不", "sip;"}) {
    std::string message;
    while (message.size() < kMegabyte) absl::StrAppend(&message, piece);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_NE(Understood(message), "silent");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2)) << piece;
  }
}

TEST(MessageParserTest, CodeAtTheCutIsNotShortened) {
  EXPECT_EQ(Understood(absl::StrCat(std::string(1997, ' '), "4861")), "ask");
  EXPECT_EQ(Understood(absl::StrCat("486", std::string(3000, ' '), "603")), "explain 486");
}

TEST(MessageParserTest, SearchHasTheWordsWithoutTheNameOfTheBot) {
  const auto words = [](absl::string_view message) {
    const Request request = Parser().Parse(message, Addressing::kAddressed).request;
    const auto* search = std::get_if<SearchRequest>(&request);
    return search == nullptr ? "no search" : search->words;
  };
  EXPECT_EQ(words("nobody picks up"), "nobody picks up");
  EXPECT_EQ(words("@sipwhy  Nobody picks up?"), "nobody picks up?");
  EXPECT_EQ(words("bot: wrong password"), "wrong password");
  EXPECT_EQ(words("<@U0301408> one way audio"), "one way audio");
}

TEST(MessageParserTest, WorksWithoutPhrases) {
  EXPECT_EQ(Describe(MessageParser({}).Parse("486 Busy Here", Addressing::kAddressed)), "explain 486");
  EXPECT_EQ(Describe(MessageParser({}).Parse("busy here", Addressing::kAddressed)), "ask");
}

}  // namespace
}  // namespace sipwhy::bot
