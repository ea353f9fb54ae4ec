// A KnowledgeClient over gRPC.
#ifndef SIPWHY_BOT_GRPC_KNOWLEDGE_CLIENT_H_
#define SIPWHY_BOT_GRPC_KNOWLEDGE_CLIENT_H_

#include <memory>

#include "absl/time/time.h"
#include "bot/knowledge_client.h"
#include "client/service_channel.h"

namespace sipwhy::bot {

// Calls through `service`, with its token if it has one. Each call takes at most `deadline`, and less where its own is
// earlier; tries and UNAUTHENTICATED as service_channel.h has it.
// At most twelve calls are under way at a time. When none of them ended for a tenth of a second, others end with
// DEADLINE_EXCEEDED at once, so that a service that hangs does not hold everybody as long as it holds those.
// Sends `x-request-id` and `traceparent` with every call. One that fails, other than with INVALID_ARGUMENT or
// NOT_FOUND, is logged with the former, a line a second at most, without a word of what was asked.
std::unique_ptr<KnowledgeClient> MakeGrpcKnowledgeClient(ServiceChannel service,
                                                         absl::Duration deadline = absl::Milliseconds(1500));

// A client of the service that `access` names, which logs when the token changes. Errors are those of
// OpenServiceChannel().
absl::StatusOr<std::unique_ptr<KnowledgeClient>> ConnectToService(const ServiceAccess& access);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_GRPC_KNOWLEDGE_CLIENT_H_
