#include "settings/settings_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "settings/toml_file.h"

namespace sipwhy {
namespace {

bool IsNumber(const Setting& setting) { return std::holds_alternative<NumberSetting>(setting.kind); }

bool IsList(const Setting& setting) { return std::holds_alternative<ListSetting>(setting.kind); }

// The value as on a command line; nullopt if it is not of the type that the setting has in TOML.
std::optional<std::string> PlainText(const Setting& setting, const TomlValue& value) {
  if (IsNumber(setting)) return value.number.has_value() ? std::optional(TextOf(*value.number)) : std::nullopt;
  if (IsSwitch(setting)) return value.flag.has_value() ? std::optional(TextOf(*value.flag)) : std::nullopt;
  if (!IsList(setting)) return value.text;
  const bool has_commas = value.texts.has_value() && absl::StrContains(absl::StrJoin(*value.texts, ""), ',');
  return value.texts.has_value() && !has_commas ? std::optional(TextOf(*value.texts)) : std::nullopt;
}

std::string WrongType(const Setting& setting) {
  if (IsList(setting)) return R"(must be a list of texts without commas, such as ["a", "b"])";
  const bool is_quoted = !IsNumber(setting) && !IsSwitch(setting);
  return absl::StrCat("must be ", ExpectationOf(setting), is_quoted ? ", in double quotes" : ", without quotes");
}

class FileReader {
 public:
  FileReader(const Program& program, std::string path) : program_(program), path_(std::move(path)) {}

  GivenValues Read(const std::string& text, Mistakes& mistakes) {
    const std::vector<TomlSection> sections = ReadToml(text, problems_);
    for (const TomlSection& section : sections) {
      if (!section.name.empty())
        Complain(section.line, absl::StrCat("there are no headings here; leave ", section.name, " out"));
    }
    if (!sections.empty()) {
      for (const auto& [key, value] : sections.front().values) ReadKey(key, value);
    }
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const ConfigurationProblem& a, const ConfigurationProblem& b) { return a.line < b.line; });
    for (const ConfigurationProblem& problem : problems_) {
      mistakes.push_back(absl::StrCat(PlaceOf(problem.line), problem.what));
    }
    return std::move(values_);
  }

 private:
  std::string PlaceOf(int line) const { return absl::StrCat(path_, ":", line, ": "); }

  void Complain(int line, std::string what) { problems_.push_back({line, std::move(what)}); }

  void ReadKey(const std::string& key, const TomlValue& toml) {
    const Setting* setting = FindSetting(program_, key);
    if (setting == nullptr) return ComplainOfKey(key, toml.line);
    const std::string name = KeyName(setting->name);
    const std::optional<std::string> text = PlainText(*setting, toml);
    if (!text.has_value()) return Complain(toml.line, absl::StrCat(name, " ", WrongType(*setting)));
    const absl::StatusOr<SettingValue> value = ParseValue(*setting, *text);
    if (!value.ok()) return Complain(toml.line, absl::StrCat(name, " ", value.status().message()));
    const GivenValue given = {*value, absl::StrCat(PlaceOf(toml.line), name)};
    if (!values_.emplace(setting->name, given).second)
      Complain(toml.line, absl::StrCat(name, " is given twice; leave one"));
  }

  void ComplainOfKey(const std::string& key, int line) {
    std::vector<std::string> names;
    for (const Setting* setting : SettingsOf(program_)) names.push_back(KeyName(setting->name));
    const std::string nearest = NearestName(names, KeyName(key));
    const std::string hint = nearest.empty() ? "; see --help" : absl::StrCat("; did you mean ", nearest, "?");
    Complain(line, absl::StrCat("there is no key ", absl::CEscape(key), hint));
  }

  const Program& program_;
  const std::string path_;
  std::vector<ConfigurationProblem> problems_;
  GivenValues values_;
};

}  // namespace

GivenValues ReadSettingsFile(const Program& program, const std::string& path, const std::string& text,
                             Mistakes& mistakes) {
  return FileReader(program, path).Read(text, mistakes);
}

}  // namespace sipwhy
