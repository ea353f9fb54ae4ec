// The connection on which the lines of the IRC protocol travel.
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_LINK_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_LINK_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "bot/adapter/irc/irc_settings.h"

namespace boost::asio {
class io_context;
}

namespace sipwhy::bot {

// What happens on a link. Called from the thread that runs the io_context.
class IrcLinkListener {
 public:
  virtual ~IrcLinkListener() = default;

  // The connection is there and, over TLS, the server is the one that was asked for.
  virtual void OnUp() = 0;

  // A line without its CR LF.
  virtual void OnLine(absl::string_view line) = 0;

  // The line given to Write() is on its way.
  virtual void OnWritten() = 0;

  // The link could not be made or has broken. Nothing comes after it.
  virtual void OnEnd(absl::string_view why) = 0;
};

// One TCP connection, with TLS 1.2 or newer where the settings say so: the server's certificate must then be issued by
// a known authority for the very host. Shared, since operations under way hold it until they end. Use it from the
// thread that runs the io_context.
class IrcLink {
 public:
  // Begins to connect. Gives up after 20 seconds. `io` and `settings` must outlive the link, and `listener` everything
  // until Close() or OnEnd().
  static std::shared_ptr<IrcLink> Open(boost::asio::io_context& io, const IrcSettings& settings,
                                       IrcLinkListener& listener);
  virtual ~IrcLink() = default;

  // Sends `line` and CR LF. Not before OnUp(), nor while another is being written.
  virtual void Write(absl::string_view line) = 0;

  // Ends it at once; the listener hears no more.
  virtual void Close() = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_LINK_H_
