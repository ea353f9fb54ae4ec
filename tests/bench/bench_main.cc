// sipwhy-bench: what the service costs, next to what any gRPC service costs, in one run on one machine.
#include <signal.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "sipwhy/v1/explainer.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/process_cost.h"
#include "tests/testing/process.h"
#include "tests/testing/temp_directory.h"

ABSL_FLAG(std::string, service, "", "sipwhy-service");
ABSL_FLAG(std::string, baseline, "", "sipwhy-baseline");
ABSL_FLAG(std::string, database, "", "the knowledge base");
ABSL_FLAG(std::string, language, "en", "language of the answers");
ABSL_FLAG(int, rounds, 7, "rounds, over which medians are taken");
ABSL_FLAG(absl::Duration, time, absl::Milliseconds(1500), "how long each target is loaded in each round");
ABSL_FLAG(int, starts, 15, "how often the service is started to time it");

namespace sipwhy::bench {
namespace {

using ::sipwhy::testing::Process;

constexpr int kCodes[] = {301, 380, 401, 408, 430, 487};

struct Target {
  std::string name;
  const Process* server;
  std::string address;
  std::string method;
  std::vector<std::string> requests;
  std::vector<double> cpu_microseconds;  // of the server per call, one per round
  std::vector<double> calls_per_second;
  std::vector<double> p50_microseconds;
  std::vector<double> p99_microseconds;
};

std::vector<std::string> ServiceCommand() {
  return {absl::GetFlag(FLAGS_service), absl::StrCat("--database=", absl::GetFlag(FLAGS_database)),
          "--listen=127.0.0.1:0", "--admin=off"};
}

double MillisecondsToServing() {
  const absl::Time start = absl::Now();
  Process service(ServiceCommand());
  AddressOf(service, "serving on ");
  const double elapsed = absl::ToDoubleMilliseconds(absl::Now() - start);
  service.Signal(SIGTERM);
  service.Wait();
  return elapsed;
}

std::vector<std::string> ExplainRequests(const std::string& language) {
  std::vector<std::string> requests;
  for (int code : kCodes) {
    v1::ExplainRequest request;
    request.set_code(code);
    request.set_language_code(language);
    requests.push_back(request.SerializeAsString());
  }
  return requests;
}

std::vector<std::string> CompareRequests(const std::string& language) {
  std::vector<std::string> requests;
  for (int first : kCodes) {
    for (int second : kCodes) {
      if (first == second) continue;
      v1::CompareRequest request;
      request.add_codes(first);
      request.add_codes(second);
      request.set_language_code(language);
      requests.push_back(request.SerializeAsString());
    }
  }
  return requests;
}

void Measure(Target& target) {
  const double cpu = CpuSeconds(target.server->pid());
  LoadResult load = RunLoad(target.address, target.method, target.requests, absl::GetFlag(FLAGS_time));
  if (load.failures > 0) std::cerr << target.name << ": " << load.failures << " calls failed\n";
  target.cpu_microseconds.push_back((CpuSeconds(target.server->pid()) - cpu) * 1e6 / load.calls);
  target.calls_per_second.push_back(load.calls / absl::ToDoubleSeconds(load.elapsed));
  std::sort(load.latencies.begin(), load.latencies.end());
  const auto percentile = [&](size_t percent) {
    return absl::ToDoubleMicroseconds(load.latencies[load.latencies.size() * percent / 100]);
  };
  target.p50_microseconds.push_back(percentile(50));
  target.p99_microseconds.push_back(percentile(99));
}

// The rounds go through the targets forwards and backwards in turn, so that none always comes after the same other.
void MeasureAll(std::vector<Target>& targets) {
  for (Target& target : targets) RunLoad(target.address, target.method, target.requests, absl::Milliseconds(500));
  const int rounds = absl::GetFlag(FLAGS_rounds);
  for (int round = 0; round < rounds; ++round) {
    std::cerr << "round " << round + 1 << " of " << rounds << "\n";
    for (Target& target : targets) Measure(target);
    std::reverse(targets.begin(), targets.end());
  }
  if (rounds % 2 != 0) std::reverse(targets.begin(), targets.end());
}

// The median over the rounds of what `target` cost relative to `base` in the same round.
double Ratio(const Target& target, const Target& base) {
  std::vector<double> ratios;
  for (size_t i = 0; i < target.cpu_microseconds.size(); ++i) {
    ratios.push_back(target.cpu_microseconds[i] / base.cpu_microseconds[i]);
  }
  return Median(ratios);
}

void Print(const std::vector<Target>& targets) {
  std::cout << absl::StrFormat("%-24s %12s %8s %10s %9s %9s\n", "", "CPU us/call", "ratio", "calls/s", "p50 us",
                               "p99 us");
  for (const Target& target : targets) {
    std::cout << absl::StrFormat("%-24s %12.1f %8.2f %10.0f %9.0f %9.0f\n", target.name,
                                 Median(target.cpu_microseconds), Ratio(target, targets.front()),
                                 Median(target.calls_per_second), Median(target.p50_microseconds),
                                 Median(target.p99_microseconds));
  }
}

int Run() {
  const std::string language = absl::GetFlag(FLAGS_language);
  std::vector<double> starts;
  for (int i = 0; i < absl::GetFlag(FLAGS_starts); ++i) starts.push_back(MillisecondsToServing());

  Process service(ServiceCommand());
  const std::string service_address = AddressOf(service, "serving on ");
  const double resident_at_start = ResidentMegabytes(service.pid());
  const std::vector<std::string> compare = CompareRequests(language);
  const std::string reply = CallOnce(service_address, "/sipwhy.v1.Explainer/Compare", compare.front());
  const testing::TempDirectory directory;
  Process baseline({absl::GetFlag(FLAGS_baseline), directory.Write("reply", reply)});
  const std::string baseline_address = AddressOf(baseline, "serving on ");
  Process tuned({absl::GetFlag(FLAGS_baseline), directory.File("reply"), "tuned"});
  const std::string tuned_address = AddressOf(tuned, "serving on ");
  if (reply.empty() ||
      CallOnce(baseline_address, "/sipwhy.bench.Baseline/Typed", compare.front()).size() != reply.size()) {
    std::cerr << "sipwhy-bench: the baseline's reply is not the service's\n";
    return 1;
  }

  const auto target = [](const char* name, const Process& server, const std::string& address, const char* method,
                         std::vector<std::string> requests) {
    return Target{name, &server, address, method, std::move(requests), {}, {}, {}, {}};
  };
  std::vector<Target> targets;
  targets.push_back(target("empty callback", baseline, baseline_address, "/sipwhy.bench.Baseline/Nothing", {""}));
  targets.push_back(target("empty, tuned alike", tuned, tuned_address, "/sipwhy.bench.Baseline/Nothing", {""}));
  targets.push_back(target("typed, same bytes", baseline, baseline_address, "/sipwhy.bench.Baseline/Typed", compare));
  targets.push_back(
      target("Explain", service, service_address, "/sipwhy.v1.Explainer/Explain", ExplainRequests(language)));
  targets.push_back(target("Compare", service, service_address, "/sipwhy.v1.Explainer/Compare", compare));
  MeasureAll(targets);

  std::cout << "codes " << absl::StrJoin(kCodes, ", ") << ", every ordered pair of them, language " << language
            << "; a comparison is about " << reply.size() << " bytes\n"
            << absl::GetFlag(FLAGS_rounds) << " rounds of " << absl::GetFlag(FLAGS_time)
            << " each, 16 calls in flight on one connection; medians, ratio to the empty callback\n\n";
  Print(targets);
  std::cout << absl::StrFormat("\nstart to SERVING: median %.0f ms, worst %.0f ms of %d\n", Median(starts),
                               *std::max_element(starts.begin(), starts.end()), starts.size())
            << absl::StrFormat("resident memory: %.1f MB at start, %.1f MB after the load\n", resident_at_start,
                               ResidentMegabytes(service.pid()));
  service.Signal(SIGTERM);
  baseline.Signal(SIGTERM);
  tuned.Signal(SIGTERM);
  return service.Wait().status | baseline.Wait().status | tuned.Wait().status;
}

}  // namespace
}  // namespace sipwhy::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return sipwhy::bench::Run();
}
