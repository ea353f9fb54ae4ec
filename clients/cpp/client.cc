// Asks sipwhy-service on the command line: an example of a client in C++. clients/README.md tells how to run it.
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "service_config.h"
#include "sipwhy/v1/explainer.grpc.pb.h"

namespace {

namespace v1 = sipwhy::v1;
using Flags = std::map<std::string, std::string>;

constexpr int kRefused = 1;      // asking again will not help
constexpr int kUsage = 2;        // the command line is wrong
constexpr int kNotAnswered = 3;  // asking again later may help

[[noreturn]] void Quit(const std::string& sentence) {
  std::cerr
      << sentence << "\nUsage: sipwhy-client [--service=HOST:PORT] [--language=TAG] [--deadline=SECONDS] "
      << "[--ca=FILE [--certificate=FILE --key=FILE] [--token-file=FILE]] explain CODE… | compare CODE… | watch\n";
  std::exit(kUsage);
}

std::string Read(const std::string& path) {
  if (path.empty()) return "";
  std::ifstream file(path);
  if (!file) Quit("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

int Number(const std::string& text) {
  int number = 0;
  if (!absl::SimpleAtoi(text, &number)) Quit("\"" + text + "\" is no number");
  return number;
}

std::shared_ptr<grpc::ChannelCredentials> Credentials(const Flags& flags) {
  if (flags.at("ca").empty()) {
    if (!flags.at("token-file").empty()) Quit("a token goes over TLS alone: give --ca too");
    return grpc::InsecureChannelCredentials();
  }
  auto tls = grpc::SslCredentials({Read(flags.at("ca")), Read(flags.at("key")), Read(flags.at("certificate"))});
  if (flags.at("token-file").empty()) return tls;
  const std::string token(absl::StripAsciiWhitespace(Read(flags.at("token-file"))));
  return grpc::CompositeChannelCredentials(tls, grpc::AccessTokenCredentials(token));
}

std::unique_ptr<v1::Explainer::Stub> Connect(const Flags& flags) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  return v1::Explainer::NewStub(grpc::CreateCustomChannel(flags.at("service"), Credentials(flags), arguments));
}

// Says on standard error why a call failed, and gives the exit status.
int Report(const grpc::Status& status) {
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  std::cerr << absl::StatusCodeToString(code) << ": " << status.error_message() << '\n';
  google::rpc::Status details;  // stays empty when there are none, or none that can be read
  details.ParseFromString(status.error_details());
  for (const google::protobuf::Any& detail : details.details()) {
    if (google::rpc::ErrorInfo info; detail.UnpackTo(&info)) std::cerr << "  reason: " << info.reason() << '\n';
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& field : bad.field_violations()) {
      std::cerr << "  field " << field.field() << ": " << field.description() << '\n';
    }
  }
  const bool may_help = code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kDeadlineExceeded ||
                        code == absl::StatusCode::kResourceExhausted;
  return may_help ? kNotAnswered : kRefused;
}

void SetDeadline(const Flags& flags, grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(Number(flags.at("deadline"))));
}

int Explain(v1::Explainer::Stub& service, const Flags& flags, const std::string& code) {
  v1::ExplainRequest request;
  request.set_code(Number(code));
  request.set_language_code(flags.at("language"));
  grpc::ClientContext context;
  SetDeadline(flags, context);
  v1::ExplainResponse response;
  const grpc::Status status = service.Explain(&context, request, &response);
  if (!status.ok()) return Report(status);

  const v1::CodeEntry& entry = response.entry();
  std::cout << entry.title().text() << '\n' << entry.summary().text() << '\n';
  for (const auto& row : entry.overview()) {
    std::cout << "  " << row.label().text() << ": " << row.value().text() << '\n';
  }
  for (const auto& step : entry.steps()) std::cout << "- " << step.sentence().text() << '\n';
  std::cout << "revision " << response.revision().number() << '\n';
  return EXIT_SUCCESS;
}

int Compare(v1::Explainer::Stub& service, const Flags& flags, const std::vector<std::string>& codes) {
  v1::CompareRequest request;
  for (const std::string& code : codes) request.add_codes(Number(code));
  request.set_language_code(flags.at("language"));
  grpc::ClientContext context;
  SetDeadline(flags, context);
  v1::CompareResponse response;
  const grpc::Status status = service.Compare(&context, request, &response);
  if (!status.ok()) return Report(status);

  std::cout << response.title().text() << '\n' << response.summary().text() << '\n';
  for (const auto& difference : response.differences()) {
    std::cout << "  " << difference.label().text() << ':';
    for (const auto& value : difference.values()) std::cout << " | " << value.text();
    std::cout << '\n';
  }
  std::cout << "revision " << response.revision().number() << '\n';
  return EXIT_SUCCESS;
}

// Watches until it is interrupted. A stream that ends, as when the service is restarted, is begun anew.
int Watch(v1::Explainer::Stub& service) {
  bool seen = false;
  for (;;) {
    grpc::ClientContext context;
    context.set_wait_for_ready(seen);  // the first time, say so when nobody is there
    const auto stream = service.WatchRevision(&context, {});
    for (v1::WatchRevisionResponse response; stream->Read(&response); seen = true) {
      std::cout << "revision " << response.revision().revision().number() << ": " << response.revision().title()
                << std::endl;
    }
    const grpc::Status status = stream->Finish();
    // CANCELLED is what a call gets that reaches a service while it goes down.
    const bool goes_down =
        status.error_code() == grpc::StatusCode::UNAVAILABLE || status.error_code() == grpc::StatusCode::CANCELLED;
    if (!seen || !goes_down) return Report(status);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Flags flags = {{"service", "localhost:50051"},
                 {"language", "en"},
                 {"deadline", "2"},
                 {"ca", ""},
                 {"certificate", ""},
                 {"key", ""},
                 {"token-file", ""}};
  std::vector<std::string> words;
  for (const std::string& argument : std::vector<std::string>(argv + 1, argv + argc)) {
    const size_t equals = argument.find('=');
    if (!argument.starts_with("--")) {
      words.push_back(argument);
    } else if (equals == std::string::npos || !flags.contains(argument.substr(2, equals - 2))) {
      Quit("unknown or without a value: " + argument);
    } else {
      flags[argument.substr(2, equals - 2)] = argument.substr(equals + 1);
    }
  }
  const std::string command = words.empty() ? "" : words.front();
  const std::vector<std::string> codes(words.begin() + !words.empty(), words.end());
  const auto service = Connect(flags);
  if (command == "watch" && codes.empty()) return Watch(*service);
  if (command == "compare" && !codes.empty()) return Compare(*service, flags, codes);
  if (command != "explain" || codes.empty()) Quit("the commands explain and compare take codes, watch takes none");
  for (const std::string& code : codes) {
    if (const int exit_status = Explain(*service, flags, code); exit_status != EXIT_SUCCESS) return exit_status;
  }
  return EXIT_SUCCESS;
}
