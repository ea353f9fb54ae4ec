#include "service/errors.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

constexpr int kHighestCause = 127;
constexpr int kLowestCode = 128;  // above the causes
constexpr int kHighestCode = 699;
constexpr size_t kMostShown = 40;

}  // namespace

absl::Status CodeOutOfRange(int code, std::optional<int> intended) {
  std::string message = absl::StrCat("code ", code, " is outside [100, 699]");
  if (intended.has_value()) {
    absl::StrAppend(&message, "; did you mean ", *intended, "?");
  } else if (code >= 1 && code <= kHighestCause) {
    absl::StrAppend(&message, "; numbers from 1 to ", kHighestCause,
                    " are Q.850 causes of the telephone network, which ExplainCause explains");
  }
  return absl::InvalidArgumentError(message);
}

absl::Status CauseOutOfRange(int cause) {
  std::string message = absl::StrCat("cause ", cause, " is outside [1, ", kHighestCause, "]");
  if (cause >= kLowestCode && cause <= kHighestCode) absl::StrAppend(&message, "; SIP codes are explained by Explain");
  return absl::InvalidArgumentError(message);
}

absl::Status TooLong(absl::string_view field, size_t most) {
  return absl::InvalidArgumentError(absl::StrCat(field, " has more than ", most, " bytes"));
}

absl::Status TooMany(absl::string_view field, int most) {
  return absl::InvalidArgumentError(absl::StrCat(field, " has more than ", most, " entries"));
}

absl::Status NegativeMaxResults(int max_results) {
  return absl::InvalidArgumentError(absl::StrCat("max_results ", max_results, " is negative"));
}

absl::Status MissingField(absl::string_view field) {
  return absl::InvalidArgumentError(absl::StrCat(field, " is missing"));
}

absl::Status WrongNumberOfCodes(int count) {
  return absl::InvalidArgumentError(absl::StrCat("codes has ", count, " entries and must have two to four"));
}

absl::Status BadLanguageCode(absl::string_view language_code) {
  return absl::InvalidArgumentError(absl::StrCat("language_code \"",
                                                 absl::CHexEscape(language_code.substr(0, kMostShown)),
                                                 R"(" is no BCP 47 tag such as "en" or "vi-VN")"));
}

absl::Status BadPageSize(int page_size) {
  return absl::InvalidArgumentError(absl::StrCat("page_size ", page_size, " is negative"));
}

absl::Status BadPageToken() {
  return absl::InvalidArgumentError("page_token is not one that this method returned; start again without it");
}

absl::Status BadResponseClass(int response_class) {
  return absl::InvalidArgumentError(absl::StrCat("response_class ", response_class, " is outside [1, 6]"));
}

absl::Status NegativeRevision(int revision) {
  return absl::InvalidArgumentError(absl::StrCat("revision ", revision, " is negative; 0 is the newest"));
}

absl::Status UnreadableRequest() {
  return absl::InvalidArgumentError("the request's bytes are no message of this method's request type");
}

absl::Status NoSuchRevision(int revision, int newest) {
  return absl::NotFoundError(absl::StrCat("revision ", revision, " does not exist; there are 1 to ", newest));
}

absl::Status TooManyWaiting() {
  return absl::ResourceExhaustedError("too many calls wait for older revisions; try again in a second");
}

absl::Status TooManyWatching() {
  return absl::ResourceExhaustedError("too many clients watch the revision; poll ListRevisions instead");
}

absl::Status OlderRevisionUnreadable(const absl::Status& why) {
  return absl::IsUnavailable(why) ? BeingReplaced() : absl::InternalError(why.message());
}

absl::Status NotLoadedYet() {
  return absl::UnavailableError("the knowledge base is not loaded yet; try again in a second");
}

absl::Status BeingReplaced() {
  return absl::UnavailableError("the knowledge base is being replaced; try again in a second");
}

absl::Status ShuttingDown() { return absl::UnavailableError("the service shuts down; try again elsewhere"); }

}  // namespace sipwhy
