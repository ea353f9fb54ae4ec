// Lines on their way to an IRC server, which throws out who sends too fast.
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_SEND_QUEUE_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_SEND_QUEUE_H_

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace sipwhy::bot {

// Lets four lines go at once and then one at each interval. Servers count a line as two seconds and allow ten of them
// (RFC 1459 §8.10); most real ones are milder. Lines of the protocol go before those of answers. Holds at most 60 of
// each. Pure; for one thread.
class IrcSendQueue {
 public:
  struct Item {
    std::string line;
    bool ends_answer = false;
    std::string message = {};  // with `ends_answer`: the id of the message that is answered
    bool operator==(const Item&) const = default;
  };

  explicit IrcSendQueue(absl::Duration interval) : interval_(interval) {}

  // False, and nothing is taken, where there is no room for all of it.
  bool PushProtocol(std::string line);
  bool PushAnswer(std::vector<std::string> lines, const std::string& message);

  // Takes the line that may be sent now, if there is one.
  std::optional<Item> Pop(absl::Time now);

  // When Pop() gives the next line: in the past where it does already, infinitely late where there is none.
  absl::Time due() const;

 private:
  const absl::Duration interval_;
  absl::Time paid_until_ = absl::InfinitePast();  // every line adds an interval
  std::deque<Item> protocol_;
  std::deque<Item> answers_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_SEND_QUEUE_H_
