#include "bot/adapter/xmpp/xmpp_adapter.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "bot/adapter/back_off.h"
#include "bot/adapter/xmpp/xmpp_lifeline.h"
#include "bot/adapter/xmpp/xmpp_rooms.h"
#include "bot/adapter/xmpp/xmpp_session.h"
#include "bot/log.h"

namespace sipwhy::bot {
namespace {

constexpr absl::Duration kRefusedWait = absl::Minutes(5);

// libstrophe writes to sockets that the server may have closed.
void BlockBrokenPipes() {
  sigset_t pipes;
  sigemptyset(&pipes);
  sigaddset(&pipes, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipes, nullptr);
}

}  // namespace

class XmppAdapter::Engine final : public XmppSessionOwner {
 public:
  Engine(XmppSettings settings, MessageHandler& handler, uint64_t seed)
      : settings_(std::move(settings)), handler_(handler), back_off_(seed), rooms_(settings_.rooms, settings_.nick) {}

  void Run() {
    if (const absl::Status status = CheckXmppSettings(settings_); !status.ok())
      return Log(settings_.name, status.message());
    BlockBrokenPipes();
    while (!stopped()) {
      const absl::Status status = Serve();
      if (stopped()) return;
      absl::Duration wait = back_off_.NoteFailure(absl::Now());
      // Neither mends itself, and servers shut out who tries often.
      if (absl::IsUnauthenticated(status) || absl::IsAlreadyExists(status)) wait = std::max(wait, kRefusedWait);
      Log(settings_.name,
          absl::StrCat(status.message(), "; next try in ", absl::FormatDuration(absl::Trunc(wait, absl::Seconds(1)))));
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, absl::ToChronoMilliseconds(wait), [this] { return stopped_; });
    }
  }

  void Stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  bool stopped() override {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }

  void OnLogin(absl::Time now) override {
    back_off_.NoteConnected(now);
    const std::lock_guard lock(mutex_);
    logged_in_ = true;
    changed_.notify_all();
  }

 private:
  absl::Status Serve() {
    {
      const std::lock_guard lock(mutex_);
      logged_in_ = false;
      ended_ = false;
    }
    XmppLifeline lifeline;
    std::thread watch([&] { Watch(lifeline); });
    absl::Status status = RunXmppSession(settings_, handler_, rooms_, lifeline, *this);
    NoteEnd();
    watch.join();
    return status;
  }

  // Cuts a connection that does not come to a login, or to an end when it shall.
  void Watch(XmppLifeline& lifeline) {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, absl::ToChronoMilliseconds(kLongestXmppLogin),
                          [this] { return stopped_ || logged_in_ || ended_; })) {
      changed_.wait(lock, [this] { return stopped_ || ended_; });
      changed_.wait_for(lock, absl::ToChronoMilliseconds(kLongestXmppFarewell), [this] { return ended_; });
    }
    if (!ended_) lifeline.Cut();
  }

  void NoteEnd() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  const XmppSettings settings_;
  MessageHandler& handler_;
  BackOff back_off_;
  XmppRooms rooms_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  bool stopped_ = false;
  bool logged_in_ = false;  // on the connection that there is now
  bool ended_ = true;       // so has that connection
};

XmppAdapter::XmppAdapter(XmppSettings settings, MessageHandler& handler, uint64_t seed)
    : engine_(std::make_unique<Engine>(std::move(settings), handler, seed)) {}

XmppAdapter::~XmppAdapter() = default;

void XmppAdapter::Run() { engine_->Run(); }

void XmppAdapter::Stop() { engine_->Stop(); }

}  // namespace sipwhy::bot
