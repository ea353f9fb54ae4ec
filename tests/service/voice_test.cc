#include "service/voice.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/service/small_knowledge.h"
#include "tests/service/text_matchers.h"

namespace sipwhy {
namespace {

class VoiceTest : public ::testing::Test {
 protected:
  // The text of `compose` for a reader of the made-up language.
  template <typename Compose>
  Text SayInVi(Compose compose) const {
    return Say(snapshot_, {"vi", "en"}, compose);
  }

  const Snapshot snapshot_ = testing::SmallSnapshot();
  Voice english_{snapshot_, "en"};
  Voice vi_{snapshot_, "vi"};
};

TEST_F(VoiceTest, KnownWordsLeaveItComplete) {
  EXPECT_EQ(vi_.Label("none"), "vi label none");
  EXPECT_EQ(vi_.Template("notice.historic", {{"code", "409"}}), "vi 409 is historic.");
  EXPECT_EQ(vi_.Term(snapshot_.Find(486)->facts.front()).phrase, "vi stays");
  EXPECT_EQ(vi_.Gist(*snapshot_.Find(486)), "vi finds one phone busy");
  EXPECT_EQ(vi_.Class(486).name, "Request Failure");
  EXPECT_TRUE(vi_.complete());
}

TEST_F(VoiceTest, MissingLabelIsRemembered) {
  EXPECT_EQ(english_.Label("no such label"), "");
  EXPECT_FALSE(english_.complete());
  english_.Label("none");
  EXPECT_FALSE(english_.complete());
}

TEST_F(VoiceTest, MissingTemplateIsRemembered) {
  EXPECT_EQ(english_.Template("no such template", {}), "");
  EXPECT_FALSE(english_.complete());
}

TEST_F(VoiceTest, MissingTermIsRemembered) {
  EXPECT_EQ(vi_.Term({"retry", "never", "never", {}}), TermText{});
  EXPECT_FALSE(vi_.complete());
  EXPECT_EQ(english_.Term({"no such aspect", "", "", {}}), TermText{});
  EXPECT_FALSE(english_.complete());
}

TEST_F(VoiceTest, MissingGistIsRemembered) {
  EXPECT_EQ(vi_.Gist(*snapshot_.Find(600)), "");
  EXPECT_FALSE(vi_.complete());
}

TEST_F(VoiceTest, MissingClassIsRemembered) {
  EXPECT_EQ(english_.Class(799), ClassText{});
  EXPECT_FALSE(english_.complete());
}

TEST_F(VoiceTest, ListsUseTheJointThatIsAskedFor) {
  EXPECT_EQ(english_.List({"a", "b", "c"}, "list.or"), "a, b or c");
  EXPECT_EQ(english_.List({"a", "b"}, "list.and"), "a and b");
  EXPECT_EQ(english_.List({"a", "b", "c"}, "list.comma"), "a, b, c");
}

TEST_F(VoiceTest, SentencesAreClausesAndAFullStop) {
  EXPECT_EQ(english_.Sentence({"a", "b", "c"}), "a; b; c.");
  EXPECT_EQ(english_.Sentence({"a"}), "a.");
  EXPECT_EQ(english_.Sentence({}), "");
}

TEST_F(VoiceTest, TitlesTellWhetherACodeIsKnown) {
  EXPECT_EQ(english_.Title(486), "486 Busy Here");
  EXPECT_EQ(english_.Title(499), "499 (not registered)");
  EXPECT_EQ(english_.ClassName(499), "4xx Request Failure");
}

TEST_F(VoiceTest, SaysInTheFirstLanguageThatHasAllOfIt) {
  EXPECT_EQ(SayInVi([](Voice& voice) { return voice.Label("none"); }), (Text{"vi label none", "vi"}));
}

TEST_F(VoiceTest, NeverMixesTwoLanguages) {
  const auto gists = [this](Voice& voice) {
    return voice.List({voice.Gist(*snapshot_.Find(486)), voice.Gist(*snapshot_.Find(600))}, "list.and");
  };
  EXPECT_EQ(SayInVi(gists), (Text{"finds one phone busy and finds every phone busy", "en"}));
}

TEST_F(VoiceTest, SaysWhatItHasInTheLastLanguage) {
  const auto half = [](Voice& voice) { return voice.Label("none") + voice.Label("no such label"); };
  EXPECT_EQ(SayInVi(half), (Text{"label none", "en"}));
}

TEST_F(VoiceTest, NothingToSayHasNoLanguage) {
  EXPECT_EQ(SayInVi([](Voice&) { return std::string(); }), Text{});
  EXPECT_EQ(SayInVi([](Voice& voice) { return voice.Label("no such label"); }), Text{});
}

}  // namespace
}  // namespace sipwhy
