// The description of the gateway's interface, which is part of the program.
#ifndef SIPWHY_GATEWAY_OPENAPI_H_
#define SIPWHY_GATEWAY_OPENAPI_H_

#include "absl/strings/string_view.h"

namespace sipwhy::gateway {

// gateway/openapi.json: OpenAPI 3.1, in UTF-8.
absl::string_view OpenApi();

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_OPENAPI_H_
