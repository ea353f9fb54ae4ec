// The files of the web page over HTTP.
#ifndef SIPWHY_BOT_WEB_ASSET_RESPONSE_H_
#define SIPWHY_BOT_WEB_ASSET_RESPONSE_H_

#include <optional>

#include "http/http_message.h"

namespace sipwhy::bot {

// The style sheet, script, icon or robots.txt that `request`, a GET, asks for; nullopt for another path. With an ETag
// made of the content, and 304 without a body for a browser that has just that.
std::optional<HttpResponse> ServeAsset(const HttpRequest& request);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEB_ASSET_RESPONSE_H_
