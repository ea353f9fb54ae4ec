#include "gateway/call_log.h"

#include <string>

namespace sipwhy::gateway {
namespace {

constexpr absl::Duration kBetweenFailures = absl::Seconds(1);

// Whether the operator can do something about it; the message holds nothing of what was asked then.
bool IsForTheOperator(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kFailedPrecondition:
      return true;
    default:
      return false;
  }
}

}  // namespace

void CallLog::Note(const ExplainerCall& call) {
  calls_.Write({.method = call.method,
                .code = call.status.code(),
                .duration = call.duration,
                .request_id = call.trace.request_id,
                .traceparent = call.trace.traceparent});
  if (!IsForTheOperator(call.status.code()) || !IsTime()) return;
  log_.Write(LogLevel::kError, "failure",
             {{"method", call.method},
              {"code", absl::StatusCodeToString(call.status.code())},
              {"why", call.status.message()},
              {"request_id", call.trace.request_id}});
}

bool CallLog::IsTime() {
  const absl::Time now = log_.Now();
  const std::scoped_lock lock(mutex_);
  if (now - last_ < kBetweenFailures) return false;
  last_ = now;
  return true;
}

}  // namespace sipwhy::gateway
