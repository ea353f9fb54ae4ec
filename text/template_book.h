// The templates of one language, with the variants that some of them have.
#ifndef SIPWHY_TEXT_TEMPLATE_BOOK_H_
#define SIPWHY_TEXT_TEMPLATE_BOOK_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "text/sentence.h"

namespace sipwhy {

// A template is a sentence with named values in braces. A language that needs other sentences for some numbers keeps
// them as variants, under the name and a sign in brackets:
// - "diff.count[few]": where the value {count} is of that plural category in the language (Unicode CLDR),
// - "notice.meant[4xx]", "notice.meant[486]", "notice.meant[xx1]": where {code} has these digits.
// Fill it, then share it: reading is safe from any thread.
class TemplateBook {
 public:
  explicit TemplateBook(std::string language) : language_(std::move(language)) {}

  const std::string& language() const { return language_; }

  // Adds the template, or the variant of a template, that is kept under `name`.
  void Add(absl::string_view name, std::string text);

  // The template `name` filled with `values`, in the variant that fits them: the one with the most digits first, then
  // the one for the count, then the template itself. Nullopt where the book does not have it.
  std::optional<std::string> Fill(absl::string_view name, NamedValues values) const;

 private:
  struct Entry {
    std::optional<std::string> text;
    std::vector<std::pair<std::string, std::string>> variants;  // by their sign, without brackets
  };

  const std::string* Choose(const Entry& entry, NamedValues values) const;

  std::string language_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace sipwhy

#endif  // SIPWHY_TEXT_TEMPLATE_BOOK_H_
