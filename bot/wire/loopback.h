// Which hosts are this machine.
#ifndef SIPWHY_BOT_WIRE_LOOPBACK_H_
#define SIPWHY_BOT_WIRE_LOOPBACK_H_

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// Whether `host` can only be this machine, so that secrets may go there unencrypted: "localhost" (RFC 6761 §6.3), an
// address of 127.0.0.0/8 with all four numbers (RFC 6890 §2.2.2), or "::1", in brackets or without.
bool IsLoopback(absl::string_view host);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WIRE_LOOPBACK_H_
