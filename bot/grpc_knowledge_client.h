// A KnowledgeClient over gRPC.
#ifndef SIPWHY_BOT_GRPC_KNOWLEDGE_CLIENT_H_
#define SIPWHY_BOT_GRPC_KNOWLEDGE_CLIENT_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "bot/knowledge_client.h"

namespace sipwhy::bot {

// Connects to `address` ("127.0.0.1:50051") when the first call is made, and again whenever the connection was lost.
// Each call takes at most `deadline`, and less where its own is earlier. Within it a call that fails with UNAVAILABLE
// is tried up to four times.
// At most twelve calls are under way at a time. When none of them ended for a tenth of a second, others end with
// DEADLINE_EXCEEDED at once, so that a service that hangs does not hold everybody as long as it holds those.
std::unique_ptr<KnowledgeClient> MakeGrpcKnowledgeClient(const std::string& address,
                                                         absl::Duration deadline = absl::Milliseconds(1500));

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_GRPC_KNOWLEDGE_CLIENT_H_
