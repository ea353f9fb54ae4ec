// Picks the language of an answer from what a browser prefers.
#ifndef SIPWHY_BOT_WEB_ACCEPT_LANGUAGE_H_
#define SIPWHY_BOT_WEB_ACCEPT_LANGUAGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "bot/web/answers.h"

namespace sipwhy::bot {

// The tag of the one of `languages` that `accept_language` (RFC 9110 §12.5.4) likes best, by lookup (RFC 4647 §3.4):
// "vi-VN" is content with "vi". A range "*" is passed over, as there. Where nothing matches, and where the header is
// not what the RFC says: "en" if it is there, else the first. `languages` is not empty.
std::string ChooseLanguage(absl::string_view accept_language, const std::vector<SiteLanguage>& languages);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEB_ACCEPT_LANGUAGE_H_
