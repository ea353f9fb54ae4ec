#include "bot/speech.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

constexpr char kEnglishTag[] = "en";

TemplateBook ReadEnglish() {
  TemplateBook book(kEnglishTag);
  for (const EnglishSentence& sentence : EnglishSentences()) book.Add(sentence.name, sentence.text);
  return book;
}

const TemplateBook& English() {
  static const auto* const book = new TemplateBook(ReadEnglish());
  return *book;
}

}  // namespace

Speech::Speech() : templates_(kEnglishTag) {}

Speech::Speech(TemplateBook templates) : templates_(std::move(templates)) {}

std::string Speech::Say(absl::string_view name, NamedValues values) const {
  const std::string full_name = absl::StrCat("bot.", name);
  if (std::optional<std::string> said = templates_.Fill(full_name, values)) return *std::move(said);
  return English().Fill(full_name, values).value_or("");
}

}  // namespace sipwhy::bot
