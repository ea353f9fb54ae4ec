// sipwhy-bot-bench: what the bot adds to the service's work, how many messages it answers, and whether platforms that
// are dead hold up one that lives.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "bot/grpc_knowledge_client.h"
#include "client/service_channel.h"
#include "tests/bench/process_cost.h"
#include "tests/testing/process.h"
#include "tests/testing/temp_directory.h"

ABSL_FLAG(std::string, service, "", "sipwhy-service");
ABSL_FLAG(std::string, bot, "", "sipwhy-bot");
ABSL_FLAG(std::string, database, "", "the knowledge base");
ABSL_FLAG(int, messages, 2000, "messages one after the other, each next to a call of the service");
ABSL_FLAG(absl::Duration, time, absl::Seconds(5), "how long the bot is loaded");
ABSL_FLAG(int, people, 8, "connections under load, each with one message at a time");

namespace sipwhy::bench {
namespace {

using ::sipwhy::testing::Process;

constexpr char kToken[] = "bench-token";

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << "sipwhy-bot-bench: " << what << "\n";
  std::exit(1);
}

sockaddr_in Loopback(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Takes connections and never says a word.
class DeadPlatform {
 public:
  DeadPlatform() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = Loopback(0);
    socklen_t size = sizeof address;
    if (bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(socket_, 100) != 0) Fail("listen");
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  ~DeadPlatform() { close(socket_); }
  DeadPlatform(const DeadPlatform&) = delete;
  DeadPlatform& operator=(const DeadPlatform&) = delete;
  int port() const { return port_; }

 private:
  int socket_;
  int port_ = 0;
};

// One person who asks by Mattermost's slash command, over a connection that stays.
class Person {
 public:
  explicit Person(const std::string& url) {
    int port = 0;
    if (!absl::SimpleAtoi(url.substr(url.rfind(':') + 1), &port)) Fail("no port in " + url);
    const sockaddr_in address = Loopback(port);
    socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int one = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) Fail("connect");
  }
  ~Person() { close(socket_); }
  Person(const Person&) = delete;
  Person& operator=(const Person&) = delete;

  // Whether "301 vs 408" was answered as it should be.
  bool Ask(int number) {
    const std::string form = absl::StrCat("token=", kToken, "&command=%2Fsip&text=301+vs+408&user_id=u&channel_id=c",
                                          number % 100, "&trigger_id=t", number);
    const std::string request =
        absl::StrCat("POST /mattermost HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                     "Content-Length: ", form.size(), "\r\n\r\n", form);
    if (send(socket_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
      return false;
    const std::string response = ReadResponse();
    return absl::StartsWith(response, "HTTP/1.1 200") && absl::StrContains(response, "301 Moved Permanently vs 408");
  }

 private:
  std::string ReadResponse() {
    std::string text;
    size_t whole = 0;
    while (whole == 0 || text.size() < whole) {
      char bytes[16384];
      const ssize_t count = recv(socket_, bytes, sizeof bytes, 0);
      if (count <= 0) return "";
      text.append(bytes, static_cast<size_t>(count));
      if (whole == 0) whole = SizeOf(text);
    }
    return text;
  }

  // The bytes of the whole response, once its header is there; 0 before.
  static size_t SizeOf(const std::string& text) {
    const size_t header = text.find("\r\n\r\n");
    const size_t field = text.find("Content-Length: ");
    size_t body = 0;
    if (header == std::string::npos || field > header) return 0;
    if (!absl::SimpleAtoi(text.substr(field + 16, text.find('\r', field) - field - 16), &body)) return 0;
    return header + 4 + body;
  }

  int socket_;
};

struct Load {
  int messages = 0;
  int failures = 0;
  double per_second = 0;
  std::vector<double> milliseconds;
};

Load RunLoad(const std::string& url, std::atomic<int>& numbers) {
  std::vector<Load> loads(static_cast<size_t>(absl::GetFlag(FLAGS_people)));
  std::vector<std::thread> threads;
  const absl::Time start = absl::Now();
  const absl::Time end = start + absl::GetFlag(FLAGS_time);
  for (Load& load : loads) {
    threads.emplace_back([&] {
      Person person(url);
      while (absl::Now() < end) {
        const absl::Time asked = absl::Now();
        if (!person.Ask(++numbers)) ++load.failures;
        load.milliseconds.push_back(absl::ToDoubleMilliseconds(absl::Now() - asked));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Load all;
  for (const Load& load : loads) {
    all.failures += load.failures;
    all.milliseconds.insert(all.milliseconds.end(), load.milliseconds.begin(), load.milliseconds.end());
  }
  all.messages = static_cast<int>(all.milliseconds.size());
  all.per_second = all.messages / absl::ToDoubleSeconds(absl::Now() - start);
  return all;
}

std::string Configuration(const std::string& service, const std::string& memory, const DeadPlatform* dead) {
  std::string text = absl::StrCat("service = \"", service, "\"\nmemory = \"", memory,
                                  "\"\n[http]\nlisten = \"127.0.0.1:0\"\n"
                                  "[[mattermost]]\ntoken = { env = \"BENCH_TOKEN\" }\n");
  if (dead == nullptr) return text;
  const std::string address = absl::StrCat("127.0.0.1:", dead->port());
  absl::StrAppend(&text, "[[slack]]\nsigning_secret = { env = \"BENCH_TOKEN\" }\n",
                  "token = { env = \"BENCH_TOKEN\" }\napi = \"http://", address, "\"\n",
                  "[[telegram]]\ntoken = { env = \"BENCH_TOKEN\" }\napi = \"http://", address, "\"\n",
                  "[[matrix]]\ntoken = { env = \"BENCH_TOKEN\" }\nhomeserver = \"http://", address, "\"\n",
                  "[[irc]]\nserver = \"", address, "\"\ntls = false\nnick = \"sipwhy\"\n");
  return text;
}

// The medians of a call of the service alone and of a message that makes the bot call it, one after the other in turn.
void MeasureOneByOne(const std::string& service, const std::string& url, std::atomic<int>& numbers) {
  const std::unique_ptr<bot::KnowledgeClient> client =
      bot::MakeGrpcKnowledgeClient(OpenServiceChannel({.address = service}).value());
  Person person(url);
  std::vector<double> calls;
  std::vector<double> messages;
  for (int i = 0; i < absl::GetFlag(FLAGS_messages); ++i) {
    const absl::Time start = absl::Now();
    if (!client->Compare({301, 408}, {}).ok()) Fail("the service does not answer");
    const absl::Time between = absl::Now();
    if (!person.Ask(++numbers)) Fail("the bot does not answer");
    calls.push_back(absl::ToDoubleMilliseconds(between - start));
    messages.push_back(absl::ToDoubleMilliseconds(absl::Now() - between));
  }
  std::cout << absl::StrFormat("one by one: a call %.2f ms, a message %.2f ms: %.2f ms beyond the call (medians)\n",
                               Median(calls), Median(messages), Median(messages) - Median(calls));
}

void MeasureLoad(const std::string& name, const Process& service, const Process& bot, const std::string& url,
                 std::atomic<int>& numbers) {
  const double bot_cpu = CpuSeconds(bot.pid());
  const double service_cpu = CpuSeconds(service.pid());
  const Load load = RunLoad(url, numbers);
  if (load.failures > 0) Fail(absl::StrCat(load.failures, " messages were not answered"));
  std::cout << absl::StrFormat(
      "%-26s %8.0f messages/s  p50 %5.2f ms  p99 %5.2f ms  CPU us/message: bot %.0f, service %.0f\n", name,
      load.per_second, Percentile(load.milliseconds, 50), Percentile(load.milliseconds, 99),
      (CpuSeconds(bot.pid()) - bot_cpu) * 1e6 / load.messages,
      (CpuSeconds(service.pid()) - service_cpu) * 1e6 / load.messages);
}

int Run() {
  setenv("BENCH_TOKEN", kToken, 1);
  const testing::TempDirectory directory;
  const DeadPlatform dead;
  std::atomic<int> numbers = 0;
  Process service({absl::GetFlag(FLAGS_service), absl::StrCat("--database=", absl::GetFlag(FLAGS_database)),
                   "--listen=127.0.0.1:0", "--admin=off"});
  const std::string address = AddressOf(service, "serving on ");
  const auto start = [&](const char* name, const DeadPlatform* platform) {
    const std::string config = Configuration(address, directory.File(absl::StrCat(name, ".db")), platform);
    return std::make_unique<Process>(std::vector<std::string>{
        absl::GetFlag(FLAGS_bot), absl::StrCat("--config=", directory.Write(absl::StrCat(name, ".toml"), config))});
  };
  const std::unique_ptr<Process> bot = start("alone", nullptr);
  const std::string url = AddressOf(*bot, "listening on ");
  const std::unique_ptr<Process> beside = start("beside", &dead);
  const std::string beside_url = AddressOf(*beside, "listening on ");

  const double at_start = ResidentMegabytes(bot->pid());
  MeasureOneByOne(address, url, numbers);
  for (int round = 0; round < 2; ++round) {
    MeasureLoad("alone", service, *bot, url, numbers);
    MeasureLoad("beside 4 dead platforms", service, *beside, beside_url, numbers);
  }
  std::cout << absl::StrFormat("resident memory of the bot: %.1f MB at start, %.1f MB after %d messages\n", at_start,
                               ResidentMegabytes(bot->pid()), numbers.load());
  for (Process* process : {bot.get(), beside.get(), &service}) process->Signal(SIGTERM);
  return bot->Wait().status | beside->Wait().status | service.Wait().status;
}

}  // namespace
}  // namespace sipwhy::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return sipwhy::bench::Run();
}
