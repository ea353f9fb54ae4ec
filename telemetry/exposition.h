// Prometheus's text exposition format, version 0.0.4.
#ifndef SIPWHY_TELEMETRY_EXPOSITION_H_
#define SIPWHY_TELEMETRY_EXPOSITION_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy {

// Names match [a-zA-Z_][a-zA-Z0-9_]*; values are UTF-8.
using MetricLabels = std::vector<std::pair<std::string, std::string>>;

// One line of a family: a value and the labels by which it differs from the family's other lines.
struct MetricSample {
  MetricLabels labels;
  double value = 0;
};

enum class MetricType { kCounter, kGauge, kHistogram };

// Writes a page. Names match [a-zA-Z_:][a-zA-Z0-9_:]*, that of a counter ends in "_total"; help is a sentence.
class ExpositionPage {
 public:
  // Begins a family, whose samples follow before the next begins.
  void Begin(absl::string_view name, MetricType type, absl::string_view help);

  // A line of the family that was begun, or of a histogram's "_bucket", "_sum" and "_count". `value` is a number of the
  // format.
  void Add(absl::string_view name, const MetricLabels& labels, absl::string_view value);

  // A whole family.
  void AddFamily(absl::string_view name, MetricType type, absl::string_view help,
                 const std::vector<MetricSample>& samples);

  // A whole family of one line without labels.
  void AddGauge(absl::string_view name, absl::string_view help, double value);
  void AddCounter(absl::string_view name, absl::string_view help, double value);

  std::string Text() && { return std::move(text_); }

 private:
  std::string text_;
};

// A number of the format: decimal, never with an exponent, or NaN, +Inf and -Inf.
std::string ExpositionNumber(double value);

}  // namespace sipwhy

#endif  // SIPWHY_TELEMETRY_EXPOSITION_H_
