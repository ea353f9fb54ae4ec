#include "bot/web/page.h"

#include "absl/strings/str_cat.h"
#include "bot/render/html_text.h"
#include "bot/web/page_text.h"

namespace sipwhy::bot {
namespace {

std::string Head(const PageContent& content) {
  const std::string title = content.title.empty() ? kSiteName : absl::StrCat(content.title, " · ", kSiteName);
  const std::string description = content.description.empty() ? kSiteDescription : content.description;
  const std::string canonical =
      content.canonical.empty() ? ""
                                : absl::StrCat("<link rel=\"canonical\" href=\"", HtmlText(content.canonical), "\">\n");
  // The script stands before the body so that colours somebody chose are there from the first moment.
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", kPageTextLanguage,
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, interactive-widget=resizes-content\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
      HtmlText(title), "</title>\n<meta name=\"description\" content=\"", HtmlText(description), "\">\n", canonical,
      "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/icon.svg\">\n<link rel=\"stylesheet\" href=\"/style.css\">\n"
      "<script src=\"/chat.js\"></script>\n</head>\n");
}

std::string LanguageMenu(const PageContent& content) {
  std::string options;
  for (const SiteLanguage& language : content.languages) {
    const std::string tag = HtmlText(language.tag);
    absl::StrAppend(&options, "<option value=\"", tag, "\" lang=\"", tag, "\"",
                    language.tag == content.language ? " selected" : "", ">", HtmlText(language.name), "</option>\n");
  }
  return absl::StrCat("<label class=\"unseen\" for=\"language\">", kLanguageLabel,
                      "</label>\n<select id=\"language\" name=\"language\" form=\"ask\" autocomplete=\"off\">\n",
                      options, "</select>\n<noscript><button form=\"ask\">", kSetLanguage, "</button></noscript>\n");
}

std::string Header(const PageContent& content) {
  return absl::StrCat("<a class=\"skip\" href=\"#q\">", kSkipToQuestion, "</a>\n<header>\n<h1><a href=\"/\">",
                      kSiteName, "</a></h1>\n", LanguageMenu(content),
                      "<button type=\"button\" id=\"theme\" aria-pressed=\"false\" hidden>", kDarkColours,
                      "</button>\n</header>\n");
}

std::string Welcome() {
  return absl::StrCat("<section class=\"welcome\">\n<h2>", kWelcome, "</h2>\n<p>", kIntroduction, "</p>\n</section>\n");
}

// A form of its own, since a button there is a whole question.
std::string Examples(const PageContent& content) {
  std::string examples;
  for (const Example& example : kExamples) {
    absl::StrAppend(&examples, "<li><button name=\"q\" value=\"", example.question, "\">", example.question,
                    "</button> <span>", example.what, "</span></li>\n");
  }
  return absl::StrCat("<form id=\"examples\" action=\"/\" method=\"get\" aria-label=\"", kExamplesLabel,
                      "\">\n<input type=\"hidden\" name=\"language\" value=\"", HtmlText(content.language),
                      "\">\n<ul>\n", examples, "</ul>\n</form>\n");
}

// Its data is what the script says when there is no answer from here.
std::string Log(const PageContent& content) {
  return absl::StrCat("<div id=\"log\" role=\"log\" aria-live=\"polite\" aria-label=\"", kLogLabel, "\" data-asked=\"",
                      kYouAsked, "\" data-thinking=\"", kThinking, "\" data-away=\"", kBotAway, "\" data-copied=\"",
                      kCopied, "\">\n", content.fragment, "</div>\n");
}

// Without an answer before it, `previous` is switched off, and no browser sends it.
std::string QuestionForm(const PageContent& content) {
  return absl::StrCat(
      "<form id=\"ask\" action=\"/\" method=\"get\" role=\"search\">\n"
      "<input type=\"hidden\" name=\"previous\" value=\"",
      HtmlText(content.previous), "\"", content.previous.empty() ? " disabled" : "",
      ">\n<label class=\"unseen\" for=\"q\">", kQuestionLabel,
      "</label>\n<textarea id=\"q\" name=\"q\" rows=\"1\" maxlength=\"", kLongestQuestion, "\" placeholder=\"",
      kQuestionHint, "\" autocapitalize=\"off\" autocomplete=\"off\" spellcheck=\"false\" enterkeyhint=\"send\"",
      content.fragment.empty() ? " autofocus" : "", "></textarea>\n<button>", kAsk, "</button>\n</form>\n");
}

}  // namespace

std::string RenderPage(const PageContent& content) {
  const std::string notice =
      content.notice.empty() ? "" : absl::StrCat("<p class=\"notice\">", HtmlText(content.notice), "</p>\n");
  const bool is_first = content.fragment.empty();
  return absl::StrCat(Head(content), "<body>\n", Header(content), "<main>\n", notice, is_first ? Welcome() : "",
                      Log(content), QuestionForm(content), is_first ? Examples(content) : "",
                      "</main>\n</body>\n</html>\n");
}

}  // namespace sipwhy::bot
