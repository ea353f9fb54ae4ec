#include "settings/setting.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace sipwhy {
namespace {

// One function per type or kind, for what differs between them.

std::string Text(const std::string& text) { return text; }
std::string Text(int64_t number) { return absl::StrCat(number); }
std::string Text(bool is_on) { return is_on ? "true" : "false"; }
// abseil leaves the unit out of zero.
std::string Text(absl::Duration duration) {
  return duration == absl::ZeroDuration() ? "0s" : absl::FormatDuration(duration);
}

std::string Text(const std::vector<std::string>& texts) { return absl::StrJoin(texts, ","); }

std::string Expected(const TextSetting& /*kind*/) { return "a text"; }
std::string Expected(const NumberSetting& kind) {
  return absl::StrCat("a number from ", kind.least, " to ", kind.most);
}
std::string Expected(const SwitchSetting& /*kind*/) { return "true or false"; }
std::string Expected(const DurationSetting& kind) {
  return absl::StrCat("a duration from ", Text(kind.least), " to ", Text(kind.most), ", such as 500ms, 5s or 1m30s");
}
std::string Expected(const ListSetting& /*kind*/) { return "texts without commas"; }
std::string Expected(const ChoiceSetting& kind) { return absl::StrCat("one of ", absl::StrJoin(kind.words, ", ")); }

std::optional<SettingValue> Parse(const TextSetting& /*kind*/, absl::string_view text) {
  return SettingValue(std::string(text));
}

std::optional<SettingValue> Parse(const NumberSetting& kind, absl::string_view text) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number) || number < kind.least || number > kind.most) return std::nullopt;
  return SettingValue(number);
}

std::optional<SettingValue> Parse(const SwitchSetting& /*kind*/, absl::string_view text) {
  const std::string word = absl::AsciiStrToLower(text);
  if (word == "true" || word == "yes" || word == "1") return SettingValue(true);
  if (word == "false" || word == "no" || word == "0") return SettingValue(false);
  return std::nullopt;
}

std::optional<SettingValue> Parse(const DurationSetting& kind, absl::string_view text) {
  absl::Duration duration;
  const bool is_one = absl::ParseDuration(text, &duration) && duration >= kind.least && duration <= kind.most;
  return is_one ? std::optional<SettingValue>(duration) : std::nullopt;
}

std::optional<SettingValue> Parse(const ChoiceSetting& kind, absl::string_view text) {
  const bool is_one = std::find(kind.words.begin(), kind.words.end(), text) != kind.words.end();
  return is_one ? std::optional<SettingValue>(std::string(text)) : std::nullopt;
}

std::optional<SettingValue> Parse(const ListSetting& /*kind*/, absl::string_view text) {
  std::vector<std::string> texts;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const absl::string_view one = absl::StripAsciiWhitespace(part);
    if (!one.empty()) texts.emplace_back(one);
  }
  return SettingValue(std::move(texts));
}

}  // namespace

SettingValue DefaultOf(const Setting& setting) {
  return std::visit([](const auto& kind) { return SettingValue(kind.fallback); }, setting.kind);
}

bool IsSwitch(const Setting& setting) { return std::holds_alternative<SwitchSetting>(setting.kind); }

bool IsRequired(const Setting& setting) {
  const auto* text = std::get_if<TextSetting>(&setting.kind);
  return text != nullptr && text->required;
}

bool IsSecret(const Setting& setting) {
  const auto* text = std::get_if<TextSetting>(&setting.kind);
  return text != nullptr && text->secret;
}

std::string ExpectationOf(const Setting& setting) {
  return std::visit([](const auto& kind) { return Expected(kind); }, setting.kind);
}

absl::StatusOr<SettingValue> ParseValue(const Setting& setting, absl::string_view text) {
  const std::optional<SettingValue> value =
      std::visit([text](const auto& kind) { return Parse(kind, text); }, setting.kind);
  if (value.has_value()) return *value;
  return absl::InvalidArgumentError(
      absl::StrCat("must be ", ExpectationOf(setting), ", not \"", absl::CEscape(text), "\""));
}

std::string TextOf(const SettingValue& value) {
  return std::visit([](const auto& one) { return Text(one); }, value);
}

std::string FlagName(absl::string_view name) { return absl::StrCat("--", name); }

std::string VariableName(absl::string_view prefix, absl::string_view name) {
  return absl::StrCat(prefix, absl::AsciiStrToUpper(KeyName(name)));
}

std::string KeyName(absl::string_view name) { return absl::StrReplaceAll(name, {{"-", "_"}}); }

}  // namespace sipwhy
