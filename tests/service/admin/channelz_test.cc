#include "service/admin/channelz.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace sipwhy {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::DescriptorPool;
using ::google::protobuf::DynamicMessageFactory;
using ::google::protobuf::Message;
using ::grpc::health::v1::Health;
using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
using ::testing::HasSubstr;

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

// A server on a free port that shows channelz, or not.
class SmallServer {
 public:
  explicit SmallServer(bool shows, bool is_shown = true) {
    if (shows) ShowChannelzFromNowOn();
    grpc::ServerBuilder builder;
    if (!shows) HideChannelz(builder);
    builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, is_shown ? 1 : 0);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", port_), grpc::InsecureChannelCredentials());
  }
  ~SmallServer() { server_->Shutdown(); }
  SmallServer(const SmallServer&) = delete;
  SmallServer& operator=(const SmallServer&) = delete;

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  grpc::Status Call() {
    grpc::ClientContext context;
    HealthCheckResponse response;
    return Health::NewStub(channel_)->Check(&context, {}, &response);
  }

 private:
  AlwaysServing service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

struct Answer {
  grpc::Status status;
  std::unique_ptr<Message> message;
};

class ChannelzTest : public ::testing::Test {
 protected:
  Answer AskForServers(const SmallServer& server) {
    const std::unique_ptr<Message> request = NewMessage(factory_, "GetServersRequest");
    Answer answer = {.status = {}, .message = NewMessage(factory_, "GetServersResponse")};
    const std::string path = absl::StrCat("/", kChannelzService, "/GetServers");
    const grpc::internal::RpcMethod method(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
    grpc::ClientContext context;
    answer.status = grpc::internal::BlockingUnaryCall<Message, Message, Message, Message>(
        server.channel().get(), method, &context, *request, answer.message.get());
    return answer;
  }

  static int ServersIn(const Answer& answer) {
    const Message& message = *answer.message;
    return message.GetReflection()->FieldSize(message, message.GetDescriptor()->FindFieldByName("server"));
  }

  DynamicMessageFactory factory_;
};

TEST_F(ChannelzTest, ServerThatHidesItDoesNotKnowIt) {
  const SmallServer admin(/*shows=*/true);
  const SmallServer data(/*shows=*/false);
  EXPECT_EQ(AskForServers(data).status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ChannelzTest, ServerThatHidesItIsShownByTheOther) {
  const SmallServer data(/*shows=*/false);
  const SmallServer admin(/*shows=*/true, /*is_shown=*/false);
  const Answer answer = AskForServers(admin);
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(ServersIn(answer), 1);
}

TEST_F(ChannelzTest, CallsAreCounted) {
  SmallServer data(/*shows=*/false);
  const SmallServer admin(/*shows=*/true, /*is_shown=*/false);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(data.Call().ok());
  EXPECT_THAT(AskForServers(admin).message->DebugString(), HasSubstr("calls_started: 3"));
}

TEST_F(ChannelzTest, ServerWithoutTheArgumentIsNotShown) {
  const SmallServer data(/*shows=*/false, /*is_shown=*/false);
  const SmallServer admin(/*shows=*/true, /*is_shown=*/false);
  EXPECT_EQ(ServersIn(AskForServers(admin)), 0);
}

TEST_F(ChannelzTest, ServiceIsInThePoolUnderItsName) {
  EXPECT_NE(DescriptorPool::generated_pool()->FindServiceByName(kChannelzService), nullptr);
}

}  // namespace
}  // namespace sipwhy
