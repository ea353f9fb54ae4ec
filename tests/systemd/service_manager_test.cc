#include "systemd/service_manager.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tests/systemd/notify_socket.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::NotifySocket;
using ::sipwhy::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST(NotificationTest, ReadyIsToldWithItsStatus) {
  const NotifySocket manager;
  NotifyReady("serving revision 26 on 127.0.0.1:50051");
  EXPECT_EQ(manager.Receive(), "READY=1\nSTATUS=serving revision 26 on 127.0.0.1:50051");
}

TEST(NotificationTest, ReloadingIsToldWithTheTimeOfTheMonotonicClock) {
  const NotifySocket manager;
  const auto now = [] {
    timespec time = {};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return absl::ToInt64Microseconds(absl::DurationFromTimespec(time));
  };
  const int64_t before = now();
  NotifyReloading();
  const std::string told = manager.Receive();
  absl::string_view number = told;
  ASSERT_TRUE(absl::ConsumePrefix(&number, "RELOADING=1\nMONOTONIC_USEC=")) << told;
  int64_t microseconds = 0;
  ASSERT_TRUE(absl::SimpleAtoi(number, &microseconds)) << told;
  EXPECT_GE(microseconds, before);
  EXPECT_LE(microseconds, now());
}

TEST(NotificationTest, EachOtherIsOneAssignment) {
  const NotifySocket manager;
  NotifyStatus("draining");
  EXPECT_EQ(manager.Receive(), "STATUS=draining");
  NotifyStopping();
  EXPECT_EQ(manager.Receive(), "STOPPING=1");
  FeedWatchdog();
  EXPECT_EQ(manager.Receive(), "WATCHDOG=1");
}

TEST(NotificationTest, StatusCannotSayAnythingElse) {
  const NotifySocket manager;
  constexpr char kStatus[] = "cannot open a\nMAINPID=1\r\nFDSTORE=1\0b";
  NotifyStatus(absl::string_view(kStatus, sizeof kStatus - 1));
  EXPECT_EQ(manager.Receive(), "STATUS=cannot open a MAINPID=1  FDSTORE=1 b");
}

TEST(NotificationTest, ReachesAnAbstractSocketAsContainersHaveIt) {
  const NotifySocket manager(absl::StrCat("@sipwhy-test-", getpid()));
  NotifyStopping();
  EXPECT_EQ(manager.Receive(), "STOPPING=1");
}

TEST(NotificationTest, WithoutServiceManagerNothingHappens) {
  unsetenv("NOTIFY_SOCKET");
  NotifyReady("serving");
  NotifyReloading();
  NotifyStopping();
  FeedWatchdog();
}

TEST(NotificationTest, ServiceManagerThatIsGoneHarmsNobody) {
  setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1);
  NotifyReady("serving");
  FeedWatchdog();
  unsetenv("NOTIFY_SOCKET");
}

class WatchdogPeriodTest : public ::testing::Test {
 protected:
  ~WatchdogPeriodTest() override {
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
  }
};

TEST_F(WatchdogPeriodTest, IsThatOfTheUnit) {
  setenv("WATCHDOG_USEC", "20000000", 1);
  setenv("WATCHDOG_PID", absl::StrCat(getpid()).c_str(), 1);
  EXPECT_EQ(WatchdogPeriod(), absl::Seconds(20));
}

TEST_F(WatchdogPeriodTest, IsZeroWhenNobodyWatches) { EXPECT_EQ(WatchdogPeriod(), absl::ZeroDuration()); }

TEST_F(WatchdogPeriodTest, IsZeroWhenAnotherProcessIsWatched) {
  setenv("WATCHDOG_USEC", "20000000", 1);
  setenv("WATCHDOG_PID", absl::StrCat(getppid()).c_str(), 1);
  EXPECT_EQ(WatchdogPeriod(), absl::ZeroDuration());
}

TEST_F(WatchdogPeriodTest, IsZeroWhenItIsNoNumber) {
  setenv("WATCHDOG_USEC", "soon", 1);
  EXPECT_EQ(WatchdogPeriod(), absl::ZeroDuration());
}

// Descriptors are passed from 3 on, so each of these is a child that begins with them.
class PassedSocketsTest : public ::testing::Test {
 protected:
  // Runs `body` in a child with `count` listening sockets passed under `names`, and returns whether it passed.
  static bool InChild(int count, const std::string& names, const std::function<void()>& body) {
    const pid_t child = fork();
    if (child == 0) {
      for (int i = 0; i < count; ++i) PassSocket(3 + i);
      setenv("LISTEN_PID", absl::StrCat(getpid()).c_str(), 1);
      setenv("LISTEN_FDS", absl::StrCat(count).c_str(), 1);
      setenv("LISTEN_FDNAMES", names.c_str(), 1);
      body();
      _exit(HasFailure() ? 1 : 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  static void PassSocket(int number) {
    const int opened = socket(AF_UNIX, SOCK_STREAM, 0);
    if (opened == number) return;
    dup2(opened, number);
    close(opened);
  }
};

MATCHER_P2(IsSocket, descriptor, name, "") { return arg.descriptor == descriptor && arg.name == name; }

TEST_F(PassedSocketsTest, ComeInOrderWithTheirNames) {
  EXPECT_TRUE(InChild(2, "data:admin", [] {
    EXPECT_THAT(TakePassedSockets(), IsOkAndHolds(ElementsAre(IsSocket(3, "data"), IsSocket(4, "admin"))));
  }));
}

TEST_F(PassedSocketsTest, AreNotPassedOn) {
  EXPECT_TRUE(InChild(1, "data", [] {
    EXPECT_THAT(TakePassedSockets(), IsOkAndHolds(ElementsAre(IsSocket(3, "data"))));
    EXPECT_NE(fcntl(3, F_GETFD) & FD_CLOEXEC, 0);
    EXPECT_EQ(std::getenv("LISTEN_PID"), nullptr);
    EXPECT_EQ(std::getenv("LISTEN_FDS"), nullptr);
    EXPECT_EQ(std::getenv("LISTEN_FDNAMES"), nullptr);
    EXPECT_THAT(TakePassedSockets(), IsOkAndHolds(IsEmpty()));
  }));
}

TEST_F(PassedSocketsTest, NoneWithoutServiceManager) { EXPECT_THAT(TakePassedSockets(), IsOkAndHolds(IsEmpty())); }

TEST_F(PassedSocketsTest, ThoseOfAnotherProcessAreLeft) {
  EXPECT_TRUE(InChild(1, "data", [] {
    setenv("LISTEN_PID", absl::StrCat(getppid()).c_str(), 1);
    EXPECT_THAT(TakePassedSockets(), IsOkAndHolds(IsEmpty()));
  }));
}

TEST_F(PassedSocketsTest, FewerNamesThanSocketsAreRefused) {
  EXPECT_TRUE(InChild(2, "data", [] {
    EXPECT_THAT(TakePassedSockets(), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("the sockets that")));
  }));
}

TEST_F(PassedSocketsTest, NumberThatIsNoneIsRefused) {
  EXPECT_TRUE(InChild(1, "data", [] {
    setenv("LISTEN_FDS", "many", 1);
    EXPECT_THAT(TakePassedSockets(), StatusIs(absl::StatusCode::kInvalidArgument));
  }));
}

}  // namespace
}  // namespace sipwhy
