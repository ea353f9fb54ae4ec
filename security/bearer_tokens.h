// Tokens by which callers are known (RFC 6750).
#ifndef SIPWHY_SECURITY_BEARER_TOKENS_H_
#define SIPWHY_SECURITY_BEARER_TOKENS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "files/file_watch.h"

namespace sipwhy {

// What came of one reading of the tokens' file.
struct TokensReload {
  absl::Status status;    // of the file; the tokens in force stayed as they were unless this is OK
  bool is_new = false;    // whether others are in force since
  size_t tokens = 0;      // that are in force
  std::string warning;    // on what is unwise and yet works; empty for nothing
  uint64_t reloads = 0;   // how often others came into force since the start
  uint64_t failures = 0;  // readings since the start that came to nothing, each problem counted once while it lasts
};

// The tokens of a file, which is watched. A line of it is
//   NAME TOKEN
// where NAME tells whose it is, in 1 to 64 ASCII letters, digits and -._@:/+, and TOKEN has 16 to 512 visible ASCII
// characters. Empty lines and those that begin with # say nothing. There are 1 to 256 tokens, all different; a name may
// have several, so that a new one can be given out before the old one goes. A token that is gone from the file is
// refused within a second, as long as the file is on this machine.
//
// Tokens are kept as SHA-256 and compared in a time that depends on neither what was sent nor which one it is; no
// sentence here ever has one in it. Safe to call from any thread.
class BearerTokens {
 public:
  using Listener = std::function<void(const TokensReload& reload)>;

  // Reads the file and starts to watch it. When it cannot be used: as ReadSmallFile(), or INVALID_ARGUMENT with one
  // sentence that names the file and the line. `listener` is called on the watch's thread when other tokens came into
  // force, when there is a problem that was not told yet, when one is over, and at each ReloadNow().
  static absl::StatusOr<std::unique_ptr<BearerTokens>> Start(std::string path, Listener listener);

  ~BearerTokens();
  BearerTokens(const BearerTokens&) = delete;
  BearerTokens& operator=(const BearerTokens&) = delete;

  // Whose token `authorization` has, the value of that header or metadata: "Bearer TOKEN"; empty when there is none.
  // UNAUTHENTICATED with a sentence for the caller otherwise.
  absl::StatusOr<std::string> Check(absl::string_view authorization) const;

  // Reads the file now, as at SIGHUP, and says what came of it. Not from the listener.
  TokensReload ReloadNow();

  // What came of the last reading that was told, or of the first.
  TokensReload last() const;

 private:
  struct Table;
  BearerTokens(std::string path, std::shared_ptr<const Table> first, Listener listener);
  static absl::StatusOr<std::shared_ptr<const Table>> Read(const std::string& path);
  bool Reload(bool is_asked);
  void Note(absl::Status status, std::shared_ptr<const Table> next);

  const std::string path_;
  const Listener listener_;

  mutable std::shared_mutex mutex_;  // guards what follows
  std::shared_ptr<const Table> table_;
  TokensReload last_;

  FileWatch watch_;  // last, so that it starts when all else is there
};

}  // namespace sipwhy

#endif  // SIPWHY_SECURITY_BEARER_TOKENS_H_
