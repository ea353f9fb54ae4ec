// gRPC server reflection: what services a server has, and what their messages look like.
#ifndef SIPWHY_SERVICE_ADMIN_REFLECTION_SERVICE_H_
#define SIPWHY_SERVICE_ADMIN_REFLECTION_SERVICE_H_

#include <memory>
#include <string>
#include <vector>

namespace google::protobuf {
class DescriptorPool;
}  // namespace google::protobuf

namespace grpc {
class ServerBuilder;
}  // namespace grpc

namespace sipwhy {

// Answers grpc.reflection.v1.ServerReflection and its older twin v1alpha, as proto/grpc/reflection/v1/reflection.proto
// says, from the files of a pool. gRPC's own library has v1alpha alone (1.51), and cannot be linked beside this one,
// since it declares the same messages.
//
// The methods are synchronous: an open stream takes a thread of the server, so that sixteen may be open at once, of both
// together; further ones end with RESOURCE_EXHAUSTED. Safe to call from any thread.
class ReflectionService {
 public:
  // What it says of a symbol that a client asks for is what `pool` holds: with DescriptorPool::generated_pool() every
  // proto that is linked into the program. `services` are the full names that it lists, in that order; they are not
  // checked. `pool` outlives this.
  ReflectionService(const google::protobuf::DescriptorPool& pool, std::vector<std::string> services);
  ~ReflectionService();
  ReflectionService(const ReflectionService&) = delete;
  ReflectionService& operator=(const ReflectionService&) = delete;

  // Adds both versions to the server that `builder` builds, which this has to outlive.
  void RegisterWith(grpc::ServerBuilder& builder);

 private:
  struct Versions;

  const std::unique_ptr<Versions> versions_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ADMIN_REFLECTION_SERVICE_H_
