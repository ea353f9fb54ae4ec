#include "bot/web/turn.h"

#include "absl/strings/str_cat.h"
#include "bot/render/bidi.h"
#include "bot/render/html.h"
#include "bot/render/html_text.h"
#include "bot/web/sip_path.h"
#include "bot/wire/form.h"

namespace sipwhy::bot {
namespace {

// The same reply with every section, or without them if it has them.
std::string OtherLength(const SiteReply& reply, absl::string_view language, bool own_page, const Speech& speech) {
  if (reply.repeatable.empty()) return "";
  Form fields = {{"language", std::string(language)}};
  if (!reply.in_full) fields["full"] = "1";
  if (!own_page) fields["q"] = reply.repeatable;
  const std::string address = absl::StrCat(own_page ? SipPath(reply.codes) : "/", "?", WriteForm(fields));
  return absl::StrCat("<a class=\"button\" data-q=\"", HtmlText(reply.repeatable), "\"",
                      reply.in_full ? "" : " data-full=\"1\"", " href=\"", HtmlText(address), "\">",
                      HtmlText(speech.Say(reply.in_full ? "page.short" : "page.full")), "</a>\n");
}

std::string TicketLink(const SiteReply& reply, const Speech& speech) {
  if (reply.codes.empty()) return "";
  const std::string path = SipPath(reply.codes);
  return absl::StrCat("<span>", HtmlText(speech.Say("page.ticket")), " <a class=\"page\" dir=\"ltr\" href=\"", path,
                      "\">", path, "</a></span>\n<button type=\"button\" class=\"copy\" hidden>",
                      HtmlText(speech.Say("page.copy")), "</button>\n");
}

// ' dir="rtl"' for text that goes from right to left.
absl::string_view DirectionOf(const Answer& answer) { return ReadsRightToLeft(answer) ? " dir=\"rtl\"" : ""; }

}  // namespace

std::string RenderReply(const SiteReply& reply, absl::string_view language, bool own_page, const Speech& speech) {
  Answer answer = reply.reply.answer;
  if (!reply.codes.empty()) answer.link.clear();  // the address for a ticket is the same page
  const std::string ways = absl::StrCat(OtherLength(reply, language, own_page, speech), TicketLink(reply, speech));
  const absl::string_view spoken = reply.reply.language.empty() ? language : absl::string_view(reply.reply.language);
  return absl::StrCat("<div lang=\"", HtmlText(spoken), "\"", DirectionOf(answer), ">\n", RenderHtml(answer),
                      "</div>\n", ways.empty() ? "" : absl::StrCat("<p class=\"ways\">\n", ways, "</p>\n"));
}

std::string RenderTurn(absl::string_view question, const SiteReply& reply, absl::string_view language, bool own_page,
                       const Speech& speech) {
  const std::string asked =
      question.empty() ? ""
                       : absl::StrCat("<p class=\"asked\"><span class=\"unseen\">",
                                      HtmlText(speech.Say("page.you_asked")), " </span>", HtmlText(question), "</p>\n");
  const absl::string_view again = reply.repeatable.empty() ? question : absl::string_view(reply.repeatable);
  return absl::StrCat("<section class=\"turn\" data-q=\"", HtmlText(again), "\"",
                      reply.in_full ? " data-full=\"1\"" : "", ">\n", asked, "<div class=\"reply\">\n",
                      RenderReply(reply, language, own_page, speech), "</div>\n</section>\n");
}

}  // namespace sipwhy::bot
