// Replies on their way to a chat system that limits how fast each conversation gets posts.
#ifndef SIPWHY_BOT_ADAPTER_POST_QUEUE_H_
#define SIPWHY_BOT_ADAPTER_POST_QUEUE_H_

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "absl/time/time.h"

namespace sipwhy::bot {

// Gives posts out in the order in which they came within a conversation, and at most one a second there: Slack ("Rate
// limits", "Posting messages") and Telegram ("Bots FAQ", "My bot is hitting limits") take no more for long, and Slack
// may not show what comes in bursts. A conversation that must wait holds up no other. Both also limit all posts
// together, and do not say which limit was reached: then each conversation finds it out by itself. Pure: the caller
// tells the time. For one thread that sends one post at a time.
class PostQueue {
 public:
  // What came longer ago is not posted: it would only puzzle people.
  static constexpr absl::Duration kOldest = absl::Minutes(10);

  struct Post {
    std::string conversation;
    std::string message;  // the id of the one that is answered
    std::string payload;
    // The queue's own.
    absl::Time since = absl::InfinitePast();
    absl::Duration next_wait = absl::Seconds(1);
  };

  // False, and the post is not taken, when 10,000 are waiting.
  bool Push(Post post, absl::Time now);

  // Takes out the first post whose conversation need not wait; nullopt where there is none.
  std::optional<Post> Pop(absl::Time now);

  // Takes back what Pop() gave last, to be given again before all others of its conversation, which waits as long as
  // the chat system asked, from one second to ten minutes, or else twice as long as the last time, from one second on.
  // Returns how long that is.
  absl::Duration PutBack(Post post, std::optional<absl::Duration> asked, absl::Time now);

  // Forgets the posts that are too old, and returns how many these were. Call it before Pop().
  size_t ForgetOld(absl::Time now);

  // When Pop() gives the next one: in the past where it does already, infinitely late where there is none.
  absl::Time due() const;

 private:
  absl::Time DueOf(const Post& post) const;

  std::deque<Post> posts_;
  std::unordered_map<std::string, absl::Time> due_;  // of the conversations that were posted to a short while ago
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_POST_QUEUE_H_
