#include "bot/adapter/xmpp/xmpp_lifeline.h"

#include <fcntl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sipwhy::bot {

XmppLifeline::~XmppLifeline() { Hold(-1); }

// A second descriptor of the same socket cannot come to mean another one when libstrophe closes its own.
bool XmppLifeline::Attach(int socket) {
  const std::lock_guard lock(mutex_);
  if (cut_ || socket >= FD_SETSIZE) return false;  // libstrophe uses select()
  Hold(fcntl(socket, F_DUPFD_CLOEXEC, 0));
  return socket_ >= 0;
}

void XmppLifeline::Cut() {
  const std::lock_guard lock(mutex_);
  cut_ = true;
  if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
}

void XmppLifeline::Hold(int socket) {
  if (socket_ >= 0) close(socket_);
  socket_ = socket;
}

}  // namespace sipwhy::bot
