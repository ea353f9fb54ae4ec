#include "bot/config/toml_table.h"

#include <arpa/inet.h>
#include <algorithm>
#include <cstdlib>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "bot/wire/loopback.h"
#include "settings/text_file.h"
#include "text/edit_distance.h"

namespace sipwhy::bot {
namespace {

constexpr int kMostSlips = 2;
constexpr char kSecretForm[] = R"(is a secret: write { file = "PATH" } or { env = "NAME" }, never the secret itself)";

// The host of an http URL, without its port.
absl::string_view HostOf(absl::string_view url) {
  url = absl::StripPrefix(url, "http://");
  const absl::string_view authority = url.substr(0, url.find('/'));
  if (absl::StartsWith(authority, "[")) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

std::optional<std::string> WithoutSpaceAround(const std::optional<std::string>& text) {
  if (!text.has_value()) return std::nullopt;
  return std::string(absl::StripAsciiWhitespace(*text));
}

std::optional<std::string> ReadVariable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

}  // namespace

const TomlValue* TomlTable::Find(const std::string& key) {
  asked_.insert(key);
  const auto value = values_.find(key);
  return value == values_.end() ? nullptr : &value->second;
}

void TomlTable::Complain(const std::string& key, absl::string_view what) {
  const auto value = values_.find(key);
  const int line = value == values_.end() ? line_ : value->second.line;
  problems_.push_back({line, absl::StrCat(name_, " ", key, " ", what)});
}

std::string TomlTable::Text(const std::string& key, std::string fallback) {
  const TomlValue* value = Find(key);
  if (value == nullptr) return fallback;
  if (value->text.has_value()) return *value->text;
  Complain(key, "must be a text in double quotes");
  return fallback;
}

std::string TomlTable::RequiredText(const std::string& key) {
  if (Find(key) == nullptr) {
    Complain(key, "is missing");
    return "";
  }
  std::string text = Text(key, "?");
  if (text.empty()) Complain(key, "is empty");
  return text;
}

bool TomlTable::Flag(const std::string& key, bool fallback) {
  const TomlValue* value = Find(key);
  if (value == nullptr) return fallback;
  if (!value->flag.has_value()) Complain(key, "must be true or false");
  return value->flag.value_or(fallback);
}

std::vector<std::string> TomlTable::Texts(const std::string& key) {
  const TomlValue* value = Find(key);
  if (value == nullptr) return {};
  if (!value->texts.has_value()) Complain(key, R"(must be a list of texts, such as ["C123", "C456"])");
  return value->texts.value_or(std::vector<std::string>());
}

std::string TomlTable::Secret(const std::string& key) {
  const TomlValue* value = Find(key);
  if (value == nullptr) return "";
  const auto file = value->table.find("file");
  const auto variable = value->table.find("env");
  const bool has_file = file != value->table.end();
  if (!value->is_table || value->table.size() != 1 || (!has_file && variable == value->table.end())) {
    Complain(key, kSecretForm);
    return "";
  }
  const std::optional<std::string> secret =
      WithoutSpaceAround(has_file ? ReadTextFile(file->second) : ReadVariable(variable->second));
  const std::string place =
      has_file ? absl::StrCat("file ", file->second) : absl::StrCat("variable ", variable->second);
  if (!secret.has_value()) {
    Complain(key, absl::StrCat("cannot be read: the ", place, has_file ? " cannot be opened" : " is not set"));
  } else if (secret->empty()) {
    Complain(key, absl::StrCat("is empty: the ", place, " holds nothing"));
  }
  return secret.value_or("");
}

std::string TomlTable::RequiredSecret(const std::string& key) {
  if (Find(key) == nullptr) Complain(key, absl::StrCat("is missing; it ", kSecretForm));
  return Secret(key);
}

std::string TomlTable::UrlPath(const std::string& key, std::string fallback) {
  std::string path = Text(key, std::move(fallback));
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c)) && c != '?' && c != '#' && c != '%';
  });
  if (!absl::StartsWith(path, "/") || path.size() < 2 || !plain) {
    Complain(key, "must be a path such as \"/slack/events\", without spaces, % ? and #");
  }
  return path;
}

std::pair<std::string, uint16_t> TomlTable::HostAndPort(const std::string& key, std::string fallback) {
  const std::string text = Text(key, std::move(fallback));
  const size_t colon = text.rfind(':');
  int port = 0;
  const bool has_port = colon != std::string::npos && absl::SimpleAtoi(text.substr(colon + 1), &port);
  if (!has_port || port < 0 || port > 0xFFFF || colon == 0) {
    Complain(key, "must be HOST:PORT, such as \"127.0.0.1:8080\"");
    return {"", 0};
  }
  std::string host = text.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return {std::move(host), static_cast<uint16_t>(port)};
}

std::string TomlTable::Url(const std::string& key, std::string fallback) {
  const std::string url = Text(key, std::move(fallback));
  const bool safe = absl::StartsWith(url, "https://") || (absl::StartsWith(url, "http://") && IsLoopback(HostOf(url)));
  if (!url.empty() && !safe) Complain(key, "must begin with https:// (http:// goes to a loopback address alone)");
  return std::string(absl::StripSuffix(url, "/"));
}

std::string TomlTable::File(const std::string& key) {
  std::string path = Text(key, "");
  if (!path.empty() && !ReadTextFile(path).has_value()) Complain(key, "names a file that cannot be read");
  return path;
}

void TomlTable::CheckKeys() {
  for (const auto& [key, value] : values_) {
    if (asked_.contains(key)) continue;
    const auto meant = std::find_if(asked_.begin(), asked_.end(), [&name = key](const std::string& known) {
      return EditDistance(name, known, kMostSlips) <= kMostSlips;
    });
    const std::string hint = meant == asked_.end() ? "" : absl::StrCat("; did you mean ", *meant, "?");
    problems_.push_back({value.line, absl::StrCat(name_, " has no key ", key, hint)});
  }
}

}  // namespace sipwhy::bot
