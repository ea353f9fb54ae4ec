#include "bot/webhook/slack_text.h"

#include <unicode/unistr.h>

#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sipwhy::bot {
namespace {

// Reads "Formatting message text", Retrieving messages, in one go, so that nothing is undone twice.
class TextReader {
 public:
  TextReader(absl::string_view text, absl::string_view bot_user_id) : rest_(text), bot_user_id_(bot_user_id) {}

  std::string Run() {
    while (!rest_.empty()) {
      if (!ReadReference()) ReadSign();
    }
    return std::string(absl::StripAsciiWhitespace(plain_));
  }

 private:
  void ReadSign() {
    constexpr std::pair<absl::string_view, absl::string_view> kEntities[] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}};
    for (const auto& [entity, sign] : kEntities) {
      if (absl::StartsWith(rest_, entity)) return Take(sign, entity.size());
    }
    Take(rest_.substr(0, 1), 1);
  }

  void Take(absl::string_view shown, size_t size) {
    absl::StrAppend(&plain_, shown);
    rest_.remove_prefix(size);
  }

  // "<@U1|ann>", "<#C1|general>", "<!here>", "<http://a.example|a.example>"; not "<486>", which somebody typed.
  bool ReadReference() {
    if (!absl::StartsWith(rest_, "<")) return false;
    const size_t end = rest_.find_first_of("<>", 1);
    if (end == absl::string_view::npos || rest_[end] != '>') return false;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(rest_.substr(1, end - 1), absl::MaxSplits('|', 1));
    const absl::string_view target = parts.first;
    const bool is_mention = target.size() > 1 && absl::StrContains("@#!", target.substr(0, 1));
    const bool is_link = !is_mention && absl::StrContains(target, ":");
    if ((!is_mention && !is_link) || target.find_first_of(" \t\r\n") != absl::string_view::npos) return false;
    rest_.remove_prefix(end + 1);
    if (target == absl::StrCat("@", bot_user_id_)) {
      CutMention();
    } else {
      ReadInside(is_link ? "" : target.substr(0, 1), parts.second.empty() ? target : parts.second);
    }
    return true;
  }

  void CutMention() {
    if (absl::StartsWith(rest_, ":") || absl::StartsWith(rest_, ",")) rest_.remove_prefix(1);
    plain_.push_back(' ');
  }

  // What is shown of a reference. A mention always begins with a mark, so that nobody takes it for a word.
  void ReadInside(absl::string_view mark, absl::string_view shown) {
    absl::StrAppend(&plain_, mark == "!" ? "@" : mark);
    const absl::string_view rest = std::exchange(rest_, absl::StripPrefix(absl::StripPrefix(shown, mark), "@"));
    while (!rest_.empty()) ReadSign();
    rest_ = rest;
  }

  absl::string_view rest_;
  const absl::string_view bot_user_id_;
  std::string plain_;
};

std::string ValidUtf8(absl::string_view text) {
  std::string valid;
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}).toUTF8String(valid);
}

}  // namespace

std::string ReadSlackText(absl::string_view text, absl::string_view bot_user_id) {
  return ValidUtf8(TextReader(text, bot_user_id).Run());
}

}  // namespace sipwhy::bot
