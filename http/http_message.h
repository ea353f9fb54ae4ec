// HTTP requests and responses as plain values, whoever carries them.
#ifndef SIPWHY_HTTP_HTTP_MESSAGE_H_
#define SIPWHY_HTTP_HTTP_MESSAGE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy {

// Header fields in the order in which they came.
class HttpHeaders {
 public:
  HttpHeaders() = default;
  HttpHeaders(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

  void Add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }

  // The value of the field `name`, in any case of its letters. Nullopt when there is none, and when there are several:
  // which of them a signature is meant by is then anybody's guess.
  std::optional<absl::string_view> Only(absl::string_view name) const;

  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

  bool operator==(const HttpHeaders&) const = default;

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct HttpRequest {
  std::string method;  // "GET"
  std::string path;    // "/sip/486", percent signs as they came
  std::string query;   // what follows "?", without it
  HttpHeaders headers;
  std::string body;  // the exact bytes, since signatures are over them
};

struct HttpResponse {
  int status = 200;
  std::string content_type = {};  // empty for a response without a body
  std::string body = {};
  HttpHeaders headers = {};  // beside those that every response has
  bool operator==(const HttpResponse&) const = default;
};

}  // namespace sipwhy

#endif  // SIPWHY_HTTP_HTTP_MESSAGE_H_
