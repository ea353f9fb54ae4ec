#include "gateway/mcp/tool_definitions.h"

#include <nlohmann/json.hpp>

namespace sipwhy::gateway {
namespace {

using nlohmann::json;

// JSON Schemas that several tools have, by the names by which kTools asks for them.
constexpr char kParts[] = R"json({
  "language": {
    "type": "string", "maxLength": 100,
    "description": "BCP 47 tag of the language of the answer, such as \"en\" or \"vi\". English when absent, and where there is no text in that language."
  },
  "revision_asked": {
    "type": "integer", "minimum": 0,
    "description": "Answer from this older revision of the knowledge base. Leave it out for the newest."
  },
  "revision": {
    "type": "object",
    "description": "The revision of the knowledge base that the answer came from.",
    "properties": {
      "number": {"type": "integer"},
      "content_hash": {"type": "string", "description": "SHA-256 over all of its content."}
    },
    "required": ["number", "content_hash"]
  },
  "notices": {
    "type": "array", "items": {"type": "string"},
    "description": "What a reader must know first, such as that a code is not registered."
  },
  "sources": {
    "type": "array",
    "description": "Where it stands, to be cited.",
    "items": {
      "type": "object",
      "properties": {
        "document": {"type": "string", "description": "\"RFC 3261\", or another document."},
        "section": {"type": "string"},
        "url": {"type": "string"}
      },
      "required": ["document"]
    }
  },
  "code_brief": {
    "type": "object",
    "properties": {
      "code": {"type": "integer"},
      "title": {"type": "string"},
      "reason_phrase": {"type": "string"},
      "summary": {"type": "string"}
    },
    "required": ["code", "title"]
  }
})json";

constexpr char kTools[] = R"json([
{
  "name": "explain",
  "title": "Explain a SIP response code",
  "description": "Explains one SIP response code. SIP sets up telephone and video calls; its response codes are the numbers from 100 to 699 in answers such as \"486 Busy Here\", \"408 Request Timeout\" or \"603 Decline\". Call this whenever somebody asks what such a code means, who sends it, why a call failed with it, whether to try again, or how to fix it; also for numbers that are not registered. Give the reason phrase and the response's headers if they are known: some codes (403, 487, 603) mean several things and are told apart by them. Not for HTTP status codes. For two or more codes call compare; for causes 1 to 127 call explain_cause. The answer has the facts, causes, steps to fix it, a sample message, its sources (RFC sections) and the revision of the knowledge base.",
  "inputSchema": {
    "type": "object",
    "properties": {
      "code": {
        "type": "integer", "minimum": 100, "maximum": 999,
        "description": "The response code, 100 to 699. Some numbers above, which a product uses as if they were codes, are explained too."
      },
      "reason_phrase": {
        "type": "string", "maxLength": 200,
        "description": "The text that stood behind the code, if it is known: \"Network Blocked\"."
      },
      "headers": {
        "type": "array", "items": {"type": "string", "maxLength": 1000}, "maxItems": 20,
        "description": "Header lines of the response, if they are known: \"Reason: Q.850;cause=21\"."
      },
      "language": "@language",
      "revision": "@revision_asked"
    },
    "required": ["code"],
    "additionalProperties": false
  },
  "outputSchema": {
    "type": "object",
    "properties": {
      "code": {"type": "integer"},
      "title": {"type": "string"},
      "reason_phrase": {"type": "string"},
      "summary": {"type": "string"},
      "class": {"type": "string"},
      "state": {
        "type": "string",
        "description": "How it stands in the IANA registry: registered, deprecated, historic, local (one product makes it), draft or unspecified (unknown)."
      },
      "notices": "@notices",
      "facts": {
        "type": "array",
        "items": {
          "type": "object",
          "properties": {"aspect": {"type": "string"}, "label": {"type": "string"}, "value": {"type": "string"}},
          "required": ["aspect", "label", "value"]
        }
      },
      "meanings": {
        "type": "array",
        "description": "What the code can mean, where that depends on a phrase or header.",
        "items": {
          "type": "object",
          "properties": {
            "name": {"type": "string"},
            "meaning": {"type": "string"},
            "sign": {"type": "string", "description": "How to see that it is this one."},
            "advice": {"type": "string"},
            "seen": {"type": "boolean", "description": "Whether the phrase and headers that were given point to it."}
          },
          "required": ["name", "meaning", "sign", "advice", "seen"]
        }
      },
      "steps": {
        "type": "array",
        "description": "How to fix it, in the order in which to try.",
        "items": {
          "type": "object",
          "properties": {
            "party": {"type": "string", "description": "Who can do it: caller, callee, operator or developer."},
            "sentence": {"type": "string"}
          },
          "required": ["party", "sentence"]
        }
      },
      "related_codes": {
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
            "code": {"type": "integer"},
            "reason_phrase": {"type": "string"},
            "relation": {"type": "string"}
          },
          "required": ["code", "reason_phrase", "relation"]
        }
      },
      "sources": "@sources",
      "revision": "@revision"
    },
    "required": ["code", "title", "state", "notices", "facts", "meanings", "steps", "related_codes", "sources", "revision"]
  }
},
{
  "name": "compare",
  "title": "Compare SIP response codes",
  "description": "Compares two to four SIP response codes side by side. Call this when somebody asks for the difference between codes (\"486 or 600?\", \"408 vs 480 vs 487\"), which of them to send, or which of them a log should have shown. The answer has what each means, a table of the aspects in which they differ, when to use which, the usual mistake, its sources (RFC sections) and the revision of the knowledge base. For a single code call explain.",
  "inputSchema": {
    "type": "object",
    "properties": {
      "codes": {
        "type": "array", "items": {"type": "integer", "minimum": 100, "maximum": 699}, "minItems": 2, "maxItems": 4,
        "description": "The response codes, in the order in which to show them."
      },
      "language": "@language",
      "revision": "@revision_asked"
    },
    "required": ["codes"],
    "additionalProperties": false
  },
  "outputSchema": {
    "type": "object",
    "properties": {
      "title": {"type": "string"},
      "summary": {"type": "string", "description": "The difference in one sentence."},
      "codes": {"type": "array", "items": "@code_brief"},
      "differences": {
        "type": "array",
        "description": "What differs, most telling first.",
        "items": {
          "type": "object",
          "properties": {
            "aspect": {"type": "string"},
            "label": {"type": "string"},
            "values": {
              "type": "array", "items": {"type": "string"},
              "description": "One for each code, in their order; empty where it is not known."
            },
            "sentence": {"type": "string"}
          },
          "required": ["aspect", "label", "values", "sentence"]
        }
      },
      "when_to_use_which": {"type": "array", "items": {"type": "string"}},
      "common_mistake": {"type": "string"},
      "notices": "@notices",
      "sources": "@sources",
      "revision": "@revision"
    },
    "required": ["title", "summary", "codes", "differences", "when_to_use_which", "notices", "sources", "revision"]
  }
},
{
  "name": "search",
  "title": "Find SIP response codes by a symptom",
  "description": "Finds SIP response codes by what people say of a failed call, for when no code is known: \"nobody answers\", \"wrong password\", \"caller is blocked\", or by the name of a header such as \"Retry-After\". Forgives typing slips. Gives the best codes with a line each and why they were found; then call explain for the one that fits, which has the sources. Finding nothing is no error: try other words.",
  "inputSchema": {
    "type": "object",
    "properties": {
      "query": {
        "type": "string", "minLength": 1, "maxLength": 500,
        "description": "What is said of the call, in English, whatever the language of the answer."
      },
      "max_results": {"type": "integer", "minimum": 1, "maximum": 50, "description": "How many codes at most. 5 when absent."},
      "language": "@language",
      "revision": "@revision_asked"
    },
    "required": ["query"],
    "additionalProperties": false
  },
  "outputSchema": {
    "type": "object",
    "properties": {
      "hits": {
        "type": "array",
        "description": "The codes, best first.",
        "items": {
          "type": "object",
          "properties": {
            "code": {"type": "integer"},
            "title": {"type": "string"},
            "summary": {"type": "string"},
            "place": {"type": "string", "description": "Where the words were found: reason_phrase, symptom, meaning, header or text."},
            "reason": {"type": "string"}
          },
          "required": ["code", "title", "place", "reason"]
        }
      },
      "revision": "@revision"
    },
    "required": ["hits", "revision"]
  }
},
{
  "name": "explain_cause",
  "title": "Explain a Q.850 cause",
  "description": "Explains one cause of the telephone network (ITU-T Q.850, 1 to 127), as in \"Reason: Q.850;cause=16\", in records of ISDN and SS7 calls or in hang-up causes of Asterisk and FreeSWITCH, and which SIP response code a gateway makes of it and back (RFC 3398). Call this when a number below 128 is a release or hang-up cause and no SIP response code. The answer has its sources and the revision of the knowledge base.",
  "inputSchema": {
    "type": "object",
    "properties": {
      "cause": {"type": "integer", "minimum": 1, "maximum": 127, "description": "The cause."},
      "language": "@language",
      "revision": "@revision_asked"
    },
    "required": ["cause"],
    "additionalProperties": false
  },
  "outputSchema": {
    "type": "object",
    "properties": {
      "cause": {"type": "integer"},
      "title": {"type": "string"},
      "class": {"type": "string"},
      "meaning": {"type": "string"},
      "advice": {"type": "string"},
      "codes": {
        "type": "array",
        "description": "What a gateway answers with in SIP, the plain rule first.",
        "items": {
          "type": "object",
          "properties": {
            "code": {"type": "integer"},
            "title": {"type": "string"},
            "condition": {"type": "string"}
          },
          "required": ["code", "title"]
        }
      },
      "to_sip": {"type": "string"},
      "from_sip": {"type": "string"},
      "notices": "@notices",
      "sources": "@sources",
      "revision": "@revision"
    },
    "required": ["cause", "title", "codes", "notices", "sources", "revision"]
  }
}
])json";

// Puts the part "name" in the place of each "@name".
void FillIn(const json& parts, json& value) {
  if (value.is_string() && value.get_ref<const std::string&>().rfind('@', 0) == 0) {
    value = parts.at(value.get_ref<const std::string&>().substr(1));
  } else if (value.is_structured()) {
    for (json& member : value) FillIn(parts, member);
  }
}

}  // namespace

json ToolDefinitions() {
  json tools = json::parse(kTools);
  FillIn(json::parse(kParts), tools);
  for (json& tool : tools) {
    tool["annotations"] = {{"readOnlyHint", true}, {"idempotentHint", true}, {"openWorldHint", false}};
  }
  return tools;
}

}  // namespace sipwhy::gateway
