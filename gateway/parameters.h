// What a request asks for, read strictly: a slip is to be told, not answered.
#ifndef SIPWHY_GATEWAY_PARAMETERS_H_
#define SIPWHY_GATEWAY_PARAMETERS_H_

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sipwhy::gateway {

// The parameters of one request, from its query and its path. What is wrong is remembered, the first of it, and
// reported by status(); until then a wrong value reads as one that is absent. Not thread-safe.
class Parameters {
 public:
  // Reads "language=ja&header=Reason%3A+SIP": fields parted by "&", with "+" for a space. A percent sign without two
  // hexadecimal digits and bytes that are no UTF-8 are wrong.
  explicit Parameters(absl::string_view query);

  // Says which parameters there may be, parted by spaces: others are wrong, and so is one that comes twice, unless "*"
  // follows its name.
  void Allow(absl::string_view names);

  // Adds a parameter that stands in the path, percent signs as they came.
  void AddFromPath(absl::string_view name, absl::string_view segment);

  // Whether it is there, and not empty.
  bool Has(absl::string_view name) const;

  // Its value; empty when it is absent.
  std::string Text(absl::string_view name) const;

  // The values of all fields of this name, in the order in which they came.
  std::vector<std::string> Texts(absl::string_view name) const;

  // Its value in decimal digits, of [`lowest`, `highest`]; 0 when it is absent.
  int Number(absl::string_view name, int lowest = 0, int highest = std::numeric_limits<int>::max());

  // The same of several, parted by commas; empty when it is absent.
  std::vector<int> Numbers(absl::string_view name);

  // OK, or INVALID_ARGUMENT with, as payloads, an ErrorInfo of the domain "sipwhy.gateway" and a BadRequest that names
  // the parameter.
  const absl::Status& status() const { return status_; }

 private:
  std::string Decoded(absl::string_view name, absl::string_view text);
  int ReadNumber(absl::string_view name, absl::string_view text, int lowest, int highest);
  void Refuse(absl::string_view name, absl::string_view reason, absl::string_view sentence);

  std::vector<std::pair<std::string, std::string>> fields_;
  absl::Status status_;
};

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_PARAMETERS_H_
