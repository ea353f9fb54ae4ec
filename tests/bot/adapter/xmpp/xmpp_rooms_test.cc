#include "bot/adapter/xmpp/xmpp_rooms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

constexpr char kRoom[] = "voip@conference.example.org";
const absl::Time kBegin = absl::FromUnixSeconds(1'700'000'000);

XmppPresence Presence(const std::string& nick, const std::string& type, const std::set<int>& statuses) {
  XmppPresence presence;
  presence.from = absl::StrCat(kRoom, "/", nick);
  presence.type = type;
  presence.statuses = statuses;
  return presence;
}

XmppPresence Refusal(const std::string& condition) {
  XmppPresence presence = Presence("sipwhy", "error", {});
  presence.condition = condition;
  return presence;
}

// A connection with the bot in its room, unless a test does otherwise.
class XmppRoomsTest : public ::testing::Test {
 protected:
  XmppRoomsTest() : rooms_({kRoom}, "sipwhy") { rooms_.Reset(kBegin); }

  void Enter(absl::Time now) {
    rooms_.JoinsDue(now);
    rooms_.Take(Presence("sipwhy", "", {110}), now);
  }

  XmppRooms rooms_;
};

TEST_F(XmppRoomsTest, NewConnectionEntersAllRooms) {
  EXPECT_THAT(rooms_.JoinsDue(kBegin), ElementsAre(absl::StrCat(kRoom, "/sipwhy")));
}

TEST_F(XmppRoomsTest, RoomThatSaysNothingIsAskedAgainAfterAMinute) {
  rooms_.JoinsDue(kBegin);
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Seconds(59)), IsEmpty());
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Seconds(60)), Not(IsEmpty()));
}

TEST_F(XmppRoomsTest, RoomOnceEnteredIsNotEnteredAgain) {
  Enter(kBegin);
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Hours(24)), IsEmpty());
  EXPECT_THAT(rooms_.Occupied(), ElementsAre(absl::StrCat(kRoom, "/sipwhy")));
}

TEST_F(XmppRoomsTest, PresenceOfOthersIsNoEntry) {
  rooms_.JoinsDue(kBegin);
  EXPECT_EQ(rooms_.Take(Presence("alice", "", {}), kBegin), XmppRooms::Verdict());
  EXPECT_THAT(rooms_.Occupied(), IsEmpty());
}

TEST_F(XmppRoomsTest, AddressesAreComparedInSmallLetters) {
  XmppRooms rooms({"VoIP@Conference.example.org"}, "sipwhy");
  rooms.Reset(kBegin);
  rooms.JoinsDue(kBegin);
  rooms.Take(Presence("sipwhy", "", {110}), kBegin);
  EXPECT_THAT(rooms.Nicks(), ElementsAre(Pair(kRoom, "sipwhy")));
  EXPECT_THAT(rooms.Occupied(), Not(IsEmpty()));
}

TEST_F(XmppRoomsTest, OtherNickThatTheServiceGivesIsTaken) {
  rooms_.JoinsDue(kBegin);
  rooms_.Take(Presence("Sip Why", "", {110, 210}), kBegin);
  EXPECT_THAT(rooms_.Nicks(), ElementsAre(Pair(kRoom, "Sip Why")));
}

TEST_F(XmppRoomsTest, TakenNickGetsUnderscoresAtOnceAndInTheEndARest) {
  for (const char* nick : {"sipwhy", "sipwhy_", "sipwhy__", "sipwhy___", "sipwhy____", "sipwhy_____"}) {
    EXPECT_THAT(rooms_.JoinsDue(kBegin), ElementsAre(absl::StrCat(kRoom, "/", nick)));
    rooms_.Take(Refusal("conflict"), kBegin);
  }
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Minutes(4)), IsEmpty());
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Minutes(5)), ElementsAre(absl::StrCat(kRoom, "/sipwhy")));
}

TEST_F(XmppRoomsTest, NewConnectionTriesTheNickThatItWouldLike) {
  rooms_.JoinsDue(kBegin);
  rooms_.Take(Refusal("conflict"), kBegin);
  rooms_.Reset(kBegin);
  EXPECT_THAT(rooms_.JoinsDue(kBegin), ElementsAre(absl::StrCat(kRoom, "/sipwhy")));
}

TEST_F(XmppRoomsTest, RefusalIsToldAndTriedAgainLater) {
  rooms_.JoinsDue(kBegin);
  EXPECT_THAT(rooms_.Take(Refusal("registration-required"), kBegin).note, HasSubstr("registration-required"));
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Minutes(4)), IsEmpty());
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Minutes(5)), Not(IsEmpty()));
}

TEST_F(XmppRoomsTest, HostileConditionIsNotLogged) {
  rooms_.JoinsDue(kBegin);
  EXPECT_THAT(rooms_.Take(Refusal("Evil\nname"), kBegin).note, Not(HasSubstr("Evil")));
}

TEST_F(XmppRoomsTest, RoomThatTheBotMadeByEnteringIsLeft) {
  rooms_.JoinsDue(kBegin);
  EXPECT_EQ(rooms_.Take(Presence("sipwhy", "", {110, 201}), kBegin).leave, absl::StrCat(kRoom, "/sipwhy"));
  EXPECT_THAT(rooms_.Occupied(), IsEmpty());
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Seconds(4)), IsEmpty());
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Seconds(5)), Not(IsEmpty()));
}

TEST_F(XmppRoomsTest, RoomThatDoesNotExistIsTriedLessAndLessOftenAndLoggedOnce) {
  absl::Time now = kBegin;
  for (const int seconds : {5, 10, 20, 40, 80, 160, 300, 300}) {
    ASSERT_THAT(rooms_.JoinsDue(now), Not(IsEmpty()));
    EXPECT_EQ(rooms_.Take(Presence("sipwhy", "", {110, 201}), now).note.empty(), seconds > 5);
    EXPECT_THAT(rooms_.JoinsDue(now + absl::Seconds(seconds - 1)), IsEmpty());
    now += absl::Seconds(seconds);
  }
}

TEST_F(XmppRoomsTest, KickedOnceComesBackAfterHalfAMinute) {
  Enter(kBegin);
  rooms_.Take(Presence("sipwhy", "unavailable", {110, 307}), kBegin);
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Seconds(29)), IsEmpty());
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Seconds(30)), Not(IsEmpty()));
}

TEST_F(XmppRoomsTest, KickedTwiceStaysOutAlsoWithANewConnection) {
  for (const absl::Time now : {kBegin, kBegin + absl::Minutes(10)}) {
    Enter(now);
    rooms_.Take(Presence("sipwhy", "unavailable", {110, 307}), now);
  }
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Hours(24)), IsEmpty());
  rooms_.Reset(kBegin + absl::Hours(24));
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Hours(24)), IsEmpty());
}

TEST_F(XmppRoomsTest, KickIsForgivenAfterAnHourInTheRoom) {
  Enter(kBegin);
  rooms_.Take(Presence("sipwhy", "unavailable", {110, 307}), kBegin);
  Enter(kBegin + absl::Minutes(1));
  rooms_.Take(Presence("sipwhy", "unavailable", {110, 307}), kBegin + absl::Hours(2));
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Hours(3)), Not(IsEmpty()));
}

TEST_F(XmppRoomsTest, TroubleOfTheServiceIsNoKick) {
  for (int i = 0; i < 5; ++i) {
    const absl::Time now = kBegin + i * absl::Minutes(1);
    Enter(now);
    rooms_.Take(Presence("sipwhy", "unavailable", {110, 307, 333}), now);
    EXPECT_THAT(rooms_.JoinsDue(now + absl::Seconds(30)), Not(IsEmpty()));
  }
}

TEST_F(XmppRoomsTest, BanIsFinal) {
  Enter(kBegin);
  rooms_.Take(Presence("sipwhy", "unavailable", {110, 301}), kBegin);
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Hours(24)), IsEmpty());
}

TEST_F(XmppRoomsTest, EndOfTheRoomIsFinal) {
  Enter(kBegin);
  XmppPresence presence = Presence("sipwhy", "unavailable", {110});
  presence.destroyed = true;
  rooms_.Take(presence, kBegin);
  EXPECT_THAT(rooms_.JoinsDue(kBegin + absl::Hours(24)), IsEmpty());
}

TEST_F(XmppRoomsTest, NickThatTheServiceChangesIsFollowed) {
  Enter(kBegin);
  XmppPresence presence = Presence("sipwhy", "unavailable", {110, 303});
  presence.new_nick = "bot";
  rooms_.Take(presence, kBegin);
  EXPECT_THAT(rooms_.Occupied(), ElementsAre(absl::StrCat(kRoom, "/bot")));
}

TEST_F(XmppRoomsTest, RoomThatLostTheBotIsEnteredAtOnce) {
  Enter(kBegin);
  rooms_.NoteLost(kRoom, kBegin);
  EXPECT_THAT(rooms_.JoinsDue(kBegin), Not(IsEmpty()));
}

TEST_F(XmppRoomsTest, PresenceFromElsewhereIsNothing) {
  for (const char* from : {"", "/", "alice@example.org/phone", "other@conference.example.org/sipwhy"}) {
    XmppPresence presence = Presence("", "", {110});
    presence.from = from;
    EXPECT_EQ(rooms_.Take(presence, kBegin), XmppRooms::Verdict()) << from;
    rooms_.NoteLost(from, kBegin);
  }
  EXPECT_THAT(rooms_.Occupied(), IsEmpty());
}

}  // namespace
}  // namespace sipwhy::bot
