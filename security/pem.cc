#include "security/pem.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

constexpr char kBegin[] = "-----BEGIN ";

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPointer = std::unique_ptr<BIO, FreeBio>;

struct Block {
  std::string label;    // "CERTIFICATE"
  std::string headers;  // those of RFC 1421, which tell of encryption
  std::string bytes;
};

absl::Status Wrong(const std::string& path, absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(path, " ", problem));
}

// Frees what PEM_read_bio() gave.
std::string Take(void* bytes, size_t size) {
  std::string taken(static_cast<const char*>(bytes), size);
  OPENSSL_clear_free(bytes, size);
  return taken;
}

bool ReadBlock(BIO* bio, Block& block) {
  char* label = nullptr;
  char* headers = nullptr;
  unsigned char* bytes = nullptr;
  long size = 0;  // NOLINT(google-runtime-int): OpenSSL's type
  if (PEM_read_bio(bio, &label, &headers, &bytes, &size) != 1) return false;
  block.label = Take(label, std::char_traits<char>::length(label));
  block.headers = Take(headers, std::char_traits<char>::length(headers));
  block.bytes = Take(bytes, static_cast<size_t>(size));
  return true;
}

size_t CountBegins(absl::string_view text) {
  size_t count = 0;
  for (size_t at = text.find(kBegin); at != absl::string_view::npos; at = text.find(kBegin, at + 1)) ++count;
  return count;
}

absl::StatusOr<std::vector<Block>> BlocksOf(const std::string& path, absl::string_view text) {
  const BioPointer bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  std::vector<Block> blocks;
  Block block;
  while (ReadBlock(bio.get(), block)) blocks.push_back(std::move(block));
  ERR_clear_error();
  // OpenSSL stops at damage as it does at the end.
  if (blocks.size() != CountBegins(text)) {
    return Wrong(path, "is cut off or damaged; write it again, beside this one, and rename it");
  }
  return blocks;
}

bool IsCertificate(const Block& block) {
  return block.label == PEM_STRING_X509 || block.label == PEM_STRING_X509_OLD || block.label == PEM_STRING_X509_TRUSTED;
}

bool IsKey(const Block& block) { return absl::EndsWith(block.label, "PRIVATE KEY"); }

bool IsEncrypted(const Block& block) {
  return block.label == PEM_STRING_PKCS8 || absl::StrContains(block.headers, "ENCRYPTED");
}

X509Pointer Parse(const Block& block) {
  const auto* position = reinterpret_cast<const unsigned char*>(block.bytes.data());
  const auto size = static_cast<int64_t>(block.bytes.size());
  // A trusted one has OpenSSL's own remarks after it.
  if (block.label == PEM_STRING_X509_TRUSTED) return X509Pointer(d2i_X509_AUX(nullptr, &position, size));
  const auto* const end = position + size;
  X509Pointer certificate(d2i_X509(nullptr, &position, size));
  return position == end ? std::move(certificate) : nullptr;
}

std::string TextOf(BIO* bio) {
  char* text = nullptr;
  const auto size = BIO_get_mem_data(bio, &text);
  return std::string(text, static_cast<size_t>(size));
}

}  // namespace

void FreeX509::operator()(X509* certificate) const { X509_free(certificate); }

void FreeKey::operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

absl::StatusOr<std::vector<X509Pointer>> CertificatesOf(const std::string& path, absl::string_view text) {
  const absl::StatusOr<std::vector<Block>> blocks = BlocksOf(path, text);
  if (!blocks.ok()) return blocks.status();
  std::vector<X509Pointer> certificates;
  for (const Block& block : *blocks) {
    if (!IsCertificate(block)) continue;
    certificates.push_back(Parse(block));
    if (certificates.back() != nullptr) continue;
    ERR_clear_error();
    return Wrong(path, absl::StrCat("has as certificate ", certificates.size(),
                                    " something that is none; write the file again"));
  }
  if (certificates.empty()) return Wrong(path, "holds no certificate; it must be PEM, with a BEGIN CERTIFICATE line");
  return certificates;
}

absl::StatusOr<KeyPointer> PrivateKeyOf(const std::string& path, absl::string_view text) {
  const absl::StatusOr<std::vector<Block>> blocks = BlocksOf(path, text);
  if (!blocks.ok()) return blocks.status();
  const auto count = std::count_if(blocks->begin(), blocks->end(), IsKey);
  if (count == 0) return Wrong(path, "holds no private key; it must be PEM, with a BEGIN PRIVATE KEY line");
  if (count > 1)
    return Wrong(path, absl::StrCat("holds ", count, " private keys; leave that of the certificate alone"));
  const Block& block = *std::find_if(blocks->begin(), blocks->end(), IsKey);
  if (IsEncrypted(block)) {
    return Wrong(path,
                 "holds an encrypted key, which nobody could unlock at a restart; write it without a passphrase "
                 "(openssl pkey -in KEY -out NEW) and let the service's user alone read it");
  }
  const auto* position = reinterpret_cast<const unsigned char*>(block.bytes.data());
  KeyPointer key(d2i_AutoPrivateKey(nullptr, &position, static_cast<int64_t>(block.bytes.size())));
  ERR_clear_error();
  if (key == nullptr) return Wrong(path, "has as private key something that is none; write the file again");
  return key;
}

std::string ToPem(const std::vector<X509Pointer>& certificates) {
  const BioPointer bio(BIO_new(BIO_s_mem()));
  for (const X509Pointer& certificate : certificates) PEM_write_bio_X509(bio.get(), certificate.get());
  return TextOf(bio.get());
}

std::string ToPem(EVP_PKEY* key) {
  const BioPointer bio(BIO_new(BIO_s_secmem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return TextOf(bio.get());
}

}  // namespace sipwhy
