#include "tests/bench/load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>

#include "absl/time/clock.h"

namespace sipwhy::bench {
namespace {

constexpr int kInFlight = 16;

grpc::ByteBuffer ToBytes(const std::string& text) {
  const grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

// One call in flight; its address is its tag.
struct Call {
  std::optional<grpc::ClientContext> context;
  grpc::ByteBuffer response;
  grpc::Status status;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  absl::Time start;
};

class Client {
 public:
  Client(const std::string& address, std::string method)
      : stub_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())), method_(std::move(method)) {}

  void Start(Call& call, const grpc::ByteBuffer& request) {
    call.context.emplace();
    call.response.Clear();
    call.start = absl::Now();
    call.reader = stub_.PrepareUnaryCall(&*call.context, method_, request, &queue_);
    call.reader->StartCall();
    call.reader->Finish(&call.response, &call.status, &call);
  }

  // The next call that ended.
  Call& Next() {
    void* tag = nullptr;
    bool ok = false;
    queue_.Next(&tag, &ok);
    return *static_cast<Call*>(tag);
  }

 private:
  grpc::GenericStub stub_;
  grpc::CompletionQueue queue_;
  const std::string method_;
};

}  // namespace

LoadResult RunLoad(const std::string& address, const std::string& method, const std::vector<std::string>& requests,
                   absl::Duration duration) {
  std::vector<grpc::ByteBuffer> bytes;
  for (const std::string& request : requests) bytes.push_back(ToBytes(request));
  Client client(address, method);
  std::vector<Call> calls(kInFlight);
  LoadResult result;
  const absl::Time start = absl::Now();
  size_t sent = 0;
  for (Call& call : calls) client.Start(call, bytes[sent++ % bytes.size()]);
  for (int in_flight = kInFlight; in_flight > 0;) {
    Call& call = client.Next();
    const absl::Time now = absl::Now();
    result.latencies.push_back(now - call.start);
    ++result.calls;
    if (!call.status.ok()) ++result.failures;
    if (now - start < duration) {
      client.Start(call, bytes[sent++ % bytes.size()]);
    } else {
      --in_flight;
    }
  }
  result.elapsed = absl::Now() - start;
  return result;
}

std::string CallOnce(const std::string& address, const std::string& method, const std::string& request) {
  Client client(address, method);
  Call call;
  client.Start(call, ToBytes(request));
  client.Next();
  grpc::Slice slice;
  if (!call.status.ok() || !call.response.DumpToSingleSlice(&slice).ok()) return "";
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

}  // namespace sipwhy::bench
