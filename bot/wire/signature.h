// The signatures that platforms put under their requests. All of the cryptography is OpenSSL's.
#ifndef SIPWHY_BOT_WIRE_SIGNATURE_H_
#define SIPWHY_BOT_WIRE_SIGNATURE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// HMAC-SHA256 (RFC 2104), 32 bytes.
std::string HmacSha256(absl::string_view key, absl::string_view message);

// Whether `signature` (64 bytes) is that of `message` by the holder of `public_key` (32 bytes), by Ed25519 (RFC 8032).
// False for sizes other than these.
bool VerifyEd25519(absl::string_view public_key, absl::string_view message, absl::string_view signature);

// Whether both are the same bytes, in a time that tells nothing of where they differ, if they are of one length. False
// when either is empty, so a secret that was never set matches nothing.
bool EqualInConstantTime(absl::string_view left, absl::string_view right);

// Digits 0-9a-f; the other way takes capitals as well, and gives nullopt for anything else.
std::string ToHex(absl::string_view bytes);
std::optional<std::string> FromHex(absl::string_view text);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WIRE_SIGNATURE_H_
