#include "service/admin/reflection_service.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <grpcpp/server_builder.h>
#include <grpcpp/support/status.h>
#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <cstddef>
#include <semaphore>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"

namespace sipwhy {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::DescriptorPool;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::FileDescriptor;
using ::google::protobuf::FileDescriptorProto;

// The pool looks for a symbol in each of its prefixes, at a cost of the square of its dots.
constexpr size_t kMostNameBytes = 1000;

constexpr ptrdiff_t kMostStreams = 16;

// What a reflection service tells about.
struct Catalogue {
  const DescriptorPool& pool;
  const std::vector<std::string> services;
};

absl::Status CheckName(const std::string& name) {
  if (name.size() <= kMostNameBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the name has ", name.size(), " bytes; at most ", kMostNameBytes, " are allowed"));
}

absl::Status NoSuch(absl::string_view kind, absl::string_view name) {
  return absl::NotFoundError(absl::StrCat("there is no ", kind, " \"", name, "\""));
}

absl::StatusOr<const FileDescriptor*> FileNamed(const DescriptorPool& pool, const std::string& name) {
  if (absl::Status status = CheckName(name); !status.ok()) return status;
  const FileDescriptor* file = pool.FindFileByName(name);
  if (file == nullptr) return NoSuch("file", name);
  return file;
}

absl::StatusOr<const FileDescriptor*> FileOfSymbol(const DescriptorPool& pool, const std::string& symbol) {
  if (absl::Status status = CheckName(symbol); !status.ok()) return status;
  const FileDescriptor* file = pool.FindFileContainingSymbol(symbol);
  if (file == nullptr) return NoSuch("symbol", symbol);
  return file;
}

absl::StatusOr<const Descriptor*> Message(const DescriptorPool& pool, const std::string& name) {
  if (absl::Status status = CheckName(name); !status.ok()) return status;
  const Descriptor* message = pool.FindMessageTypeByName(name);
  if (message == nullptr) return NoSuch("message", name);
  return message;
}

absl::StatusOr<const FileDescriptor*> FileOfExtension(const DescriptorPool& pool, const std::string& type, int number) {
  const absl::StatusOr<const Descriptor*> message = Message(pool, type);
  if (!message.ok()) return message.status();
  const FieldDescriptor* extension = pool.FindExtensionByNumber(*message, number);
  if (extension == nullptr) return NoSuch(absl::StrCat("extension ", number, " of message"), type);
  return extension->file();
}

absl::StatusOr<std::vector<int>> ExtensionNumbers(const DescriptorPool& pool, const std::string& type) {
  const absl::StatusOr<const Descriptor*> message = Message(pool, type);
  if (!message.ok()) return message.status();
  std::vector<const FieldDescriptor*> extensions;
  pool.FindAllExtensions(*message, &extensions);
  std::vector<int> numbers;
  for (const FieldDescriptor* extension : extensions) numbers.push_back(extension->number());
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::string Serialise(const FileDescriptor& file) {
  FileDescriptorProto description;
  file.CopyTo(&description);
  return description.SerializeAsString();
}

// Answers the requests of one stream.
template <typename Request, typename Response>
class Conversation {
 public:
  explicit Conversation(const Catalogue& catalogue) : catalogue_(catalogue) {}

  Response Answer(const Request& request) {
    Response response;
    response.set_valid_host(request.host());
    *response.mutable_original_request() = request;
    if (const absl::Status status = Fill(request, response); !status.ok()) {
      response.mutable_error_response()->set_error_code(static_cast<int>(status.code()));
      response.mutable_error_response()->set_error_message(std::string(status.message()));
    }
    return response;
  }

 private:
  absl::Status Fill(const Request& request, Response& response) {
    const DescriptorPool& pool = catalogue_.pool;
    switch (request.message_request_case()) {
      case Request::kFileByFilename:
        return FillFiles(FileNamed(pool, request.file_by_filename()), response);
      case Request::kFileContainingSymbol:
        return FillFiles(FileOfSymbol(pool, request.file_containing_symbol()), response);
      case Request::kFileContainingExtension: {
        const auto& extension = request.file_containing_extension();
        return FillFiles(FileOfExtension(pool, extension.containing_type(), extension.extension_number()), response);
      }
      case Request::kAllExtensionNumbersOfType:
        return FillExtensions(request.all_extension_numbers_of_type(), response);
      case Request::kListServices:
        return FillServices(response);
      case Request::MESSAGE_REQUEST_NOT_SET:
        break;
    }
    return absl::InvalidArgumentError("the request asks nothing; set one of the fields of message_request");
  }

  // The file that is asked for always, since it may be asked for again; of what it needs what was not sent yet.
  absl::Status FillFiles(const absl::StatusOr<const FileDescriptor*>& found, Response& response) {
    if (!found.ok()) return found.status();
    auto& files = *response.mutable_file_descriptor_response();
    sent_.insert(*found);
    std::vector<const FileDescriptor*> sending = {*found};
    std::set<const FileDescriptor*> seen = {*found};
    for (size_t i = 0; i < sending.size(); ++i) {
      const FileDescriptor* file = sending[i];
      if (i == 0 || sent_.insert(file).second) files.add_file_descriptor_proto(Serialise(*file));
      for (int j = 0; j < file->dependency_count(); ++j) {
        if (seen.insert(file->dependency(j)).second) sending.push_back(file->dependency(j));
      }
    }
    return absl::OkStatus();
  }

  absl::Status FillExtensions(const std::string& type, Response& response) {
    const absl::StatusOr<std::vector<int>> numbers = ExtensionNumbers(catalogue_.pool, type);
    if (!numbers.ok()) return numbers.status();
    auto& extensions = *response.mutable_all_extension_numbers_response();
    extensions.set_base_type_name(type);
    extensions.mutable_extension_number()->Add(numbers->begin(), numbers->end());
    return absl::OkStatus();
  }

  absl::Status FillServices(Response& response) {
    auto& services = *response.mutable_list_services_response();
    for (const std::string& name : catalogue_.services) services.add_service()->set_name(name);
    return absl::OkStatus();
  }

  const Catalogue& catalogue_;
  std::set<const FileDescriptor*> sent_;
};

// One version of the service, with its own types of messages of the same fields.
template <typename Service, typename Request, typename Response>
class Version final : public Service {
 public:
  Version(const Catalogue& catalogue, std::counting_semaphore<kMostStreams>& places)
      : catalogue_(catalogue), places_(places) {}

  grpc::Status ServerReflectionInfo(grpc::ServerContext* /*context*/,
                                    grpc::ServerReaderWriter<Response, Request>* stream) override {
    if (!places_.try_acquire()) {
      return {grpc::StatusCode::RESOURCE_EXHAUSTED,
              "too many ask for reflection at once; try again when one has ended"};
    }
    Conversation<Request, Response> conversation(catalogue_);
    Request request;
    while (stream->Read(&request) && stream->Write(conversation.Answer(request))) {
    }
    places_.release();
    return grpc::Status::OK;
  }

 private:
  const Catalogue& catalogue_;
  std::counting_semaphore<kMostStreams>& places_;
};

namespace newer = ::grpc::reflection::v1;
namespace older = ::grpc::reflection::v1alpha;

}  // namespace

struct ReflectionService::Versions {
  Versions(const DescriptorPool& pool, std::vector<std::string> services) : catalogue{pool, std::move(services)} {}

  Catalogue catalogue;
  std::counting_semaphore<kMostStreams> places{kMostStreams};
  Version<newer::ServerReflection::Service, newer::ServerReflectionRequest, newer::ServerReflectionResponse> v1{
      catalogue, places};
  Version<older::ServerReflection::Service, older::ServerReflectionRequest, older::ServerReflectionResponse> v1alpha{
      catalogue, places};
};

ReflectionService::ReflectionService(const DescriptorPool& pool, std::vector<std::string> services)
    : versions_(std::make_unique<Versions>(pool, std::move(services))) {}

ReflectionService::~ReflectionService() = default;

void ReflectionService::RegisterWith(grpc::ServerBuilder& builder) {
  builder.RegisterService(&versions_->v1);
  builder.RegisterService(&versions_->v1alpha);
}

}  // namespace sipwhy
