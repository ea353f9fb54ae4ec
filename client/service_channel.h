// The connection to the service, as the bot and the gateway have it.
#ifndef SIPWHY_CLIENT_SERVICE_CHANNEL_H_
#define SIPWHY_CLIENT_SERVICE_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "client/bearer_token.h"
#include "client/service_access.h"

namespace grpc {
class Channel;
class Status;
}  // namespace grpc

namespace sipwhy {

// Both may be used from any thread.
struct ServiceChannel {
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<BearerToken> token = nullptr;  // null for none
  bool is_private = false;                       // whether secrets may go through it: TLS, or this machine
};

// A channel that connects when the first call is made, and again within a second or so whenever the connection was
// lost. Calls go in turn to all addresses that the name in `access` stands for. One that fails with UNAVAILABLE, or
// with CANCELLED because the service went down under it, is tried up to four times within its deadline.
//
// Reads the files of `access` now, and the token's again when it changes; `listener` is told of that and may be null.
// As CheckAccess(), ReadAuthorities(), ReadClientIdentity() or BearerToken when something cannot be used: one sentence
// that names the file.
absl::StatusOr<ServiceChannel> OpenServiceChannel(const ServiceAccess& access,
                                                  BearerToken::Listener listener = nullptr);

// Makes `call` with the value of its metadata `authorization`, empty for none, and returns what it returned. When that
// is UNAUTHENTICATED and there is another token since, makes it once more with that.
grpc::Status CallWithToken(const ServiceChannel& service,
                           absl::FunctionRef<grpc::Status(const std::string& authorization)> call);

}  // namespace sipwhy

#endif  // SIPWHY_CLIENT_SERVICE_CHANNEL_H_
