#include "service/admission.h"

#include <grpcpp/server_context.h>

#include "service/call_metadata.h"
#include "service/errors.h"
#include "service/principal.h"

namespace sipwhy {

absl::StatusOr<std::string> Admission::Admit(const grpc::CallbackServerContext& context,
                                             CallRate::Clock::time_point now) {
  absl::StatusOr<std::string> principal = PrincipalOf(context);
  if (!principal.ok()) return principal;  // and takes nothing from the rate of those who are known
  const absl::Duration delay = rate_.Take(now);
  if (delay > absl::ZeroDuration()) return TooManyCalls(delay);
  return principal;
}

absl::StatusOr<std::string> Admission::PrincipalOf(const grpc::CallbackServerContext& context) const {
  if (options_.tokens == nullptr) {
    return options_.has_certificates ? PrincipalOfCertificate(*context.auth_context()) : "";
  }
  const absl::StatusOr<std::string> holder = options_.tokens->Check(CallMetadata(context, "authorization"));
  if (!holder.ok()) return UnknownCaller(holder.status().message());
  return PrincipalOfToken(*holder);
}

}  // namespace sipwhy
