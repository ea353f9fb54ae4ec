#include "telemetry/metrics.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <ctime>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Le;
using ::testing::Not;
using ::testing::Pair;

using Labels = std::map<std::string, std::string>;

// A page as it was read: the values by name and labels, and the types by family.
struct Page {
  std::map<std::pair<std::string, Labels>, double> samples;
  std::map<std::string, std::string> types;

  // NaN when there is no such line.
  double Value(const std::string& name, const Labels& labels = {}) const {
    const auto found = samples.find({name, labels});
    return found == samples.end() ? std::nan("") : found->second;
  }

  // All lines of `name`.
  std::map<Labels, double> All(const std::string& name) const {
    std::map<Labels, double> all;
    for (const auto& [series, value] : samples) {
      if (series.first == name) all[series.second] = value;
    }
    return all;
  }
};

bool IsName(absl::string_view name, bool may_have_colon) {
  if (name.empty() || absl::ascii_isdigit(static_cast<unsigned char>(name.front()))) return false;
  return std::all_of(name.begin(), name.end(), [may_have_colon](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || (c == ':' && may_have_colon);
  });
}

// Reads pages in the text format 0.0.4, and refuses what the format leaves undefined or what only a careless writer
// would make of it: every family has HELP and TYPE, in this order, and its lines behind them; nothing but line feeds
// ends a line; one space parts the tokens.
class PageReader {
 public:
  absl::StatusOr<Page> Read(absl::string_view text) {
    if (!absl::ConsumeSuffix(&text, "\n")) return Bad("the last line does not end");
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      const absl::Status status = absl::StartsWith(line, "#") ? ReadComment(line) : ReadSample(line);
      if (!status.ok()) return absl::InvalidArgumentError(absl::StrCat(status.message(), ": ", line));
    }
    for (const auto& [name, type] : page_.types) {
      if (type != "histogram") continue;
      if (absl::Status status = CheckHistogram(name); !status.ok()) return status;
    }
    return std::move(page_);
  }

 private:
  static absl::Status Bad(absl::string_view why) { return absl::InvalidArgumentError(why); }

  absl::Status ReadComment(absl::string_view line) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, absl::MaxSplits(' ', 3));
    if (words.size() != 4 || words[0] != "#" || !IsName(words[2], true)) return Bad("neither HELP nor TYPE");
    return words[1] == "HELP"   ? ReadHelp(std::string(words[2]), words[3])
           : words[1] == "TYPE" ? ReadType(std::string(words[2]), std::string(words[3]))
                                : Bad("neither HELP nor TYPE");
  }

  absl::Status ReadHelp(const std::string& name, absl::string_view help) {
    if (!helped_.insert(name).second) return Bad("a second HELP");
    if (absl::StrContains(absl::StrReplaceAll(help, {{"\\\\", ""}, {"\\n", ""}}), "\\")) return Bad("a bad escape");
    if (help.empty()) return Bad("help that says nothing");
    family_ = name;
    return absl::OkStatus();
  }

  absl::Status ReadType(const std::string& name, const std::string& type) {
    if (name != family_) return Bad("TYPE without HELP");
    if (type != "counter" && type != "gauge" && type != "histogram") return Bad("no type");
    if (type == "counter" && !absl::EndsWith(name, "_total")) return Bad("a counter not called total");
    if (!page_.types.emplace(name, type).second) return Bad("a second TYPE");
    return absl::OkStatus();
  }

  absl::Status ReadSample(absl::string_view line) {
    const std::string name(line.substr(0, line.find_first_of("{ ")));
    line.remove_prefix(name.size());
    if (!IsName(name, true)) return Bad("no name");
    if (!BelongsToFamily(name)) return Bad("a line outside of its family");
    absl::StatusOr<Labels> labels = ReadLabels(line);
    if (!labels.ok()) return labels.status();
    absl::StatusOr<double> value = ReadValue(line);
    if (!value.ok()) return value.status();
    if (page_.types[family_] != "gauge" && !(*value >= 0)) return Bad("a count below zero");
    if (labels->count("le") != (absl::EndsWith(name, "_bucket") ? 1 : 0)) return Bad("le");
    if (!page_.samples.emplace(std::make_pair(name, *labels), *value).second) return Bad("a second line of a series");
    order_.emplace_back(name, *std::move(labels));
    return absl::OkStatus();
  }

  bool BelongsToFamily(absl::string_view name) const {
    const auto type = page_.types.find(family_);
    if (type == page_.types.end() || !absl::ConsumePrefix(&name, family_)) return false;
    if (type->second != "histogram") return name.empty();
    return name == "_bucket" || name == "_sum" || name == "_count";
  }

  // Takes the labels off the front of `rest`.
  static absl::StatusOr<Labels> ReadLabels(absl::string_view& rest) {
    Labels labels;
    if (!absl::ConsumePrefix(&rest, "{")) return labels;
    do {
      const std::string name(rest.substr(0, rest.find('=')));
      rest.remove_prefix(name.size());
      if (!IsName(name, false) || !absl::ConsumePrefix(&rest, "=\"")) return Bad("no label");
      absl::StatusOr<std::string> value = ReadLabelValue(rest);
      if (!value.ok()) return value.status();
      if (!labels.emplace(name, *std::move(value)).second) return Bad("a second value of a label");
    } while (absl::ConsumePrefix(&rest, ","));
    if (!absl::ConsumePrefix(&rest, "}")) return Bad("labels do not end");
    return labels;
  }

  // Takes what stands up to the closing quote, and that, off the front of `rest`.
  static absl::StatusOr<std::string> ReadLabelValue(absl::string_view& rest) {
    std::string value;
    while (!rest.empty() && rest.front() != '"') {
      if (absl::ConsumePrefix(&rest, "\\n")) {
        value += '\n';
        continue;
      }
      if (absl::ConsumePrefix(&rest, "\\") && (rest.empty() || (rest.front() != '"' && rest.front() != '\\'))) {
        return Bad("a bad escape");
      }
      value += rest.front();
      rest.remove_prefix(1);
    }
    if (!absl::ConsumePrefix(&rest, "\"")) return Bad("a label does not end");
    return value;
  }

  static absl::StatusOr<double> ReadValue(absl::string_view text) {
    double value = 0;
    if (!absl::ConsumePrefix(&text, " ")) return Bad("no value");
    if (text == "+Inf") return HUGE_VAL;
    if (text == "-Inf") return -HUGE_VAL;
    if (text == "NaN") return std::nan("");
    if (text.find_first_not_of("0123456789.-") != absl::string_view::npos || !absl::SimpleAtod(text, &value)) {
      return Bad("no number");
    }
    return value;
  }

  // Buckets ascend in bound and count and end in +Inf, which is the count, for each set of the other labels.
  absl::Status CheckHistogram(const std::string& name) const {
    std::map<Labels, std::vector<std::pair<double, double>>> buckets;
    for (const auto& [line, labels] : order_) {
      if (line != name + "_bucket") continue;
      Labels others = labels;
      double bound = HUGE_VAL;
      if (labels.at("le") != "+Inf" && !absl::SimpleAtod(labels.at("le"), &bound)) return Bad("no bound");
      others.erase("le");
      buckets[others].emplace_back(bound, page_.Value(line, labels));
    }
    for (const auto& [labels, of_one] : buckets) {
      if (absl::Status status = CheckBuckets(of_one); !status.ok()) return status;
      if (page_.Value(name + "_count", labels) != of_one.back().second) return Bad("the count is not that of +Inf");
      if (std::isnan(page_.Value(name + "_sum", labels))) return Bad("a histogram without sum");
    }
    if (buckets.size() != page_.All(name + "_count").size()) return Bad("a count without buckets");
    if (buckets.size() != page_.All(name + "_sum").size()) return Bad("a sum without buckets");
    return absl::OkStatus();
  }

  static absl::Status CheckBuckets(const std::vector<std::pair<double, double>>& buckets) {
    for (size_t i = 1; i < buckets.size(); ++i) {
      if (!(buckets[i - 1].first < buckets[i].first)) return Bad("bounds do not ascend");
      if (!(buckets[i - 1].second <= buckets[i].second)) return Bad("counts do not ascend");
    }
    return buckets.back().first == HUGE_VAL ? absl::OkStatus() : Bad("no bucket for +Inf");
  }

  Page page_;
  std::string family_;
  std::set<std::string> helped_;
  std::vector<std::pair<std::string, Labels>> order_;
};

Page PageOf(const Metrics& metrics) {
  const std::string text = metrics.Text();
  absl::StatusOr<Page> page = PageReader().Read(text);
  EXPECT_THAT(page, IsOk()) << text;
  return page.ok() ? *std::move(page) : Page();
}

Metrics::Options TwoMethods() {
  Metrics::Options options;
  options.methods = {{"sipwhy.v1.Explainer", "Explain"}, {"sipwhy.v1.Explainer", "WatchRevision", "server_stream"}};
  options.version = "0.1.0";
  options.grpc_version = "1.51.1";
  return options;
}

Labels Explain(const std::string& label = "", const std::string& value = "") {
  Labels labels = {{"grpc_type", "unary"}, {"grpc_service", "sipwhy.v1.Explainer"}, {"grpc_method", "Explain"}};
  if (!label.empty()) labels[label] = value;
  return labels;
}

double Handled(const Page& page, const std::string& code) {
  return page.Value("grpc_server_handled_total", Explain("grpc_code", code));
}

double InBucket(const Page& page, const std::string& bound) {
  return page.Value("grpc_server_handling_seconds_bucket", Explain("le", bound));
}

// The sum over all lines of `name`.
double SumOf(const Page& page, const std::string& name) {
  double sum = 0;
  for (const auto& [labels, value] : page.All(name)) sum += value;
  return sum;
}

TEST(PageReaderTest, BadPagesAreRefused) {
  const std::string head = "# HELP a_total A.\n# TYPE a_total counter\n";
  const std::string histogram = "# HELP h H.\n# TYPE h histogram\n";
  for (const std::string& bad : {
           std::string(),
           head + "a_total 1",                  // the last line does not end
           head + "\na_total 1\n",              // an empty line
           head + "a_total 1\r\n",              // another line end
           head + "a_total  1\n",               // two spaces
           head + "a_total\n",                  // no value
           head + "a_total x\n",                // no number
           head + "a_total inf\n",              // another infinity
           head + "a_total -1\n",               // a count below zero
           head + "a_total 1 1700000000000\n",  // a time
           head + "b_total 1\n",                // of no family
           head + "a_total_sum 1\n",            // of no histogram
           head + "a_total 1\na_total 1\n",     // a series twice
           head + "a_total{x=\"1\",y=\"2\"} 1\na_total{y=\"2\",x=\"1\"} 1\n",
           head + "a_total{x=\"1\",x=\"2\"} 1\n",  // a label twice
           head + "a_total{x=\"\\t\"} 1\n",        // an escape that is none
           head + "a_total{x=\"1\" 1\n",           // labels without end
           head + "a_total{x=\"1\",} 1\n",         // an empty label
           head + "a_total{1x=\"1\"} 1\n",         // a bad name
           head + "a_total{x:y=\"1\"} 1\n",
           head + "a_total{le=\"1\"} 1\n",                 // a bucket without histogram
           head + head,                                    // a family twice
           std::string("a_total 1\n"),                     // no family
           std::string("# TYPE a_total counter\n"),        // no HELP
           std::string("# HELP a_total A.\na_total 1\n"),  // no TYPE
           std::string("# HELP a_total \\x\n# TYPE a_total counter\n"),
           std::string("# HELP a A.\n# TYPE a counter\n"),  // a counter not called total
           std::string("# HELP a A.\n# TYPE a number\n"),   // no type
           std::string("# comment\n"),
           histogram + "h 1\n",
           histogram + "h_count 1\n",                                 // no buckets
           histogram + "h_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n",  // no +Inf
           histogram + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n",
           histogram + "h_bucket{le=\"+Inf\"} 1\nh_count 1\n",                                 // no sum
           histogram + "h_bucket 1\nh_sum 1\nh_count 1\n",                                     // no bound
           histogram + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",  // not cumulative
           histogram + "h_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",
       }) {
    EXPECT_THAT(PageReader().Read(bad), Not(IsOk())) << bad;
  }
}

TEST(PageReaderTest, GoodPageIsRead) {
  const absl::StatusOr<Page> page = PageReader().Read(
      "# HELP a_total A \\\\ \\n.\n# TYPE a_total counter\na_total{x=\"\\\\ \\\" \\n\",y=\"\"} 1.5\na_total 2\n"
      "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"0.1\"} 1\nh_bucket{le=\"+Inf\"} 3\nh_sum 4.25\nh_count 3\n");
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->Value("a_total", {{"x", "\\ \" \n"}, {"y", ""}}), 1.5);
  EXPECT_EQ(page->Value("h_sum"), 4.25);
}

TEST(MetricsTest, CallIsCountedByMethodAndCode) {
  Metrics metrics(TwoMethods());
  metrics.Record(0, absl::StatusCode::kOk, absl::Microseconds(85));
  metrics.Record(0, absl::StatusCode::kOk, absl::Microseconds(85));
  metrics.Record(0, absl::StatusCode::kInvalidArgument, absl::Microseconds(85));
  metrics.Record(1, absl::StatusCode::kCancelled, absl::Seconds(3));
  const Page page = PageOf(metrics);
  EXPECT_EQ(Handled(page, "OK"), 2);
  EXPECT_EQ(Handled(page, "InvalidArgument"), 1);
  EXPECT_EQ(page.Value("grpc_server_handled_total", {{"grpc_type", "server_stream"},
                                                     {"grpc_service", "sipwhy.v1.Explainer"},
                                                     {"grpc_method", "WatchRevision"},
                                                     {"grpc_code", "Canceled"}}),
            1);
  EXPECT_EQ(SumOf(page, "grpc_server_handled_total"), 4);
}

TEST(MetricsTest, EachCodeHasItsName) {
  const std::vector<std::string> names = {
      "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
      "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
      "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
      "DataLoss", "Unauthenticated"};
  Metrics metrics(TwoMethods());
  for (int code = 0; code < 17; ++code) {
    for (int i = 0; i <= code; ++i) metrics.Record(0, static_cast<absl::StatusCode>(code), absl::ZeroDuration());
  }
  const Page page = PageOf(metrics);
  for (size_t code = 0; code < names.size(); ++code) EXPECT_EQ(Handled(page, names[code]), code + 1) << names[code];
}

TEST(MetricsTest, CodesThatAreNoneCountAsUnknown) {
  Metrics metrics(TwoMethods());
  for (const int code : {-1, 17, 20, std::numeric_limits<int>::max()}) {
    metrics.Record(0, static_cast<absl::StatusCode>(code), absl::ZeroDuration());
  }
  EXPECT_EQ(Handled(PageOf(metrics), "Unknown"), 4);
}

TEST(MetricsTest, MethodThatIsNoneIsNotCounted) {
  Metrics metrics(TwoMethods());
  metrics.Record(2, absl::StatusCode::kOk, absl::ZeroDuration());
  metrics.Record(std::numeric_limits<size_t>::max(), absl::StatusCode::kOk, absl::ZeroDuration());
  EXPECT_EQ(SumOf(PageOf(metrics), "grpc_server_handled_total"), 0);
}

TEST(MetricsTest, SeriesAreThereBeforeTheFirstCall) {
  const Page page = PageOf(Metrics(TwoMethods()));
  EXPECT_EQ(page.All("grpc_server_handled_total").size(), 2u * 17);
  EXPECT_EQ(page.All("grpc_server_handling_seconds_count").size(), 2u);
  EXPECT_EQ(Handled(page, "DataLoss"), 0);
  EXPECT_EQ(InBucket(page, "+Inf"), 0);
}

TEST(MetricsTest, BucketsHoldTheirUpperBound) {
  Metrics metrics(TwoMethods());
  metrics.Record(0, absl::StatusCode::kOk, absl::Microseconds(20));
  metrics.Record(0, absl::StatusCode::kOk, absl::Microseconds(20) + absl::Nanoseconds(1));
  const Page page = PageOf(metrics);
  EXPECT_EQ(InBucket(page, "0.00001"), 0);
  EXPECT_EQ(InBucket(page, "0.00002"), 1);
  EXPECT_EQ(InBucket(page, "0.00005"), 2);
}

TEST(MetricsTest, BucketsSpanTwentyMicrosecondsToASecond) {
  Metrics metrics(TwoMethods());
  std::vector<double> bounds;
  for (const auto& [labels, value] : PageOf(metrics).All("grpc_server_handling_seconds_bucket")) {
    double bound = 0;
    if (labels.at("grpc_method") == "Explain" && absl::SimpleAtod(labels.at("le"), &bound)) bounds.push_back(bound);
  }
  std::sort(bounds.begin(), bounds.end());
  EXPECT_LT(bounds.front(), 20e-6);
  EXPECT_EQ(bounds[bounds.size() - 2], 1);
  EXPECT_EQ(bounds.back(), HUGE_VAL);
  for (size_t i = 1; i + 1 < bounds.size(); ++i) EXPECT_LE(bounds[i] / bounds[i - 1], 2.5 + 1e-9) << bounds[i];
}

TEST(MetricsTest, SumIsExactToTheNanosecond) {
  Metrics metrics(TwoMethods());
  metrics.Record(0, absl::StatusCode::kOk, absl::Nanoseconds(1));
  metrics.Record(0, absl::StatusCode::kNotFound, absl::Seconds(7));
  EXPECT_THAT(metrics.Text(), HasSubstr("grpc_server_handling_seconds_sum{grpc_type=\"unary\",grpc_service=\"sipwhy.v1."
                                        "Explainer\",grpc_method=\"Explain\"} 7.000000001\n"));
}

TEST(MetricsTest, OddDurationsCountAsOnesFromZeroToADay) {
  Metrics metrics(TwoMethods());
  for (const absl::Duration odd : {-absl::Seconds(1), -absl::InfiniteDuration(), absl::InfiniteDuration()}) {
    metrics.Record(0, absl::StatusCode::kOk, odd);
  }
  const Page page = PageOf(metrics);
  EXPECT_EQ(InBucket(page, "0.000005"), 2);
  EXPECT_EQ(InBucket(page, "1"), 2);
  EXPECT_EQ(InBucket(page, "+Inf"), 3);
  EXPECT_EQ(page.Value("grpc_server_handling_seconds_sum", Explain()), 86400);
}

TEST(MetricsTest, ThreadsTogetherLoseNoCall) {
  constexpr int kThreads = 4;
  constexpr int kCalls = 20'000;
  Metrics metrics(TwoMethods());
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&metrics] {
        for (int i = 0; i < kCalls; ++i) {
          const auto code = i % 10 == 0 ? absl::StatusCode::kNotFound : absl::StatusCode::kOk;
          metrics.Record(static_cast<size_t>(i % 2), code, absl::Microseconds(i));
        }
      });
    }
  }
  const Page page = PageOf(metrics);
  EXPECT_EQ(Handled(page, "NotFound"), kThreads * kCalls / 10);
  EXPECT_EQ(Handled(page, "OK"), kThreads * kCalls / 10 * 4);
  EXPECT_EQ(SumOf(page, "grpc_server_handled_total"), kThreads * kCalls);
  EXPECT_EQ(SumOf(page, "grpc_server_handling_seconds_count"), kThreads * kCalls);
  EXPECT_NEAR(SumOf(page, "grpc_server_handling_seconds_sum"), 1e-6 * kThreads * kCalls * (kCalls - 1) / 2, 1e-6);
}

TEST(MetricsTest, PagesReadMeanwhileAreWholeAndNeverGoBack) {
  Metrics metrics(TwoMethods());
  std::atomic<bool> is_over = false;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 2; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; !is_over; ++i) metrics.Record(0, absl::StatusCode::kOk, absl::Microseconds(i % 2000));
    });
  }
  std::map<std::pair<std::string, Labels>, double> before;
  for (int scrape = 0; scrape < 30; ++scrape) {
    const Page page = PageOf(metrics);
    for (const auto& [series, value] : page.samples) {
      if (!absl::StartsWith(series.first, "grpc_")) continue;
      EXPECT_GE(value, before[series]) << series.first;
    }
    before = page.samples;
  }
  is_over = true;
}

TEST(MetricsTest, RevisionAndItsHashAreShown) {
  Metrics::Options options = TwoMethods();
  options.knowledge = [] { return KnowledgeState{.revision = 26, .content_hash = "9f86d081"}; };
  const Page page = PageOf(Metrics(std::move(options)));
  EXPECT_EQ(page.Value("sipwhy_knowledge_revision"), 26);
  EXPECT_THAT(page.All("sipwhy_knowledge_revision_info"),
              ElementsAre(Pair(Labels{{"revision", "26"}, {"content_hash", "9f86d081"}}, 1)));
}

TEST(MetricsTest, RevisionThatIsNotLoadedHasNoHash) {
  Metrics::Options options = TwoMethods();
  options.knowledge = [] { return KnowledgeState(); };
  const Page page = PageOf(Metrics(std::move(options)));
  EXPECT_EQ(page.Value("sipwhy_knowledge_revision"), 0);
  EXPECT_THAT(page.All("sipwhy_knowledge_revision_info"), IsEmpty());
}

TEST(MetricsTest, OthersAreAskedOnceAPageAndNotBefore) {
  int asked = 0;
  Metrics::Options options = TwoMethods();
  options.knowledge = [&asked] { return KnowledgeState{.revision = ++asked, .content_hash = "00"}; };
  Metrics metrics(std::move(options));
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(PageOf(metrics).Value("sipwhy_knowledge_revision"), 1);
  EXPECT_EQ(PageOf(metrics).Value("sipwhy_knowledge_revision"), 2);
}

TEST(MetricsTest, ReloadsAreCountedByResult) {
  Metrics metrics(TwoMethods());
  metrics.RecordReload(absl::StatusCode::kOk, absl::FromUnixSeconds(1'700'000'000));
  metrics.RecordReload(absl::StatusCode::kDataLoss, absl::FromUnixSeconds(1'700'000'100));
  metrics.RecordReload(absl::StatusCode::kDataLoss, absl::FromUnixSeconds(1'700'000'200));
  const Page page = PageOf(metrics);
  EXPECT_EQ(page.Value("sipwhy_knowledge_reloads_total", {{"result", "OK"}}), 1);
  EXPECT_EQ(page.Value("sipwhy_knowledge_reloads_total", {{"result", "DataLoss"}}), 2);
  EXPECT_EQ(page.Value("sipwhy_knowledge_reloads_total", {{"result", "NotFound"}}), 0);
  EXPECT_EQ(page.Value("sipwhy_knowledge_last_reload_successful"), 0);
  EXPECT_EQ(page.Value("sipwhy_knowledge_last_reload_success_timestamp_seconds"), 1'700'000'000);
}

TEST(MetricsTest, ReloadAfterAFailureIsASuccessAgain) {
  Metrics metrics(TwoMethods());
  metrics.RecordReload(absl::StatusCode::kNotFound, absl::FromUnixSeconds(1'700'000'000));
  metrics.RecordReload(absl::StatusCode::kOk, absl::FromUnixMillis(1'700'000'100'250));
  const Page page = PageOf(metrics);
  EXPECT_EQ(page.Value("sipwhy_knowledge_last_reload_successful"), 1);
  EXPECT_EQ(page.Value("sipwhy_knowledge_last_reload_success_timestamp_seconds"), 1'700'000'100.25);
}

TEST(MetricsTest, ConnectionsAreShownByWhatBecameOfThem) {
  Metrics::Options options = TwoMethods();
  options.connections = [] {
    return ConnectionCounts{.open = 3, .accepted = 12'345'678'901, .refused = {{"address", 2}, {"all", 0}}};
  };
  const Page page = PageOf(Metrics(std::move(options)));
  EXPECT_EQ(page.Value("sipwhy_connections_open"), 3);
  EXPECT_EQ(page.Value("sipwhy_connections_accepted_total"), 12'345'678'901);
  EXPECT_THAT(page.All("sipwhy_connections_refused_total"),
              ElementsAre(Pair(Labels{{"reason", "address"}}, 2), Pair(Labels{{"reason", "all"}}, 0)));
}

TEST(MetricsTest, WhatNobodyAnswersForIsLeftOut) {
  const Page page = PageOf(Metrics(TwoMethods()));
  EXPECT_EQ(page.types.count("sipwhy_knowledge_revision"), 0u);
  EXPECT_EQ(page.types.count("sipwhy_connections_open"), 0u);
}

TEST(MetricsTest, FamiliesOfOthersAreShown) {
  Metrics::Options options = TwoMethods();
  options.others = {{.name = "tls_rotations_total",
                     .type = MetricType::kCounter,
                     .help = "Rotations.",
                     .read =
                         [] {
                           return std::vector<MetricSample>{{{{"result", "kept"}}, 3}, {{{"result", "taken"}}, 4}};
                         }},
                    {.name = "nobody_total", .type = MetricType::kCounter, .help = "Nobody's.", .read = nullptr}};
  const Page page = PageOf(Metrics(std::move(options)));
  EXPECT_EQ(page.types.at("tls_rotations_total"), "counter");
  EXPECT_EQ(page.Value("tls_rotations_total", {{"result", "taken"}}), 4);
  EXPECT_EQ(page.types.count("nobody_total"), 0u);
}

TEST(MetricsTest, AnyValueIsANumberOfTheFormat) {
  const std::vector<double> values = {0,      -1.5,     1e-9,     0.1, 1e21, 9007199254740991, 1.7976931348623157e308,
                                      5e-324, HUGE_VAL, -HUGE_VAL};
  Metrics::Options options = TwoMethods();
  options.others = {{.name = "odd", .help = "Odd.", .read = [&values] {
                       std::vector<MetricSample> samples;
                       for (const double value : values)
                         samples.push_back({{{"n", absl::StrCat(samples.size())}}, value});
                       samples.push_back({{{"n", "nan"}}, std::nan("")});
                       return samples;
                     }}};
  const Page page = PageOf(Metrics(std::move(options)));
  for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(page.Value("odd", {{"n", absl::StrCat(i)}}), values[i]);
  EXPECT_TRUE(std::isnan(page.samples.at({"odd", {{"n", "nan"}}})));
}

TEST(MetricsTest, LabelsAndHelpAreEscaped) {
  const std::string odd = "C:\\kb\\new \"x\"\n{a=\"b\",} # \xC3\xA9";
  Metrics::Options options = TwoMethods();
  options.version = odd;
  options.others = {{.name = "odd", .help = "One \\ two\nthree.", .read = [&odd] {
                       return std::vector<MetricSample>{{{{"a", odd}, {"b", "\\n"}}, 1}};
                     }}};
  const Metrics metrics(std::move(options));
  EXPECT_THAT(metrics.Text(), HasSubstr("\n# HELP odd One \\\\ two\\nthree.\n"));
  EXPECT_EQ(PageOf(metrics).Value("odd", {{"a", odd}, {"b", "\\n"}}), 1);
  EXPECT_EQ(PageOf(metrics).All("sipwhy_build_info").begin()->first.at("version"), odd);
}

TEST(MetricsTest, BuildIsShown) {
  const std::map<Labels, double> builds = PageOf(Metrics(TwoMethods())).All("sipwhy_build_info");
  ASSERT_EQ(builds.size(), 1u);
  const Labels& labels = builds.begin()->first;
  EXPECT_EQ(labels.at("version"), "0.1.0");
  EXPECT_EQ(labels.at("grpc_version"), "1.51.1");
  EXPECT_THAT(labels.at("compiler"), ::testing::MatchesRegex("(gcc|clang) [0-9.]+.*"));
  EXPECT_EQ(builds.begin()->second, 1);
}

TEST(MetricsTest, OpenDescriptorsAreCounted) {
  const Metrics metrics(TwoMethods());
  double before = 0;
  for (int descriptor = 0; descriptor < getdtablesize(); ++descriptor)
    before += fcntl(descriptor, F_GETFD) >= 0 ? 1 : 0;
  EXPECT_EQ(PageOf(metrics).Value("process_open_fds"), before);
  std::array<int, 10> opened{};
  for (int& descriptor : opened) descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(PageOf(metrics).Value("process_open_fds"), before + 10);
  for (const int descriptor : opened) close(descriptor);
  EXPECT_EQ(PageOf(metrics).Value("process_open_fds"), before);
}

TEST(MetricsTest, MostDescriptorsAreThoseOfTheLimit) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(PageOf(Metrics(TwoMethods())).Value("process_max_fds"), static_cast<double>(limit.rlim_cur));
}

TEST(MetricsTest, ResidentMemoryGrowsWithWhatIsTouched) {
  constexpr size_t kBytes = 64U << 20U;
  const Metrics metrics(TwoMethods());
  const double before = PageOf(metrics).Value("process_resident_memory_bytes");
  const std::string touched(kBytes, 'x');
  EXPECT_THAT(PageOf(metrics).Value("process_resident_memory_bytes"),
              AllOf(Ge(before + 0.9 * kBytes), Le(before + 10.0 * kBytes)));  // sanitizers take as much again and more
  EXPECT_EQ(touched.back(), 'x');
}

TEST(MetricsTest, CpuSecondsAreThoseOfTheProcess) {
  const Metrics metrics(TwoMethods());
  const double tick = 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto process_seconds = [] { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; };
  while (process_seconds() < 20 * tick) {
  }
  const double before = process_seconds();
  const double shown = PageOf(metrics).Value("process_cpu_seconds_total");
  EXPECT_THAT(shown, AllOf(Ge(before - 3 * tick), Le(process_seconds() + 3 * tick)));
}

TEST(MetricsTest, StartTimeIsThatOfTheProcess) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const absl::Time before = absl::Now();
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const double start = PageOf(Metrics(TwoMethods())).Value("process_start_time_seconds");
    _exit(write(ends[1], &start, sizeof start) == sizeof start ? 0 : 1);
  }
  double start = 0;
  EXPECT_EQ(read(ends[0], &start, sizeof start), static_cast<ssize_t>(sizeof start));
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
  for (const int end : ends) close(end);
  const double tick = 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
  EXPECT_THAT(start, AllOf(Ge(absl::ToDoubleSeconds(before - absl::UnixEpoch()) - 2 * tick),
                           Le(absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch()) + 2 * tick)));
}

TEST(MetricsTest, StartTimeStaysTheSame) {
  const Metrics metrics(TwoMethods());
  const double first = PageOf(metrics).Value("process_start_time_seconds");
  EXPECT_EQ(PageOf(metrics).Value("process_start_time_seconds"), first);
}

TEST(MetricsTest, ServiceWithoutMethodsHasAPageToo) {
  Metrics metrics({});
  metrics.Record(0, absl::StatusCode::kOk, absl::ZeroDuration());
  EXPECT_EQ(PageOf(metrics).All("grpc_server_handled_total").size(), 0u);
}

}  // namespace
}  // namespace sipwhy
