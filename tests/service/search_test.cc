#include "service/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/vocabulary.h"
#include "tests/service/small_knowledge.h"
#include "tests/service/text_matchers.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsCleanIn;
using ::sipwhy::testing::IsSentence;
using ::sipwhy::testing::ShippedSnapshot;
using ::testing::AnyOfArray;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Languages = std::vector<std::string>;

const Languages kEnglish = {"en"};
const Languages kVi = {"vi", "en"};
constexpr size_t kMost = 5;

std::vector<int> CodesOf(const SearchResult& result) {
  std::vector<int> codes;
  for (const FoundCode& found : result.codes) codes.push_back(found.code);
  return codes;
}

std::vector<int> ShippedCodes(absl::string_view query, size_t most = kMost) {
  return CodesOf(Search(ShippedSnapshot(), query, most, kEnglish));
}

TEST(SearchTest, FoundCodeComesWithItsTitleItsSummaryAndTheReason) {
  const SearchResult result = Search(testing::SmallSnapshot(), "Busy tone?", kMost, kVi);
  EXPECT_EQ(result.title, (Text{"vi Codes for Busy tone?", "vi"}));
  ASSERT_THAT(result.codes, Not(IsEmpty()));
  const FoundCode& found = result.codes.front();
  EXPECT_EQ(found.code, 486);
  EXPECT_EQ(found.reason_phrase, "Busy Here");
  EXPECT_EQ(found.title, (Text{"vi 486 Busy Here", "vi"}));
  EXPECT_EQ(found.summary, (Text{"vi summary.", "vi"}));
  EXPECT_EQ(found.place, "symptom");
  EXPECT_EQ(found.reason, (Text{"vi vi label found.symptom: busy tone", "vi"}));
}

TEST(SearchTest, EveryPlaceHasAName) {
  const std::pair<const char*, const char*> kPlaces[] = {{"nobody answers", "symptom"},
                                                         {"temporarily unavailable", "reason_phrase"},
                                                         {"absent subscriber", "meaning"},
                                                         {"retry-after", "header"},
                                                         {"server down", "text"}};
  for (const auto& [query, place] : kPlaces) {
    const SearchResult result = Search(testing::SmallSnapshot(), query, 1, kEnglish);
    ASSERT_THAT(result.codes, SizeIs(1)) << query;
    EXPECT_EQ(result.codes[0].place, place) << query;
  }
}

TEST(SearchTest, SummaryIsInTheFirstLanguageThatHasIt) {
  const SearchResult result = Search(testing::SmallSnapshot(), "nobody answers", 1, kVi);
  ASSERT_THAT(result.codes, SizeIs(1));
  EXPECT_EQ(result.codes[0].title.language, "vi");
  EXPECT_EQ(result.codes[0].summary, (Text{"finds nobody there.", "en"}));
}

TEST(SearchTest, CodeWithoutTextsHasNoSummary) {
  const SearchResult result = Search(testing::SmallSnapshot(), "not found", 1, kEnglish);
  ASSERT_THAT(result.codes, SizeIs(1));
  EXPECT_EQ(result.codes[0].summary, Text{});
}

TEST(SearchTest, NothingFoundStillHasATitleAndLabels) {
  const SearchResult result = Search(testing::SmallSnapshot(), "asdfgh", kMost, kVi);
  EXPECT_EQ(result.title.text, "vi Codes for asdfgh");
  EXPECT_THAT(result.codes, IsEmpty());
  EXPECT_EQ(result.labels.size(), std::size(kSearchLabels));
  EXPECT_EQ(result.labels.at("revision"), (Text{"vi label revision", "vi"}));
}

TEST(SearchTest, QueryIsNoTemplate) {
  EXPECT_EQ(Search(testing::SmallSnapshot(), "{query} {where}", kMost, kEnglish).title.text,
            "Codes for {query} {where}");
}

// What people type, and the codes of which one has to come first.
const std::pair<const char*, std::vector<int>> kComesFirst[] = {
    {"nobody picks up", {480, 408}},
    {"nobody answers", {480, 408}},
    {"no one answers", {480, 408}},
    {"nobody answers the phone", {480, 408}},
    {"phone is offline", {480}},
    {"not registered", {480}},
    {"do not disturb", {480, 603}},
    {"wrong password", {401, 403, 407}},
    {"password", {401, 403, 407}},
    {"authentication failed", {401, 407}},
    {"cannot register", {401}},
    {"login loop", {401}},
    {"forbidden", {403}},
    {"international calls blocked", {403}},
    {"number does not exist", {404, 604}},
    {"wrong number", {404, 604}},
    {"unknown user", {404, 604}},
    {"user not found", {404}},
    {"method not allowed", {405}},
    {"request timeout", {408}},
    {"server does not answer", {408}},
    {"number no longer in service", {410}},
    {"account deleted", {410}},
    {"sdp too big", {413, 513}},
    {"unsupported media type", {415}},
    {"content type", {415}},
    {"prack not supported", {420}},
    {"session timer too short", {422}},
    {"registration interval too short", {423}},
    {"anonymous call rejected", {433}},
    {"certificate expired", {437}},
    {"invalid identity header", {438}},
    {"call leg not found", {481}},
    {"transaction does not exist", {481}},
    {"call goes in circles", {482}},
    {"loop", {482, 483}},
    {"routing loop", {483}},
    {"too many hops", {483}},
    {"number is too short", {484}},
    {"area code missing", {484}},
    {"ambiguous", {485}},
    {"busy", {486}},
    {"the line is busy", {486}},
    {"caller hung up", {487}},
    {"call cancelled", {487}},
    {"answered elsewhere", {487}},
    {"codec", {488}},
    {"no common codec", {488}},
    {"fax", {488}},
    {"bad event", {489}},
    {"glare", {491}},
    {"both press hold at the same time", {491}},
    {"server crashed", {500}},
    {"bad gateway", {502}},
    {"server overloaded", {503}},
    {"maintenance", {503}},
    {"too many calls", {503}},
    {"timeout dns", {504}},
    {"gateway timeout", {504}},
    {"message too large", {513}},
    {"push not working", {555}},
    {"busy everywhere", {600}},
    {"call declined", {603}},
    {"blocked as spam", {607, 608, 603}},
    {"robocall", {608}},
    {"phone rings twice", {180}},
    {"no ringback", {180, 183}},
    {"early media", {183}},
    {"waiting in a queue", {182}},
    {"stuck on trying", {100}},
    {"call drops after 32 seconds", {200}},
    {"emergency call fails", {380}},
    {"no credit", {402}},
    {"moved to a new address", {301}},
    {"call forwarding", {302, 181}},
};

TEST(SearchTest, EverydayQueriesFindTheirCodeFirst) {
  for (const auto& [query, expected] : kComesFirst) {
    const std::vector<int> codes = ShippedCodes(query);
    ASSERT_THAT(codes, Not(IsEmpty())) << query;
    EXPECT_THAT(codes.front(), AnyOfArray(expected)) << query;
  }
}

// The same for what can mean several codes: one of the first three.
const std::pair<const char*, int> kComesEarly[] = {
    {"wrong password", 401},
    {"wrong password", 403},
    {"wrong password", 407},
    {"number does not exist", 404},
    {"wrong number", 404},
    {"do not disturb", 480},
    {"he doesn't answer", 480},
    {"phone switched off", 480},
    {"can't register my phone", 401},
    {"loop", 482},
    {"loop", 483},
    {"timeout", 408},
    {"timeout", 504},
    {"registration expired", 423},
    {"stir shaken", 438},
    {"blind transfer", 202},
    {"transfer fails", 405},
    {"codec mismatch", 606},
    {"blocked as spam", 607},
    {"blocked as spam", 608},
    {"he is on another call", 486},
    {"server busy", 503},
    {"call drops", 200},
    {"unavailable", 480},
    {"unavailable", 503},
    {"voicemail", 600},
    {"redirect", 302},
};

TEST(SearchTest, QueriesWithSeveralAnswersHaveThemEarly) {
  for (const auto& [query, code] : kComesEarly) EXPECT_THAT(ShippedCodes(query, 3), Contains(code)) << query;
}

const std::pair<const char*, std::vector<int>> kTypos[] = {
    {"nobdy answers", {480, 408}},
    {"nobody anwsers", {480, 408}},
    {"wron pasword", {401, 403, 407}},
    {"wrong pasword", {401, 403, 407}},
    {"codek", {488}},
    {"codec mismach", {488, 606}},
    {"regstration expired", {423}},
    {"emergncy call", {380}},
    {"the line is bussy", {486}},
    {"certifcate expired", {437}},
    {"anonymus", {433}},
    {"overlod", {503}},
    {"sevrer overloaded", {503}},
    {"gatway timeout", {504}},
    {"tempoarily unavailable", {480}},
    {"call canceled", {487}},
    {"forbiden", {403}},
    {"too mny hops", {483}},
    {"ambigous", {485}},
};

TEST(SearchTest, TyposAreForgiven) {
  for (const auto& [query, expected] : kTypos) {
    const std::vector<int> codes = ShippedCodes(query);
    ASSERT_THAT(codes, Not(IsEmpty())) << query;
    EXPECT_THAT(codes.front(), AnyOfArray(expected)) << query;
  }
}

TEST(SearchTest, WhatSaysNothingFindsNothing) {
  for (const char* query : {"", " ", "asdfgh", "qwertz", "thanks", "thank you very much", "hello", "how are you?",
                            "what is this", "sip code", "xx", "?", "...", "😀", "こんにちは"}) {
    EXPECT_THAT(ShippedCodes(query), IsEmpty()) << query;
  }
}

TEST(SearchTest, SameQueryGivesTheSameAnswer) {
  const Snapshot& snapshot = ShippedSnapshot();
  const Snapshot copy(snapshot.knowledge(), snapshot.revisions());
  for (const auto& [query, code] : kComesEarly) {
    const SearchResult result = Search(snapshot, query, 20, kEnglish);
    EXPECT_EQ(result, Search(snapshot, query, 20, kEnglish)) << query;
    EXPECT_EQ(result, Search(copy, query, 20, kEnglish)) << query;
  }
}

TEST(SearchTest, FewerResultsAreTheBestOnes) {
  for (const auto& [query, expected] : kComesFirst) {
    const std::vector<int> all = ShippedCodes(query, 100);
    const std::vector<int> few = ShippedCodes(query, 3);
    EXPECT_TRUE(std::equal(few.begin(), few.end(), all.begin())) << query;
    EXPECT_EQ(few.size(), std::min<size_t>(3, all.size())) << query;
  }
}

// Each of the queries has to be answered in a time that only a runaway exceeds, even with sanitizers.
TEST(SearchTest, HostileQueriesAreAnsweredInBoundedTime) {
  ShippedSnapshot().PrepareSearch({});  // what is made once takes its time
  std::vector<std::string> queries = {std::string(500, 'a'),    std::string(500, ' '),
                                      std::string(500, '\0'),   std::string(500, '\xFF'),
                                      std::string(500, '\x80'), "\xC3",
                                      "busy \xE2\x80",          std::string("busy\0\0line", 10),
                                      std::string(500, '\''),   std::string(1'000'000, 'a')};
  std::string typos;
  for (int i = 0; typos.size() < 500; ++i) absl::StrAppend(&typos, "athentcation", i, " ");
  queries.push_back(typos);
  std::string words;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&words, "call phone busy server ");
  queries.push_back(words);
  for (const std::string& query : queries) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_LE(ShippedCodes(query).size(), kMost);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2)) << query.substr(0, 20);
  }
}

TEST(SearchTest, EveryByteIsSafe) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string letter(1, static_cast<char>(byte));
    EXPECT_LE(ShippedCodes(absl::StrCat("busy", letter, "line", letter)).size(), kMost) << byte;
    EXPECT_LE(ShippedCodes(std::string(24, letter[0])).size(), kMost) << byte;
  }
}

// From here on once per language that the shipped knowledge base speaks.
class ShippedSearchTest : public ::testing::TestWithParam<std::string> {
 protected:
  const Snapshot& snapshot_ = ShippedSnapshot();
  const Languages languages_ = snapshot_.LanguagesFor(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Languages, ShippedSearchTest, ::testing::Values("en", "vi", "ja"),
                         [](const auto& language) { return language.param; });

TEST_P(ShippedSearchTest, ResultsAreInTheReadersLanguage) {
  for (const auto& [query, expected] : kComesFirst) {
    SCOPED_TRACE(query);
    const SearchResult result = Search(snapshot_, query, kMost, languages_);
    EXPECT_THAT(result.title, IsCleanIn(GetParam()));
    for (const FoundCode& found : result.codes) {
      EXPECT_THAT(found.title, IsCleanIn(GetParam())) << found.code;
      EXPECT_THAT(found.reason, IsCleanIn(GetParam())) << found.code;
      EXPECT_THAT(found.summary, IsSentence()) << found.code;
    }
    for (const auto& [name, label] : result.labels) EXPECT_THAT(label, IsCleanIn(GetParam())) << name;
  }
}

TEST_P(ShippedSearchTest, CodesDoNotDependOnTheLanguage) {
  for (const auto& [query, expected] : kComesFirst) {
    EXPECT_EQ(CodesOf(Search(snapshot_, query, kMost, languages_)), ShippedCodes(query)) << query;
  }
}

// People find a code by what its own entry says that people say.
TEST(SearchTest, EveryShippedSymptomFindsItsCode) {
  for (const auto& [code, entry] : ShippedSnapshot().knowledge().codes) {
    const auto symptoms = entry.symptoms.find("en");
    if (symptoms == entry.symptoms.end()) continue;
    for (const std::string& words : symptoms->second) EXPECT_THAT(ShippedCodes(words), Contains(code)) << words;
  }
}

// What people say in their language, close to the symptoms but not one of them, and the codes of which one has to be
// among the first three.
struct Saying {
  const char* language;
  const char* query;
  std::vector<int> expected;
};

const Saying kSayings[] = {
    {"vi", "máy bên kia đang bận", {486}},
    {"vi", "khong ai tra loi", {480}},
    {"vi", "chứng chỉ đã hết hạn", {437}},
    {"ja", "電話に誰も出てくれない", {480}},
    {"ja", "パスワードを間違えた", {401, 403, 407}},
    {"ja", "32秒で通話が切れてしまう", {200}},
    {"zh-Hans", "打电话没人接", {480}},
    {"zh-Hans", "拨打的号码不存在", {404, 604}},
    {"zh-Hans", "被标记成骚扰电话了", {607}},
    {"ko", "상대방이 전화를 받지 않아요", {480}},
    {"ko", "비밀번호가 틀렸어요", {401, 403, 407}},
    {"ko", "계속 통화중이에요", {486}},
    {"th", "โทรไปแล้วไม่มีคนรับ", {480}},
    {"th", "ใส่รหัสผ่านผิด", {401, 403, 407}},
    {"th", "สายไม่ว่างตลอด", {486}},
    {"hi", "कोई फोन नहीं उठाता", {480}},
    {"hi", "लाइन बिजी आ रही है", {486}},
    {"hi", "३२ सेकंड में कॉल कट जाता है", {200}},
    {"ar", "الخط مشغول دائما", {486}},
    {"ar", "كلمة المرور غير صحيحة", {401, 403, 407}},
    {"ar", "تنقطع المكالمة بعد ٣٢ ثانية", {200}},
    {"ru", "никто не отвечает на звонок", {480}},
    {"ru", "линия всё время занята", {486}},
    {"ru", "сертефикат просрочен", {437}},
    {"de", "niemand geht ans Telefon", {480}},
    {"de", "auslandsgesprache gesperrt", {403}},
    {"de", "Zertifkat abgelaufen", {437}},
    {"es", "nadie contesta el teléfono", {480}},
    {"es", "contrasena incorrecta", {401, 403, 407}},
    {"es", "linea ocupda", {486}},
    {"fr", "la ligne est toujours occupée", {486}},
    {"fr", "le numero n'existe pas", {404, 604}},
    {"fr", "le certificat a expiré", {437}},
    {"it", "nessuno risponde al telefono", {480}},
    {"it", "la password è sbagliata", {401, 403, 407}},
    {"it", "cerificato scaduto", {437}},
    {"pt", "a linha está ocupada", {486}},
    {"pt", "ninguem atende", {480}},
    {"pt", "senha erada", {401, 403, 407}},
    {"tr", "kimse telefonu açmıyor", {480}},
    {"tr", "HAT MESGUL", {486}},
    {"tr", "sertifkanın süresi dolmuş", {437}},
    {"id", "salurannya sibuk terus", {486}},
    {"id", "passwordnya salah", {401, 403, 407}},
    {"id", "sertifkat kedaluwarsa", {437}},
};

TEST(SearchTest, PeopleFindTheCodeInTheirLanguage) {
  for (const auto& [language, query, expected] : kSayings) {
    const SearchResult result = Search(ShippedSnapshot(), query, 3, ShippedSnapshot().LanguagesFor(language));
    EXPECT_THAT(CodesOf(result), Contains(AnyOfArray(expected))) << query;
    for (const FoundCode& found : result.codes) EXPECT_EQ(found.reason.language, language) << query;
  }
}

TEST(SearchTest, GreetingsFindNothingInAnyLanguage) {
  const std::pair<const char*, const char*> kGreetings[] = {
      {"vi", "chào"},    {"ja", "こんにちは"}, {"zh-Hans", "你好"}, {"ko", "안녕하세요"}, {"th", "สวัสดี"},
      {"hi", "नमस्ते"},    {"ar", "مرحبا"},      {"ru", "привет"},    {"de", "hallo"},      {"es", "hola"},
      {"fr", "bonjour"}, {"it", "ciao"},       {"pt", "olá"},       {"tr", "merhaba"},    {"id", "selamat pagi"}};
  for (const auto& [language, greeting] : kGreetings) {
    EXPECT_THAT(Search(ShippedSnapshot(), greeting, kMost, ShippedSnapshot().LanguagesFor(language)).codes, IsEmpty())
        << greeting;
  }
}

TEST(SearchTest, EnglishQuestionGivesTheSameCodesToEveryReader) {
  for (const auto& [language, names] : ShippedSnapshot().knowledge().languages) {
    for (const auto& [query, expected] : kComesFirst) {
      const Languages languages = ShippedSnapshot().LanguagesFor(language);
      EXPECT_EQ(CodesOf(Search(ShippedSnapshot(), query, kMost, languages)), ShippedCodes(query)) << language << query;
    }
  }
}

TEST(SearchTest, ReasonQuotesTheReadersLanguageWhereItHasTheWords) {
  const SearchResult result = Search(ShippedSnapshot(), "codec", kMost, ShippedSnapshot().LanguagesFor("vi"));
  ASSERT_THAT(result.codes, Not(IsEmpty()));
  EXPECT_THAT(result.codes[0].reason.text, ::testing::HasSubstr("lệch codec"));
}

TEST(SearchTest, ThreadsMayShareASnapshotFromItsFirstSearch) {
  const Snapshot snapshot(ShippedSnapshot().knowledge(), ShippedSnapshot().revisions());
  std::vector<SearchResult> results(4);
  {
    std::vector<std::jthread> threads;
    for (SearchResult& result : results) {
      threads.emplace_back([&] { result = Search(snapshot, "Telefon ist aus", kMost, {"de", "en"}); });
    }
  }
  for (const SearchResult& result : results) EXPECT_EQ(result, results.front());
  EXPECT_THAT(CodesOf(results.front()), Contains(480));
}

}  // namespace
}  // namespace sipwhy
