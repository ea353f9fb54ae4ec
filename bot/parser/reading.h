// What a message names, before it is decided what the person wants of it.
#ifndef SIPWHY_BOT_PARSER_READING_H_
#define SIPWHY_BOT_PARSER_READING_H_

#include <vector>

namespace sipwhy::bot {

// Each list is in the order of the message and keeps what is named twice.
struct Reading {
  std::vector<int> codes;
  std::vector<int> classes;
  std::vector<int> causes;
  std::vector<int> http_statuses;
  bool operator==(const Reading&) const = default;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_READING_H_
