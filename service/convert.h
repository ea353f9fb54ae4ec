// Answers become messages, and messages become validated arguments.
#ifndef SIPWHY_SERVICE_CONVERT_H_
#define SIPWHY_SERVICE_CONVERT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/answers.h"
#include "service/evidence.h"
#include "service/snapshot.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy {

void ToProto(const Text& text, v1::Text* out);
void ToProto(const Citation& citation, v1::Citation* out);
void ToProto(const CodeAnswer& answer, v1::CodeEntry* out);
void ToProto(const Explanation& explanation, v1::ExplainResponse* out);
void ToProto(const Comparison& comparison, v1::CompareResponse* out);
void ToProto(const CauseAnswer& answer, v1::ExplainCauseResponse* out);
void ToProto(const SearchResult& result, v1::SearchResponse* out);
void ToProto(const Revision& revision, v1::Revision* out);
void ToProto(const Revision& revision, v1::RevisionEntry* out);

// The enum value for "registered" and the like; unspecified for a word that this version of the API does not know.
v1::RegistrationState RegistrationStateFor(const std::string& state);

// The code that is asked for. INVALID_ARGUMENT when it is absent (0) or out of range.
absl::StatusOr<int> CodeFromProto(const Snapshot& snapshot, int code);

// What was seen beside the code. INVALID_ARGUMENT when it is too long or too much.
absl::StatusOr<Evidence> EvidenceFromProto(const v1::ExplainRequest& request);

// The cause that is asked for. INVALID_ARGUMENT when it is absent or out of range.
absl::StatusOr<int> CauseFromProto(const v1::ExplainCauseRequest& request);

// What is looked for, and how many codes to return at most. INVALID_ARGUMENT when the query is absent or too long, or
// the number is negative.
absl::StatusOr<std::string> QueryFromProto(const v1::SearchRequest& request);
absl::StatusOr<size_t> MostResultsFromProto(const v1::SearchRequest& request);

// The different codes that are asked for, in order. INVALID_ARGUMENT when there are fewer than two or more than four
// entries, or one is out of range.
absl::StatusOr<std::vector<int>> CodesFromProto(const Snapshot& snapshot, const v1::CompareRequest& request);

// The languages to answer in. INVALID_ARGUMENT when the tag is not well-formed (RFC 5646, section 2.1).
absl::StatusOr<std::vector<std::string>> LanguagesFromProto(const Snapshot& snapshot, const std::string& language_code);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_CONVERT_H_
