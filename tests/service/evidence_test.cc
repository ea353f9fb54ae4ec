#include "service/evidence.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/testing/shipped_knowledge.h"

namespace sipwhy {
namespace {

Meaning WithPhrase(const std::string& phrase) { return {phrase, "", "", {}, {}}; }
Meaning WithHeader(const std::string& header, const std::string& value) { return {"", header, value, {}, {}}; }

bool IsSeenIn(const std::string& line, const Meaning& meaning) { return IsSeen(meaning, {"", {line}}); }

TEST(EvidenceTest, PhraseIsSeenInAnyCase) {
  const Meaning meaning = WithPhrase("Do Not Disturb");
  for (const char* phrase : {"Do Not Disturb", "do not disturb", "DO NOT DISTURB"}) {
    EXPECT_TRUE(IsSeen(meaning, {phrase, {}})) << phrase;
  }
  for (const char* phrase : {"", "Do Not", "Do Not Disturb!", "Temporarily Unavailable"}) {
    EXPECT_FALSE(IsSeen(meaning, {phrase, {}})) << phrase;
  }
}

TEST(EvidenceTest, MeaningWithoutASignIsNeverSeen) {
  EXPECT_FALSE(IsSeen(Meaning{}, {}));
  EXPECT_FALSE(IsSeen(Meaning{}, {"Busy Here", {"Reason: Q.850;cause=17", "", ":"}}));
}

TEST(EvidenceTest, HeaderWithoutAValueIsSeenByItsName) {
  const Meaning meaning = WithHeader("Retry-After", "");
  for (const char* line :
       {"Retry-After: 120", "retry-after:120", " Retry-After : 120", "Retry-After:", "Retry-After"}) {
    EXPECT_TRUE(IsSeenIn(line, meaning)) << line;
  }
  for (const char* line : {"", ":", "Retry", "X-Retry-After: 1", "Reason: Retry-After"}) {
    EXPECT_FALSE(IsSeenIn(line, meaning)) << line;
  }
}

TEST(EvidenceTest, EveryPartOfTheValueMustBeAWholeParameter) {
  const Meaning meaning = WithHeader("Reason", "Q.850;cause=21");
  for (const char* line :
       {"Reason: Q.850;cause=21", "reason:q.850;CAUSE=21", "Reason: Q.850 ; cause = 21 ;text=\"call rejected\"",
        "Reason: Q.850;text=\"x\";cause=21", "Reason: SIP;cause=603, Q.850;cause=21", "Reason:\tQ.850;\tcause=21"}) {
    EXPECT_TRUE(IsSeenIn(line, meaning)) << line;
  }
  for (const char* line : {"Reason: Q.850", "Reason: cause=21", "Reason: SIP;cause=21", "Reason: Q.850;cause=2",
                           "Reason: Q.850;cause=211", "Reason: Q.850;cause=121", "Reason: Q.850;xcause=21",
                           "Warning: Q.850;cause=21", "Q.850;cause=21", "Reason Q.850;cause=21"}) {
    EXPECT_FALSE(IsSeenIn(line, meaning)) << line;
  }
}

TEST(EvidenceTest, PartThatEndsInAnEqualsSignNeedsTheBeginningAlone) {
  const Meaning meaning = WithHeader("Reason", "Q.850;text=");
  EXPECT_TRUE(IsSeenIn("Reason: Q.850;cause=21;text=\"v=analytics1\"", meaning));
  EXPECT_FALSE(IsSeenIn("Reason: Q.850;cause=21", meaning));
}

TEST(EvidenceTest, WarningIsKnownByTheCodeItBeginsWith) {
  const Meaning meaning = WithHeader("Warning", "305");
  EXPECT_TRUE(IsSeenIn("Warning: 305 example.com \"Incompatible media format\"", meaning));
  EXPECT_FALSE(IsSeenIn("Warning: 399 example.com \"no 305 here\"", meaning));
  EXPECT_FALSE(IsSeenIn("Warning: 3050 example.com \"x\"", meaning));
}

TEST(EvidenceTest, CSeqIsKnownByTheMethodItEndsWith) {
  const Meaning meaning = WithHeader("CSeq", "BYE");
  EXPECT_TRUE(IsSeenIn("CSeq: 4711 BYE", meaning));
  EXPECT_TRUE(IsSeenIn("CSeq: 4711 \t BYE ", meaning));
  EXPECT_FALSE(IsSeenIn("CSeq: 4711 INVITE", meaning));
}

TEST(EvidenceTest, AnyOfTheLinesIsEnough) {
  const Meaning meaning = WithHeader("Reason", "SIP;cause=200");
  EXPECT_TRUE(IsSeen(meaning, {"", {"Server: x", "Reason: Q.850;cause=16", "Reason: SIP;cause=200"}}));
  EXPECT_FALSE(IsSeen(meaning, {"", {"Reason: SIP", "Reason: cause=200"}}));  // parts of two lines
}

TEST(EvidenceTest, HostileLinesAreSafe) {
  const Meaning meaning = WithHeader("Reason", "Q.850;cause=21");
  for (const std::string& line :
       {std::string(100'000, ';'), "Reason:" + std::string(100'000, ';'), "Reason:" + std::string(100'000, '='),
        "Reason:" + std::string(100'000, ' '), std::string("Reason:\0Q.850\0", 14), std::string("\xFF\xFE:\x80")}) {
    EXPECT_FALSE(IsSeenIn(line, meaning)) << line.substr(0, 20);
  }
}

// What a meaning of the knowledge base asks for, as a client would have seen it.
std::string LineWith(const Meaning& meaning) {
  if (meaning.header == "CSeq") return "CSeq: 1 " + meaning.value;
  return meaning.header + ": " + meaning.value;
}

TEST(EvidenceTest, EveryShippedSignIsSeen) {
  for (const auto& [code, entry] : testing::ShippedSnapshot().knowledge().codes) {
    for (const Meaning& meaning : entry.meanings) {
      SCOPED_TRACE(std::to_string(code) + " " + meaning.phrase + LineWith(meaning));
      const bool has_sign = !meaning.phrase.empty() || !meaning.header.empty();
      EXPECT_EQ(IsSeen(meaning, {meaning.phrase, {LineWith(meaning)}}), has_sign);
      EXPECT_FALSE(IsSeen(meaning, {"Another Phrase", {"Via: SIP/2.0/UDP example.com", "Server: x"}}));
    }
  }
}

}  // namespace
}  // namespace sipwhy
