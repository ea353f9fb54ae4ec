#include "bot/adapter/xmpp/xmpp_settings.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/string_view.h"
#include "bot/adapter/xmpp/xmpp_stanza.h"
#include "bot/wire/loopback.h"

namespace sipwhy::bot {
namespace {

bool IsAddress(absl::string_view jid) {
  const size_t at = jid.find('@');
  return at != 0 && at != absl::string_view::npos && at + 1 < BareOf(jid).size();
}

}  // namespace

absl::Status CheckXmppSettings(const XmppSettings& settings) {
  if (!IsAddress(settings.jid)) return absl::InvalidArgumentError("jid is not of the form name@domain");
  if (settings.password.empty()) return absl::InvalidArgumentError("the password is empty");
  if (settings.nick.empty()) return absl::InvalidArgumentError("the nick is empty");
  if (!std::all_of(settings.rooms.begin(), settings.rooms.end(), IsAddress)) {
    return absl::InvalidArgumentError("a room is not of the form name@domain");
  }
  if (settings.tls == XmppSettings::Tls::kOff && !IsLoopback(settings.host)) {
    return absl::InvalidArgumentError("tls may be off only where host is a loopback address");
  }
  return absl::OkStatus();
}

}  // namespace sipwhy::bot
