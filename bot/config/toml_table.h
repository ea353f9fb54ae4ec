// Reads one table of a configuration and notes all that is wrong with it.
#ifndef SIPWHY_BOT_CONFIG_TOML_TABLE_H_
#define SIPWHY_BOT_CONFIG_TOML_TABLE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "settings/toml_file.h"

namespace sipwhy::bot {

// One table, such as [[slack]]. Each accessor returns the value of a key, or a usable stand-in after noting what is
// wrong. A key that nobody asked for is noted by CheckKeys(). Values never stand in a problem: they may be secrets that
// were put in the wrong place.
class TomlTable {
 public:
  // `name` is what problems call the table: "[[slack]]". `problems` must outlive it.
  TomlTable(std::string name, int line, std::map<std::string, TomlValue> values,
            std::vector<ConfigurationProblem>& problems)
      : name_(std::move(name)), line_(line), values_(std::move(values)), problems_(problems) {}

  int line() const { return line_; }

  // A text; `fallback` without the key.
  std::string Text(const std::string& key, std::string fallback);
  // A text that must be there and must not be empty.
  std::string RequiredText(const std::string& key);
  bool Flag(const std::string& key, bool fallback);
  // A list of texts; empty without the key.
  std::vector<std::string> Texts(const std::string& key);
  // What { file = "…" } or { env = "…" } leads to, without white space around it. Empty without the key.
  std::string Secret(const std::string& key);
  std::string RequiredSecret(const std::string& key);
  // A path such as "/slack/events".
  std::string UrlPath(const std::string& key, std::string fallback);
  // "127.0.0.1:8080" or "irc.example.org:6697".
  std::pair<std::string, uint16_t> HostAndPort(const std::string& key, std::string fallback);
  // The path of a file that can be read; empty without the key.
  std::string File(const std::string& key);
  // "https://…", or "http://…" to a loopback address; without a slash at its end.
  std::string Url(const std::string& key, std::string fallback);

  bool Has(const std::string& key) const { return values_.contains(key); }

  void Complain(const std::string& key, absl::string_view what);
  // Notes the keys that were not asked for, with the one that may be meant.
  void CheckKeys();

 private:
  const TomlValue* Find(const std::string& key);

  std::string name_;
  int line_;
  std::map<std::string, TomlValue> values_;
  std::vector<ConfigurationProblem>& problems_;
  std::set<std::string> asked_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CONFIG_TOML_TABLE_H_
