// A link to a chat system that the bot itself opens and keeps open.
#ifndef SIPWHY_BOT_ADAPTER_ADAPTER_H_
#define SIPWHY_BOT_ADAPTER_ADAPTER_H_

namespace sipwhy::bot {

// Runs on a thread of its own, so that none ever waits for another.
class Adapter {
 public:
  virtual ~Adapter() = default;

  // Connects, answers messages, and connects again after a failure, until Stop() is called. What goes wrong is logged.
  virtual void Run() = 0;

  // Makes Run() return within two seconds. Safe to call from any thread and more than once, also before Run().
  virtual void Stop() = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_ADAPTER_H_
