// Files that an operator writes: certificates, keys, tokens.
#ifndef SIPWHY_FILES_SMALL_FILE_H_
#define SIPWHY_FILES_SMALL_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace sipwhy {

struct SmallFile {
  std::string text;                // at least one byte
  bool is_open_to_others = false;  // every user of the machine may read or write it
};

// Reads a regular file of at most 1 MiB, through links. NOT_FOUND, FAILED_PRECONDITION or INVALID_ARGUMENT, with one
// sentence that begins with `path` and says what to do, when there is none, it cannot be read, is empty or of another
// kind. Never waits, as for a named pipe.
absl::StatusOr<SmallFile> ReadSmallFile(const std::string& path);

}  // namespace sipwhy

#endif  // SIPWHY_FILES_SMALL_FILE_H_
