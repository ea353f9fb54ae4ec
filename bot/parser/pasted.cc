#include "bot/parser/pasted.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "bot/parser/pjsip_status.h"

namespace sipwhy::bot {
namespace {

constexpr int kAnyNumber = 999999;
constexpr int kHighestCause = 127;
constexpr int kHighestHttpStatus = 999;
constexpr size_t kReasonParameters = 16;  // tokens in which "cause" follows the protocol of a Reason header

// The tokens from one place on.
class Cursor {
 public:
  Cursor(Tokens tokens, size_t position) : tokens_(tokens), position_(position) {}

  bool Skip(absl::string_view text) {
    if (position_ >= tokens_.size() || tokens_[position_].text != text) return false;
    ++position_;
    return true;
  }

  // Returns the number here, or null. A number beyond six digits is none.
  const Token* Number() const {
    const bool is_number =
        position_ < tokens_.size() && tokens_[position_].IsNumber() && tokens_[position_].value != Token::kNoValue;
    return is_number ? &tokens_[position_] : nullptr;
  }

 private:
  Tokens tokens_;
  size_t position_;
};

void AddIf(const Token* number, int highest, std::vector<int>& values) {
  if (number != nullptr && number->value <= highest) values.push_back(number->value);
}

// "SIP/2.0 486", and Asterisk's "Got SIP response 486".
const Token* StatusAt(Tokens tokens, size_t i) {
  Cursor cursor(tokens, i);
  const bool leads = cursor.Skip("sip/2.0") || (cursor.Skip("got") && cursor.Skip("sip") && cursor.Skip("response"));
  return leads ? cursor.Number() : nullptr;
}

const Token* HttpStatusAt(Tokens tokens, size_t i) {
  if (!absl::StartsWith(tokens[i].text, "http/")) return nullptr;
  Cursor cursor(tokens, i + 1);
  cursor.Skip("\"");
  return cursor.Number();
}

// "status=170489".
const Token* PjsipStatusAt(Tokens tokens, size_t i) {
  Cursor cursor(tokens, i);
  if (!cursor.Skip("status")) return nullptr;
  cursor.Skip("=");
  const Token* number = cursor.Number();
  return number != nullptr && CodeOfPjsipStatus(number->value).has_value() ? number : nullptr;
}

// The cause in "SIP;cause=200;text=..." or "Q.850 ;cause = 17".
const Token* ReasonCauseAt(Tokens tokens, size_t i, absl::string_view protocol) {
  Cursor start(tokens, i);
  if (!start.Skip(protocol) || !start.Skip(";")) return nullptr;
  for (size_t j = i + 2; j < std::min(tokens.size(), i + kReasonParameters); ++j) {
    if (tokens[j].IsSymbol(",") || tokens[j].kind == Token::Kind::kLineBreak) break;
    Cursor cursor(tokens, j);
    if (cursor.Skip("cause") && cursor.Skip("=")) return cursor.Number();
  }
  return nullptr;
}

// "INVITE sip:bob@example.com".
bool IsRequestLineAt(Tokens tokens, size_t i) {
  Cursor cursor(tokens, i + 1);
  return tokens[i].Has(kMethod) && (cursor.Skip("sip") || cursor.Skip("sips") || cursor.Skip("tel")) &&
         cursor.Skip(":");
}

bool IsQuestion(Tokens tokens) {
  const auto is_line_break = [](const Token& token) { return token.kind == Token::Kind::kLineBreak; };
  const auto compares = [](const Token& token) { return token.Has(kCompare); };
  return std::none_of(tokens.begin(), tokens.end(), is_line_break) &&
         std::any_of(tokens.begin(), tokens.end(), compares);
}

}  // namespace

std::optional<Reading> ReadPasted(Tokens tokens) {
  Reading statuses;
  Reading reasons;
  bool is_request = false;
  for (size_t i = 0; i < tokens.size(); ++i) {
    AddIf(StatusAt(tokens, i), kAnyNumber, statuses.codes);
    AddIf(PjsipStatusAt(tokens, i), kAnyNumber, statuses.codes);
    AddIf(HttpStatusAt(tokens, i), kHighestHttpStatus, statuses.http_statuses);
    AddIf(ReasonCauseAt(tokens, i, "sip"), kAnyNumber, reasons.codes);
    AddIf(ReasonCauseAt(tokens, i, "q.850"), kHighestCause, reasons.causes);
    is_request = is_request || IsRequestLineAt(tokens, i);
  }
  if (IsQuestion(tokens)) return std::nullopt;
  if (statuses != Reading{}) return statuses;
  if (is_request || reasons != Reading{}) return reasons;
  return std::nullopt;
}

}  // namespace sipwhy::bot
