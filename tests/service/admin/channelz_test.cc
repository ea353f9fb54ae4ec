#include "service/admin/channelz.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace sipwhy {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::DescriptorPool;
using ::google::protobuf::DynamicMessageFactory;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::grpc::health::v1::Health;
using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;

// Something to call.
class AlwaysServing final : public Health::Service {
  grpc::Status Check(grpc::ServerContext* /*context*/, const HealthCheckRequest* /*request*/,
                     HealthCheckResponse* response) override {
    response->set_status(HealthCheckResponse::SERVING);
    return grpc::Status::OK;
  }
};

// gRPC ships no header for these messages, though the program has their descriptors.
std::unique_ptr<Message> NewMessage(DynamicMessageFactory& factory, const std::string& name) {
  const Descriptor* type = DescriptorPool::generated_pool()->FindMessageTypeByName("grpc.channelz.v1." + name);
  EXPECT_NE(type, nullptr) << name;
  return std::unique_ptr<Message>(factory.GetPrototype(type)->New());
}

// Two servers of a program, of which the second shows channelz.
class ChannelzTest : public ::testing::Test {
 protected:
  // What `method` of channelz says on `port`. `id` is put into the field of the request that is named `field`.
  std::pair<grpc::Status, std::string> Ask(int port, const std::string& method, const std::string& field = {},
                                           int64_t id = 0) {
    const std::unique_ptr<Message> request = NewMessage(factory_, absl::StrCat(method, "Request"));
    const std::unique_ptr<Message> response = NewMessage(factory_, absl::StrCat(method, "Response"));
    if (!field.empty()) {
      request->GetReflection()->SetInt64(request.get(), request->GetDescriptor()->FindFieldByName(field), id);
    }
    const std::string path = absl::StrCat("/", kChannelzService, "/", method);
    const grpc::internal::RpcMethod call(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
    grpc::ClientContext context;
    const grpc::Status status = grpc::internal::BlockingUnaryCall<Message, Message, Message, Message>(
        Channel(port).get(), call, &context, *request, response.get());
    return {status, response->DebugString()};
  }

  static std::shared_ptr<grpc::Channel> Channel(int port) {
    return grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
  }

  std::unique_ptr<grpc::Server> Start(int& port, bool shows) {
    grpc::ServerBuilder builder;
    if (!shows) HideChannelz(builder);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    return builder.BuildAndStart();
  }

  DynamicMessageFactory factory_;
  AlwaysServing service_;
};
}  // namespace
}  // namespace sipwhy
