// A file that exists in memory alone.
#ifndef SIPWHY_FILES_MEMORY_FILE_H_
#define SIPWHY_FILES_MEMORY_FILE_H_

#include <ctime>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "files/descriptor.h"

namespace sipwhy {

// Text that code which wants a path can read, and nobody outside this process but root and the same user: a memfd,
// known as /proc/self/fd/N. The kernel removes it with the process, however that ends. Whoever reads by the path stops
// before this ends, since the number may come to mean another file.
//
// Replace() is for one thread at a time; the path may be read on any.
class MemoryFile {
 public:
  // `text` has at least one byte. FAILED_PRECONDITION, with the reason, where the kernel has no memfd or /proc is not
  // mounted.
  static absl::StatusOr<MemoryFile> Create(absl::string_view text);

  // Puts another text under the same path, in one step: an open() sees the old text or the new one, whole. The file's
  // time of modification in seconds is another one with each text, so that a reader can tell by it that two reads saw
  // the same. On failure the old text stays.
  absl::Status Replace(absl::string_view text);

  std::string path() const;

 private:
  MemoryFile() = default;

  Descriptor descriptor_;
  time_t generation_ = 0;
};

}  // namespace sipwhy

#endif  // SIPWHY_FILES_MEMORY_FILE_H_
