// What a caller sends beside its request.
#ifndef SIPWHY_SERVICE_CALL_METADATA_H_
#define SIPWHY_SERVICE_CALL_METADATA_H_

#include <grpcpp/server_context.h>

#include "absl/strings/string_view.h"

namespace sipwhy {

// The value of the metadata `key`, in small letters, as it came; empty when there is none. Valid as long as `context`.
inline absl::string_view CallMetadata(const grpc::CallbackServerContext& context, const char* key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  return found == metadata.end() ? "" : absl::string_view(found->second.data(), found->second.size());
}

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_CALL_METADATA_H_
