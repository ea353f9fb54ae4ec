// SHA-256, as the ledger uses it.
#ifndef SIPWHY_STORAGE_SHA256_H_
#define SIPWHY_STORAGE_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy {

// The 32 bytes of the SHA-256 of `bytes`.
std::string Sha256(absl::string_view bytes);

// The same as 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_SHA256_H_
