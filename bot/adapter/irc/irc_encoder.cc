#include "bot/adapter/irc/irc_encoder.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bot/adapter/irc/irc_line.h"
#include "bot/adapter/irc/irc_text.h"

namespace sipwhy::bot {
namespace {

constexpr char kCommand[] = "NOTICE";

}  // namespace

std::string IrcEncoder::Encode(const Reply& reply, const ChatMessage& message) const {
  const bool to_all = !message.direct && !reply.for_asker_alone();
  const std::string& target = to_all ? message.reply_to : message.sender;
  const std::string asker = to_all ? absl::StrCat(message.sender, ": ") : "";
  const size_t taken = WriteIrcLine(kCommand, {target, ""}).size() + asker.size();
  std::vector<std::string> lines = RenderIrc(reply.answer, longest_line_ > taken ? longest_line_ - taken : 0);
  lines.front() = absl::StrCat(asker, lines.front());
  for (std::string& line : lines) line = WriteIrcLine(kCommand, {target, std::move(line)});
  return absl::StrJoin(lines, "\n");
}

}  // namespace sipwhy::bot
