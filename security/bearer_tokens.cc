#include "security/bearer_tokens.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "files/small_file.h"

namespace sipwhy {
namespace {

constexpr size_t kMostTokens = 256;
constexpr size_t kLongestName = 64;
constexpr size_t kShortestToken = 16;
constexpr size_t kLongestToken = 512;
constexpr absl::string_view kScheme = "Bearer ";

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

struct Token {
  Digest digest;
  std::string name;
  bool operator==(const Token&) const = default;
};

Digest DigestOf(absl::string_view token) {
  Digest digest;
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data());
  return digest;
}

bool IsEqual(const Digest& left, const Digest& right) {
  return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

bool IsOfName(char character) {
  return absl::ascii_isalnum(static_cast<unsigned char>(character)) || absl::StrContains("-._@:/+", character);
}

bool IsOfToken(char character) { return absl::ascii_isgraph(static_cast<unsigned char>(character)); }

bool IsName(absl::string_view text) {
  return !text.empty() && text.size() <= kLongestName && std::all_of(text.begin(), text.end(), IsOfName);
}

bool IsToken(absl::string_view text) {
  return text.size() >= kShortestToken && text.size() <= kLongestToken &&
         std::all_of(text.begin(), text.end(), IsOfToken);
}

// What is wrong with a line that says something; empty for nothing. Never repeats it, since any word may be a token.
absl::string_view ProblemOf(const std::vector<absl::string_view>& words) {
  if (words.size() != 2) return "is not of the form NAME TOKEN";
  if (!IsName(words[0])) return "has a name that is not of 1 to 64 letters, digits and -._@:/+";
  if (!IsToken(words[1])) return "has a token that is not of 16 to 512 visible ASCII characters";
  return "";
}

absl::Status Wrong(const std::string& path, size_t line, absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": line ", line, " ", problem, "; correct it"));
}

absl::StatusOr<std::vector<Token>> Parse(const std::string& path, absl::string_view text) {
  std::vector<Token> tokens;
  size_t number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    const absl::string_view said = absl::StripAsciiWhitespace(line);
    if (said.empty() || said.front() == '#') continue;
    const std::vector<absl::string_view> words = absl::StrSplit(said, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (const absl::string_view problem = ProblemOf(words); !problem.empty()) return Wrong(path, number, problem);
    Token token = {.digest = DigestOf(words[1]), .name = std::string(words[0])};
    const auto is_same = [&](const Token& other) { return other.digest == token.digest; };
    if (std::any_of(tokens.begin(), tokens.end(), is_same)) return Wrong(path, number, "repeats an earlier token");
    if (tokens.size() == kMostTokens) return Wrong(path, number, "is one more than the 256 tokens that there may be");
    tokens.push_back(std::move(token));
  }
  if (tokens.empty()) return absl::InvalidArgumentError(absl::StrCat(path, " has no token; add a line NAME TOKEN"));
  return tokens;
}

}  // namespace

struct BearerTokens::Table {
  std::vector<Token> tokens;
  std::string warning;
  bool operator==(const Table&) const = default;
};

absl::StatusOr<std::unique_ptr<BearerTokens>> BearerTokens::Start(std::string path, Listener listener) {
  absl::StatusOr<std::shared_ptr<const Table>> first = Read(path);
  if (!first.ok()) return first.status();
  return std::unique_ptr<BearerTokens>(new BearerTokens(std::move(path), *std::move(first), std::move(listener)));
}

BearerTokens::BearerTokens(std::string path, std::shared_ptr<const Table> first, Listener listener)
    : path_(std::move(path)),
      listener_(std::move(listener)),
      table_(std::move(first)),
      last_({.status = {}, .tokens = table_->tokens.size(), .warning = table_->warning}),
      watch_({path_}, [this](bool is_asked) { return Reload(is_asked); }) {}

BearerTokens::~BearerTokens() = default;

absl::StatusOr<std::string> BearerTokens::Check(absl::string_view authorization) const {
  const bool has_scheme = absl::StartsWithIgnoreCase(authorization, kScheme);
  const absl::string_view token = absl::StripAsciiWhitespace(authorization.substr(has_scheme ? kScheme.size() : 0));
  if (!has_scheme || !IsToken(token)) {
    return absl::UnauthenticatedError(
        "send the metadata \"authorization: Bearer TOKEN\", with a token from whoever runs this service");
  }
  const Digest digest = DigestOf(token);
  const std::shared_lock lock(mutex_);
  const Token* found = nullptr;
  for (const Token& one : table_->tokens) found = IsEqual(one.digest, digest) ? &one : found;
  if (found != nullptr) return found->name;
  return absl::UnauthenticatedError(
      "the token is none of this service's, or no longer; ask whoever runs it for a current one");
}

TokensReload BearerTokens::ReloadNow() {
  watch_.ReadNow();
  return last();
}

TokensReload BearerTokens::last() const {
  const std::shared_lock lock(mutex_);
  return last_;
}

absl::StatusOr<std::shared_ptr<const BearerTokens::Table>> BearerTokens::Read(const std::string& path) {
  const absl::StatusOr<SmallFile> file = ReadSmallFile(path);
  if (!file.ok()) return file.status();
  absl::StatusOr<std::vector<Token>> tokens = Parse(path, file->text);
  if (!tokens.ok()) return tokens.status();
  auto table = std::make_shared<Table>();
  table->tokens = *std::move(tokens);
  if (file->is_open_to_others) {
    table->warning =
        absl::StrCat(path, " can be read or written by every user of this machine; chmod it to 600 or 640");
  }
  return table;
}

bool BearerTokens::Reload(bool is_asked) {
  absl::StatusOr<std::shared_ptr<const Table>> next = Read(path_);
  const bool is_usable = next.ok();
  const bool differs = is_usable && **next != *table_;
  // Only this thread writes `table_` and `last_`, so that it may read them without the lock.
  const bool is_told = !differs && next.status() == last_.status;
  absl::Status status = next.status();
  Note(std::move(status), differs ? *std::move(next) : nullptr);
  if (!is_told || is_asked) listener_(last_);
  return is_usable;
}

void BearerTokens::Note(absl::Status status, std::shared_ptr<const Table> next) {
  const std::scoped_lock lock(mutex_);
  last_.failures += status.ok() || status == last_.status ? 0 : 1;
  last_.status = std::move(status);
  last_.is_new = next != nullptr;
  if (next == nullptr) return;
  table_ = std::move(next);
  ++last_.reloads;
  last_.tokens = table_->tokens.size();
  last_.warning = table_->warning;
}

}  // namespace sipwhy
