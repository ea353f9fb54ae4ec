#include "service/errors.h"

#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/refusal.h"

namespace sipwhy {
namespace {

constexpr int kHighestCause = 127;
constexpr int kLowestCode = 100;
constexpr int kHighestCode = 699;
constexpr size_t kMostShown = 40;
constexpr absl::Duration kSoon = absl::Seconds(1);
constexpr absl::Duration kLater = absl::Seconds(30);

Refusal BadField(absl::string_view field, v1::ErrorReason reason, const std::string& sentence) {
  return Refusal(absl::StatusCode::kInvalidArgument, reason, sentence).Of(field, sentence);
}

std::string OutOfRange(const BadCode& bad) {
  const std::string sentence = absl::StrCat("code ", bad.code, " is outside [", kLowestCode, ", ", kHighestCode, "]");
  if (bad.intended.has_value()) return absl::StrCat(sentence, "; did you mean ", *bad.intended, "?");
  if (bad.code < 1 || bad.code > kHighestCause) return sentence;
  return absl::StrCat(sentence, "; numbers from 1 to ", kHighestCause,
                      " are Q.850 causes of the telephone network, which ExplainCause explains");
}

Refusal NegativeNumber(absl::string_view field, int number, absl::string_view rule) {
  return BadField(field, v1::ERROR_REASON_NEGATIVE_NUMBER, absl::StrCat(field, " ", number, " is negative", rule))
      .With("value", absl::StrCat(number));
}

Refusal Exhausted(v1::ErrorReason reason, std::string sentence, absl::Duration delay) {
  return Refusal(absl::StatusCode::kResourceExhausted, reason, std::move(sentence)).RetryIn(delay);
}

Refusal Unavailable(v1::ErrorReason reason, std::string sentence) {
  return {absl::StatusCode::kUnavailable, reason, std::move(sentence)};
}

}  // namespace

absl::Status CodesOutOfRange(const std::vector<BadCode>& codes) {
  std::vector<std::string> sentences;
  for (const BadCode& code : codes) sentences.push_back(OutOfRange(code));
  const BadCode& first = codes.front();
  Refusal refusal =
      Refusal(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_CODE_OUT_OF_RANGE, absl::StrJoin(sentences, "; "))
          .With("value", absl::StrCat(first.code))
          .With("lowest", absl::StrCat(kLowestCode))
          .With("highest", absl::StrCat(kHighestCode));
  if (first.intended.has_value()) refusal = std::move(refusal).With("intended", absl::StrCat(*first.intended));
  for (size_t i = 0; i < codes.size(); ++i) refusal = std::move(refusal).Of(codes[i].field, sentences[i]);
  return refusal;
}

absl::Status CauseOutOfRange(int cause) {
  std::string sentence = absl::StrCat("cause ", cause, " is outside [1, ", kHighestCause, "]");
  if (cause > kHighestCause && cause <= kHighestCode)
    absl::StrAppend(&sentence, "; SIP codes are explained by Explain");
  return BadField("cause", v1::ERROR_REASON_CAUSE_OUT_OF_RANGE, sentence)
      .With("value", absl::StrCat(cause))
      .With("lowest", "1")
      .With("highest", absl::StrCat(kHighestCause));
}

absl::Status TooLong(absl::string_view field, size_t most) {
  return BadField(field, v1::ERROR_REASON_TEXT_TOO_LONG, absl::StrCat(field, " has more than ", most, " bytes"))
      .With("most", absl::StrCat(most));
}

absl::Status TooMany(absl::string_view field, int most) {
  return BadField(field, v1::ERROR_REASON_WRONG_NUMBER_OF_ENTRIES,
                  absl::StrCat(field, " has more than ", most, " entries"))
      .With("most", absl::StrCat(most));
}

absl::Status NegativeMaxResults(int max_results) { return NegativeNumber("max_results", max_results, ""); }

absl::Status MissingField(absl::string_view field) {
  return BadField(field, v1::ERROR_REASON_FIELD_MISSING, absl::StrCat(field, " is missing"));
}

absl::Status WrongNumberOfCodes(int count) {
  return BadField("codes", v1::ERROR_REASON_WRONG_NUMBER_OF_ENTRIES,
                  absl::StrCat("codes has ", count, " entries and must have two to four"))
      .With("fewest", "2")
      .With("most", "4");
}

absl::Status BadLanguageCode(absl::string_view language_code) {
  return BadField("language_code", v1::ERROR_REASON_MALFORMED_LANGUAGE_CODE,
                  absl::StrCat("language_code \"", absl::CHexEscape(language_code.substr(0, kMostShown)),
                               R"(" is no BCP 47 tag such as "en" or "vi-VN")"));
}

absl::Status BadPageSize(int page_size) { return NegativeNumber("page_size", page_size, ""); }

absl::Status BadPageToken() {
  return BadField("page_token", v1::ERROR_REASON_UNKNOWN_PAGE_TOKEN,
                  "page_token is not one that this method returned; start again without it");
}

absl::Status BadResponseClass(int response_class) {
  return BadField("response_class", v1::ERROR_REASON_UNKNOWN_RESPONSE_CLASS,
                  absl::StrCat("response_class ", response_class, " is outside [1, 6]"))
      .With("value", absl::StrCat(response_class));
}

absl::Status NegativeRevision(absl::string_view field, int revision) {
  return NegativeNumber(field, revision, "; 0 is the newest");
}

absl::Status UnreadableRequest() {
  return Refusal(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_UNREADABLE_REQUEST,
                 "the request's bytes are no message of this method's request type");
}

absl::Status NoSuchRevision(int revision, int newest) {
  return Refusal(absl::StatusCode::kNotFound, v1::ERROR_REASON_NO_SUCH_REVISION,
                 absl::StrCat("revision ", revision, " does not exist; there are 1 to ", newest))
      .With("value", absl::StrCat(revision))
      .With("newest", absl::StrCat(newest));
}

absl::Status TooManyWaiting() {
  return Exhausted(v1::ERROR_REASON_TOO_MANY_WAITING, "too many calls wait for older revisions; try again in a second",
                   kSoon);
}

absl::Status TooManyWatching() {
  return Exhausted(v1::ERROR_REASON_TOO_MANY_WATCHING,
                   "too many clients watch the revision; poll ListRevisions instead", kLater);
}

absl::Status TooManyCalls(absl::Duration delay) {
  delay = absl::Ceil(delay, absl::Milliseconds(1));
  return Exhausted(v1::ERROR_REASON_TOO_MANY_CALLS,
                   absl::StrCat("more calls than this service takes a second; try again in ",
                                absl::ToInt64Milliseconds(delay), " ms"),
                   delay);
}

absl::Status UnknownCaller(absl::string_view why) {
  return Refusal(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_UNKNOWN_CALLER, std::string(why));
}

absl::Status OlderRevisionUnreadable(const absl::Status& why) {
  return absl::IsUnavailable(why) ? BeingReplaced() : absl::InternalError(why.message());
}

absl::Status NotLoadedYet() {
  return Unavailable(v1::ERROR_REASON_NOT_LOADED_YET, "the knowledge base is not loaded yet; try again in a second")
      .RetryIn(kSoon);
}

absl::Status BeingReplaced() {
  return Unavailable(v1::ERROR_REASON_BEING_REPLACED, "the knowledge base is being replaced; try again in a second")
      .RetryIn(kSoon);
}

absl::Status ShuttingDown() {
  return Unavailable(v1::ERROR_REASON_SHUTTING_DOWN, "the service shuts down; try again elsewhere");
}

}  // namespace sipwhy
