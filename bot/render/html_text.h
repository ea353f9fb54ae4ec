// Plain text as it stands in HTML and SVG.
#ifndef SIPWHY_BOT_RENDER_HTML_TEXT_H_
#define SIPWHY_BOT_RENDER_HTML_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// `text` for the content of an element or between the double quotes of an attribute. Controls other than line feeds
// and tabs are left out, and bytes that are no UTF-8 become U+FFFD.
std::string HtmlText(absl::string_view text);

// The same, with a link to rfc-editor.org around each "RFC 3261", "RFC 3261 §21.4.9" and further " §16.8" after it.
// Nothing is fetched from there until somebody follows a link.
std::string HtmlTextWithRfcLinks(absl::string_view text);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_HTML_TEXT_H_
