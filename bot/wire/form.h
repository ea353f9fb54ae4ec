// Forms as browsers and slash commands send them (application/x-www-form-urlencoded), and percent signs in URLs.
#ifndef SIPWHY_BOT_WIRE_FORM_H_
#define SIPWHY_BOT_WIRE_FORM_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// The values of the fields by their names.
using Form = std::map<std::string, std::string>;

// The fields of `body`; of fields of one name the first. Signs that are wrongly encoded stay as they came.
Form ParseForm(absl::string_view body);

// The other way, in the order of the alphabet.
std::string WriteForm(const Form& form);

// The value of the field `name`; empty where there is no such field.
std::string FieldOf(const Form& form, const std::string& name);

// `text` with all but letters, digits, "-", "." , "_" and "~" as %XX (RFC 3986 §2.3).
std::string PercentEncode(absl::string_view text);

// The other way; a percent sign without two hexadecimal digits stays.
std::string PercentDecode(absl::string_view text);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WIRE_FORM_H_
