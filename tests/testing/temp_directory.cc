#include "tests/testing/temp_directory.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace sipwhy::testing {

TempDirectory::TempDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "sipwhy_test_XXXXXX").string();
  const char* made = mkdtemp(pattern.data());
  path_ = made == nullptr ? std::string() : pattern;
}

TempDirectory::~TempDirectory() {
  std::error_code error;
  if (!path_.empty()) std::filesystem::remove_all(path_, error);
}

std::string TempDirectory::File(absl::string_view name) const { return absl::StrCat(path_, "/", name); }

std::string TempDirectory::Write(absl::string_view name, absl::string_view text) const {
  const std::string path = File(name);
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

}  // namespace sipwhy::testing
