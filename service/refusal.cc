#include "service/refusal.h"

#include <google/protobuf/util/time_util.h>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"

namespace sipwhy {
namespace {

constexpr char kDomain[] = "sipwhy";
constexpr char kTypePrefix[] = "type.googleapis.com/";
constexpr char kReasonPrefix[] = "ERROR_REASON_";

template <typename Message>
std::string TypeUrl() {
  return absl::StrCat(kTypePrefix, Message::descriptor()->full_name());
}

template <typename Message>
Message Read(const absl::Status& status) {
  Message message;
  if (const auto bytes = status.GetPayload(TypeUrl<Message>()); bytes.has_value()) {
    message.ParseFromString(std::string(*bytes));
  }
  return message;
}

template <typename Message>
void Write(const Message& message, absl::Status& status) {
  status.SetPayload(TypeUrl<Message>(), absl::Cord(message.SerializeAsString()));
}

}  // namespace

Refusal::Refusal(absl::StatusCode code, v1::ErrorReason reason, std::string sentence) : status_(code, sentence) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(absl::StripPrefix(v1::ErrorReason_Name(reason), kReasonPrefix)));
  info.set_domain(kDomain);
  Write(info, status_);
}

Refusal&& Refusal::With(const std::string& key, absl::string_view value) && {
  auto info = Read<google::rpc::ErrorInfo>(status_);
  (*info.mutable_metadata())[key] = std::string(value);
  Write(info, status_);
  return std::move(*this);
}

Refusal&& Refusal::Of(absl::string_view field, absl::string_view sentence) && {
  auto request = Read<google::rpc::BadRequest>(status_);
  google::rpc::BadRequest::FieldViolation* violation = request.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(sentence));
  Write(request, status_);
  return std::move(*this);
}

Refusal&& Refusal::RetryIn(absl::Duration delay) && {
  google::rpc::RetryInfo retry;
  *retry.mutable_retry_delay() =
      google::protobuf::util::TimeUtil::MillisecondsToDuration(absl::ToInt64Milliseconds(delay));
  Write(retry, status_);
  return std::move(*this);
}

bool IsRefusal(const absl::Status& status) { return status.GetPayload(TypeUrl<google::rpc::ErrorInfo>()).has_value(); }

absl::Duration RetryDelay(const absl::Status& status) {
  const auto retry = Read<google::rpc::RetryInfo>(status);
  return absl::Milliseconds(google::protobuf::util::TimeUtil::DurationToMilliseconds(retry.retry_delay()));
}

}  // namespace sipwhy
