// sipwhy-baseline: a server for the benchmark, with handlers as gRPC's examples have them.
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <signal.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "absl/synchronization/mutex.h"
#include "baseline.grpc.pb.h"

namespace {

class BaselineService final : public sipwhy::bench::Baseline::CallbackService {
 public:
  explicit BaselineService(const std::string& reply_path) {
    std::ifstream file(reply_path, std::ios::binary);
    reply_.ParseFromIstream(&file);
  }

  grpc::ServerUnaryReactor* Nothing(grpc::CallbackServerContext* context, const sipwhy::bench::NothingRequest*,
                                    sipwhy::bench::NothingResponse*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerUnaryReactor* Typed(grpc::CallbackServerContext* context, const sipwhy::v1::CompareRequest*,
                                  sipwhy::v1::CompareResponse* response) override {
    *response = reply_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  sipwhy::v1::CompareResponse reply_;
};

}  // namespace

// sipwhy-baseline REPLY_FILE [tuned]: serves on a free port, prints it, and ends on SIGTERM. As gRPC's examples would
// have it, or, tuned, with the settings of service/main.cc and service/data_port.cc, so that only the handlers differ.
int main(int argc, char** argv) {
  if (argc < 2) return 1;
  const bool tuned = argc > 2;
  if (tuned) absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  BaselineService service(argv[1]);
  int port = 0;
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  if (tuned) builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 0);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::cout << "serving on 127.0.0.1:" << port << ", baseline" << std::endl;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  int signal_number = 0;
  sigwait(&signals, &signal_number);
  server->Shutdown();
  return 0;
}
