// A folder that lives as long as a test.
#ifndef SIPWHY_TESTS_TESTING_TEMP_DIRECTORY_H_
#define SIPWHY_TESTS_TESTING_TEMP_DIRECTORY_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::testing {

// Made empty by the constructor and removed with all that is in it by the destructor.
class TempDirectory {
 public:
  TempDirectory();
  ~TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  const std::string& path() const { return path_; }

  // The path of `name` in the folder.
  std::string File(absl::string_view name) const;

  // Writes `text` into the file `name`, over what it held, and returns its path.
  std::string Write(absl::string_view name, absl::string_view text) const;

 private:
  std::string path_;
};

// All bytes of a file; empty when there is none.
std::string ReadFile(const std::string& path);

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_TESTING_TEMP_DIRECTORY_H_
