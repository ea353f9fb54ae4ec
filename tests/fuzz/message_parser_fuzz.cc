// Feeds any bytes to the message parser, and a reply made of them to the renderers.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "bot/answer.h"
#include "bot/message_parser.h"
#include "bot/parser/normalise.h"
#include "bot/render/plain_text.h"

namespace sipwhy::bot {
namespace {

const MessageParser& Parser() {
  static const auto& parser = *new MessageParser(PhraseBook{.phrases = {{180, "Ringing"},
                                                                        {200, "OK"},
                                                                        {301, "Moved Permanently"},
                                                                        {406, "Not Acceptable"},
                                                                        {408, "Request Timeout"},
                                                                        {481, "Call/Transaction Does Not Exist"},
                                                                        {486, "Busy Here"},
                                                                        {606, "Not Acceptable"},
                                                                        {603, "Network Blocked", false}},
                                                            .telling_headers = {"reason"}});
  return parser;
}

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckParsing(absl::string_view text) {
  const ParsedMessage addressed = Parser().Parse(text, Addressing::kAddressed);
  Require(!std::holds_alternative<NoRequest>(addressed.request));
  Require(Parser().Parse(Normalise(text), Addressing::kAddressed) == addressed);
  const ParsedMessage overheard = Parser().Parse(text, Addressing::kOverheard);
  const bool compares = std::holds_alternative<CompareRequest>(overheard.request);
  Require(compares || std::holds_alternative<NoRequest>(overheard.request));
}

void CheckRendering(const std::string& text) {
  Answer answer;
  answer.title = answer.lead = text;
  answer.table = {{text, "408"}, {{text, {text, ""}}}};
  answer.sections = {{text, {{text, {text}, true}}}};
  for (const char c : RenderPlainText(answer, 60)) Require(c == '\n' || static_cast<unsigned char>(c) >= ' ');
}

}  // namespace
}  // namespace sipwhy::bot

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  sipwhy::bot::CheckParsing(text);
  sipwhy::bot::CheckRendering(text);
  return 0;
}
