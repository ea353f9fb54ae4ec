// The neutral document that a reply is made of. Renderers turn it into the text of a dialect.
#ifndef SIPWHY_BOT_ANSWER_H_
#define SIPWHY_BOT_ANSWER_H_

#include <cstddef>
#include <string>
#include <vector>

namespace sipwhy::bot {

// Codes or aspects side by side. Every row has as many cells as there are heads, or one cell if there are no heads. An
// empty cell is something that is not known.
struct Table {
  struct Row {
    std::string label;
    std::vector<std::string> cells;
    bool operator==(const Row&) const = default;
  };
  std::vector<std::string> heads;
  std::vector<Row> rows;
  bool operator==(const Table&) const = default;
};

// A list of sentences, such as steps or situations, about one thing.
struct ItemList {
  std::string label;  // "408"; empty when there is nothing to tell apart
  std::vector<std::string> items;
  bool numbered = false;
  bool operator==(const ItemList&) const = default;
};

// Who sends what to whom, to be drawn with a column per party.
struct Ladder {
  struct Arrow {
    size_t from;  // an index of `parties`
    size_t to;    // the same as `from` for what happens there and is not sent
    std::string message;
    bool operator==(const Arrow&) const = default;
  };
  std::vector<std::string> parties;  // from left to right
  std::vector<Arrow> arrows;
  bool operator==(const Ladder&) const = default;
};

// At most one of its parts is there.
struct Section {
  std::string heading;  // may be empty
  std::vector<ItemList> lists = {};
  Ladder ladder = {};
  std::vector<std::string> verbatim = {};  // lines that keep their breaks, such as a SIP message
  bool operator==(const Section&) const = default;
};

// All text is plain, without markup. Parts that are empty are left out of a reply.
struct Answer {
  std::string title;  // with `lead` it is the first line, which answers alone
  std::string lead;
  std::vector<std::string> notices;
  Table table;
  std::vector<Section> sections;
  std::string link = {};  // the URL of the page that has all of it
  std::string footer;
  // The notice where a platform has no room for all of it, and the one for where a link leads there.
  std::string shortened = "Shortened to fit here.";
  std::string shortened_with_link = "Shortened to fit here; the link has all of it.";
  bool operator==(const Answer&) const = default;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ANSWER_H_
