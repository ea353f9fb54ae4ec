// How a file looks from outside.
#ifndef SIPWHY_FILES_FILE_STAMP_H_
#define SIPWHY_FILES_FILE_STAMP_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace sipwhy {

// Two stamps of a path differ if the file was written or replaced in between, unless that happened twice within the
// grain of the file system's clock, a few milliseconds.
struct FileStamp {
  uint64_t device = 0;
  uint64_t inode = 0;
  int64_t size = -1;  // -1 where there is no file
  absl::Time modified = absl::InfinitePast();
  absl::Time changed = absl::InfinitePast();  // modified, renamed or linked
  bool operator==(const FileStamp&) const = default;
};

// The stamp of what `path` leads to, through links.
FileStamp StampOf(const std::string& path);

}  // namespace sipwhy

#endif  // SIPWHY_FILES_FILE_STAMP_H_
