#include "client/service_channel.h"

#include <grpcpp/grpcpp.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/time/clock.h"

namespace sipwhy {
namespace {

// gRPC service config. All methods only read, so that trying them again does no harm. CANCELLED is what a call gets
// that reaches the service in the instant in which it goes down.
constexpr char kServiceConfig[] = R"({
  "loadBalancingConfig": [{"round_robin": {}}],
  "methodConfig": [{
    "name": [{"service": "sipwhy.v1.Explainer"}],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.05s",
      "maxBackoff": "0.4s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"]
    }
  }]
})";

constexpr int kLongestReconnectBackoff = 1000;  // milliseconds

using Credentials = std::shared_ptr<grpc::ChannelCredentials>;

absl::StatusOr<Credentials> CredentialsFor(const ServiceAccess& access) {
  if (access.ca.empty()) return grpc::InsecureChannelCredentials();
  absl::StatusOr<std::string> authorities = ReadAuthorities(access.ca);
  if (!authorities.ok()) return authorities.status();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = *std::move(authorities);
  if (!access.certificate.empty()) {
    absl::StatusOr<ClientIdentity> identity = ReadClientIdentity(access.certificate, access.key, absl::Now());
    if (!identity.ok()) return identity.status();
    options.pem_cert_chain = std::move(identity->certificate);
    options.pem_private_key = std::move(identity->key);
  }
  return grpc::SslCredentials(options);
}

absl::StatusOr<std::unique_ptr<BearerToken>> TokenFor(const ServiceAccess& access, BearerToken::Listener listener) {
  if (!access.token_file.empty()) return BearerToken::FromFile(access.token_file, std::move(listener));
  if (!access.token.empty()) return BearerToken::Fixed(access.token);
  return nullptr;
}

grpc::ChannelArguments ArgumentsFor(const ServiceAccess& access) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  // By default gRPC waits up to two minutes before it connects again, and says UNAVAILABLE meanwhile.
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestReconnectBackoff);
  // A proxy of the environment would take to elsewhere what is to stay on this machine.
  if (IsThisMachine(access.address)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return arguments;
}

}  // namespace

absl::StatusOr<ServiceChannel> OpenServiceChannel(const ServiceAccess& access, BearerToken::Listener listener) {
  const absl::Status fits = CheckAccess(access);
  if (!fits.ok()) return fits;
  const absl::StatusOr<Credentials> credentials = CredentialsFor(access);
  if (!credentials.ok()) return credentials.status();
  absl::StatusOr<std::unique_ptr<BearerToken>> token = TokenFor(access, std::move(listener));
  if (!token.ok()) return token.status();
  return ServiceChannel{.channel = grpc::CreateCustomChannel(access.address, *credentials, ArgumentsFor(access)),
                        .token = *std::move(token),
                        .is_private = IsPrivate(access)};
}

grpc::Status CallWithToken(const ServiceChannel& service,
                           absl::FunctionRef<grpc::Status(const std::string& authorization)> call) {
  if (service.token == nullptr) return call("");
  const std::string authorization = service.token->Authorization();
  grpc::Status status = call(authorization);
  if (status.error_code() != grpc::StatusCode::UNAUTHENTICATED) return status;
  const std::string newer = service.token->AuthorizationInPlaceOf(authorization);
  return newer.empty() ? status : call(newer);
}

}  // namespace sipwhy
