// The page around the answers.
#ifndef SIPWHY_BOT_WEB_PAGE_H_
#define SIPWHY_BOT_WEB_PAGE_H_

#include <string>
#include <vector>

#include "bot/web/answers.h"

namespace sipwhy::bot {

// All text is plain, but for `fragment`.
struct PageContent {
  std::string title = {};        // of what is on it; empty on the first page
  std::string description = {};  // for those who show a link to it; empty for that of the site
  std::string canonical = {};    // the path under which search engines keep it; empty to leave that open
  std::string language = {};     // the tag that the menu shows, and that the page is in
  bool chosen = false;           // whether somebody chose it
  std::vector<SiteLanguage> languages = {};
  std::string notice = {};    // a sentence above everything, such as that there is no such page
  std::string fragment = {};  // HTML: the turns so far
  std::string previous = {};  // what "full" would repeat
};

// The whole page in the words of `speech`, which works without scripts: a form, the languages, and the answer. Without
// a fragment it welcomes its reader with examples. Nothing in it comes from another host, and there is no script or
// style in it.
std::string RenderPage(const PageContent& content, const Speech& speech);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEB_PAGE_H_
