// A webhook that opens once the bot knows who it is.
#ifndef SIPWHY_BOT_WEBHOOK_LATE_ENDPOINT_H_
#define SIPWHY_BOT_WEBHOOK_LATE_ENDPOINT_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "bot/adapter/adapter.h"
#include "bot/adapter/back_off.h"
#include "bot/webhook/webhook_endpoint.h"
#include "http/http_message.h"

namespace sipwhy::bot {

// A bot that does not know its own name would answer itself, so Run() first asks the platform for it, again and again
// where that fails, and opens the endpoint with what it learnt. Then it runs the adapter that posts the answers, if the
// platform needs one. Until then requests get 503, which makes platforms send them again.
class LateEndpoint final : public Adapter {
 public:
  // Makes the endpoint; an error is logged, and it is asked again later.
  using Open = std::function<absl::StatusOr<std::unique_ptr<WebhookEndpoint>>()>;

  // `then` may be null. Its Stop() must make an Open that is under way return.
  LateEndpoint(std::string name, Open open, std::unique_ptr<Adapter> then, uint64_t seed)
      : name_(std::move(name)), open_(std::move(open)), then_(std::move(then)), back_off_(seed) {}

  // Safe to call from any thread.
  HttpResponse Serve(const HttpRequest& request);

  void Run() override;
  void Stop() override;

 private:
  // False when it was stopped before.
  bool OpenUp();

  const std::string name_;
  const Open open_;
  const std::unique_ptr<Adapter> then_;
  BackOff back_off_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable told_to_stop_;
  bool stopped_ = false;
  std::shared_ptr<WebhookEndpoint> endpoint_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_LATE_ENDPOINT_H_
