// PEM files (RFC 7468), read strictly.
#ifndef SIPWHY_SECURITY_PEM_H_
#define SIPWHY_SECURITY_PEM_H_

#include <openssl/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sipwhy {

struct FreeX509 {
  void operator()(X509* certificate) const;
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const;
};
using X509Pointer = std::unique_ptr<X509, FreeX509>;
using KeyPointer = std::unique_ptr<EVP_PKEY, FreeKey>;

// The certificates of `text`, at least one, in their order. INVALID_ARGUMENT, with a sentence that begins with `path`,
// when there is none, or any block of the text is cut off or damaged.
absl::StatusOr<std::vector<X509Pointer>> CertificatesOf(const std::string& path, absl::string_view text);

// The one private key of `text`. INVALID_ARGUMENT as above, and when it is encrypted or one of several.
absl::StatusOr<KeyPointer> PrivateKeyOf(const std::string& path, absl::string_view text);

// As PEM without comments, the key as PKCS #8.
std::string ToPem(const std::vector<X509Pointer>& certificates);
std::string ToPem(EVP_PKEY* key);

}  // namespace sipwhy

#endif  // SIPWHY_SECURITY_PEM_H_
