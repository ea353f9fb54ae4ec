// How a connection of XMPP is ended from another thread.
#ifndef SIPWHY_BOT_ADAPTER_XMPP_XMPP_LIFELINE_H_
#define SIPWHY_BOT_ADAPTER_XMPP_XMPP_LIFELINE_H_

#include <mutex>

namespace sipwhy::bot {

// Hangs on the socket of one connection. libstrophe waits for the whole of a TLS handshake, however long it takes, and
// has no way to break that off. Safe to use from any thread.
class XmppLifeline {
 public:
  XmppLifeline() = default;
  ~XmppLifeline();
  XmppLifeline(const XmppLifeline&) = delete;
  XmppLifeline& operator=(const XmppLifeline&) = delete;

  // Takes hold of `socket` in place of the one before; its owner still closes it. False when there shall be no
  // connection, or no descriptor is left to hold it by.
  bool Attach(int socket);

  // Ends the connection, or forbids the one that is yet to come.
  void Cut();

 private:
  void Hold(int socket);

  std::mutex mutex_;
  int socket_ = -1;
  bool cut_ = false;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_XMPP_XMPP_LIFELINE_H_
