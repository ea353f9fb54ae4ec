#include "gateway/mcp/mcp_stdio.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <streambuf>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bot/wire/json.h"
#include "gateway/mcp/json_rpc.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;

// As much as the HTTP server takes.
constexpr size_t kLongestLine = 256U << 10U;

struct Line {
  std::string text;  // without the line feed; of a line that is too long, its beginning
  bool is_too_long = false;
};

// Nullopt at the end.
std::optional<Line> ReadLine(std::streambuf& in) {
  using Traits = std::streambuf::traits_type;
  Traits::int_type c = in.sbumpc();
  if (Traits::eq_int_type(c, Traits::eof())) return std::nullopt;
  Line line;
  for (; !Traits::eq_int_type(c, Traits::eof()) && c != '\n'; c = in.sbumpc()) {
    line.is_too_long = line.text.size() >= kLongestLine;
    if (!line.is_too_long) line.text += Traits::to_char_type(c);
  }
  return line;
}

std::optional<json> AnswerLine(const Line& line, const McpServer& server, absl::FunctionRef<CallTrace()> new_trace) {
  if (line.is_too_long) {
    return ErrorReply(json(), kInvalidRequest, absl::StrCat("a message has more than ", kLongestLine, " bytes"));
  }
  const absl::StatusOr<json> message = bot::ParseUntrusted(line.text);
  if (!message.ok()) return ErrorReply(json(), kParseError, message.status().message());
  return server.Answer(*message, new_trace());
}

}  // namespace

absl::Status ServeMcp(std::istream& in, std::ostream& out, const McpServer& server,
                      absl::FunctionRef<CallTrace()> new_trace) {
  while (const std::optional<Line> line = ReadLine(*in.rdbuf())) {
    if (absl::StripAsciiWhitespace(line->text).empty()) continue;
    const std::optional<json> reply = AnswerLine(*line, server, new_trace);
    if (!reply.has_value()) continue;
    out << bot::DumpSafe(*reply) << '\n' << std::flush;
    if (!out) return absl::UnavailableError("standard output cannot be written to");
  }
  return absl::OkStatus();
}

}  // namespace sipwhy::gateway
