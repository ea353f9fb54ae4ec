#include "service/revision_streams.h"

#include <optional>
#include <utility>

#include "service/convert.h"
#include "service/errors.h"
#include "service/grpc_status.h"

namespace sipwhy {
namespace {

constexpr size_t kMostStreams = 1000;

}  // namespace

// One call. gRPC takes one write at a time, and the end after the last.
class RevisionStreams::Stream final : public Reactor {
 public:
  Stream(RevisionStreams& owner, OnEnd on_end) : owner_(owner), on_end_(std::move(on_end)) {}

  void Offer(const v1::WatchRevisionResponse& response) {
    const std::scoped_lock lock(mutex_);
    next_ = response;
    GoOn();
  }

  void End(absl::Status status) {
    const std::scoped_lock lock(mutex_);
    if (!end_.has_value()) end_ = std::move(status);
    GoOn();
  }

  void OnWriteDone(bool ok) override {
    const std::scoped_lock lock(mutex_);
    is_writing_ = false;
    if (!ok && !end_.has_value()) end_ = absl::CancelledError();
    GoOn();
  }

  void OnCancel() override { End(absl::CancelledError()); }

  void OnDone() override {
    owner_.Forget(this);
    delete this;
  }

 private:
  void GoOn() {
    if (is_writing_ || is_finished_) return;
    if (end_.has_value()) {
      is_finished_ = true;
      on_end_(*end_);
      return Finish(ToGrpcStatus(*end_));
    }
    if (!next_.has_value()) return;
    written_ = *std::exchange(next_, std::nullopt);
    is_writing_ = true;
    StartWrite(&written_);
  }

  RevisionStreams& owner_;
  const OnEnd on_end_;

  std::mutex mutex_;  // guards what follows
  std::optional<v1::WatchRevisionResponse> next_;
  v1::WatchRevisionResponse written_;  // gRPC's while it writes
  std::optional<absl::Status> end_;
  bool is_writing_ = false;
  bool is_finished_ = false;
};

RevisionStreams::Reactor* RevisionStreams::Open(absl::Status refusal, OnEnd on_end) {
  auto* stream = new Stream(*this, std::move(on_end));
  const std::scoped_lock lock(mutex_);
  refusal.Update(WhyNotToOpen());
  streams_.insert(stream);
  if (refusal.ok()) {
    stream->Offer(newest_);
  } else {
    stream->End(std::move(refusal));
  }
  return stream;
}

size_t RevisionStreams::open() const {
  const std::scoped_lock lock(mutex_);
  return streams_.size();
}

absl::Status RevisionStreams::WhyNotToOpen() const {
  if (ended_) return ShuttingDown();
  if (!newest_.has_revision()) return NotLoadedYet();
  return streams_.size() >= kMostStreams ? TooManyWatching() : absl::OkStatus();
}

void RevisionStreams::Announce(const Revision& revision) {
  const std::scoped_lock lock(mutex_);
  const v1::Revision& known = newest_.revision().revision();
  if (known.number() == revision.number && known.content_hash() == revision.content_hash) return;
  ToProto(revision, newest_.mutable_revision());
  for (Stream* stream : streams_) stream->Offer(newest_);
}

void RevisionStreams::End() {
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  for (Stream* stream : streams_) stream->End(ShuttingDown());
}

void RevisionStreams::Forget(Stream* stream) {
  const std::scoped_lock lock(mutex_);
  streams_.erase(stream);
}

}  // namespace sipwhy
