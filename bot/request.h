// What a person can ask of the bot, once their words are understood.
#ifndef SIPWHY_BOT_REQUEST_H_
#define SIPWHY_BOT_REQUEST_H_

#include <string>
#include <variant>
#include <vector>

namespace sipwhy::bot {

// "486", "what is busy here": one number, which need not be a SIP code (the service says what is wrong with it).
struct ExplainRequest {
  int code;
  bool repeated = false;                  // the person named this code more than once ("486 vs 486")
  bool of_pjsip = false;                  // written as PJSIP does ("170486")
  std::string reason_phrase = {};         // that came with it, if it is not the registered one: "Network Blocked"
  std::vector<std::string> headers = {};  // lines that came with it and can tell what it means
  bool operator==(const ExplainRequest&) const = default;
};

// "301 vs 408": two to eight different numbers in the order in which they were named.
struct CompareRequest {
  std::vector<int> codes;
  bool operator==(const CompareRequest&) const = default;
};

// "4xx", "4xx vs 5xx": one to six response classes, 1 to 6, in the order in which they were named.
struct ListClassesRequest {
  std::vector<int> classes;
  bool operator==(const ListClassesRequest&) const = default;
};

// "Reason: Q.850;cause=17": a cause of the telephone network, 0 to 127, which is no SIP code.
struct CauseRequest {
  int cause;
  bool operator==(const CauseRequest&) const = default;
};

// "HTTP/1.1 404 Not Found": a status of another protocol that shares its numbers with SIP.
struct HttpStatusRequest {
  int code;
  bool operator==(const HttpStatusRequest&) const = default;
};

// "what's new": the newest revisions of the knowledge base.
struct NewsRequest {
  bool operator==(const NewsRequest&) const = default;
};

// "history 603": what each revision changed for a code, which is at least 100.
struct HistoryRequest {
  int code;
  bool operator==(const HistoryRequest&) const = default;
};

// "diff 11 12": what changed from one revision to another; 0 is the empty knowledge base.
struct DiffRequest {
  int before;
  int after;
  bool operator==(const DiffRequest&) const = default;
};

struct HelpRequest {
  bool operator==(const HelpRequest&) const = default;
};

// "language vi": answers in this conversation are to be in that language, named by its tag or its name in normal form;
// empty to ask which there are.
struct LanguageRequest {
  std::string language;
  bool operator==(const LanguageRequest&) const = default;
};

// "full": the answer before, with every section.
struct RepeatInFullRequest {
  bool operator==(const RepeatInFullRequest&) const = default;
};

// "nobody answers": addressed to the bot and without a code, so it looks for codes by these words, in normal form. What
// leads to nothing, it answers with what it can do.
struct SearchRequest {
  std::string words;
  bool operator==(const SearchRequest&) const = default;
};

// Not meant for the bot: it says nothing.
struct NoRequest {
  bool operator==(const NoRequest&) const = default;
};

using Request = std::variant<ExplainRequest, CompareRequest, ListClassesRequest, CauseRequest, HttpStatusRequest,
                             NewsRequest, HistoryRequest, DiffRequest, HelpRequest, LanguageRequest,
                             RepeatInFullRequest, SearchRequest, NoRequest>;

// A request that "full" can repeat, and the language (BCP 47) that it was answered in.
struct LastRequest {
  Request request;
  std::string language;
  bool operator==(const LastRequest&) const = default;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_REQUEST_H_
