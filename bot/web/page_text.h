// What the web page says of its own accord. All of it, so that it can be translated here.
#ifndef SIPWHY_BOT_WEB_PAGE_TEXT_H_
#define SIPWHY_BOT_WEB_PAGE_TEXT_H_

namespace sipwhy::bot {

inline constexpr char kPageTextLanguage[] = "en";

inline constexpr char kSiteName[] = "sipwhy";
inline constexpr char kSiteDescription[] = "What a SIP response code means, and how it differs from another.";
inline constexpr char kSkipToQuestion[] = "Skip to the question";
inline constexpr char kLanguageLabel[] = "Language of the answers";
inline constexpr char kSetLanguage[] = "Set";
inline constexpr char kDarkColours[] = "Dark";

inline constexpr char kWelcome[] = "Which SIP code is it?";
inline constexpr char kIntroduction[] =
    "Name one code to have it explained, or two to four to have them compared. A status line, a log line or a whole "
    "message will do as well: paste it.";

inline constexpr char kExamplesLabel[] = "Examples";
struct Example {
  const char* question;
  const char* what;
};
inline constexpr Example kExamples[] = {
    {"486", "what a code means and what to do about it"},
    {"301 vs 408", "how two to four codes differ"},
    {"busy here vs decline", "the same by name; small typos are fine"},
    {"nobody answers", "by what you see or hear"},
    {"cause 17", "a Q.850 cause of the telephone network"},
    {"4xx", "every code of a class"},
};

inline constexpr char kQuestionLabel[] = "Your question";
inline constexpr char kQuestionHint[] = "A code, or what you see";
inline constexpr char kAsk[] = "Ask";

inline constexpr char kLogLabel[] = "Questions and answers";
inline constexpr char kYouAsked[] = "You asked: ";
inline constexpr char kThinking[] = "Looking it up…";
inline constexpr char kBotAway[] = "The bot did not answer. See whether it still runs, then ask again.";
inline constexpr char kInFull[] = "Everything";
inline constexpr char kInShort[] = "In short";
inline constexpr char kTicketLink[] = "For a ticket: ";
inline constexpr char kCopyLink[] = "Copy link";
inline constexpr char kCopied[] = "Copied";

inline constexpr char kPageMoved[] = "This address names a code twice. The page is at ";
inline constexpr char kNoSuchPage[] =
    "There is no page at this address. /sip/486 explains a code, and /sip/301-vs-408 compares two; up to four will do.";
inline constexpr char kNoSuchCode[] = "SIP has codes from 100 to 699, so there is no page about ";
inline constexpr char kTooManyCodes[] = "A page compares up to four codes, and this address names more.";
inline constexpr char kWrongMethod[] = "This address does not take that method.";
inline constexpr char kNotAForm[] = "Questions come as a form (application/x-www-form-urlencoded).";
inline constexpr char kNoQuestion[] = "There is no question in that form.";

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEB_PAGE_TEXT_H_
