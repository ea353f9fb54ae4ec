#include "settings/toml_file.h"

// In toml++ 3.3 an assertion ends the process at "[[[", where the check after it would do
// (https://github.com/marzer/tomlplusplus/pull/301).
#define TOML_ASSERT(expression) static_assert(true)  // NOLINT(cppcoreguidelines-macro-usage): the library's own name
#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sipwhy {
namespace {

int LineOf(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

std::optional<std::vector<std::string>> TextsOf(const toml::array& array) {
  std::vector<std::string> texts;
  for (const toml::node& item : array) {
    const std::optional<std::string> text = item.value_exact<std::string>();
    if (!text.has_value()) return std::nullopt;
    texts.push_back(*text);
  }
  return texts;
}

TomlValue ValueOf(const toml::node& node) {
  TomlValue value{.line = LineOf(node)};
  value.text = node.value_exact<std::string>();
  value.flag = node.value_exact<bool>();
  value.number = node.value_exact<int64_t>();
  if (const toml::array* array = node.as_array()) value.texts = TextsOf(*array);
  if (const toml::table* table = node.as_table()) {
    value.is_table = true;
    for (const auto& [key, item] : *table) value.table[std::string(key.str())] = item.value_or(std::string());
  }
  return value;
}

TomlSection SectionOf(std::string name, bool repeated, const toml::table& table) {
  TomlSection section{.name = std::move(name), .repeated = repeated, .line = LineOf(table)};
  for (const auto& [key, node] : table) section.values.emplace(std::string(key.str()), ValueOf(node));
  return section;
}

bool IsSection(const toml::node& node) {
  const toml::table* table = node.as_table();
  return node.is_array_of_tables() || (table != nullptr && !table->is_inline());
}

std::vector<TomlSection> SectionsOf(const toml::table& root) {
  std::vector<TomlSection> sections(1);
  for (const auto& [key, node] : root) {
    const std::string name(key.str());
    if (!IsSection(node)) {
      sections.front().values.emplace(name, ValueOf(node));
    } else if (const toml::table* table = node.as_table()) {
      sections.push_back(SectionOf(name, false, *table));
    } else {
      for (const toml::node& item : *node.as_array()) sections.push_back(SectionOf(name, true, *item.as_table()));
    }
  }
  std::stable_sort(sections.begin() + 1, sections.end(),
                   [](const TomlSection& a, const TomlSection& b) { return a.line < b.line; });
  return sections;
}

}  // namespace

std::vector<TomlSection> ReadToml(const std::string& text, std::vector<ConfigurationProblem>& problems) {
  // The library throws; nothing else of ours does.
  try {
    return SectionsOf(toml::parse(text));
  } catch (const toml::parse_error& error) {
    problems.push_back({static_cast<int>(error.source().begin.line), absl::StrCat("no TOML: ", error.what())});
    return {};
  }
}

std::string ToToml(absl::string_view text) {
  std::string toml = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      toml += {'\\', c};
    } else if (absl::ascii_iscntrl(byte)) {
      absl::StrAppendFormat(&toml, "\\u%04X", byte);
    } else {
      toml += c;
    }
  }
  return toml + "\"";
}

}  // namespace sipwhy
