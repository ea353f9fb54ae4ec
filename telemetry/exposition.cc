#include "telemetry/exposition.h"

#include <array>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace sipwhy {
namespace {

absl::string_view NameOf(MetricType type) {
  switch (type) {
    case MetricType::kCounter:
      return "counter";
    case MetricType::kGauge:
      return "gauge";
    case MetricType::kHistogram:
      return "histogram";
  }
  return "untyped";
}

}  // namespace

std::string ExpositionNumber(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 512> digits{};  // the longest double has 309 digits before the point or 324 behind it
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  return {digits.data(), written.ptr};
}

void ExpositionPage::Begin(absl::string_view name, MetricType type, absl::string_view help) {
  absl::StrAppend(&text_, "# HELP ", name, " ", absl::StrReplaceAll(help, {{"\\", "\\\\"}, {"\n", "\\n"}}), "\n# TYPE ",
                  name, " ", NameOf(type), "\n");
}

void ExpositionPage::Add(absl::string_view name, const MetricLabels& labels, absl::string_view value) {
  text_.append(name.data(), name.size());
  absl::string_view before = "{";
  for (const auto& [label, text] : labels) {
    absl::StrAppend(&text_, before, label, "=\"",
                    absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}}), "\"");
    before = ",";
  }
  absl::StrAppend(&text_, labels.empty() ? " " : "} ", value, "\n");
}

void ExpositionPage::AddFamily(absl::string_view name, MetricType type, absl::string_view help,
                               const std::vector<MetricSample>& samples) {
  Begin(name, type, help);
  for (const MetricSample& sample : samples) Add(name, sample.labels, ExpositionNumber(sample.value));
}

void ExpositionPage::AddGauge(absl::string_view name, absl::string_view help, double value) {
  AddFamily(name, MetricType::kGauge, help, {{{}, value}});
}

void ExpositionPage::AddCounter(absl::string_view name, absl::string_view help, double value) {
  AddFamily(name, MetricType::kCounter, help, {{{}, value}});
}

}  // namespace sipwhy
