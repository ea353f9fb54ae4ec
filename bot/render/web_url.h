// URLs of web pages, which alone are made links.
#ifndef SIPWHY_BOT_RENDER_WEB_URL_H_
#define SIPWHY_BOT_RENDER_WEB_URL_H_

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// Whether `url` begins with "https://" or "http://".
bool IsWebUrl(absl::string_view url);

// Whether it is besides of visible ASCII alone, without "<" and ">", so that it ends where it is meant to end.
bool IsPlainWebUrl(absl::string_view url);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_WEB_URL_H_
