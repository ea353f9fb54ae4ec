#include "bot/adapter/irc/irc_login.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Lines = std::vector<std::string>;

// Exchanges are those of IRCv3 Client Capability Negotiation and IRCv3.1/3.2 SASL Authentication, Examples.
class IrcLoginTest : public ::testing::Test {
 protected:
  Lines Take(absl::string_view line) { return login_->Take(*ParseIrcLine(line), notes_); }

  // Up to the mechanism under way.
  Lines Offer(absl::string_view capability) {
    Take(absl::StrCat("CAP * LS :", capability));
    return Take("CAP * ACK :sasl");
  }

  void Use(IrcLogin::Account account) { login_.emplace(std::move(account)); }

  std::optional<IrcLogin> login_{IrcLogin::Account{}};
  Lines notes_;
};

const IrcLogin::Account kJilles = {.user = "jilles", .password = "sesame"};

TEST_F(IrcLoginTest, AsksForTheNewList) { EXPECT_EQ(IrcLogin::Begin(), "CAP LS 302"); }

TEST_F(IrcLoginTest, AsksForWhatItKnowsAndNothingElse) {
  EXPECT_THAT(Take("CAP * LS :multi-prefix message-tags echo-message server-time account-tag sasl=PLAIN"),
              ElementsAre("CAP REQ :message-tags server-time"));
  EXPECT_THAT(Take("CAP * ACK :message-tags server-time "), ElementsAre("CAP END"));
  EXPECT_THAT(notes_, IsEmpty());
}

TEST_F(IrcLoginTest, EndsWhereNothingIsOffered) {
  for (const char* line : {"CAP * LS :", "CAP * LS :multi-prefix", "CAP * LS"}) {
    Use({});
    EXPECT_THAT(Take(line), ElementsAre("CAP END")) << line;
  }
}

TEST_F(IrcLoginTest, WaitsForTheLastLineOfALongList) {
  Use(kJilles);
  EXPECT_THAT(Take("CAP * LS * :multi-prefix server-time"), IsEmpty());
  EXPECT_THAT(Take("CAP * LS * :example.org/dummy=1 server-time"), IsEmpty());
  EXPECT_THAT(Take("CAP * LS :sasl=EXTERNAL,DH-AES,PLAIN"), ElementsAre("CAP REQ :server-time sasl"));
}

TEST_F(IrcLoginTest, GivesThePasswordOnce) {
  Use(kJilles);
  EXPECT_THAT(Take("CAP * LS :multi-prefix sasl"), ElementsAre("CAP REQ sasl"));
  EXPECT_THAT(Take("CAP jilles ACK :sasl "), ElementsAre("AUTHENTICATE PLAIN"));
  EXPECT_THAT(Take("AUTHENTICATE +"), ElementsAre("AUTHENTICATE amlsbGVzAGppbGxlcwBzZXNhbWU="));
  EXPECT_THAT(Take(":s 900 jilles jilles!j@h jilles :You are now logged in"), IsEmpty());
  EXPECT_THAT(Take(":s 903 jilles :SASL authentication successful"), ElementsAre("CAP END"));
  EXPECT_THAT(notes_, IsEmpty());
}

TEST_F(IrcLoginTest, ServerThatAsksAgainGetsNoPassword) {
  Use(kJilles);
  Offer("sasl");
  Take("AUTHENTICATE +");
  EXPECT_THAT(Take("AUTHENTICATE +"), ElementsAre("AUTHENTICATE *"));
}

TEST_F(IrcLoginTest, UnexpectedChallengeIsRefused) {
  for (const char* line : {"AUTHENTICATE", "AUTHENTICATE abcd", "AUTHENTICATE *", "AUTHENTICATE :"}) {
    Use(kJilles);
    Offer("sasl");
    EXPECT_THAT(Take(line), ElementsAre("AUTHENTICATE *")) << line;
    EXPECT_THAT(Take(":s 906 jilles :SASL authentication aborted"), ElementsAre("CAP END")) << line;
  }
}

TEST_F(IrcLoginTest, ServerThatAsksTooEarlyGetsNothing) {
  Use(kJilles);
  EXPECT_THAT(Take("AUTHENTICATE +"), IsEmpty());
  EXPECT_THAT(Take(":s 903 x :ok"), IsEmpty());
  EXPECT_THAT(Take("CAP * ACK :sasl"), IsEmpty());
  Take("CAP * LS :sasl");
  EXPECT_THAT(Take("AUTHENTICATE +"), IsEmpty());
}

TEST_F(IrcLoginTest, CertificateComesBeforeThePassword) {
  Use({.external = true, .user = "jilles", .password = "sesame"});
  EXPECT_THAT(Offer("sasl=PLAIN,EXTERNAL"), ElementsAre("AUTHENTICATE EXTERNAL"));
  EXPECT_THAT(Take("AUTHENTICATE +"), ElementsAre("AUTHENTICATE +"));
  EXPECT_THAT(Take(":s 904 x :SASL authentication failed"), ElementsAre("AUTHENTICATE PLAIN"));
  EXPECT_THAT(Take("AUTHENTICATE +"), ElementsAre("AUTHENTICATE amlsbGVzAGppbGxlcwBzZXNhbWU="));
}

TEST_F(IrcLoginTest, OnlyMechanismsOnOfferAreTried) {
  Use({.external = true, .user = "jilles", .password = "sesame"});
  EXPECT_THAT(Offer("sasl=FOO,PLAIN"), ElementsAre("AUTHENTICATE PLAIN"));
  Use(kJilles);
  EXPECT_THAT(Take("CAP * LS :sasl=EXTERNAL,SCRAM-SHA-256 server-time"), ElementsAre("CAP REQ server-time"));
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("no SASL that we know")));
}

TEST_F(IrcLoginTest, GoesOnWithoutAnAccountWhereItIsRefused) {
  for (const char* numeric : {"902", "904", "905", "906"}) {
    Use(kJilles);
    notes_.clear();
    Offer("sasl");
    Take("AUTHENTICATE +");
    EXPECT_THAT(Take(absl::StrCat(":s 908 x PLAIN :are available")), IsEmpty());
    EXPECT_THAT(Take(absl::StrCat(":s ", numeric, " x :no")), ElementsAre("CAP END")) << numeric;
    EXPECT_THAT(notes_, ElementsAre(HasSubstr("refuses the account"))) << numeric;
  }
}

TEST_F(IrcLoginTest, GoesOnWhereTheServerOffersNoAccount) {
  Use(kJilles);
  EXPECT_THAT(Take("CAP * LS :multi-prefix"), ElementsAre("CAP END"));
  EXPECT_THAT(notes_, SizeIs(1));
}

TEST_F(IrcLoginTest, GoesOnWhereItsRequestIsRefused) {
  Use(kJilles);
  Take("CAP * LS :sasl server-time");
  EXPECT_THAT(Take("CAP * NAK :sasl server-time"), ElementsAre("CAP END"));
}

TEST_F(IrcLoginTest, NothingIsSaidAfterTheEnd) {
  Take("CAP * LS :");
  for (const char* line : {"CAP * LS :server-time", "CAP * ACK :sasl", "CAP * NEW :sasl", "CAP * DEL :sasl",
                           "CAP * NAK :sasl", "AUTHENTICATE +", ":s 904 x :no", "CAP", "CAP *"}) {
    EXPECT_THAT(Take(line), IsEmpty()) << line;
  }
}

TEST_F(IrcLoginTest, LongResponsesGoInChunks) {
  // Three times the length is what base64 makes four of.
  Use({.user = "u", .password = std::string(300 - 4, 'p')});
  Offer("sasl");
  const Lines exact = Take("AUTHENTICATE +");
  ASSERT_THAT(exact, SizeIs(2));
  EXPECT_THAT(exact[0], SizeIs(400 + sizeof("AUTHENTICATE")));
  EXPECT_EQ(exact[1], "AUTHENTICATE +");

  Use({.user = "u", .password = std::string(900, 'p')});
  Offer("sasl");
  EXPECT_THAT(Take("AUTHENTICATE +"), SizeIs(4));
}

TEST_F(IrcLoginTest, NotesHoldNoSecrets) {
  Use(kJilles);
  Offer("sasl");
  Take("AUTHENTICATE +");
  Take(":s 904 x :sesame");
  for (const std::string& note : notes_) EXPECT_FALSE(absl::StrContains(note, "sesame"));
}

}  // namespace
}  // namespace sipwhy::bot
