#include "network/connection_acceptor.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::testing::AllOf;
using ::testing::HasSubstr;
using Options = ConnectionAcceptor::Options;

constexpr std::chrono::seconds kPatience(20);

// Waits for what another thread brings about.
bool Eventually(const std::function<bool()>& happened, std::chrono::milliseconds patience = kPatience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!happened()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

// The other side of the acceptor: greets each connection with a letter and keeps it open.
class Host {
 public:
  Host() = default;
  ~Host() { CloseAll(); }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  ConnectionAcceptor::Receiver receiver() {
    return [this](int connection) {
      const std::scoped_lock lock(mutex_);
      open_.insert(connection);
      send(connection, "h", 1, MSG_NOSIGNAL);
    };
  }

  // Hands the newest descriptor over to the caller.
  int Take() {
    const std::scoped_lock lock(mutex_);
    return open_.extract(std::prev(open_.end())).value();
  }

  void CloseAll() {
    const std::scoped_lock lock(mutex_);
    for (const int connection : open_) close(connection);
    open_.clear();
  }

 private:
  std::mutex mutex_;
  std::set<int> open_;
};

// An address that a client connects to or comes from.
struct Address {
  sockaddr_storage storage = {};
  socklen_t size = 0;
};

Address Ipv4(const std::string& host, int port) {
  sockaddr_in ip = {};
  ip.sin_family = AF_INET;
  ip.sin_port = htons(static_cast<uint16_t>(port));
  EXPECT_EQ(inet_pton(AF_INET, host.c_str(), &ip.sin_addr), 1) << host;
  Address address{.size = sizeof ip};
  std::memcpy(&address.storage, &ip, sizeof ip);
  return address;
}

Address Ipv6(const std::string& host, int port) {
  sockaddr_in6 ip = {};
  ip.sin6_family = AF_INET6;
  ip.sin6_port = htons(static_cast<uint16_t>(port));
  EXPECT_EQ(inet_pton(AF_INET6, host.c_str(), &ip.sin6_addr), 1) << host;
  Address address{.size = sizeof ip};
  std::memcpy(&address.storage, &ip, sizeof ip);
  return address;
}

Address Unix(const std::string& path) {
  sockaddr_un file = {};
  file.sun_family = AF_UNIX;
  path.copy(file.sun_path, sizeof file.sun_path - 1);
  Address address{.size = sizeof file};
  std::memcpy(&address.storage, &file, sizeof file);
  return address;
}

const sockaddr* Pointer(const Address& address) { return reinterpret_cast<const sockaddr*>(&address.storage); }

// The caller closes it.
int BoundSocket(const Address& address, int type = SOCK_STREAM) {
  const int bound = socket(address.storage.ss_family, type, 0);
  EXPECT_EQ(bind(bound, Pointer(address), address.size), 0);
  return bound;
}

// What came of an attempt to connect.
enum class Outcome { kGreeted, kReset, kEnded, kNobodyListens, kNothing };

// A socket of its own for one connection.
class Client {
 public:
  explicit Client(sa_family_t family) : socket_(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    EXPECT_GE(socket_, 0);
    const timeval patience = {.tv_sec = kPatience.count(), .tv_usec = 0};
    EXPECT_EQ(setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
  }
  explicit Client(const Address& to) : Client(to.storage.ss_family) { Connect(to); }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Gives the socket a number from `lowest` on.
  void MoveTo(int lowest) {
    const int moved = fcntl(socket_, F_DUPFD_CLOEXEC, lowest);
    ASSERT_GE(moved, lowest);
    close(std::exchange(socket_, moved));
  }

  void ComeFrom(const Address& from) const { EXPECT_EQ(bind(socket_, Pointer(from), from.size), 0); }

  void Connect(const Address& to) { error_ = connect(socket_, Pointer(to), to.size) == 0 ? 0 : errno; }

  // Waits for the greeting or the end.
  Outcome outcome() const {
    if (error_ == ECONNREFUSED || error_ == ENOENT) return Outcome::kNobodyListens;
    if (error_ == ECONNRESET) return Outcome::kReset;
    char letter = 0;
    const ssize_t size = recv(socket_, &letter, 1, 0);
    if (size > 0) return Outcome::kGreeted;
    if (size == 0) return Outcome::kEnded;
    return errno == ECONNRESET ? Outcome::kReset : Outcome::kNothing;
  }

 private:
  int socket_;
  int error_ = 0;
};

// Connects once more until there is a place.
bool IsGreetedInTheEnd(const Address& to, std::chrono::milliseconds patience = kPatience) {
  return Eventually([&to] { return Client(to).outcome() == Outcome::kGreeted; }, patience);
}

class ConnectionAcceptorTest : public ::testing::Test {
 protected:
  // Listens on a free port of 127.0.0.1.
  void Start(const Options& options = {}, const std::string& address = "127.0.0.1:0") {
    auto acceptor = ConnectionAcceptor::Listen(address, options, host_.receiver());
    ASSERT_THAT(acceptor, IsOk());
    acceptor_ = *std::move(acceptor);
  }

  Address here() const { return Ipv4("127.0.0.1", acceptor_->port()); }

  // A client from `source` that has its answer.
  std::unique_ptr<Client> From(const std::string& source, Outcome* outcome) const {
    auto client = std::make_unique<Client>(AF_INET);
    client->ComeFrom(Ipv4(source, 0));
    client->Connect(here());
    *outcome = client->outcome();
    return client;
  }

  Host host_;
  std::unique_ptr<ConnectionAcceptor> acceptor_;
};

// ---- Handing over

TEST_F(ConnectionAcceptorTest, ConnectionIsHandedOver) {
  Start();
  const Client client(here());
  EXPECT_EQ(client.outcome(), Outcome::kGreeted);
  const ConnectionAcceptor::Statistics statistics = acceptor_->statistics();
  EXPECT_EQ(statistics.accepted, 1U);
  EXPECT_EQ(statistics.open, 1U);
  EXPECT_EQ(statistics.refused_by_cap + statistics.refused_per_address + statistics.errors, 0U);
}

TEST_F(ConnectionAcceptorTest, DescriptorDoesNotWaitNorSurviveExecAndSendsSmallPacketsAtOnce) {
  Start();
  const Client client(here());
  ASSERT_EQ(client.outcome(), Outcome::kGreeted);
  const int connection = host_.Take();
  EXPECT_NE(fcntl(connection, F_GETFL) & O_NONBLOCK, 0);
  EXPECT_NE(fcntl(connection, F_GETFD) & FD_CLOEXEC, 0);
  int no_delay = 0;
  socklen_t size = sizeof no_delay;
  EXPECT_EQ(getsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &no_delay, &size), 0);
  EXPECT_NE(no_delay, 0);
  close(connection);
}

TEST_F(ConnectionAcceptorTest, Ipv6IsListenedOn) {
  if (Client(Ipv6("::1", 1)).outcome() != Outcome::kNobodyListens) GTEST_SKIP() << "no IPv6 on this machine";
  Start({}, "[::1]:0");
  EXPECT_EQ(Client(Ipv6("::1", acceptor_->port())).outcome(), Outcome::kGreeted);
  EXPECT_EQ(acceptor_->address(), absl::StrCat("[::1]:", acceptor_->port()));
}

TEST_F(ConnectionAcceptorTest, AnyIpv6AddressTakesIpv4AsWell) {
  if (Client(Ipv6("::1", 1)).outcome() != Outcome::kNobodyListens) GTEST_SKIP() << "no IPv6 on this machine";
  Start({}, "[::]:0");
  EXPECT_EQ(Client(here()).outcome(), Outcome::kGreeted);
}

TEST_F(ConnectionAcceptorTest, FreePortIsNamed) {
  Start();
  EXPECT_GT(acceptor_->port(), 0);
  EXPECT_EQ(acceptor_->address(), absl::StrCat("127.0.0.1:", acceptor_->port()));
}

// ---- Addresses

TEST_F(ConnectionAcceptorTest, AddressInUseIsNamedWithTheReason) {
  Start();
  EXPECT_THAT(ConnectionAcceptor::Listen(acceptor_->address(), {}, host_.receiver()),
              StatusIs(absl::StatusCode::kUnavailable,
                       AllOf(HasSubstr(acceptor_->address()), HasSubstr("Address already in use"))));
}

TEST_F(ConnectionAcceptorTest, AddressOfAnotherMachineIsNamedWithTheReason) {
  // TEST-NET-1 of RFC 5737, which no machine has.
  EXPECT_THAT(ConnectionAcceptor::Listen("192.0.2.1:0", {}, host_.receiver()),
              StatusIs(absl::StatusCode::kUnavailable,
                       AllOf(HasSubstr("192.0.2.1:0"), HasSubstr("Cannot assign requested address"))));
}

TEST_F(ConnectionAcceptorTest, OtherFormsOfAddressAreRefused) {
  for (const std::string address : {"",
                                    ":",
                                    ":1",
                                    "x",
                                    "1",
                                    "127.0.0.1",
                                    "127.0.0.1:",
                                    "127.0.0.1:x",
                                    "127.0.0.1:65536",
                                    "127.0.0.1:-1",
                                    "127.0.1:1",
                                    "localhost:1",
                                    "[::1]",
                                    "[::1:1",
                                    "::1]:1",
                                    "::1:1",
                                    "[127.0.0.1]:1",
                                    "[]:1",
                                    "unix:",
                                    "http://127.0.0.1:1"}) {
    EXPECT_THAT(ConnectionAcceptor::Listen(address, {}, host_.receiver()),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr(absl::StrCat("\"", address == "unix:" ? "" : address, "\""))))
        << address;
  }
}

// ---- UNIX sockets

class UnixSocketTest : public ConnectionAcceptorTest {
 protected:
  void StartUnix(const Options& options = {}) { Start(options, absl::StrCat("unix:", path_)); }

  absl::Status Attempt() const {
    return ConnectionAcceptor::Listen(absl::StrCat("unix:", path_), {}, [](int connection) { close(connection); })
        .status();
  }

  // Leaves the file of a socket that was closed, as a killed process does.
  void LeaveStaleFile() const { close(BoundSocket(Unix(path_))); }

  bool FileIsThere() const { return access(path_.c_str(), F_OK) == 0; }

  TempDirectory directory_;
  const std::string path_ = directory_.File("s");
};

TEST_F(UnixSocketTest, IsListenedOn) {
  StartUnix();
  EXPECT_EQ(Client(Unix(path_)).outcome(), Outcome::kGreeted);
  EXPECT_EQ(acceptor_->address(), absl::StrCat("unix:", path_));
  EXPECT_EQ(acceptor_->port(), 0);
}

TEST_F(UnixSocketTest, FileIsRemovedAtTheEnd) {
  StartUnix();
  ASSERT_TRUE(FileIsThere());
  acceptor_->Stop();
  EXPECT_FALSE(FileIsThere());
}

TEST_F(UnixSocketTest, FileThatTookItsPlaceStays) {
  StartUnix();
  ASSERT_EQ(unlink(path_.c_str()), 0);
  directory_.Write("s", "of somebody else");
  acceptor_->Stop();
  EXPECT_EQ(ReadFile(path_), "of somebody else");
}

TEST_F(UnixSocketTest, StaleFileIsReplaced) {
  LeaveStaleFile();
  StartUnix();
  EXPECT_EQ(Client(Unix(path_)).outcome(), Outcome::kGreeted);
}

TEST_F(UnixSocketTest, FileInUseIsAnErrorAndGoesOnWorking) {
  StartUnix();
  EXPECT_THAT(Attempt(),
              StatusIs(absl::StatusCode::kUnavailable, AllOf(HasSubstr(path_), HasSubstr("Address already in use"))));
  EXPECT_EQ(Client(Unix(path_)).outcome(), Outcome::kGreeted);
}

TEST_F(UnixSocketTest, FileInUseIsAnErrorAlsoWhenItsOwnerIsTooBusyToAccept) {
  const int busy = BoundSocket(Unix(path_));
  ASSERT_EQ(listen(busy, 0), 0);
  const Client waiting(Unix(path_));
  EXPECT_THAT(Attempt(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("Address already in use")));
  EXPECT_TRUE(FileIsThere());
  close(busy);
}

TEST_F(UnixSocketTest, FileOfAnotherKindIsAnErrorAndStays) {
  directory_.Write("s", "valuable");
  EXPECT_THAT(Attempt(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr(path_)));
  EXPECT_EQ(ReadFile(path_), "valuable");
}

TEST_F(UnixSocketTest, LinkToAStaleSocketIsAnErrorAndStays) {
  LeaveStaleFile();
  const std::string link = directory_.File("link");
  ASSERT_EQ(symlink(path_.c_str(), link.c_str()), 0);
  EXPECT_THAT(ConnectionAcceptor::Listen(absl::StrCat("unix:", link), {}, host_.receiver()),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(link)));
  EXPECT_TRUE(FileIsThere());
}

TEST_F(UnixSocketTest, FolderThatIsMissingIsNamedWithTheReason) {
  const std::string path = directory_.File("none/s");
  EXPECT_THAT(ConnectionAcceptor::Listen(absl::StrCat("unix:", path), {}, host_.receiver()),
              StatusIs(absl::StatusCode::kUnavailable, AllOf(HasSubstr(path), HasSubstr("No such file"))));
}

TEST_F(UnixSocketTest, PathThatIsTooLongIsRefused) {
  EXPECT_THAT(ConnectionAcceptor::Listen(absl::StrCat("unix:/", std::string(107, 'x')), {}, host_.receiver()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("1 to 107 bytes")));
}

TEST_F(UnixSocketTest, HasNoCapPerAddress) {
  StartUnix({.most_per_address = 1, .cap_loopback = true});
  const Client first(Unix(path_));
  const Client second(Unix(path_));
  EXPECT_EQ(first.outcome(), Outcome::kGreeted);
  EXPECT_EQ(second.outcome(), Outcome::kGreeted);
}

TEST_F(UnixSocketTest, HasTheCapInAll) {
  StartUnix({.most_connections = 1});
  const Client first(Unix(path_));
  EXPECT_EQ(first.outcome(), Outcome::kGreeted);
  EXPECT_EQ(Client(Unix(path_)).outcome(), Outcome::kEnded);  // a UNIX socket knows no RST
}

// ---- Caps

TEST_F(ConnectionAcceptorTest, BeyondTheCapConnectionsAreReset) {
  Start({.most_connections = 2});
  const Client first(here());
  const Client second(here());
  const Client third(here());
  EXPECT_EQ(first.outcome(), Outcome::kGreeted);
  EXPECT_EQ(second.outcome(), Outcome::kGreeted);
  EXPECT_EQ(third.outcome(), Outcome::kReset);
  EXPECT_EQ(acceptor_->statistics().accepted, 2U);
  EXPECT_EQ(acceptor_->statistics().refused_by_cap, 1U);
  EXPECT_EQ(acceptor_->statistics().open, 2U);
}

TEST_F(ConnectionAcceptorTest, ClosedConnectionFreesItsPlace) {
  Start({.most_connections = 1});
  const Client first(here());
  ASSERT_EQ(first.outcome(), Outcome::kGreeted);
  ASSERT_EQ(Client(here()).outcome(), Outcome::kReset);
  host_.CloseAll();
  EXPECT_TRUE(IsGreetedInTheEnd(here()));
}

TEST_F(ConnectionAcceptorTest, ConnectionThatOnlyTheClientEndedKeepsItsPlace) {
  Start({.most_connections = 1});
  ASSERT_EQ(Client(here()).outcome(), Outcome::kGreeted);
  EXPECT_EQ(Client(here()).outcome(), Outcome::kReset);
}

TEST_F(ConnectionAcceptorTest, NumberThatAnotherSocketHasByNowFreesThePlace) {
  Start({.most_connections = 1});
  const Client first(here());
  ASSERT_EQ(first.outcome(), Outcome::kGreeted);
  const int connection = host_.Take();
  const int other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(dup2(other, connection), connection);
  EXPECT_TRUE(IsGreetedInTheEnd(here()));
  close(connection);
  close(other);
}

TEST_F(ConnectionAcceptorTest, NumberThatAFileHasByNowFreesThePlace) {
  Start({.most_connections = 1});
  const Client first(here());
  ASSERT_EQ(first.outcome(), Outcome::kGreeted);
  const int connection = host_.Take();
  const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(dup2(file, connection), connection);
  EXPECT_TRUE(IsGreetedInTheEnd(here()));
  close(connection);
  close(file);
}

TEST_F(ConnectionAcceptorTest, NumberThatTheNextConnectionGetsIsCountedOnce) {
  Start({.most_connections = 2});
  const Client stays(here());
  ASSERT_EQ(stays.outcome(), Outcome::kGreeted);
  for (int i = 0; i < 100; ++i) {
    const Client client(here());
    ASSERT_EQ(client.outcome(), Outcome::kGreeted) << i;
    close(host_.Take());  // the lowest that is free, which the next one gets
  }
}

TEST_F(ConnectionAcceptorTest, ClosedConnectionsAreNoticedWithoutNewOnes) {
  Start();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(std::make_unique<Client>(here()));
  for (const auto& client : clients) ASSERT_EQ(client->outcome(), Outcome::kGreeted);
  EXPECT_EQ(acceptor_->statistics().open, 10U);
  host_.CloseAll();
  EXPECT_TRUE(Eventually([&] { return acceptor_->statistics().open == 0; }));
}

TEST_F(ConnectionAcceptorTest, OneAddressHasACapOfItsOwn) {
  Start({.most_per_address = 1, .cap_loopback = true});
  Outcome outcome = Outcome::kNothing;
  const auto first = From("127.0.0.2", &outcome);
  EXPECT_EQ(outcome, Outcome::kGreeted);
  const auto second = From("127.0.0.2", &outcome);
  EXPECT_EQ(outcome, Outcome::kReset);
  const auto neighbour = From("127.0.0.3", &outcome);
  EXPECT_EQ(outcome, Outcome::kGreeted);
  EXPECT_EQ(acceptor_->statistics().refused_per_address, 1U);
  EXPECT_EQ(acceptor_->statistics().refused_by_cap, 0U);
}

TEST_F(ConnectionAcceptorTest, ClosedConnectionFreesItsPlaceOfItsAddress) {
  Start({.most_per_address = 1, .cap_loopback = true});
  Outcome outcome = Outcome::kNothing;
  const auto first = From("127.0.0.2", &outcome);
  ASSERT_EQ(outcome, Outcome::kGreeted);
  host_.CloseAll();
  EXPECT_TRUE(Eventually([&] { return From("127.0.0.2", &outcome), outcome == Outcome::kGreeted; }));
}

TEST_F(ConnectionAcceptorTest, LoopbackHasNoCapOfItsOwnByDefault) {
  Start({.most_per_address = 1});
  Outcome outcome = Outcome::kNothing;
  const auto first = From("127.0.0.2", &outcome);
  EXPECT_EQ(outcome, Outcome::kGreeted);
  const auto second = From("127.0.0.2", &outcome);
  EXPECT_EQ(outcome, Outcome::kGreeted);
}

TEST_F(ConnectionAcceptorTest, Ipv4OnAnIpv6ListenerIsCappedByIpv4Address) {
  if (Client(Ipv6("::1", 1)).outcome() != Outcome::kNobodyListens) GTEST_SKIP() << "no IPv6 on this machine";
  Start({.most_per_address = 1, .cap_loopback = true}, "[::]:0");
  Outcome outcome = Outcome::kNothing;
  const auto first = From("127.0.0.2", &outcome);
  EXPECT_EQ(outcome, Outcome::kGreeted);
  const auto second = From("127.0.0.2", &outcome);
  EXPECT_EQ(outcome, Outcome::kReset);
  const auto neighbour = From("127.0.0.3", &outcome);
  EXPECT_EQ(outcome, Outcome::kGreeted);
}

TEST_F(ConnectionAcceptorTest, Ipv4OnAnIpv6ListenerIsLoopbackToo) {
  if (Client(Ipv6("::1", 1)).outcome() != Outcome::kNobodyListens) GTEST_SKIP() << "no IPv6 on this machine";
  Start({.most_per_address = 1}, "[::]:0");
  const Client first(here());
  const Client second(here());
  EXPECT_EQ(first.outcome(), Outcome::kGreeted);
  EXPECT_EQ(second.outcome(), Outcome::kGreeted);
}

// Adds `host`/128 to the loopback interface of the calling thread's network namespace, and waits until it can be used.
bool AddToLoopback(const std::string& host) {
  struct {  // as in linux/ipv6.h, which cannot be included beside netinet/in.h
    in6_addr address = {};
    uint32_t prefix_length = 128;
    int interface = 1;
  } request;
  ifreq up = {};
  std::string("lo").copy(up.ifr_name, sizeof up.ifr_name);
  up.ifr_flags = IFF_UP;
  const Address address = Ipv6(host, 0);
  const int probe = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool done = inet_pton(AF_INET6, host.c_str(), &request.address) == 1 && ioctl(probe, SIOCSIFFLAGS, &up) == 0 &&
                    ioctl(probe, SIOCSIFADDR, &request) == 0 &&
                    Eventually([&] { return bind(probe, Pointer(address), address.size) == 0; });
  close(probe);
  return done;
}

TEST_F(ConnectionAcceptorTest, Ipv6NetworkOf64BitsIsOneAddress) {
  bool own_network = false;
  std::vector<Outcome> outcomes;
  std::thread elsewhere([&] {
    own_network = unshare(CLONE_NEWNET) == 0 && AddToLoopback("2001:db8::1") && AddToLoopback("2001:db8::ffff:1") &&
                  AddToLoopback("2001:db8:0:1::1");
    if (!own_network) return;
    Start({.most_per_address = 1}, "[::1]:0");
    std::vector<std::unique_ptr<Client>> clients;
    for (const char* const source : {"2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"}) {
      clients.push_back(std::make_unique<Client>(AF_INET6));
      clients.back()->ComeFrom(Ipv6(source, 0));
      clients.back()->Connect(Ipv6("::1", acceptor_->port()));
      outcomes.push_back(clients.back()->outcome());
    }
  });
  elsewhere.join();
  if (!own_network) GTEST_SKIP() << "adding IPv6 addresses takes a network namespace, which only root may make";
  EXPECT_THAT(outcomes, ::testing::ElementsAre(Outcome::kGreeted, Outcome::kReset, Outcome::kGreeted));
}

// ---- Running out of descriptors

// Leaves the process descriptors below `most`; those above, which are open already, stay so.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t most) {
    EXPECT_EQ(getrlimit(RLIMIT_NOFILE, &usual_), 0);
    const rlimit low = {.rlim_cur = most, .rlim_max = usual_.rlim_max};
    EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  }
  ~DescriptorLimit() { EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &usual_), 0); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;

 private:
  rlimit usual_ = {};
};

// Silent clients whose sockets have numbers above any limit below, so that those take nothing from the acceptor and
// free nothing for it.
class Flood {
 public:
  explicit Flood(int size) {
    for (int i = 0; i < size; ++i) {
      sockets_.push_back(std::make_unique<Client>(AF_INET));
      sockets_.back()->MoveTo(512);
    }
  }

  void Connect(const Address& to) const {
    for (const auto& client : sockets_) client->Connect(to);
  }

  // Waits for what becomes of each client, and counts those to whom this happens.
  int Count(Outcome outcome) const {
    int count = 0;
    for (const auto& client : sockets_) count += client->outcome() == outcome ? 1 : 0;
    return count;
  }

  void End() { sockets_.clear(); }

 private:
  std::vector<std::unique_ptr<Client>> sockets_;
};

bool CanOpenAFile() {
  const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (file >= 0) close(file);
  return file >= 0;
}

TEST_F(ConnectionAcceptorTest, FloodLeavesDescriptorsForTheRestOfTheProcess) {
  Start();
  Flood flood(300);
  const DescriptorLimit limit(128);
  flood.Connect(here());
  EXPECT_GT(flood.Count(Outcome::kReset), 300 - 128);
  EXPECT_TRUE(CanOpenAFile());
  EXPECT_EQ(acceptor_->statistics().errors, 0U);
  EXPECT_EQ(acceptor_->statistics().accepted + acceptor_->statistics().refused_by_cap, 300U);
}

TEST_F(ConnectionAcceptorTest, AfterAFloodBeyondTheLastDescriptorItAcceptsAgainWithinThreeSeconds) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan's checks open pipes, for which no descriptor is left";
#endif
  Start({.spare_descriptors = 0});
  for (int round = 0; round < 3; ++round) {
    Flood flood(300);
    Client later(AF_INET);
    later.MoveTo(512);
    const DescriptorLimit limit(128);
    flood.Connect(here());
    EXPECT_GT(flood.Count(Outcome::kReset), 300 - 128);
    EXPECT_GT(acceptor_->statistics().errors, 0U);
    EXPECT_EQ(acceptor_->statistics().errors, acceptor_->statistics().refused_by_cap);
    flood.End();
    host_.CloseAll();
    const auto end_of_flood = std::chrono::steady_clock::now();
    later.Connect(here());
    EXPECT_EQ(later.outcome(), Outcome::kGreeted);
    EXPECT_LT(std::chrono::steady_clock::now() - end_of_flood, std::chrono::seconds(3));
    host_.CloseAll();
  }
}

// The limit is below the number of the descriptor in reserve, so that to give that up frees nothing.
TEST_F(ConnectionAcceptorTest, WithoutEvenTheDescriptorInReserveItPausesAndLosesNobody) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan's checks open pipes, for which no descriptor is left";
#endif
  Start();
  Client client(AF_INET);
  {
    const DescriptorLimit limit(3);
    const auto begin = std::chrono::steady_clock::now();
    client.Connect(here());
    ASSERT_TRUE(Eventually([&] { return acceptor_->statistics().errors >= 3; }));
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(200));
  }
  EXPECT_EQ(client.outcome(), Outcome::kGreeted);
}

TEST_F(ConnectionAcceptorTest, StopsWhileItPauses) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan's checks open pipes, for which no descriptor is left";
#endif
  Start();
  Client client(AF_INET);
  const DescriptorLimit limit(3);
  client.Connect(here());
  ASSERT_TRUE(Eventually([&] { return acceptor_->statistics().errors > 0; }));
  acceptor_->Stop();
  EXPECT_EQ(acceptor_->statistics().accepted, 0U);
}

// ---- A listener that is passed in

TEST_F(ConnectionAcceptorTest, PassedListenerIsAcceptedOn) {
  const int listener = BoundSocket(Ipv4("127.0.0.1", 0));
  ASSERT_EQ(listen(listener, 10), 0);
  auto acceptor = ConnectionAcceptor::Adopt(listener, {}, host_.receiver());
  ASSERT_THAT(acceptor, IsOk());
  acceptor_ = *std::move(acceptor);
  EXPECT_EQ(acceptor_->address(), absl::StrCat("127.0.0.1:", acceptor_->port()));
  EXPECT_EQ(Client(here()).outcome(), Outcome::kGreeted);
}

TEST_F(ConnectionAcceptorTest, PassedListenerIsMadeNotToWaitNorToSurviveExec) {
  const int listener = BoundSocket(Ipv4("127.0.0.1", 0));
  ASSERT_EQ(listen(listener, 10), 0);
  const auto acceptor = ConnectionAcceptor::Adopt(listener, {}, host_.receiver());
  EXPECT_NE(fcntl(listener, F_GETFL) & O_NONBLOCK, 0);
  EXPECT_NE(fcntl(listener, F_GETFD) & FD_CLOEXEC, 0);
}

TEST_F(UnixSocketTest, FileOfAPassedListenerStays) {
  const int listener = BoundSocket(Unix(path_));
  ASSERT_EQ(listen(listener, 10), 0);
  auto acceptor = ConnectionAcceptor::Adopt(listener, {}, host_.receiver());
  ASSERT_THAT(acceptor, IsOk());
  EXPECT_EQ(Client(Unix(path_)).outcome(), Outcome::kGreeted);
  EXPECT_EQ((*acceptor)->address(), absl::StrCat("unix:", path_));
  (*acceptor)->Stop();
  EXPECT_TRUE(FileIsThere());
}

TEST_F(ConnectionAcceptorTest, ListenerThatSomebodyElseHoldsTooKeepsThoseWhoWait) {
  const int listener = BoundSocket(Ipv4("127.0.0.1", 0));
  ASSERT_EQ(listen(listener, 10), 0);
  const int held = fcntl(listener, F_DUPFD_CLOEXEC, 0);  // as systemd does
  auto first = ConnectionAcceptor::Adopt(listener, {}, host_.receiver());
  ASSERT_THAT(first, IsOk());
  const Address here = Ipv4("127.0.0.1", (*first)->port());
  (*first)->Stop();
  const Client between(here);
  auto second = ConnectionAcceptor::Adopt(held, {}, host_.receiver());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(between.outcome(), Outcome::kGreeted);
}

TEST_F(ConnectionAcceptorTest, PassedDescriptorThatIsNoListenerIsRefusedAndClosed) {
  const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  for (const int passed : {file, BoundSocket(Ipv4("127.0.0.1", 0)), BoundSocket(Ipv4("127.0.0.1", 0), SOCK_DGRAM)}) {
    EXPECT_THAT(ConnectionAcceptor::Adopt(passed, {}, host_.receiver()),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(absl::StrCat("descriptor ", passed))));
    EXPECT_EQ(fcntl(passed, F_GETFD), -1);
  }
  EXPECT_THAT(ConnectionAcceptor::Adopt(-1, {}, host_.receiver()), StatusIs(absl::StatusCode::kInvalidArgument));
}

// ---- The end

TEST_F(ConnectionAcceptorTest, AfterStopNobodyListensAndWhatWasHandedOverStays) {
  Start();
  const Client client(here());
  ASSERT_EQ(client.outcome(), Outcome::kGreeted);
  acceptor_->Stop();
  acceptor_->Stop();
  EXPECT_EQ(Client(here()).outcome(), Outcome::kNobodyListens);
  EXPECT_EQ(send(host_.Take(), "h", 1, MSG_NOSIGNAL), 1);
  EXPECT_EQ(client.outcome(), Outcome::kGreeted);
  EXPECT_EQ(acceptor_->statistics().accepted, 1U);
}

TEST_F(ConnectionAcceptorTest, StopsAtOnceWhileIdle) {
  Start();
  const auto begin = std::chrono::steady_clock::now();
  acceptor_->Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(500));
}

TEST_F(ConnectionAcceptorTest, DestructorStops) {
  Start();
  const Address address = here();
  acceptor_.reset();
  EXPECT_EQ(Client(address).outcome(), Outcome::kNobodyListens);
}

TEST_F(ConnectionAcceptorTest, PortIsFreeForTheNextProcessAtOnce) {
  Start();
  const Client client(here());
  ASSERT_EQ(client.outcome(), Outcome::kGreeted);
  const std::string address = acceptor_->address();
  acceptor_->Stop();
  host_.CloseAll();  // the server's side closes first, so its end of the connection lingers in the kernel
  EXPECT_THAT(ConnectionAcceptor::Listen(address, {}, host_.receiver()), IsOk());
}

TEST_F(ConnectionAcceptorTest, StopsAtOnceUnderLoadAndThenHandsNothingOver) {
  std::atomic<uint64_t> handed_over = 0;
  acceptor_ = *ConnectionAcceptor::Listen("127.0.0.1:0", {}, [&](int connection) {
    close(connection);
    ++handed_over;
  });
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([to = here()] {
      while (Client(to).outcome() != Outcome::kNobodyListens) continue;
    });
  }
  EXPECT_TRUE(Eventually([&] { return handed_over > 500; }));
  const auto begin = std::chrono::steady_clock::now();
  acceptor_->Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(500));
  const uint64_t at_the_end = handed_over;
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(handed_over, at_the_end);
  EXPECT_EQ(acceptor_->statistics().accepted, at_the_end);
}

TEST_F(ConnectionAcceptorTest, EveryConnectionOfManyIsGreetedOrResetAndCounted) {
  Start({.most_connections = 50});
  std::atomic<uint64_t> greeted = 0;
  std::atomic<uint64_t> reset = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, to = here()] {
      for (int j = 0; j < 100; ++j) {
        const Outcome outcome = Client(to).outcome();
        greeted += outcome == Outcome::kGreeted ? 1 : 0;
        reset += outcome == Outcome::kReset ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(greeted, 50U);
  EXPECT_EQ(reset, 350U);
  EXPECT_EQ(acceptor_->statistics().accepted, 50U);
  EXPECT_EQ(acceptor_->statistics().refused_by_cap, 350U);
}

}  // namespace
}  // namespace sipwhy
