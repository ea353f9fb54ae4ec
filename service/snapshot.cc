#include "service/snapshot.h"

#include <utility>

#include "text/language_tag.h"

namespace sipwhy {
namespace {

constexpr char kEnglish[] = "en";

}  // namespace

Snapshot::Snapshot(Knowledge knowledge, std::vector<Revision> revisions)
    : knowledge_(std::move(knowledge)), revisions_(std::move(revisions)), english_search_(knowledge_, kEnglish) {
  for (const auto& [language, names] : knowledge_.languages) {
    languages_.push_back(language);
    if (language != kEnglish) search_.emplace(language, std::make_unique<LateIndex>());
  }
  for (const auto& [key, text] : knowledge_.templates) {
    const auto& [name, language] = key;
    templates_.try_emplace(language, language).first->second.Add(name, text);
  }
}

const CodeEntry* Snapshot::Find(int code) const {
  const auto entry = knowledge_.codes.find(code);
  return entry == knowledge_.codes.end() ? nullptr : &entry->second;
}

const StrayNumber* Snapshot::FindStray(int number) const {
  const auto stray = knowledge_.stray_numbers.find(number);
  return stray == knowledge_.stray_numbers.end() ? nullptr : &stray->second;
}

const SearchIndex& Snapshot::search(const std::string& language) const {
  const auto late = search_.find(language);
  if (late == search_.end()) return english_search_;
  LateIndex& found = *late->second;
  std::call_once(found.once, [&] { found.index.emplace(knowledge_, language); });
  return *found.index;
}

void Snapshot::PrepareSearch(const std::stop_token& end) const {
  for (const std::string& language : languages_) {
    if (end.stop_requested()) return;
    search(language);
  }
}

const TemplateBook& Snapshot::templates(const std::string& language) const {
  static const auto* const kNone = new TemplateBook("");
  const auto book = templates_.find(language);
  return book == templates_.end() ? *kNone : book->second;
}

std::vector<std::string> Snapshot::LanguagesFor(absl::string_view language_code) const {
  std::vector<std::string> languages = FindLanguages(language_code, languages_);
  std::erase(languages, kEnglish);
  languages.emplace_back(kEnglish);
  return languages;
}

}  // namespace sipwhy
