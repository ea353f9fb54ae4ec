#include "service/principal.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

constexpr size_t kMostBytes = 256;

struct Property {
  const char* name;  // gRPC's
  const char* kind;  // ours
};

constexpr Property kProperties[] = {{GRPC_PEER_URI_PROPERTY_NAME, "uri:"},
                                    {GRPC_PEER_DNS_PROPERTY_NAME, "dns:"},
                                    {GRPC_X509_CN_PROPERTY_NAME, "cn:"},
                                    {GRPC_X509_SUBJECT_PROPERTY_NAME, "subject:"}};

std::string Printable(absl::string_view kind, absl::string_view name) {
  std::string text = absl::StrCat(kind, absl::CHexEscape(name));
  if (text.size() > kMostBytes) text.resize(kMostBytes);
  return text;
}

}  // namespace

std::string PrincipalOfCertificate(const grpc::AuthContext& context) {
  for (const Property& property : kProperties) {
    const std::vector<grpc::string_ref> values = context.FindPropertyValues(property.name);
    if (!values.empty() && !values.front().empty()) {
      return Printable(property.kind, absl::string_view(values.front().data(), values.front().size()));
    }
  }
  return "";
}

std::string PrincipalOfToken(absl::string_view name) { return Printable("token:", name); }

}  // namespace sipwhy
