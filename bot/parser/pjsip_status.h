// How PJSIP writes a response code.
#ifndef SIPWHY_BOT_PARSER_PJSIP_STATUS_H_
#define SIPWHY_BOT_PARSER_PJSIP_STATUS_H_

#include <optional>

namespace sipwhy::bot {

// What PJSIP adds to a response code to make a status of its own (PJSIP_ERRNO_START_SIP in pjsip/sip_errno.h).
inline constexpr int kPjsipOffset = 170000;

// 489 for 170489; nullopt for a number that is no status of this kind.
inline std::optional<int> CodeOfPjsipStatus(int number) {
  const int code = number - kPjsipOffset;
  return code >= 100 && code <= 699 ? std::optional(code) : std::nullopt;
}

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_PJSIP_STATUS_H_
