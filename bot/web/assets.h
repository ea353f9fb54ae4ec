// The files of the web page, as they are in bot/web/assets. The build makes assets.cc of them.
#ifndef SIPWHY_BOT_WEB_ASSETS_H_
#define SIPWHY_BOT_WEB_ASSETS_H_

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

absl::string_view StyleSheet();  // style.css
absl::string_view ChatScript();  // chat.js
absl::string_view Icon();        // icon.svg

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEB_ASSETS_H_
