#include "settings/usage.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace sipwhy {
namespace {

constexpr size_t kWidth = 110;
constexpr size_t kIndent = 2;
constexpr size_t kGap = 2;
constexpr size_t kMostForFlags = 32;

struct Row {
  std::string flag;  // "--most-connections=N"
  std::string help;
};

// Characters, each of which takes one column in the texts of a usage.
size_t Columns(absl::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Appends the words of `text` to `line`, whose end is at `column`, and goes on in lines that begin at `indent`.
void AppendWords(std::string& line, size_t column, size_t indent, absl::string_view text) {
  bool is_first = true;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const size_t needed = Columns(word) + (is_first ? 0 : 1);
    if (!is_first && column + needed > kWidth) {
      absl::StrAppend(&line, "\n", std::string(indent, ' '), word);
      column = indent + Columns(word);
    } else {
      absl::StrAppend(&line, is_first ? "" : " ", word);
      column += needed;
    }
    is_first = false;
  }
  absl::StrAppend(&line, "\n");
}

std::string Paragraph(absl::string_view text) {
  std::string lines;
  AppendWords(lines, 0, 0, text);
  return lines;
}

std::string SpellingOf(const Setting& setting) {
  return IsSwitch(setting) ? FlagName(setting.name) : absl::StrCat(FlagName(setting.name), "=", setting.placeholder);
}

// A switch that is off and an empty text are what one expects.
std::string DefaultNote(const Setting& setting) {
  const std::string value = TextOf(DefaultOf(setting));
  if (IsRequired(setting)) return " (required)";
  return value.empty() || value == "false" ? "" : absl::StrCat(" (", value, " by default)");
}

std::vector<Row> RowsOf(const SettingSection& section) {
  std::vector<Row> rows;
  for (const Setting& setting : section.settings) {
    rows.push_back({SpellingOf(setting), absl::StrCat(setting.help, DefaultNote(setting))});
  }
  return rows;
}

std::vector<Row> RowsOfEveryProgram(const Program& program) {
  const bool has_settings = program.has_settings_file;
  return {
      {"--config=FILE", has_settings ? "the file with settings, in TOML" : "the program's own file, in TOML"},
      {"--check-config", has_settings ? "say what is wrong with the settings, or that nothing is, and leave"
                                      : "say what is wrong with the file, or that nothing is, and leave"},
      {"--print-config", has_settings ? "print the settings that hold and where each is from, as such a file, and leave"
                                      : "print the file as it is understood, without its secrets, and leave"},
      {"--help", "print this and leave"},
      {"--version", "print the version and leave"}};
}

std::vector<SettingSection> SectionsWithSettings(const Program& program) {
  std::vector<SettingSection> sections = program.sections;
  std::erase_if(sections, [](const SettingSection& section) { return section.settings.empty(); });
  return sections;
}

// Where the help begins.
size_t HelpColumn(const Program& program) {
  size_t longest = 0;
  for (const Setting* setting : SettingsOf(program)) longest = std::max(longest, Columns(SpellingOf(*setting)));
  for (const Row& row : RowsOfEveryProgram(program)) longest = std::max(longest, Columns(row.flag));
  return kIndent + std::min(longest, kMostForFlags) + kGap;
}

std::string Table(absl::string_view heading, const std::vector<Row>& rows, size_t help_column) {
  std::string lines = absl::StrCat(heading, ":\n");
  for (const Row& row : rows) {
    const size_t flag_end = kIndent + Columns(row.flag) + kGap;
    const size_t column = std::max(flag_end, help_column);
    absl::StrAppend(&lines, std::string(kIndent, ' '), row.flag, std::string(column - flag_end + kGap, ' '));
    AppendWords(lines, column, help_column, row.help);
  }
  return lines;
}

// Shown by a setting of the program itself.
std::string OrderOf(const Program& program) {
  const std::vector<const Setting*> settings = SettingsOf(program);
  const auto plain = std::find_if(settings.begin(), settings.end(), [](const Setting* setting) {
    return !IsSwitch(*setting) && !IsSecret(*setting) && !IsRequired(*setting);
  });
  if (plain == settings.end()) return "";
  const Setting& setting = **plain;
  const std::string value = TextOf(DefaultOf(setting));
  const bool is_number = std::holds_alternative<NumberSetting>(setting.kind);
  return Paragraph(absl::StrCat("A setting is taken from the first of these that has it: the command line, as ",
                                FlagName(setting.name), "=", value, "; the environment, as ",
                                VariableName(program.variable_prefix, setting.name), "=", value,
                                ", where an empty variable counts as none; the file that --config or ",
                                VariableName(program.variable_prefix, kConfigName), " names, as ",
                                KeyName(setting.name), " = ", is_number ? value : absl::StrCat("\"", value, "\""),
                                "; its default. A switch is turned off by --no and its name, ", "or by false."));
}

}  // namespace

std::string UsageOf(const Program& program) {
  const size_t help_column = HelpColumn(program);
  std::string usage = absl::StrCat(Paragraph(absl::StrCat("Usage: ", program.name, " ", program.synopsis)), "\n",
                                   Paragraph(program.purpose), "\n");
  for (const SettingSection& section : SectionsWithSettings(program)) {
    absl::StrAppend(&usage, Table(section.heading, RowsOf(section), help_column), "\n");
  }
  absl::StrAppend(&usage, Table("Configuration", RowsOfEveryProgram(program), help_column), "\n");
  if (program.has_settings_file) absl::StrAppend(&usage, OrderOf(program), "\n");
  for (const std::string& note : program.notes) absl::StrAppend(&usage, Paragraph(note), "\n");
  absl::StrAppend(&usage, "Examples:\n");
  for (const std::string& example : program.examples) absl::StrAppend(&usage, "  ", example, "\n");
  return usage;
}

}  // namespace sipwhy
