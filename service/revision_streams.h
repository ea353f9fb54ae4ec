// The calls of WatchRevision that are open.
#ifndef SIPWHY_SERVICE_REVISION_STREAMS_H_
#define SIPWHY_SERVICE_REVISION_STREAMS_H_

#include <grpcpp/support/server_callback.h>

#include <cstddef>
#include <functional>
#include <mutex>
#include <set>

#include "absl/status/status.h"
#include "sipwhy/v1/explainer.pb.h"
#include "storage/knowledge.h"

namespace sipwhy {

// Tells every open call of each new revision; one that reads slowly hears of the newest alone. Safe to call from any
// thread. Must outlive its calls, all of which End() ends.
class RevisionStreams {
 public:
  using Reactor = grpc::ServerWriteReactor<v1::WatchRevisionResponse>;
  using OnEnd = std::function<void(const absl::Status& status)>;

  RevisionStreams() = default;
  RevisionStreams(const RevisionStreams&) = delete;
  RevisionStreams& operator=(const RevisionStreams&) = delete;

  // The reactor of a new call, which hears of the newest revision at once. It owns itself. It ends with `refusal`
  // unless that is OK. At most a thousand are open; beyond that, before the first Announce() and after End() it ends
  // with an error of service/errors.h. `on_end` is called once, just before the call ends, with what it ends with.
  Reactor* Open(absl::Status refusal, OnEnd on_end);

  // How many are open.
  size_t open() const;

  // Says that `revision` is served now. The one that was announced last is no news.
  void Announce(const Revision& revision);

  // Ends all calls as ShuttingDown(), those that are yet to come as well.
  void End();

 private:
  class Stream;

  absl::Status WhyNotToOpen() const;
  void Forget(Stream* stream);

  mutable std::mutex mutex_;  // guards what follows
  std::set<Stream*> streams_;
  v1::WatchRevisionResponse newest_;  // without a revision before the first
  bool ended_ = false;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_REVISION_STREAMS_H_
