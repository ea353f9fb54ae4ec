#include "gateway/mcp/tool_content.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;
using Texts = google::protobuf::RepeatedPtrField<v1::Text>;

// "ASPECT_SENT_BY" as "sent_by".
std::string ValueName(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

void SetUnlessEmpty(json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

json List(const Texts& texts) {
  json list = json::array();
  for (const v1::Text& text : texts) list.push_back(text.text());
  return list;
}

// Appendices have other anchors, so they get the page alone.
std::string UrlOf(const v1::Citation& citation) {
  const std::string url = absl::StrCat("https://www.rfc-editor.org/rfc/rfc", citation.rfc());
  const std::string& section = citation.section();
  const bool is_numbered = !section.empty() && absl::ascii_isdigit(static_cast<unsigned char>(section[0]));
  return is_numbered ? absl::StrCat(url, "#section-", section) : url;
}

json Source(const v1::Citation& citation) {
  json source;
  if (citation.rfc() == 0) {
    source["document"] = citation.document();
  } else {
    source["document"] = absl::StrCat("RFC ", citation.rfc());
    source["url"] = UrlOf(citation);
  }
  SetUnlessEmpty(source, "section", citation.section());
  return source;
}

// Each once.
void AddSources(const google::protobuf::RepeatedPtrField<v1::Citation>& citations, json& sources) {
  for (const v1::Citation& citation : citations) {
    json source = Source(citation);
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) sources.push_back(std::move(source));
  }
}

// Notices that hold for several codes are said once.
void AddNotices(const Texts& notices, json& all) {
  for (const v1::Text& notice : notices) {
    if (std::find(all.begin(), all.end(), notice.text()) == all.end()) all.push_back(notice.text());
  }
}

json Revision(const v1::Revision& revision) {
  return {{"number", revision.number()}, {"content_hash", revision.content_hash()}};
}

json Brief(const v1::CodeEntry& entry) {
  json brief = {{"code", entry.code()}, {"title", entry.title().text()}};
  SetUnlessEmpty(brief, "reason_phrase", entry.reason_phrase());
  SetUnlessEmpty(brief, "summary", entry.summary().text());
  return brief;
}

json Facts(const v1::CodeEntry& entry) {
  json facts = json::array();
  for (const v1::AspectValue& fact : entry.overview()) {
    facts.push_back({{"aspect", ValueName(v1::Aspect_Name(fact.aspect()), "ASPECT_")},
                     {"label", fact.label().text()},
                     {"value", fact.value().text()}});
  }
  return facts;
}

json Meanings(const v1::CodeEntry& entry) {
  json meanings = json::array();
  for (const v1::Meaning& meaning : entry.meanings()) {
    meanings.push_back({{"name", meaning.name().text()},
                        {"meaning", meaning.meaning().text()},
                        {"sign", meaning.sign().text()},
                        {"advice", meaning.advice().text()},
                        {"seen", meaning.seen()}});
  }
  return meanings;
}

json Steps(const v1::CodeEntry& entry) {
  json steps = json::array();
  for (const v1::Step& step : entry.steps()) {
    steps.push_back(
        {{"party", ValueName(v1::Party_Name(step.party()), "PARTY_")}, {"sentence", step.sentence().text()}});
  }
  return steps;
}

json RelatedCodes(const v1::CodeEntry& entry) {
  json related = json::array();
  for (const v1::RelatedCode& other : entry.related_codes()) {
    related.push_back({{"code", other.code()},
                       {"reason_phrase", other.reason_phrase()},
                       {"relation", ValueName(v1::Relation_Name(other.relation()), "RELATION_")}});
  }
  return related;
}

}  // namespace

json StructuredContent(const v1::ExplainResponse& response) {
  const v1::CodeEntry& entry = response.entry();
  json content = Brief(entry);
  SetUnlessEmpty(content, "class", entry.class_name().text());
  content["state"] = ValueName(v1::RegistrationState_Name(entry.state()), "REGISTRATION_STATE_");
  content["notices"] = List(entry.notices());
  content["facts"] = Facts(entry);
  content["meanings"] = Meanings(entry);
  content["steps"] = Steps(entry);
  content["related_codes"] = RelatedCodes(entry);
  content["sources"] = json::array();
  AddSources(entry.references(), content["sources"]);
  content["revision"] = Revision(response.revision());
  return content;
}

json StructuredContent(const v1::CompareResponse& response) {
  json content = {{"title", response.title().text()}, {"summary", response.summary().text()}};
  content["codes"] = json::array();
  content["notices"] = json::array();
  content["sources"] = json::array();
  for (const v1::CodeEntry& entry : response.codes()) {
    content["codes"].push_back(Brief(entry));
    AddNotices(entry.notices(), content["notices"]);
    AddSources(entry.references(), content["sources"]);
  }
  content["differences"] = json::array();
  for (const v1::Difference& difference : response.differences()) {
    content["differences"].push_back({{"aspect", ValueName(v1::Aspect_Name(difference.aspect()), "ASPECT_")},
                                      {"label", difference.label().text()},
                                      {"values", List(difference.values())},
                                      {"sentence", difference.sentence().text()}});
  }
  content["when_to_use_which"] = List(response.when_to_use_which());
  SetUnlessEmpty(content, "common_mistake", response.common_mistake().text());
  content["revision"] = Revision(response.revision());
  return content;
}

json StructuredContent(const v1::SearchResponse& response) {
  json content = {{"hits", json::array()}};
  for (const v1::SearchHit& hit : response.hits()) {
    json found = {{"code", hit.code()}, {"title", hit.title().text()}, {"reason", hit.reason().text()}};
    found["place"] = ValueName(v1::SearchPlace_Name(hit.place()), "SEARCH_PLACE_");
    SetUnlessEmpty(found, "summary", hit.summary().text());
    content["hits"].push_back(std::move(found));
  }
  content["revision"] = Revision(response.revision());
  return content;
}

json StructuredContent(const v1::ExplainCauseResponse& response) {
  const v1::CauseEntry& entry = response.entry();
  json content = {{"cause", entry.cause()}, {"title", entry.title().text()}, {"codes", json::array()}};
  SetUnlessEmpty(content, "class", entry.class_name().text());
  SetUnlessEmpty(content, "meaning", entry.meaning().text());
  SetUnlessEmpty(content, "advice", entry.advice().text());
  SetUnlessEmpty(content, "to_sip", entry.to_sip().text());
  SetUnlessEmpty(content, "from_sip", entry.from_sip().text());
  for (const v1::CodeForCause& rule : entry.codes()) {
    json code = {{"code", rule.code()}, {"title", rule.title().text()}};
    SetUnlessEmpty(code, "condition", rule.condition().text());
    content["codes"].push_back(std::move(code));
  }
  content["notices"] = List(entry.notices());
  content["sources"] = json::array();
  AddSources(entry.references(), content["sources"]);
  content["revision"] = Revision(response.revision());
  return content;
}

}  // namespace sipwhy::gateway
