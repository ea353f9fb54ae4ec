#include "storage/sip_sample.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

constexpr absl::string_view kBusy =
    "SIP/2.0 486 Busy Here\n"
    "Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74bf9;received=192.0.2.101\n"
    "From: Alice <sip:alice@example.com>;tag=9fxced76sl\n"
    "To: Bob <sip:bob@example.com>;tag=314159\n"
    "Call-ID: 2xTb9vxSit55XU7p8@client.example.com\n"
    "CSeq: 1 INVITE\n"
    "Content-Length: 0\n"
    "\n";

SampleRules BusyHere() { return {.code = 486, .reason_phrase = "Busy Here", .headers = {}}; }

// kBusy with `part`, which it must have, as `other`.
std::string BusyWith(absl::string_view part, absl::string_view other) {
  EXPECT_TRUE(absl::StrContains(kBusy, part)) << part;
  return absl::StrReplaceAll(kBusy, {{part, other}});
}

std::string BusyWithLine(absl::string_view line) { return BusyWith("CSeq:", absl::StrCat(line, "\nCSeq:")); }

std::string BusyWithBody(absl::string_view length, absl::string_view body) {
  return BusyWith("Content-Length: 0\n\n",
                  absl::StrCat("Content-Type: application/sdp\nContent-Length: ", length, "\n\n", body));
}

std::optional<std::string> FaultOf(absl::string_view message) { return FindSampleFault(message, BusyHere()); }

TEST(SipSampleTest, WholeResponseHasNoFault) {
  EXPECT_EQ(FaultOf(kBusy), std::nullopt);
  EXPECT_EQ(FaultOf(BusyWithBody("5", "v=0\n")), std::nullopt);
}

TEST(SipSampleTest, WhatDoesNotParseIsAFault) {
  for (const std::string& message :
       {BusyWithLine("no colon here"), BusyWith("Content-Length: 0", "Content-Length: 0\nContent-Length: 0"),
        BusyWith("branch=z9hG4bK74bf9", "branch="), BusyWith("CSeq: 1 INVITE", "CSeq: 1"),
        BusyWith("Call-ID: ", "From: <sip:carol@example.com>;tag=1\nCall-ID: "), BusyWithBody("9", "v=0\n")}) {
    EXPECT_THAT(FaultOf(message), Optional(HasSubstr("does not parse"))) << message;
  }
}

TEST(SipSampleTest, StartsWithTheCodeAndItsReasonPhrase) {
  const std::string fault = "does not start with SIP/2.0 486 Busy Here";
  for (const char* start : {"SIP/2.0 487 Busy Here", "SIP/2.0 0486 Busy Here", "SIP/2.0 486 Busy", "SIP/2.0 486 ",
                            "SIP/2.0 486", "SIP/2.0 486 Busy Here!", "SIP/2.0 486 busy here", "SIP/2.0  486 Busy Here",
                            "SIP/1.0 486 Busy Here", "sip/2.0 486 Busy Here", "\nSIP/2.0 486 Busy Here",
                            "INVITE sip:bob@example.com SIP/2.0", "Subject: x\nSIP/2.0 486 Busy Here"}) {
    EXPECT_THAT(FaultOf(BusyWith("SIP/2.0 486 Busy Here", start)), Optional(fault)) << start;
  }
}

TEST(SipSampleTest, RequestIsNoResponseOfCodeZero) {
  const std::string request = BusyWith("SIP/2.0 486 Busy Here", "INVITE sip:bob@example.com SIP/2.0");
  EXPECT_THAT(FindSampleFault(request, {}), Optional(HasSubstr("does not start with SIP/2.0 0")));
}

TEST(SipSampleTest, HeadersOfEveryResponseMustBeThere) {
  for (absl::string_view header : {"Via", "From", "To", "Call-ID", "CSeq", "Content-Length"}) {
    const std::string line = absl::StrCat("\n", header, ": ");
    const std::string fault = absl::StrCat("lacks ", header, ", which it must have");
    EXPECT_THAT(FaultOf(BusyWith(line, "\nSubject: ")), Optional(fault)) << header;
    const size_t begin = kBusy.find(line);
    const size_t end = kBusy.find('\n', begin + 1);
    EXPECT_THAT(FaultOf(absl::StrCat(kBusy.substr(0, begin), kBusy.substr(end))), Optional(fault)) << header;
  }
  EXPECT_THAT(FaultOf(BusyWith("Content-Length: 0", "l: 0")), Optional(HasSubstr("lacks Content-Length")));
}

TEST(SipSampleTest, HeadersOfEveryResponseMustHaveAValue) {
  const struct {
    absl::string_view line;
    absl::string_view fault;
  } cases[] = {{"Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74bf9;received=192.0.2.101", "has a Via"},
               {"From: Alice <sip:alice@example.com>;tag=9fxced76sl", "has a From"},
               {"To: Bob <sip:bob@example.com>;tag=314159", "has a To"},
               {"Call-ID: 2xTb9vxSit55XU7p8@client.example.com", "has a Call-ID"},
               {"CSeq: 1 INVITE", "has a CSeq"},
               {"Content-Length: 0", "has a Content-Length"}};
  for (const auto& [line, fault] : cases) {
    EXPECT_THAT(FaultOf(BusyWith(line, line.substr(0, line.find(' ')))), Optional(HasSubstr(std::string(fault))))
        << line;
  }
}

TEST(SipSampleTest, ViaHasAnRfc3261Branch) {
  for (const char* branch : {"", ";branch", ";branch=74bf9", ";branch=xz9hG4bK", ";ttl=1"}) {
    EXPECT_THAT(FaultOf(BusyWith(";branch=z9hG4bK74bf9", branch)),
                Optional(std::string("has a Via whose branch does not begin with z9hG4bK")))
        << branch;
  }
}

TEST(SipSampleTest, FromAndToHaveATag) {
  for (const char* tag : {"", ";tag", ";tag=", ";tags=1"}) {
    EXPECT_THAT(FaultOf(BusyWith(";tag=9fxced76sl", tag)), Optional(HasSubstr("a From without a tag"))) << tag;
    EXPECT_THAT(FaultOf(BusyWith(";tag=314159", tag)), Optional(HasSubstr("a To without a tag"))) << tag;
  }
}

TEST(SipSampleTest, OnlyTryingNeedsNoTagInTo) {
  const std::string untagged = BusyWith(";tag=314159", "");
  const SampleRules trying = {.code = 100, .reason_phrase = "Trying", .headers = {}};
  EXPECT_EQ(FindSampleFault(absl::StrReplaceAll(untagged, {{"486 Busy Here", "100 Trying"}}), trying), std::nullopt);
  const SampleRules ringing = {.code = 180, .reason_phrase = "Ringing", .headers = {}};
  EXPECT_THAT(FindSampleFault(absl::StrReplaceAll(untagged, {{"486 Busy Here", "180 Ringing"}}), ringing),
              Optional(HasSubstr("a To without a tag")));
}

TEST(SipSampleTest, HeadersOfTheRulesMustBeThere) {
  const SampleRules rules = {.code = 486, .reason_phrase = "Busy Here", .headers = {"CSeq", "Retry-After", "Allow"}};
  EXPECT_THAT(FindSampleFault(kBusy, rules), Optional(std::string("lacks Retry-After, which it must have")));
  EXPECT_THAT(FindSampleFault(BusyWithLine("Retry-After: 30"), rules), Optional(HasSubstr("lacks Allow")));
  EXPECT_EQ(FindSampleFault(BusyWithLine("retry-after : 30\nALLOW: INVITE"), rules), std::nullopt);
}

TEST(SipSampleTest, WhatOnlyLooksLikeAHeaderOfTheRulesIsNone) {
  const SampleRules rules = {.code = 486, .reason_phrase = "Busy Here", .headers = {"Contact"}};
  for (const std::string& message :
       {BusyWithLine("Subject: folded\n Contact: <sip:bob@example.com>"), BusyWithLine("Subject: Contact: none"),
        BusyWithLine("X-Contact: none"), BusyWithLine("Contacts: none"), BusyWithBody("13", "Contact: none")}) {
    EXPECT_THAT(FindSampleFault(message, rules), Optional(HasSubstr("lacks Contact"))) << message;
  }
}

TEST(SipSampleTest, ContentLengthCountsLinesThatEndWithCrLf) {
  EXPECT_EQ(FaultOf(BusyWithBody("10", "v=0\ns=-\n")), std::nullopt);
  EXPECT_EQ(FaultOf(BusyWithBody("10", "v=0\n\ns=-")), std::nullopt) << "a blank line in the body";
  EXPECT_THAT(FaultOf(BusyWithBody("8", "v=0\ns=-\n")),
              Optional(std::string("has a Content-Length of 8, and its body has 10 bytes with CRLF")));
  for (const char* length : {"1", "00", "+0", "-0", "0x0", "", "none"}) {
    EXPECT_TRUE(FaultOf(BusyWith("Content-Length: 0", absl::StrCat("Content-Length: ", length))).has_value()) << length;
  }
}

TEST(SipSampleTest, BodyHasAContentType) {
  EXPECT_THAT(FaultOf(BusyWith("Content-Length: 0\n\n", "Content-Length: 3\n\nv=0")),
              Optional(std::string("has a body without Content-Type")));
}

// A message for each place where a host can stand.
std::vector<std::string> MessagesNaming(absl::string_view host) {
  return {BusyWith("alice@example.com", absl::StrCat("alice@", host)),
          BusyWith("client.example.com:5060", host),
          BusyWith("client.example.com:5060", absl::StrCat(host, ":5060")),
          BusyWith("8@client.example.com", absl::StrCat("8@", host)),
          BusyWithLine(absl::StrCat("Contact: <sip:", host, ";lr>")),
          BusyWithLine(absl::StrCat("Contact: <SIPS:", host, ":5061>")),
          BusyWithLine(absl::StrCat("Contact: <sip:bob@example.com>, <sip:", host, ">")),
          BusyWithLine(absl::StrCat("Contact: <sip:", host, ">, <sip:bob@example.com>")),
          BusyWithLine(absl::StrCat("Contact: <sip:bob@example.com;maddr=", host, ">")),
          BusyWithLine(absl::StrCat("Call-Info: <https://", host, "/a>")),
          BusyWithLine(absl::StrCat("Warning: 399 ", host, " \"No\""))};
}

TEST(SipSampleTest, HostsForDocumentationAreFine) {
  for (const char* host : {"example.com", "a.example.com", "a-1.b.EXAMPLE.com", "example.com.", "192.0.2.0",
                           "192.0.2.255", "[2001:db8::9:1]", "[2001:0DB8:ffff::1]", "anonymous.invalid"}) {
    for (const std::string& message : MessagesNaming(host)) EXPECT_EQ(FaultOf(message), std::nullopt) << message;
  }
}

TEST(SipSampleTest, OtherHostsAreNamed) {
  for (absl::string_view host :
       {"sip.test", "localhost", "example.org", "notexample.com", "example.com.sip.test", "example.com-sip.test",
        "192.0.2.1.sip.test", "192.0.2.999", "192.0.3.1", "198.51.100.1", "10.0.0.1", "127.0.0.1", "192.0.20.1",
        "2001:db9::1", "fe80::1", "::1", "2001:d:b8::1", "::ffff:192.0.2.1"}) {
    const std::string in_place = absl::StrContains(host, ':') ? absl::StrCat("[", host, "]") : std::string(host);
    for (const std::string& message : MessagesNaming(in_place)) {
      EXPECT_THAT(FaultOf(message), Optional(absl::StrCat("names ", host, ", which is no host for documentation")))
          << message;
    }
  }
}

TEST(SipSampleTest, AddressIsAHostAnywhere) {
  const struct {
    std::string message;
    const char* host;
  } cases[] = {{BusyWith("received=192.0.2.101", "received=198.51.100.7"), "198.51.100.7"},
               {BusyWith("received=192.0.2.101", "received=2001:db9::7"), "2001:db9::7"},
               {BusyWithLine("Subject: to 198.51.100.7."), "198.51.100.7"},
               {BusyWithBody("21", "c=IN IP4 198.51.100.7"), "198.51.100.7"},
               {BusyWithBody("20", "c=IN IP6 2001:db9::7"), "2001:db9::7"},
               {BusyWithBody("17", "c=IN IP4 sip.test"), "sip.test"}};
  for (const auto& [message, host] : cases) {
    EXPECT_THAT(FaultOf(message), Optional(HasSubstr(absl::StrCat("names ", host, ",")))) << message;
  }
  EXPECT_EQ(FaultOf(BusyWith("received=192.0.2.101", "received=2001:db8::7")), std::nullopt);
  EXPECT_EQ(FaultOf(BusyWithBody("20", "c=IN IP6 2001:db8::7")), std::nullopt);
}

TEST(SipSampleTest, WhatOnlyLooksLikeAHostIsFine) {
  for (const char* line : {"Contact: <sip:bob.smith@example.com>", "Contact: <sip:bob:secret@example.com>",
                           "Contact: <sip:bob;day=tuesday@example.com>", "Date: Sat, 21 Nov 2026 13:02:03 GMT",
                           "Server: Toy.Phone/1.2.3 Net::SIP", "Subject: a.b.c // d", "Contact: <tel:+12025550111>",
                           "Warning: 399 example.com \"See sip.test\""}) {
    EXPECT_EQ(FaultOf(BusyWithLine(line)), std::nullopt) << line;
  }
}

TEST(SipSampleTest, HostileBytesAreAFault) {
  const absl::string_view nul("\0", 1);
  std::string binary;
  for (int byte = 0; byte < 256; ++byte) binary.push_back(static_cast<char>(byte));
  for (const std::string& message :
       {std::string(), std::string("\n"), std::string("\n\n"), std::string("\r\n\r\n"), binary,
        absl::StrCat(binary, "\n\n"), absl::StrCat(kBusy, binary), std::string(1000, '\0'),
        BusyWith("Busy Here", absl::StrCat("Busy Here", nul)),
        BusyWith("Content-Length: 0", absl::StrCat("Content-", nul)),
        BusyWithLine(absl::StrCat("Subject: a", nul, "b")), BusyWithLine("Subject: a\rContact: <sip:bob@example.com>"),
        BusyWithLine("Subject: caf\xe9"), BusyWithBody("3", absl::StrCat("a", nul, "b")),
        absl::StrReplaceAll(kBusy, {{"\n", "\r\n"}}), BusyWith("CSeq: 1 INVITE", "CSeq: 1 INVITE\r"),
        absl::StrCat(kBusy, "\r")}) {
    EXPECT_TRUE(FaultOf(message).has_value()) << message;
  }
}

TEST(SipSampleTest, MessageWithoutABlankLineIsAFault) {
  EXPECT_THAT(FaultOf(kBusy.substr(0, kBusy.size() - 1)), Optional(HasSubstr("has no blank line")));
  EXPECT_THAT(FaultOf("SIP/2.0 486 Busy Here\n"), Optional(HasSubstr("has no blank line")));
}

TEST(SipSampleTest, EveryBeginningOfAMessageIsAFault) {
  for (size_t size = 0; size < kBusy.size(); ++size) {
    EXPECT_TRUE(FaultOf(kBusy.substr(0, size)).has_value()) << size;
    FaultOf(absl::StrCat(kBusy.substr(0, size), "\n\n"));
  }
}

TEST(SipSampleTest, MessageThatFitsNoDatagramIsAFault) {
  const std::string megabyte(1 << 20, 'a');
  for (const std::string& message :
       {BusyWithLine(absl::StrCat("Subject: ", megabyte)), BusyWith("alice@example.com", absl::StrCat("a@", megabyte)),
        BusyWithBody("1048576", megabyte), absl::StrCat(kBusy, std::string(1 << 20, '\n')), megabyte,
        absl::StrCat(megabyte, "\n\n")}) {
    EXPECT_THAT(FaultOf(message), Optional(HasSubstr("is longer than the 65535 bytes"))) << message.size();
  }
}

TEST(SipSampleTest, LongestMessagesAreRead) {
  const std::string most(65'000, 'a');
  EXPECT_EQ(FaultOf(BusyWithLine(absl::StrCat("Subject: ", most))), std::nullopt);
  EXPECT_EQ(FaultOf(BusyWithBody("65000", most)), std::nullopt);
  EXPECT_THAT(FaultOf(BusyWith("alice@example.com", absl::StrCat("a@", most))), Optional(HasSubstr("names aaaa")));
  EXPECT_THAT(FaultOf(BusyWith("alice@example.com", absl::StrCat("a@", absl::StrReplaceAll(most, {{"aa", "a."}})))),
              Optional(HasSubstr("names a.a.")));
  std::string many;
  for (int i = 0; i < 5'000; ++i) absl::StrAppend(&many, "X-", i, ": y\n");
  EXPECT_EQ(FaultOf(BusyWith("CSeq:", absl::StrCat(many, "CSeq:"))), std::nullopt);
  EXPECT_THAT(FaultOf(BusyWithLine(absl::StrReplaceAll(most, {{"aaaa", "sip:"}}))), Optional(HasSubstr("names sip,")));
}

TEST(SipSampleTest, OddHeadersDoNoHarm) {
  for (const char* line : {"Via:", "Via: SIP/2.0/UDP", "Via: ;;;;", "Via: SIP/2.0/UDP [", "From:", "From: <", "To: \"",
                           "Contact: <sip:", "Contact: *", "WWW-Authenticate: Digest realm=\"", "CSeq:", ":", "::::",
                           "Content-Type: ", "Content-Type: a/b;c=", "MIME-Version: 1.0", "Call-ID: @", " ", "\t"}) {
    FaultOf(BusyWithLine(line));
    FaultOf(BusyWith("CSeq: 1 INVITE", line));
    FaultOf(absl::StrCat("SIP/2.0 486 Busy Here\n", line, "\n\n"));
  }
}

const std::map<int, std::string>& Phrases() {
  static const auto& kPhrases = *new std::map<int, std::string>{{180, "Ringing"}, {486, "Busy Here"}};
  return kPhrases;
}

TEST(SipLadderTest, MessagesOfLaddersAreFine) {
  for (const char* message : {"INVITE", "ACK", "PUBLISH", "INVITE (Authorization)", "INVITE (a) (b)", "180 Ringing",
                              "486 Busy Here", "486 Busy Here (Retry-After: 30)", "IAM", "REL (cause 17)", "RTP",
                              "RTP (early)", "Timer B", "Timer B (32 s)"}) {
    EXPECT_EQ(FindLadderFault(message, Phrases()), std::nullopt) << message;
  }
}

TEST(SipLadderTest, MessageThatIsNoneIsNamed) {
  const struct {
    absl::string_view message;
    absl::string_view fault;
  } cases[] = {{"", "is no method"},
               {" ", "is no method"},
               {"invite", "is no method"},
               {"INVITE ", "is no method"},
               {"INVITEs", "is no method"},
               {"HELLO", "is no method"},
               {"rtp", "is no method"},
               {"Timer", "is no method"},
               {" (INVITE)", "is no method"},
               {"INVITE(Authorization)", "is no method"},
               {"SIP/2.0 486 Busy Here", "is no method"},
               {"INVITE (open", "a bracket that does not end it"},
               {"INVITE (closed) more", "a bracket that does not end it"},
               {"INVITE (", "a bracket that does not end it"},
               {"486 Busy", "another reason phrase than the code"},
               {"486", "another reason phrase than the code"},
               {"486 ", "another reason phrase than the code"},
               {"486 busy here", "another reason phrase than the code"},
               {"486 Busy Here ", "another reason phrase than the code"},
               {"486  Busy Here", "another reason phrase than the code"},
               {"+486 Busy Here", "another reason phrase than the code"},
               {"0486 Busy Here", "another reason phrase than the code"},
               {"180 Busy Here", "another reason phrase than the code"},
               {"487 Busy Here", "another reason phrase than the code"},
               {"-1 Busy Here", "another reason phrase than the code"},
               {"99999999999 Busy Here", "is no method"},
               {absl::string_view("INVITE\0", 7), "is no method"},
               {"\xff\xfe", "is no method"}};
  for (const auto& [message, fault] : cases) {
    EXPECT_THAT(FindLadderFault(message, Phrases()), Optional(HasSubstr(std::string(fault)))) << message;
  }
  EXPECT_TRUE(FindLadderFault(std::string(1 << 20, '('), Phrases()).has_value());
  EXPECT_TRUE(FindLadderFault("486 Busy Here", {}).has_value());
}

}  // namespace
}  // namespace sipwhy
