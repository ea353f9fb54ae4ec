#include "bot/adapter/irc/irc_adapter.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "bot/adapter/back_off.h"
#include "bot/adapter/irc/irc_encoder.h"
#include "bot/adapter/irc/irc_line.h"
#include "bot/adapter/irc/irc_link.h"
#include "bot/adapter/irc/irc_send_queue.h"
#include "bot/adapter/irc/irc_session.h"
#include "bot/log.h"

namespace sipwhy::bot {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;

constexpr size_t kMostWaitingMessages = 50;
constexpr absl::Duration kTimeToLeave = absl::Seconds(1);

// Unlike the time of day it never jumps.
absl::Time Now() { return absl::UnixEpoch() + absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()); }

}  // namespace

class IrcAdapter::Engine final : public IrcLinkListener {
 public:
  Engine(IrcSettings settings, MessageHandler& handler, uint64_t seed)
      : settings_(std::move(settings)), handler_(handler), seed_(seed), back_off_(seed), wake_(io_), retry_(io_) {}

  void Run() {
    const auto keep_running = asio::make_work_guard(io_);
    asio::post(io_, [this] { Connect(); });
    while (!io_.stopped()) RunGuarded();
    if (link_ != nullptr) link_->Close();
  }

  void Stop() {
    stopped_ = true;
    asio::post(io_, [this] { Leave(); });
  }

  void OnUp() override {
    Log(settings_.name, absl::StrCat("connected to ", settings_.host, ":", settings_.port));
    is_up_ = true;
    Do(session_->Begin(Now()));
  }

  void OnLine(absl::string_view line) override {
    if (leaving_) return;
    const bool was_welcome = session_->welcomed();
    IrcSession::Step step = session_->Take(line, Now());
    if (session_->welcomed() && !was_welcome) back_off_.NoteConnected(Now());
    Do(std::move(step));
  }

  void OnWritten() override {
    const IrcSendQueue::Item item = std::move(*std::exchange(writing_, std::nullopt));
    if (item.ends_answer && !item.message.empty()) handler_.NoteDelivered(item.message);
    if (leaving_) return SayGoodbye();
    Pump();
  }

  void OnEnd(absl::string_view why) override { End(why); }

 private:
  // What asio or OpenSSL throw means that memory or the like has run out: it costs this connection. Its text may come
  // from anywhere, so it is not for the log.
  void RunGuarded() {
    try {
      io_.run();
    } catch (const std::exception&) {
      End("a failure in the bot itself");
    }
  }

  void Connect() {
    if (stopped_) return;
    session_.emplace(settings_, seed_++);
    queue_.emplace(settings_.times.line);
    link_ = IrcLink::Open(io_, settings_, *this);
  }

  void Do(IrcSession::Step step) {
    for (const std::string& note : step.notes) Log(settings_.name, note);
    for (std::string& line : step.lines) {
      if (!line.empty()) queue_->PushProtocol(std::move(line));
    }
    for (ChatMessage& message : step.messages) Await(std::move(message));
    if (!step.over.empty()) return End(step.over);
    Pump();
  }

  // Sends what may be sent, and sets the clock for what comes next.
  void Pump() {
    if (!writing_.has_value()) {
      writing_ = queue_->Pop(Now());
      if (writing_.has_value()) link_->Write(writing_->line);
    }
    absl::Time next = session_->wake_at();
    if (!writing_.has_value()) next = std::min(next, queue_->due());
    After(wake_, next - Now(), [this] { Wake(); });
  }

  void Wake() {
    if (link_ != nullptr && is_up_ && !leaving_) Do(session_->Wake(Now()));
  }

  template <typename Next>
  void After(asio::steady_timer& timer, absl::Duration wait, Next next) {
    timer.expires_after(absl::ToChronoNanoseconds(std::max(wait, absl::ZeroDuration())));
    timer.async_wait([next](const Error& error) {
      if (!error) next();
    });
  }

  // Each message has its own turn, so that a PING between two is answered.
  void Await(ChatMessage message) {
    if (waiting_.size() == kMostWaitingMessages) return Log(settings_.name, "dropped a message: too many at once");
    waiting_.push_back(std::move(message));
    asio::post(io_, [this] { HandleNext(); });
  }

  void HandleNext() {
    if (waiting_.empty() || stopped_) return;
    const ChatMessage message = std::move(waiting_.front());
    waiting_.pop_front();
    const Outcome outcome = handler_.Handle(message, IrcEncoder(session_->longest_line()));
    if (!outcome.payload.has_value() || outcome.delivered) return;
    if (!queue_->PushAnswer(absl::StrSplit(*outcome.payload, '\n', absl::SkipEmpty()), message.id)) {
      Log(settings_.name, "dropped an answer: too many lines wait to be sent");
    }
    Pump();
  }

  void End(absl::string_view why) {
    if (link_ != nullptr) link_->Close();
    link_.reset();
    is_up_ = false;
    writing_.reset();
    waiting_.clear();
    wake_.cancel();
    if (stopped_) return io_.stop();
    const absl::Duration wait = back_off_.NoteFailure(Now());
    Log(settings_.name, absl::StrCat(why, "; trying again in ", absl::FormatDuration(absl::Trunc(wait, kTenth))));
    After(retry_, wait, [this] { Connect(); });
  }

  void Leave() {
    if (std::exchange(leaving_, true)) return;
    if (link_ == nullptr || !is_up_) return io_.stop();
    After(retry_, kTimeToLeave, [this] { io_.stop(); });
    if (!writing_.has_value()) SayGoodbye();
  }

  // The server closes the connection then, which ends Run().
  void SayGoodbye() {
    if (std::exchange(said_goodbye_, true)) return;
    writing_ = IrcSendQueue::Item{WriteIrcLine("QUIT", {})};
    link_->Write(writing_->line);
  }

  static constexpr absl::Duration kTenth = absl::Milliseconds(100);

  const IrcSettings settings_;
  MessageHandler& handler_;
  uint64_t seed_;
  BackOff back_off_;
  std::atomic<bool> stopped_ = false;

  asio::io_context io_;
  asio::steady_timer wake_;
  asio::steady_timer retry_;

  // Of one connection:
  std::shared_ptr<IrcLink> link_;  // null between two
  bool is_up_ = false;
  std::optional<IrcSession> session_;
  std::optional<IrcSendQueue> queue_;
  std::optional<IrcSendQueue::Item> writing_;
  std::deque<ChatMessage> waiting_;

  bool leaving_ = false;
  bool said_goodbye_ = false;
};

IrcAdapter::IrcAdapter(IrcSettings settings, MessageHandler& handler, uint64_t seed)
    : engine_(std::make_unique<Engine>(std::move(settings), handler, seed)) {}

IrcAdapter::~IrcAdapter() = default;

void IrcAdapter::Run() { engine_->Run(); }

void IrcAdapter::Stop() { engine_->Stop(); }

}  // namespace sipwhy::bot
