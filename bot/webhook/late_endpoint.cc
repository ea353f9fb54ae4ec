#include "bot/webhook/late_endpoint.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bot/log.h"

namespace sipwhy::bot {

HttpResponse LateEndpoint::Serve(const HttpRequest& request) {
  std::shared_ptr<WebhookEndpoint> endpoint;
  {
    const std::scoped_lock lock(mutex_);
    endpoint = endpoint_;
  }
  if (endpoint != nullptr) return endpoint->Serve(request);
  HttpResponse not_yet{.status = 503};
  not_yet.headers.Add("Retry-After", "5");
  return not_yet;
}

void LateEndpoint::Run() {
  if (OpenUp() && then_ != nullptr) then_->Run();
}

bool LateEndpoint::OpenUp() {
  while (true) {
    absl::StatusOr<std::unique_ptr<WebhookEndpoint>> endpoint = open_();
    std::unique_lock lock(mutex_);
    if (stopped_) return false;
    if (endpoint.ok()) {
      endpoint_ = *std::move(endpoint);
      return true;
    }
    const absl::Duration wait = back_off_.NoteFailure(absl::Now());
    Log(name_, absl::StrCat("does not know yet who it is: ", endpoint.status().message(), "; asks again in ",
                            absl::FormatDuration(absl::Trunc(wait, absl::Seconds(1)))));
    if (told_to_stop_.wait_for(lock, absl::ToChronoNanoseconds(wait), [this] { return stopped_; })) return false;
  }
}

void LateEndpoint::Stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  told_to_stop_.notify_all();
  if (then_ != nullptr) then_->Stop();
}

}  // namespace sipwhy::bot
