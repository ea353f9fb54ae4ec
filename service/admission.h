// Whose calls are answered, and how many.
#ifndef SIPWHY_SERVICE_ADMISSION_H_
#define SIPWHY_SERVICE_ADMISSION_H_

#include <string>

#include "absl/status/statusor.h"
#include "security/bearer_tokens.h"
#include "service/call_rate.h"

namespace grpc {
class CallbackServerContext;
}  // namespace grpc

namespace sipwhy {

// Looks at each call before its request is read. Safe to call from any thread.
class Admission {
 public:
  struct Options {
    const BearerTokens* tokens = nullptr;  // outlive this; null when no token is asked for
    bool has_certificates = false;         // whether clients show some that TLS has verified
    int most_calls_per_second = 0;         // 0 for no limit
  };

  explicit Admission(const Options& options) : options_(options), rate_(options.most_calls_per_second) {}

  // Who makes a call that came at `now`, as of PrincipalOfToken(), else of PrincipalOfCertificate(), else empty.
  // UNAUTHENTICATED, and RESOURCE_EXHAUSTED with a delay, for a call that must not be answered.
  absl::StatusOr<std::string> Admit(const grpc::CallbackServerContext& context, CallRate::Clock::time_point now);

 private:
  absl::StatusOr<std::string> PrincipalOf(const grpc::CallbackServerContext& context) const;

  const Options options_;
  CallRate rate_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ADMISSION_H_
