#include "bot/webhook/late_endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "bot/webhook/telegram.h"

namespace sipwhy::bot {
namespace {

class NoHandler final : public MessageHandler {
 public:
  Outcome Handle(const ChatMessage& /*message*/, const ReplyEncoder& /*encoder*/) override { return {}; }
  void NoteDelivered(const std::string& /*id*/) override {}
};

// Says when it runs, and runs until it is stopped.
class WaitingAdapter final : public Adapter {
 public:
  void Run() override {
    std::unique_lock lock(mutex_);
    runs_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return stopped_; });
  }
  void Stop() override {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }
  void AwaitRun() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return runs_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool runs_ = false;
  bool stopped_ = false;
};

// An endpoint that refuses what has no secret, which tells it from one that is not open.
std::unique_ptr<WebhookEndpoint> AnEndpoint(MessageHandler& handler) {
  return std::make_unique<WebhookEndpoint>(
      "hook", std::make_unique<TelegramCodec>(TelegramSettings{.secret_token = "s", .identity = {"bot", 1}}), handler,
      [] { return absl::UnixEpoch(); });
}

TEST(LateEndpointTest, RequestsWaitOutsideUntilTheBotKnowsItself) {
  NoHandler handler;
  int tries = 0;
  auto then = std::make_unique<WaitingAdapter>();
  WaitingAdapter& adapter = *then;
  LateEndpoint endpoint(
      "hook",
      [&]() -> absl::StatusOr<std::unique_ptr<WebhookEndpoint>> {
        if (++tries == 1) return absl::UnavailableError("no network");
        return AnEndpoint(handler);
      },
      std::move(then), 1);
  EXPECT_EQ(endpoint.Serve({}).status, 503);
  std::thread thread([&] { endpoint.Run(); });
  adapter.AwaitRun();  // after a second or so, in which the first try failed
  EXPECT_EQ(tries, 2);
  EXPECT_EQ(endpoint.Serve({}).status, 401);
  endpoint.Stop();
  thread.join();
}

TEST(LateEndpointTest, StopEndsTheWaitForTheNextTry) {
  NoHandler handler;
  LateEndpoint endpoint(
      "hook", []() -> absl::StatusOr<std::unique_ptr<WebhookEndpoint>> { return absl::UnavailableError("no network"); },
      nullptr, 1);
  std::thread thread([&] { endpoint.Run(); });
  endpoint.Stop();
  thread.join();
  EXPECT_EQ(endpoint.Serve({}).status, 503);
}

}  // namespace
}  // namespace sipwhy::bot
