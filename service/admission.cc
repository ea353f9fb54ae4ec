#include "service/admission.h"

#include <grpcpp/server_context.h>

#include "service/call_metadata.h"
#include "service/errors.h"
#include "service/principal.h"

namespace sipwhy {

absl::StatusOr<std::string> Admission::Admit(const grpc::CallbackServerContext& context,
                                             CallRate::Clock::time_point now) {
  const absl::Duration delay = rate_.Take(now);
  if (delay > absl::ZeroDuration()) return TooManyCalls(delay);
  if (options_.tokens != nullptr) {
    const absl::StatusOr<std::string> holder = options_.tokens->Check(CallMetadata(context, "authorization"));
    if (!holder.ok()) return UnknownCaller(holder.status().message());
    return PrincipalOfToken(*holder);
  }
  return options_.has_certificates ? PrincipalOfCertificate(*context.auth_context()) : "";
}

}  // namespace sipwhy
