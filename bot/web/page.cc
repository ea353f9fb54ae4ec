#include "bot/web/page.h"

#include "absl/strings/str_cat.h"
#include "bot/render/html_text.h"
#include "text/language_tag.h"

namespace sipwhy::bot {
namespace {

constexpr char kSiteName[] = "sipwhy";

// What the first page shows to ask, and the sentence that says what comes of it.
struct Example {
  const char* question;
  const char* sentence;
};
constexpr Example kExamples[] = {
    {"486", "help.code"},       {"301 vs 408", "help.compare"}, {"busy here vs decline", "help.phrase"},
    {"", "help.symptom"},  // in the reader's own words
    {"cause 17", "help.cause"}, {"4xx", "help.class"},
};

std::string Words(const Speech& speech, absl::string_view sentence) { return HtmlText(speech.Say(sentence)); }

// ' dir="rtl"' where the page's language goes from right to left, as its own name does.
absl::string_view DirectionOf(const PageContent& content) {
  for (const SiteLanguage& language : content.languages) {
    if (language.tag == content.language && IsRightToLeft(language.name)) return " dir=\"rtl\"";
  }
  return "";
}

std::string Head(const PageContent& content, const Speech& speech) {
  const std::string title = content.title.empty() ? kSiteName : absl::StrCat(content.title, " · ", kSiteName);
  const std::string description = content.description.empty() ? speech.Say("page.description") : content.description;
  const std::string canonical =
      content.canonical.empty() ? ""
                                : absl::StrCat("<link rel=\"canonical\" href=\"", HtmlText(content.canonical), "\">\n");
  // The script stands before the body so that colours somebody chose are there from the first moment.
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", HtmlText(speech.language()), "\"", DirectionOf(content),
      ">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, interactive-widget=resizes-content\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
      HtmlText(title), "</title>\n<meta name=\"description\" content=\"", HtmlText(description), "\">\n", canonical,
      "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/icon.svg\">\n<link rel=\"stylesheet\" href=\"/style.css\">\n"
      "<script src=\"/chat.js\"></script>\n</head>\n");
}

std::string LanguageMenu(const PageContent& content, const Speech& speech) {
  std::string options;
  for (const SiteLanguage& language : content.languages) {
    const std::string tag = HtmlText(language.tag);
    absl::StrAppend(&options, "<option value=\"", tag, "\" lang=\"", tag, "\"",
                    language.tag == content.language ? " selected" : "", ">", HtmlText(language.name), "</option>\n");
  }
  return absl::StrCat("<label class=\"unseen\" for=\"language\">", Words(speech, "page.language"),
                      "</label>\n<select id=\"language\" name=\"language\" form=\"ask\" autocomplete=\"off\">\n",
                      options, "</select>\n<noscript><button form=\"ask\">", Words(speech, "page.set"),
                      "</button></noscript>\n");
}

std::string Header(const PageContent& content, const Speech& speech) {
  return absl::StrCat("<a class=\"skip\" href=\"#q\">", Words(speech, "page.skip"),
                      "</a>\n<header>\n<h1><a href=\"/\">", kSiteName, "</a></h1>\n", LanguageMenu(content, speech),
                      "<button type=\"button\" id=\"theme\" aria-pressed=\"false\" hidden>", Words(speech, "page.dark"),
                      "</button>\n</header>\n");
}

std::string Welcome(const Speech& speech) {
  return absl::StrCat("<section class=\"welcome\">\n<h2>", Words(speech, "page.welcome"), "</h2>\n<p>",
                      Words(speech, "page.introduction"), "</p>\n</section>\n");
}

// A form of its own, since a button there is a whole question.
std::string Examples(const PageContent& content, const Speech& speech) {
  std::string examples;
  for (const Example& example : kExamples) {
    const bool of_reader = absl::string_view(example.question).empty();
    const std::string question = HtmlText(of_reader ? speech.Say("example.symptom") : example.question);
    absl::StrAppend(&examples, "<li><button name=\"q\" dir=\"auto\" value=\"", question, "\">", question,
                    "</button> <span>", Words(speech, example.sentence), "</span></li>\n");
  }
  return absl::StrCat("<form id=\"examples\" action=\"/\" method=\"get\" aria-label=\"", Words(speech, "page.examples"),
                      "\">\n<input type=\"hidden\" name=\"language\" value=\"", HtmlText(content.language),
                      "\">\n<ul>\n", examples, "</ul>\n</form>\n");
}

// Its data is what the script says when there is no answer from here.
std::string Log(const PageContent& content, const Speech& speech) {
  return absl::StrCat("<div id=\"log\" role=\"log\" aria-live=\"polite\" aria-label=\"", Words(speech, "page.log"),
                      "\" data-asked=\"", Words(speech, "page.you_asked"), " \" data-thinking=\"",
                      Words(speech, "page.thinking"), "\" data-away=\"", Words(speech, "page.away"),
                      "\" data-copied=\"", Words(speech, "page.copied"), "\">\n", content.fragment, "</div>\n");
}

// Without an answer before it, `previous` is switched off, and no browser sends it.
std::string QuestionForm(const PageContent& content, const Speech& speech) {
  return absl::StrCat(
      "<form id=\"ask\" action=\"/\" method=\"get\" role=\"search\">\n"
      "<input type=\"hidden\" name=\"previous\" value=\"",
      HtmlText(content.previous), "\"", content.previous.empty() ? " disabled" : "",
      ">\n<label class=\"unseen\" for=\"q\">", Words(speech, "page.question"),
      "</label>\n<textarea id=\"q\" name=\"q\" rows=\"1\" maxlength=\"", kLongestQuestion, "\" placeholder=\"",
      Words(speech, "page.hint"),
      "\" autocapitalize=\"off\" autocomplete=\"off\" spellcheck=\"false\" enterkeyhint=\"send\"",
      content.fragment.empty() ? " autofocus" : "", "></textarea>\n<button>", Words(speech, "page.ask"),
      "</button>\n</form>\n");
}

}  // namespace

std::string RenderPage(const PageContent& content, const Speech& speech) {
  const std::string notice =
      content.notice.empty() ? "" : absl::StrCat("<p class=\"notice\">", HtmlText(content.notice), "</p>\n");
  const bool is_first = content.fragment.empty();
  return absl::StrCat(Head(content, speech), "<body>\n", Header(content, speech), "<main>\n", notice,
                      is_first ? Welcome(speech) : "", Log(content, speech), QuestionForm(content, speech),
                      is_first ? Examples(content, speech) : "", "</main>\n</body>\n</html>\n");
}

}  // namespace sipwhy::bot
