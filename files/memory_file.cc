#include "files/memory_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

absl::Status Failure(absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat(what, ": ", std::generic_category().message(errno)));
}

bool WriteAll(int file, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(file, text.data(), text.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) text.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

bool SetModified(int file, time_t second) {
  const std::array<timespec, 2> times = {timespec{second, 0}, timespec{second, 0}};
  return futimens(file, times.data()) == 0;
}

}  // namespace

absl::StatusOr<MemoryFile> MemoryFile::Create(absl::string_view text) {
  MemoryFile file;
  if (absl::Status status = file.Replace(text); !status.ok()) return status;
  const Descriptor opened(open(file.path().c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.valid()) return Failure(absl::StrCat("cannot open ", file.path(), ", for which /proc must be mounted"));
  return file;
}

absl::Status MemoryFile::Replace(absl::string_view text) {
  Descriptor next(memfd_create("sipwhy", MFD_CLOEXEC));
  if (!next.valid()) return Failure("cannot make a file in memory");
  const bool is_written =
      WriteAll(next.get(), text) && fchmod(next.get(), S_IRUSR) == 0 && SetModified(next.get(), generation_ + 1);
  if (!is_written) return Failure("cannot write a file in memory");
  if (!descriptor_.valid()) {
    descriptor_ = std::move(next);
  } else if (dup3(next.get(), descriptor_.get(), O_CLOEXEC) < 0) {
    return Failure("cannot replace a file in memory");
  }
  ++generation_;
  return absl::OkStatus();
}

std::string MemoryFile::path() const { return absl::StrCat("/proc/self/fd/", descriptor_.get()); }

}  // namespace sipwhy
