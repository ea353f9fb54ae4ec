#include "service/snapshot.h"

#include <utility>

#include "absl/strings/match.h"

namespace sipwhy {
namespace {

constexpr absl::string_view kEnglish = "en";

}  // namespace

Snapshot::Snapshot(Knowledge knowledge, std::vector<Revision> revisions)
    : knowledge_(std::move(knowledge)), revisions_(std::move(revisions)), search_(knowledge_) {}

const CodeEntry* Snapshot::Find(int code) const {
  const auto entry = knowledge_.codes.find(code);
  return entry == knowledge_.codes.end() ? nullptr : &entry->second;
}

const StrayNumber* Snapshot::FindStray(int number) const {
  const auto stray = knowledge_.stray_numbers.find(number);
  return stray == knowledge_.stray_numbers.end() ? nullptr : &stray->second;
}

std::vector<std::string> Snapshot::LanguagesFor(absl::string_view language_code) const {
  std::vector<std::string> languages;
  absl::string_view tag = language_code;
  while (!tag.empty()) {
    for (const auto& [language, names] : knowledge_.languages) {
      if (absl::EqualsIgnoreCase(language, tag) && language != kEnglish) languages.push_back(language);
    }
    const size_t last_subtag = tag.find_last_of("-_");
    tag = last_subtag == absl::string_view::npos ? absl::string_view() : tag.substr(0, last_subtag);
  }
  languages.emplace_back(kEnglish);
  return languages;
}

}  // namespace sipwhy
