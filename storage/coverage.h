// How much of the knowledge base is written in each language.
#ifndef SIPWHY_STORAGE_COVERAGE_H_
#define SIPWHY_STORAGE_COVERAGE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/database.h"

namespace sipwhy {

// Texts of one kind. A text is something that English says, such as situation 2 of 486.
struct KindCoverage {
  std::string kind;  // "situations"
  int texts = 0;     // in English
  std::vector<std::string> lacking = {};
};

struct LanguageCoverage {
  std::string language;  // "vi"
  std::string name;      // "Vietnamese"
  int texts = 0;         // in English
  int lacking = 0;
  std::vector<KindCoverage> kinds = {};  // each kind that has a text
};

// The coverage of every language by the current rows, English first, then in ascending order of tag.
absl::StatusOr<std::vector<LanguageCoverage>> FindCoverage(Database& database);

// "lacks nothing", or the kinds with how many texts they lack: "lacks 353 situations, 472 steps".
std::string LacksInWords(const LanguageCoverage& coverage);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_COVERAGE_H_
