#include "network/connection_acceptor.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "files/descriptor.h"
#include "network/listener.h"
#include "network/open_connections.h"
#include "network/socket_address.h"
#include "network/socket_option.h"

namespace sipwhy {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPause(100);
constexpr std::chrono::seconds kCheckEvery(1);
// While connections are refused, the search for closed ones takes at most one part in so many of the thread's time.
constexpr int kRestAfterCheck = 20;
// Accepted in a row before the thread looks whether it should stop.
constexpr int kMostInARow = 64;

// Closes with RST, which leaves nothing behind in the kernel and tells the client at once.
void Refuse(Descriptor connection) { SetSocketOption(connection.get(), SOL_SOCKET, SO_LINGER, linger{1, 0}); }

// Of descriptors or memory. The connection still waits.
bool IsShortage(int error) { return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM; }

bool TooHigh(int descriptor, int spare) {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  // The kernel gives the lowest number that is free, so all below this one are taken.
  return static_cast<rlim_t>(descriptor) + static_cast<rlim_t>(spare) >= limit.rlim_cur;
}

}  // namespace

// What the thread does, and what others may see of it.
class ConnectionAcceptor::Loop {
 public:
  static absl::StatusOr<std::unique_ptr<Loop>> Create(absl::StatusOr<Listener> listener, const Options& options,
                                                      Receiver receiver) {
    if (!listener.ok()) return listener.status();
    if (Cookie(listener->socket.get()) == 0) {
      listener->Close();
      return absl::FailedPreconditionError(
          "this kernel does not number its sockets (SO_COOKIE), so that connections cannot be counted; it must be "
          "Linux "
          "4.12 or later");
    }
    auto loop = std::make_unique<Loop>(*std::move(listener), options, std::move(receiver));
    if (loop->stop_.valid() && loop->reserve_.valid()) return loop;
    return CannotListen(loop->listener_.address, std::generic_category().message(errno));
  }

  Loop(Listener listener, const Options& options, Receiver receiver)
      : options_(options), receiver_(std::move(receiver)), listener_(std::move(listener)) {}
  ~Loop() { listener_.Close(); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Until Stop() is called from another thread.
  void Run() {
    bool pausing = false;
    while (Wait(pausing)) {
      if (Clock::now() >= check_due_) FindClosed();
      pausing = !AcceptWhatWaits();
    }
  }

  void Stop() const { eventfd_write(stop_.get(), 1); }

  // Once Run() is over.
  void CloseListener() { listener_.Close(); }

  const Listener& listener() const { return listener_; }

  Statistics statistics() const {
    return {.accepted = accepted_,
            .refused_by_cap = refused_by_cap_,
            .refused_per_address = refused_per_address_,
            .errors = errors_,
            .open = open_count_};
  }

 private:
  using Counter = std::atomic<uint64_t>;

  // Waits for a connection, or only for time to pass. False when it is time to stop.
  bool Wait(bool pausing) const {
    std::array<pollfd, 2> files = {pollfd{stop_.get(), POLLIN, 0}, pollfd{listener_.socket.get(), POLLIN, 0}};
    const std::chrono::milliseconds patience = pausing ? kPause : kCheckEvery;
    const bool nothing_to_check = !pausing && open_.size() == 0;
    poll(files.data(), pausing ? 1 : 2, nothing_to_check ? -1 : static_cast<int>(patience.count()));
    return files[0].revents == 0;
  }

  // False when it is better to pause, since the next attempt would fail as well.
  bool AcceptWhatWaits() {
    for (int i = 0; i < kMostInARow; ++i) {
      SocketAddress from;
      Descriptor connection(
          accept4(listener_.socket.get(), from.data(), from.capacity(), SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (connection.valid()) {
        Admit(std::move(connection), from);
        continue;
      }
      const int error = IsShortage(errno) ? TurnAwayOne() : errno;
      if (error == 0 || error == EINTR) continue;
      if (error == EAGAIN) return true;
      ++errors_;
      return false;
    }
    return true;
  }

  // With the descriptor in reserve, so that the client learns at once that there is no place. Zero, or the error that
  // there is all the same: EAGAIN when nobody waits, which the kernel does not say while there are no descriptors.
  int TurnAwayOne() {
    reserve_.Close();
    Descriptor connection(accept4(listener_.socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
    const int error = connection.valid() ? 0 : errno;
    if (error == 0) {
      ++errors_;  // that of the first attempt
      ++refused_by_cap_;
      Refuse(std::move(connection));
    }
    reserve_ = Descriptor(eventfd(0, EFD_CLOEXEC));
    return error;
  }

  void Admit(Descriptor connection, const SocketAddress& from) {
    const int number = connection.get();
    open_.Forget(number);
    const std::optional<Network> network = NetworkThatCounts(from);
    Counter* refusal = Refusal(number, network);
    if (refusal != nullptr && Clock::now() >= check_allowed_) {
      FindClosed();
      refusal = Refusal(number, network);
    }
    if (refusal != nullptr) {
      ++*refusal;
      return Refuse(std::move(connection));
    }
    HandOver(std::move(connection), network);
  }

  std::optional<Network> NetworkThatCounts(const SocketAddress& from) const {
    std::optional<Network> network = NetworkOf(from);
    if (network && !options_.cap_loopback && IsLoopback(*network, from)) network.reset();
    return network;
  }

  // The counter of the reason why there is no place for a connection; null when there is.
  Counter* Refusal(int descriptor, const std::optional<Network>& network) {
    if (open_.size() >= options_.most_connections) return &refused_by_cap_;
    if (TooHigh(descriptor, options_.spare_descriptors)) return &refused_by_cap_;
    if (network && open_.From(*network) >= options_.most_per_address) return &refused_per_address_;
    return nullptr;
  }

  void HandOver(Descriptor connection, const std::optional<Network>& network) {
    const int number = connection.Release();
    SetSocketOption(number, IPPROTO_TCP, TCP_NODELAY, 1);  // a UNIX socket has no such option and needs none
    open_.Add(number, network);
    open_count_ = static_cast<uint64_t>(open_.size());
    ++accepted_;
    receiver_(number);
  }

  void FindClosed() {
    const Clock::time_point begin = Clock::now();
    open_.ForgetClosed();
    open_count_ = static_cast<uint64_t>(open_.size());
    const Clock::time_point end = Clock::now();
    check_due_ = end + kCheckEvery;
    check_allowed_ = end + kRestAfterCheck * (end - begin);
  }

  const Options options_;
  const Receiver receiver_;
  Listener listener_;
  const Descriptor stop_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};  // readable once the thread should stop
  Descriptor reserve_{eventfd(0, EFD_CLOEXEC)};
  OpenConnections open_;
  Clock::time_point check_due_ = Clock::now() + kCheckEvery;
  Clock::time_point check_allowed_;

  Counter accepted_ = 0;
  Counter refused_by_cap_ = 0;
  Counter refused_per_address_ = 0;
  Counter errors_ = 0;
  Counter open_count_ = 0;
};

absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> ConnectionAcceptor::Listen(absl::string_view address,
                                                                               const Options& options,
                                                                               Receiver receiver) {
  auto loop = Loop::Create(ListenOn(address, options.backlog), options, std::move(receiver));
  if (!loop.ok()) return loop.status();
  return std::unique_ptr<ConnectionAcceptor>(new ConnectionAcceptor(*std::move(loop)));
}

absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> ConnectionAcceptor::Adopt(int listener, const Options& options,
                                                                              Receiver receiver) {
  auto loop = Loop::Create(Take(Descriptor(listener)), options, std::move(receiver));
  if (!loop.ok()) return loop.status();
  return std::unique_ptr<ConnectionAcceptor>(new ConnectionAcceptor(*std::move(loop)));
}

ConnectionAcceptor::ConnectionAcceptor(std::unique_ptr<Loop> loop)
    : loop_(std::move(loop)), thread_([this] { loop_->Run(); }) {}

ConnectionAcceptor::~ConnectionAcceptor() { Stop(); }

void ConnectionAcceptor::Stop() {
  if (!thread_.joinable()) return;
  loop_->Stop();
  thread_.join();
  loop_->CloseListener();
}

const std::string& ConnectionAcceptor::address() const { return loop_->listener().address; }

int ConnectionAcceptor::port() const { return loop_->listener().port; }

ConnectionAcceptor::Statistics ConnectionAcceptor::statistics() const { return loop_->statistics(); }

}  // namespace sipwhy
