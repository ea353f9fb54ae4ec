#include "files/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "files/descriptor.h"

namespace sipwhy {
namespace {

constexpr size_t kMostBytes = 1U << 20U;

absl::Status Unreadable(const std::string& path, int error) {
  std::string sentence = absl::StrCat(path, " cannot be read (", std::generic_category().message(error),
                                      "); check the path and that this program's user may read it");
  if (error == ENOENT || error == ENOTDIR) return absl::NotFoundError(sentence);
  return absl::FailedPreconditionError(sentence);
}

}  // namespace

absl::StatusOr<SmallFile> ReadSmallFile(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat found = {};
  if (!file.valid() || fstat(file.get(), &found) != 0) return Unreadable(path, errno);
  if (!S_ISREG(found.st_mode)) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is no regular file; name the file itself"));
  }
  SmallFile small = {.text = {}, .is_open_to_others = (found.st_mode & (S_IROTH | S_IWOTH)) != 0};
  std::array<char, 16384> bytes;
  ssize_t count = 1;
  while (count != 0 && small.text.size() <= kMostBytes) {
    count = read(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) return Unreadable(path, errno);
    if (count > 0) small.text.append(bytes.data(), static_cast<size_t>(count));
  }
  if (small.text.empty()) return absl::InvalidArgumentError(absl::StrCat(path, " is empty; write it again"));
  if (small.text.size() > kMostBytes) {
    return absl::InvalidArgumentError(absl::StrCat(path, " has more than 1 MiB; check that it is the right file"));
  }
  return small;
}

}  // namespace sipwhy
