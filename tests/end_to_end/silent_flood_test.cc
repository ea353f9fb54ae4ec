// Silent sockets use up a server's descriptors. Ours answers soon after they are gone; gRPC's own listener, for whose
// sake ours exists, does not. When the second test fails, gRPC has been mended and the loop of network/ can go.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "files/descriptor.h"
#include "tests/testing/knowledge_base_file.h"
#include "tests/testing/process.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Process;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::WriteKnowledgeBase;
using Clock = std::chrono::steady_clock;

constexpr int kSockets = 300;
constexpr std::chrono::seconds kRecovery(3);
// What a client of HTTP/2 begins with: its preface and empty SETTINGS (RFC 9113, section 3.4).
constexpr absl::string_view kGreeting("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);

Descriptor Connect(int port, std::chrono::milliseconds patience) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  Descriptor client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval limit = {.tv_sec = 0, .tv_usec = std::chrono::microseconds(patience).count()};
  setsockopt(client.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(client.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (connect(client.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) client.Close();
  return client;
}

// Whether a new client is greeted back.
bool IsAnswered(int port) {
  const Descriptor client = Connect(port, std::chrono::milliseconds(500));
  std::array<char, 100> bytes = {};
  return client.valid() && send(client.get(), kGreeting.data(), kGreeting.size(), MSG_NOSIGNAL) > 0 &&
         recv(client.get(), bytes.data(), bytes.size(), 0) > 0;
}

// Whether a new client is answered within kRecovery, trying again all the while.
bool Recovers(int port) {
  const Clock::time_point begin = Clock::now();
  while (Clock::now() - begin < kRecovery) {
    if (!IsAnswered(port)) continue;
    std::cout << "answered " << std::chrono::duration<double>(Clock::now() - begin).count() << " s after the flood"
              << std::endl;
    return true;
  }
  return false;
}

// A server that may have 64 descriptors, and a flood of silent sockets that came and went.
class SilentFloodTest : public ::testing::Test {
 protected:
  // Starts `command` and reads the port from the first line, behind `before`.
  void Start(const std::string& command, const std::string& before) {
    server_ = std::make_unique<Process>(
        std::vector<std::string>{"/bin/sh", "-c", absl::StrCat("ulimit -n 64; exec ", command)});
    const std::string line = server_->ReadLine();
    const size_t at = line.find(before);
    ASSERT_NE(at, std::string::npos) << line << server_->Wait().err;
    ASSERT_TRUE(absl::SimpleAtoi(line.substr(at + before.size(), line.find(',') - at - before.size()), &port_)) << line;
    ASSERT_TRUE(IsAnswered(port_));
  }

  void Flood() const {
    std::vector<Descriptor> silent;
    for (int i = 0; i < kSockets; ++i) silent.push_back(Connect(port_, std::chrono::milliseconds(200)));
    // The server has met the shortage by then, also where it could take none of the last.
    for (int i = 0; i < 3; ++i) IsAnswered(port_);
  }

  void End() {
    server_->Signal(SIGTERM);
    server_->Wait();
  }

  TempDirectory directory_;
  std::unique_ptr<Process> server_;
  int port_ = 0;
};

TEST_F(SilentFloodTest, ServiceAnswersSoonAfter) {
  const std::string database = directory_.File("kb.db");
  WriteKnowledgeBase(database);
  Start(absl::StrCat(SIPWHY_SERVICE, " --listen=127.0.0.1:0 --admin=off --database=", database),
        "serving on 127.0.0.1:");
  Flood();
  EXPECT_TRUE(Recovers(port_));
  End();
}

TEST_F(SilentFloodTest, GrpcsOwnListenerStaysDead) {
  Start(absl::StrCat(SIPWHY_BASELINE, " /dev/null"), "serving on 127.0.0.1:");
  Flood();
  EXPECT_FALSE(Recovers(port_));
  server_->Signal(SIGKILL);
}

}  // namespace
}  // namespace sipwhy
