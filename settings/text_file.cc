#include "settings/text_file.h"

#include <array>
#include <cstddef>
#include <fstream>

namespace sipwhy {
namespace {

constexpr size_t kLargest = 16U << 20U;

}  // namespace

std::optional<std::string> ReadTextFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::array<char, 4096> bytes = {};
  while (file.read(bytes.data(), bytes.size()) || file.gcount() > 0) {
    text.append(bytes.data(), static_cast<size_t>(file.gcount()));
    if (text.size() > kLargest) return std::nullopt;
  }
  if (!file.eof()) return std::nullopt;
  return text;
}

}  // namespace sipwhy
