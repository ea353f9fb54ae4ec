// The web site of the bot: which address gives what.
#ifndef SIPWHY_BOT_WEB_SITE_H_
#define SIPWHY_BOT_WEB_SITE_H_

#include <string>

#include "bot/web/answers.h"
#include "http/http_message.h"

namespace sipwhy::bot {

//   GET  /                 the chat; with ?q= the answer to that as well
//   POST /chat             a form with q, for the script of the page: JSON of html, title, page, previous, language
//   GET  /sip/486          the page about a code
//   GET  /sip/301-vs-408   the page that compares two to four, in either order
//   GET  /style.css, /chat.js, /icon.svg, /favicon.ico, /robots.txt
//
// Questions take "language" (the tag of one of the languages; else Accept-Language decides), "full=1" for every
// section, and "previous", which the question "full" repeats; with no question it is asked again, as by those who only
// change the language. A question of more than kLongestQuestion is cut.
//
// HEAD gives what GET gives, and whoever carries it leaves out the body. What is not there is 404 with a page that says
// so, another method 405, and an answer that could not be had 503 with a page that says why; /chat sends that as any
// answer.
//
// Keeps no state and remembers nobody. Safe to call from any thread.
class Site {
 public:
  // `answers` must outlive the site.
  explicit Site(Answers& answers) : answers_(answers) {}

  // Never fails. With a policy that keeps the page from loading anything from elsewhere, on every response.
  HttpResponse Serve(const HttpRequest& request) const;

 private:
  struct Query;

  HttpResponse Route(const HttpRequest& request) const;
  HttpResponse Get(const HttpRequest& request) const;
  HttpResponse Chat(const HttpRequest& request) const;
  HttpResponse AskOnPage(const HttpRequest& request) const;
  HttpResponse SipPage(const HttpRequest& request) const;
  static HttpResponse NoPage(const Query& query, std::string sentence);

  Query ReadQuery(const HttpRequest& request, const std::string& form) const;
  SiteReply Ask(const Query& query) const;

  Answers& answers_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEB_SITE_H_
