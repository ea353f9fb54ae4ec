#include "service/admin/reflection_service.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/rpc/status.pb.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"

namespace sipwhy {
namespace {

using ::google::protobuf::DescriptorPool;
using ::google::protobuf::FileDescriptorProto;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr size_t kMegabyte = 1U << 20U;

// The types of one version of the protocol.
struct V1 {
  using Service = grpc::reflection::v1::ServerReflection;
  using Request = grpc::reflection::v1::ServerReflectionRequest;
  using Response = grpc::reflection::v1::ServerReflectionResponse;
};
struct V1Alpha {
  using Service = grpc::reflection::v1alpha::ServerReflection;
  using Request = grpc::reflection::v1alpha::ServerReflectionRequest;
  using Response = grpc::reflection::v1alpha::ServerReflectionResponse;
};

// A server on a free port that tells about `pool`.
class ReflectedServer {
 public:
  explicit ReflectedServer(const DescriptorPool& pool) : service_(pool, {"shop.Shop", "sipwhy.v1.Explainer"}) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    service_.RegisterWith(builder);
    server_ = builder.BuildAndStart();
  }
  ~ReflectedServer() { Shutdown(); }
  ReflectedServer(const ReflectedServer&) = delete;
  ReflectedServer& operator=(const ReflectedServer&) = delete;

  std::shared_ptr<grpc::Channel> channel() const {
    return grpc::CreateChannel(absl::StrCat("127.0.0.1:", port_), grpc::InsecureChannelCredentials());
  }
  void Shutdown() { server_->Shutdown(std::chrono::system_clock::now()); }

 private:
  ReflectionService service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// A stream of a client, which asks one question after the other.
template <typename Version>
class Client {
 public:
  using Request = typename Version::Request;
  using Response = typename Version::Response;

  explicit Client(ReflectedServer& server)
      : stub_(Version::Service::NewStub(server.channel())), stream_(stub_->ServerReflectionInfo(&context_)) {}
  ~Client() { context_.TryCancel(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  Response Ask(const Request& request) {
    Response response;
    EXPECT_TRUE(stream_->Write(request) && stream_->Read(&response));
    return response;
  }

  Response AskForFile(const std::string& name) {
    Request request;
    request.set_file_by_filename(name);
    return Ask(request);
  }

  Response AskForSymbol(const std::string& name) {
    Request request;
    request.set_file_containing_symbol(name);
    return Ask(request);
  }

  Response AskForExtension(const std::string& type, int number) {
    Request request;
    request.mutable_file_containing_extension()->set_containing_type(type);
    request.mutable_file_containing_extension()->set_extension_number(number);
    return Ask(request);
  }

  Response AskForExtensionNumbers(const std::string& type) {
    Request request;
    request.set_all_extension_numbers_of_type(type);
    return Ask(request);
  }

  Response AskForServices() {
    Request request;
    request.set_list_services("");
    return Ask(request);
  }

  grpc::Status Finish() {
    stream_->WritesDone();
    return stream_->Finish();
  }

  bool Read(Response* response) { return stream_->Read(response); }
  grpc::Status Wait() { return stream_->Finish(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<typename Version::Service::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> stream_;
};

template <typename Response>
std::vector<std::string> FileNames(const Response& response) {
  std::vector<std::string> names;
  for (const std::string& bytes : response.file_descriptor_response().file_descriptor_proto()) {
    FileDescriptorProto file;
    EXPECT_TRUE(file.ParseFromString(bytes));
    names.push_back(file.name());
  }
  return names;
}

MATCHER_P(IsError, code, "is an error_response of that code") {
  *result_listener << arg.ShortDebugString().substr(0, 500);
  return arg.has_error_response() && arg.error_response().error_code() == code &&
         !arg.error_response().error_message().empty();
}

// Of a shop, with a diamond of imports: shop.proto needs goods.proto and people.proto, which both need money.proto.
constexpr const char* kShop[] = {
    R"(name: "money.proto" package: "shop" message_type { name: "Price" extension_range { start: 100 end: 200 } })",
    R"(name: "goods.proto" package: "shop" dependency: "money.proto" message_type { name: "Thing" })",
    R"(name: "people.proto" package: "shop" dependency: "money.proto"
       message_type {
         name: "Client"
         field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
         nested_type { name: "Purse" }
         enum_type { name: "Mood" value { name: "GLAD" number: 0 } }
         oneof_decl { name: "choice" }
         field { name: "one" number: 2 type: TYPE_BOOL label: LABEL_OPTIONAL oneof_index: 0 }
       })",
    R"(name: "shop.proto" package: "shop" dependency: "goods.proto" dependency: "people.proto"
       service { name: "Shop" method { name: "Buy" input_type: ".shop.Thing" output_type: ".shop.Client" } })",
    R"(name: "tax.proto" package: "shop" dependency: "money.proto"
       extension { name: "late" extendee: ".shop.Price" number: 150 type: TYPE_INT32 label: LABEL_OPTIONAL }
       extension { name: "tax" extendee: ".shop.Price" number: 100 type: TYPE_INT32 label: LABEL_OPTIONAL })",
};

template <typename Version>
class ReflectionServiceTest : public ::testing::Test {
 protected:
  ReflectionServiceTest() {
    for (const char* text : kShop) {
      FileDescriptorProto file;
      EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file));
      EXPECT_NE(pool_.BuildFile(file), nullptr);
    }
  }

  DescriptorPool pool_;
  ReflectedServer server_{pool_};
  Client<Version> client_{server_};
};

class VersionName {
 public:
  template <typename Version>
  static std::string GetName(int /*index*/) {
    return std::is_same_v<Version, V1> ? "V1" : "V1Alpha";
  }
};

using Versions = ::testing::Types<V1, V1Alpha>;
TYPED_TEST_SUITE(ReflectionServiceTest, Versions, VersionName);

TYPED_TEST(ReflectionServiceTest, ListsTheServicesThatItWasGiven) {
  const auto response = this->client_.AskForServices();
  std::vector<std::string> names;
  for (const auto& service : response.list_services_response().service()) names.push_back(service.name());
  EXPECT_THAT(names, ElementsAre("shop.Shop", "sipwhy.v1.Explainer"));
}

TYPED_TEST(ReflectionServiceTest, FileComesFirstAndWhatItNeedsAfterIt) {
  EXPECT_THAT(FileNames(this->client_.AskForFile("shop.proto")),
              ElementsAre("shop.proto", "goods.proto", "people.proto", "money.proto"));
}

TYPED_TEST(ReflectionServiceTest, FileIsWholeAndCanBeBuiltFromTheAnswer) {
  const auto response = this->client_.AskForFile("shop.proto");
  const auto& files = response.file_descriptor_response().file_descriptor_proto();
  DescriptorPool copy;
  for (auto bytes = files.rbegin(); bytes != files.rend(); ++bytes) {
    FileDescriptorProto file;
    ASSERT_TRUE(file.ParseFromString(*bytes));
    ASSERT_NE(copy.BuildFile(file), nullptr);
  }
  EXPECT_NE(copy.FindMethodByName("shop.Shop.Buy"), nullptr);
}

TYPED_TEST(ReflectionServiceTest, EverySortOfSymbolLeadsToItsFile) {
  const std::vector<std::pair<std::string, std::string>> kSymbols = {
      {"shop.Shop", "shop.proto"},
      {"shop.Shop.Buy", "shop.proto"},
      {"shop.Thing", "goods.proto"},
      {"shop.Client.Purse", "people.proto"},
      {"shop.Client.name", "people.proto"},
      {"shop.Client.choice", "people.proto"},
      {"shop.Client.Mood", "people.proto"},
      {"shop.Client.GLAD", "people.proto"},
      {"shop.tax", "tax.proto"},
  };
  for (const auto& [symbol, file] : kSymbols) {
    const std::vector<std::string> names = FileNames(this->client_.AskForSymbol(symbol));
    ASSERT_THAT(names, ::testing::Not(IsEmpty())) << symbol;
    EXPECT_EQ(names[0], file) << symbol;
  }
}

TYPED_TEST(ReflectionServiceTest, ExtensionLeadsToTheFileThatDeclaresIt) {
  EXPECT_THAT(FileNames(this->client_.AskForExtension("shop.Price", 150)), ElementsAre("tax.proto", "money.proto"));
}

TYPED_TEST(ReflectionServiceTest, ExtensionNumbersAscend) {
  const auto response = this->client_.AskForExtensionNumbers("shop.Price");
  EXPECT_EQ(response.all_extension_numbers_response().base_type_name(), "shop.Price");
  EXPECT_THAT(response.all_extension_numbers_response().extension_number(), ElementsAre(100, 150));
}

TYPED_TEST(ReflectionServiceTest, MessageWithoutExtensionsHasNoNumbers) {
  const auto response = this->client_.AskForExtensionNumbers("shop.Thing");
  EXPECT_EQ(response.all_extension_numbers_response().base_type_name(), "shop.Thing");
  EXPECT_THAT(response.all_extension_numbers_response().extension_number(), IsEmpty());
}

TYPED_TEST(ReflectionServiceTest, WhatAFileNeedsIsSentOnceOnAStream) {
  EXPECT_THAT(FileNames(this->client_.AskForFile("goods.proto")), ElementsAre("goods.proto", "money.proto"));
  EXPECT_THAT(FileNames(this->client_.AskForFile("shop.proto")), ElementsAre("shop.proto", "people.proto"));
}

TYPED_TEST(ReflectionServiceTest, FileThatIsAskedForIsSentAgain) {
  this->client_.AskForFile("shop.proto");
  EXPECT_THAT(FileNames(this->client_.AskForFile("shop.proto")), ElementsAre("shop.proto"));
  EXPECT_THAT(FileNames(this->client_.AskForSymbol("shop.Price")), ElementsAre("money.proto"));
}

TYPED_TEST(ReflectionServiceTest, AnotherStreamGetsAllAgain) {
  this->client_.AskForFile("goods.proto");
  Client<TypeParam> other(this->server_);
  EXPECT_THAT(FileNames(other.AskForFile("goods.proto")), ElementsAre("goods.proto", "money.proto"));
}

TYPED_TEST(ReflectionServiceTest, FailureSendsNothingThatWouldBeMissingLater) {
  EXPECT_THAT(this->client_.AskForExtension("shop.Price", 7), IsError(grpc::NOT_FOUND));
  EXPECT_THAT(FileNames(this->client_.AskForFile("goods.proto")), ElementsAre("goods.proto", "money.proto"));
}

TYPED_TEST(ReflectionServiceTest, WhatIsNotThereIsNotFound) {
  auto& client = this->client_;
  EXPECT_THAT(client.AskForFile("nothing.proto"), IsError(grpc::NOT_FOUND));
  EXPECT_THAT(client.AskForFile(""), IsError(grpc::NOT_FOUND));
  EXPECT_THAT(client.AskForSymbol("shop.Nothing"), IsError(grpc::NOT_FOUND));
  EXPECT_THAT(client.AskForSymbol("."), IsError(grpc::NOT_FOUND));
  EXPECT_THAT(client.AskForExtension("shop.Nothing", 100), IsError(grpc::NOT_FOUND));
  EXPECT_THAT(client.AskForExtension("shop.Price", -1), IsError(grpc::NOT_FOUND));
  EXPECT_THAT(client.AskForExtensionNumbers("shop.Shop"), IsError(grpc::NOT_FOUND));  // a service
}

TYPED_TEST(ReflectionServiceTest, ErrorNamesWhatIsMissing) {
  EXPECT_THAT(this->client_.AskForSymbol("shop.Nothing").error_response().error_message(), HasSubstr("shop.Nothing"));
}

TYPED_TEST(ReflectionServiceTest, RequestThatAsksNothingIsAnErrorAndTheStreamGoesOn) {
  EXPECT_THAT(this->client_.Ask({}), IsError(grpc::INVALID_ARGUMENT));
  EXPECT_THAT(FileNames(this->client_.AskForFile("money.proto")), ElementsAre("money.proto"));
}

TYPED_TEST(ReflectionServiceTest, HostAndRequestComeBackWithAnAnswer) {
  typename TypeParam::Request request;
  request.set_host("example.org");
  request.set_list_services("*");
  const auto response = this->client_.Ask(request);
  EXPECT_EQ(response.valid_host(), "example.org");
  EXPECT_EQ(response.original_request().SerializeAsString(), request.SerializeAsString());
}

TYPED_TEST(ReflectionServiceTest, HostAndRequestComeBackWithAnError) {
  typename TypeParam::Request request;
  request.set_host("example.org");
  request.set_file_by_filename("nothing.proto");
  const auto response = this->client_.Ask(request);
  EXPECT_EQ(response.valid_host(), "example.org");
  EXPECT_EQ(response.original_request().SerializeAsString(), request.SerializeAsString());
}

TYPED_TEST(ReflectionServiceTest, StreamEndsWellWhenTheClientIsDone) {
  this->client_.AskForServices();
  EXPECT_TRUE(this->client_.Finish().ok());
}

TYPED_TEST(ReflectionServiceTest, StreamWithoutARequestEndsWell) { EXPECT_TRUE(this->client_.Finish().ok()); }

TYPED_TEST(ReflectionServiceTest, OpenStreamDoesNotHoldUpAShutdown) {
  this->client_.AskForServices();
  this->server_.Shutdown();
  typename TypeParam::Response response;
  EXPECT_FALSE(this->client_.Read(&response));
  EXPECT_FALSE(this->client_.Wait().ok());
}

TYPED_TEST(ReflectionServiceTest, ThousandsOfRequestsOnAStreamAreAllAnswered) {
  for (int i = 0; i < 5000; ++i) {
    ASSERT_THAT(FileNames(this->client_.AskForFile("money.proto")), ElementsAre("money.proto"));
    ASSERT_THAT(this->client_.AskForSymbol(absl::StrCat("shop.Nothing", i)), IsError(grpc::NOT_FOUND));
  }
}

TYPED_TEST(ReflectionServiceTest, RequestsSentBeforeAnyAnswerIsReadAreAnsweredInOrder) {
  constexpr int kRequests = 200;
  grpc::ClientContext context;
  auto stub = TypeParam::Service::NewStub(this->server_.channel());
  auto stream = stub->ServerReflectionInfo(&context);
  for (int i = 0; i < kRequests; ++i) {
    typename TypeParam::Request request;
    request.set_host(absl::StrCat(i));
    request.set_list_services("");
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  typename TypeParam::Response response;
  for (int i = 0; i < kRequests; ++i) {
    ASSERT_TRUE(stream->Read(&response));
    ASSERT_EQ(response.valid_host(), absl::StrCat(i));
  }
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

// The pool of the program, which has what is linked into it and loads it when it is asked for.
template <typename Version>
class ReflectionOfTheProgramTest : public ::testing::Test {
 protected:
  ReflectedServer server_{*DescriptorPool::generated_pool()};
  Client<Version> client_{server_};
};

TYPED_TEST_SUITE(ReflectionOfTheProgramTest, Versions, VersionName);

TYPED_TEST(ReflectionOfTheProgramTest, TellsOfItself) {
  const std::string service = TypeParam::Service::service_full_name();
  const std::vector<std::string> files = FileNames(this->client_.AskForSymbol(service));
  EXPECT_THAT(files, ElementsAre(absl::StrCat(absl::StrReplaceAll(service, {{".ServerReflection", ""}, {".", "/"}}),
                                              "/reflection.proto")));
}

TYPED_TEST(ReflectionOfTheProgramTest, TellsOfAMessageWithItsImports) {
  EXPECT_THAT(FileNames(this->client_.AskForSymbol(google::rpc::Status::descriptor()->full_name())),
              ElementsAre("google/rpc/status.proto", "google/protobuf/any.proto"));
}

// Protobuf's own look-up takes time by the square of the number of dots.
TYPED_TEST(ReflectionOfTheProgramTest, NameOfAMegabyteIsRefusedWhateverItIsOf) {
  auto& client = this->client_;
  for (const std::string& name : {std::string(kMegabyte, 'a'), std::string(kMegabyte, '.')}) {
    EXPECT_THAT(client.AskForFile(name), IsError(grpc::INVALID_ARGUMENT));
    EXPECT_THAT(client.AskForSymbol(name), IsError(grpc::INVALID_ARGUMENT));
    EXPECT_THAT(client.AskForExtension(name, 1), IsError(grpc::INVALID_ARGUMENT));
    EXPECT_THAT(client.AskForExtensionNumbers(name), IsError(grpc::INVALID_ARGUMENT));
  }
  EXPECT_LT(client.AskForSymbol(std::string(kMegabyte, 'a')).error_response().error_message().size(), 200U);
}

TYPED_TEST(ReflectionOfTheProgramTest, LongestNameIsLookedUp) {
  EXPECT_THAT(this->client_.AskForSymbol(std::string(1000, '.')), IsError(grpc::NOT_FOUND));
  EXPECT_THAT(this->client_.AskForSymbol(std::string(1001, '.')), IsError(grpc::INVALID_ARGUMENT));
}

TYPED_TEST(ReflectionOfTheProgramTest, RandomNamesAreNotFound) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const std::string letters = "ab._/\\\"\n\x01";  // no name that exists is made of these
  for (int i = 0; i < 2000; ++i) {
    std::string name(random() % 40, ' ');
    for (char& letter : name) letter = letters[random() % letters.size()];
    ASSERT_THAT(this->client_.AskForSymbol(name), IsError(grpc::NOT_FOUND)) << name;
    ASSERT_THAT(this->client_.AskForFile(name), IsError(grpc::NOT_FOUND)) << name;
    ASSERT_THAT(this->client_.AskForExtensionNumbers(name), IsError(grpc::NOT_FOUND)) << name;
  }
}

TYPED_TEST(ReflectionOfTheProgramTest, StreamsAtOnceDoNotDisturbEachOther) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this] {
      Client<TypeParam> client(this->server_);
      for (int j = 0; j < 200; ++j) {
        EXPECT_EQ(FileNames(client.AskForSymbol("google.rpc.Status"))[0], "google/rpc/status.proto");
        EXPECT_THAT(client.AskForSymbol("google.rpc.Nothing"), IsError(grpc::NOT_FOUND));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TYPED_TEST(ReflectionOfTheProgramTest, ClientThatGoesAwayDisturbsNobody) {
  for (int i = 0; i < 50; ++i) Client<TypeParam>(this->server_).AskForServices();
  EXPECT_TRUE(this->client_.AskForServices().has_list_services_response());
}

TEST(ReflectionProtocolTest, VersionsDifferInTheirPackageAlone) {
  FileDescriptorProto v1;
  FileDescriptorProto v1alpha;
  V1::Request::descriptor()->file()->CopyTo(&v1);
  V1Alpha::Request::descriptor()->file()->CopyTo(&v1alpha);
  EXPECT_EQ(absl::StrReplaceAll(v1alpha.DebugString(), {{"v1alpha", "v1"}}), v1.DebugString());
}

}  // namespace
}  // namespace sipwhy
