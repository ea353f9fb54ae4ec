#include "storage/sip_sample.h"

#include <arpa/inet.h>
#include <osipparser2/osip_message.h>
#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/text_check.h"

namespace sipwhy {
namespace {

constexpr int kTrying = 100;
constexpr size_t kMostBytes = 65'535;                   // of a datagram
constexpr absl::string_view kBranchCookie = "z9hG4bK";  // RFC 3261, section 8.1.1.7

constexpr absl::string_view kHeaders[] = {"Via", "From", "To", "Call-ID", "CSeq", "Content-Length"};
constexpr absl::string_view kMethods[] = {"INVITE", "ACK",       "BYE",    "CANCEL", "OPTIONS", "REGISTER", "PRACK",
                                          "UPDATE", "SUBSCRIBE", "NOTIFY", "REFER",  "MESSAGE", "INFO",     "PUBLISH"};
constexpr absl::string_view kIsupMessages[] = {"IAM", "ACM", "CPG", "ANM", "REL", "RLC"};

constexpr absl::string_view kNameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
constexpr absl::string_view kIpv6Characters = "ABCDEFabcdef0123456789:.";

struct MessageDeleter {
  void operator()(osip_message_t* message) const { osip_message_free(message); }
};
using Message = std::unique_ptr<osip_message_t, MessageDeleter>;

// osip would tell standard output of what it cannot parse.
int StartOsip() {
  osip_trace_initialize(TRACE_LEVEL0, nullptr);
  return parser_init();
}

// Null when `wire` is no SIP message.
Message Parse(const std::string& wire) {
  static const int kReady = StartOsip();
  osip_message_t* raw = nullptr;
  if (kReady != 0 || osip_message_init(&raw) != 0) return nullptr;
  Message message(raw);
  return osip_message_parse(raw, wire.data(), wire.size()) == 0 ? std::move(message) : nullptr;
}

// The value of the parameter `name`, "" when it has none or is not there. osip does not change the name.
absl::string_view ValueOf(osip_list_t* parameters, std::string name) {
  osip_generic_param_t* found = nullptr;
  osip_generic_param_get_byname(parameters, name.data(), &found);
  return found != nullptr && found->gvalue != nullptr ? found->gvalue : "";
}

// The value of the first header `name`, or nullopt. osip is no judge: it adds headers, and reads what has two names.
std::optional<std::string> FindHeader(const std::vector<std::string>& lines, absl::string_view name) {
  for (const std::string& line : lines) {
    const std::pair<absl::string_view, absl::string_view> header = absl::StrSplit(line, absl::MaxSplits(':', 1));
    if (!absl::EqualsIgnoreCase(absl::StripTrailingAsciiWhitespace(header.first), name)) continue;
    return std::string(absl::StripAsciiWhitespace(header.second));
  }
  return std::nullopt;
}

std::optional<std::string> FindFaultInHead(const osip_message_t& message, const std::vector<std::string>& lines,
                                           const SampleRules& rules) {
  std::vector<std::string> headers(std::begin(kHeaders), std::end(kHeaders));
  headers.insert(headers.end(), rules.headers.begin(), rules.headers.end());
  for (const std::string& header : headers) {
    if (!FindHeader(lines, header).has_value()) return absl::StrCat("lacks ", header, ", which it must have");
  }
  osip_via_t* via = nullptr;
  if (osip_message_get_via(&message, 0, &via) < 0) return "has a Via without a value";
  if (!absl::StartsWith(ValueOf(&via->via_params, "branch"), kBranchCookie)) {
    return absl::StrCat("has a Via whose branch does not begin with ", kBranchCookie);
  }
  if (message.from == nullptr || ValueOf(&message.from->gen_params, "tag").empty()) return "has a From without a tag";
  if (message.to == nullptr) return "has a To without a value";
  if (rules.code != kTrying && ValueOf(&message.to->gen_params, "tag").empty()) return "has a To without a tag";
  if (message.call_id == nullptr) return "has a Call-ID without a value";
  if (message.cseq == nullptr) return "has a CSeq without a value";
  return std::nullopt;
}

bool IsAddress(int family, absl::string_view host) {
  in6_addr address = {};
  return inet_pton(family, std::string(host).c_str(), &address) == 1;
}

bool IsIpv6ForDocumentation(absl::string_view host) {
  in6_addr address = {};
  inet_pton(AF_INET6, std::string(host).c_str(), &address);
  return absl::StartsWith(absl::string_view(reinterpret_cast<const char*>(&address), sizeof(address)),
                          "\x20\x01\x0d\xb8");
}

bool IsNameForDocumentation(absl::string_view host) {
  return absl::EqualsIgnoreCase(host, "example.com") || absl::EndsWithIgnoreCase(host, ".example.com") ||
         absl::EqualsIgnoreCase(host, "anonymous.invalid");
}

// Whether a name between `before` and `after` is a host: hosts stand after @, sip:, // and maddr=, after the transport
// of a Via, IP4 in SDP and the code of a Warning.
bool IsHostPlace(absl::string_view before, absl::string_view after) {
  constexpr size_t kEnough = 256;  // a hostile message is one long line
  if (before.size() > kEnough) before.remove_prefix(before.size() - kEnough);
  if (absl::EndsWithIgnoreCase(before, "sip:") || absl::EndsWithIgnoreCase(before, "sips:")) {
    const absl::string_view rest = after.substr(0, kEnough);
    return !absl::StrContains(rest.substr(0, rest.find_first_of(" \n<>\",")), '@');  // or it is a user
  }
  if (absl::ConsumeSuffix(&before, " ")) {
    const std::vector<absl::string_view> words = absl::StrSplit(before.substr(before.rfind('\n') + 1), ' ');
    return absl::StartsWithIgnoreCase(words.back(), "SIP/2.0/") || words.back() == "IP4" ||
           (words.size() == 2 && absl::EqualsIgnoreCase(words.front(), "Warning:"));
  }
  return absl::EndsWith(before, "@") || absl::EndsWith(before, "//") || absl::EndsWithIgnoreCase(before, "maddr=");
}

// Calls `is_foreign` with each longest run of `characters` in `text`, and what is before and after it.
template <typename Predicate>
std::optional<std::string> FindRun(absl::string_view text, absl::string_view characters, Predicate is_foreign) {
  for (size_t begin = text.find_first_of(characters), end = 0; begin != absl::string_view::npos;
       begin = text.find_first_of(characters, end)) {
    end = std::min(text.find_first_not_of(characters, begin), text.size());
    absl::string_view run = text.substr(begin, end - begin);
    absl::ConsumeSuffix(&run, ".");
    if (is_foreign(text.substr(0, begin), run, text.substr(end))) return std::string(run);
  }
  return std::nullopt;
}

std::optional<std::string> FindForeignHost(absl::string_view message) {
  const auto is_foreign_name = [](absl::string_view before, absl::string_view host, absl::string_view after) {
    if (IsAddress(AF_INET, host)) return !absl::StartsWith(host, "192.0.2.");
    return IsHostPlace(before, after) && !IsNameForDocumentation(host);
  };
  const auto is_foreign_ipv6 = [](absl::string_view before, absl::string_view host, absl::string_view after) {
    const bool is_whole = (before.empty() || !absl::ascii_isalnum(static_cast<unsigned char>(before.back()))) &&
                          (after.empty() || !absl::ascii_isalnum(static_cast<unsigned char>(after.front())));
    return is_whole && IsAddress(AF_INET6, host) && !IsIpv6ForDocumentation(host);
  };
  if (auto name = FindRun(message, kNameCharacters, is_foreign_name)) return name;
  return FindRun(message, kIpv6Characters, is_foreign_ipv6);
}

template <size_t N>
bool IsOneOf(absl::string_view word, const absl::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace

std::optional<std::string> FindSampleFault(absl::string_view message, const SampleRules& rules) {
  if (const auto fault = FindTextFault(message)) {
    return absl::StrCat("has a fault in line ", fault->line, ": ", fault->what);
  }
  if (message.size() > kMostBytes) return absl::StrCat("is longer than the ", kMostBytes, " bytes of a datagram");
  const std::string start = absl::StrCat("SIP/2.0 ", rules.code, " ", rules.reason_phrase);
  if (!absl::StartsWith(message, absl::StrCat(start, "\n"))) return absl::StrCat("does not start with ", start);
  const size_t blank = message.find("\n\n");
  if (blank == absl::string_view::npos) return "has no blank line after its headers";
  const Message parsed = Parse(absl::StrReplaceAll(message, {{"\n", "\r\n"}}));
  if (parsed == nullptr) return "does not parse as a SIP message";
  const std::vector<std::string> lines = absl::StrSplit(message.substr(0, blank), '\n');
  if (auto fault = FindFaultInHead(*parsed, lines, rules)) return fault;
  const size_t length = absl::StrReplaceAll(message.substr(blank + 2), {{"\n", "\r\n"}}).size();
  if (const std::string told = FindHeader(lines, "Content-Length").value_or(""); told != absl::StrCat(length)) {
    return absl::StrCat("has a Content-Length of ", told, ", and its body has ", length, " bytes with CRLF");
  }
  if (length > 0 && parsed->content_type == nullptr) return "has a body without Content-Type";
  if (const auto host = FindForeignHost(message)) {
    return absl::StrCat("names ", *host, ", which is no host for documentation");
  }
  return std::nullopt;
}

std::optional<std::string> FindLadderFault(absl::string_view message, const std::map<int, std::string>& phrases) {
  absl::string_view what = message;
  if (const size_t bracket = what.find(" ("); bracket != absl::string_view::npos) {
    if (what.back() != ')') return absl::StrCat("\"", message, "\" has a bracket that does not end it");
    what = what.substr(0, bracket);
  }
  if (what == "RTP" || IsOneOf(what, kMethods) || IsOneOf(what, kIsupMessages)) return std::nullopt;
  if (absl::StartsWith(what, "Timer ")) return std::nullopt;
  const std::pair<absl::string_view, absl::string_view> response = absl::StrSplit(what, absl::MaxSplits(' ', 1));
  int code = 0;
  if (!absl::SimpleAtoi(response.first, &code)) {
    return absl::StrCat("\"", message, "\" is no method, response, ISUP message, timer or RTP");
  }
  const auto phrase = phrases.find(code);
  if (phrase != phrases.end() && what == absl::StrCat(code, " ", phrase->second)) return std::nullopt;
  return absl::StrCat("\"", message, "\" has another reason phrase than the code");
}

}  // namespace sipwhy
