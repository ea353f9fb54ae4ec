// Shows in review what a change does to the answers that people ask for most.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "bot/bot.h"
#include "bot/render/plain_text.h"
#include "tests/testing/fake_knowledge_client.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::bot {
namespace {

constexpr int kWidth = 100;
constexpr absl::string_view kQuestionMark = ">>> ";  // a question follows to the end of the line

std::string GoldenFile() { return absl::StrCat(SIPWHY_TEST_DATA_DIR, "/bot/golden_answers.txt"); }

// The questions of the file in their order. One that has several lines is written with "\\n" between them.
std::vector<std::string> Questions(absl::string_view golden) {
  std::vector<std::string> questions;
  for (absl::string_view line : absl::StrSplit(golden, '\n')) {
    if (line.substr(0, kQuestionMark.size()) == kQuestionMark) {
      questions.emplace_back(line.substr(kQuestionMark.size()));
    }
  }
  return questions;
}

// Every migration changes the number of the revision, which says nothing about an answer.
Answer WithoutRevision(Answer answer) {
  static const auto& kRevision = *new std::regex(
      absl::StrCat("([^0-9]) ?", sipwhy::testing::ShippedSnapshot().revision().number, "( ·|$)"));
  answer.footer = std::regex_replace(answer.footer, kRevision, "$1 N$2");
  return answer;
}

std::string AnswersTo(const std::vector<std::string>& questions) {
  testing::FakeKnowledgeClient client;
  Bot bot(client, {.service_address = "127.0.0.1:50051"});
  std::string answers;
  for (const std::string& question : questions) {
    Conversation conversation;
    const std::string message = absl::StrReplaceAll(question, {{"\\n", "\n"}});
    const auto reply = bot.Handle(message, Addressing::kAddressed, conversation, absl::InfiniteFuture());
    const std::string text = reply.has_value() ? RenderPlainText(WithoutRevision(reply->answer), kWidth) : "";
    absl::StrAppend(&answers, kQuestionMark, question, "\n\n", text, "\n");
  }
  return answers;
}

// With SIPWHY_WRITE_GOLDEN set the file is written anew; then look at what git says has changed.
TEST(GoldenAnswersTest, AnswersAreThoseOfTheFile) {
  const std::string golden = testing::ReadFile(GoldenFile());
  const std::vector<std::string> questions = Questions(golden);
  EXPECT_EQ(questions.size(), 55u);
  const std::string answers = AnswersTo(questions);
  if (std::getenv("SIPWHY_WRITE_GOLDEN") != nullptr) {
    std::ofstream(GoldenFile(), std::ios::binary) << answers;
    GTEST_SKIP() << "wrote " << GoldenFile();
  }
  EXPECT_EQ(answers, golden) << "If the new answers are the better ones, run ./dev golden and look at the difference.";
}

}  // namespace
}  // namespace sipwhy::bot
