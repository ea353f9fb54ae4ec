#include "tests/bot/render/random_answer.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace sipwhy::bot::testing {
namespace {

// No word is wider than the narrowest column, nor are two that must not be parted, such as a word and a closing bracket
// after a space. So only long words may make a line too wide.
constexpr absl::string_view kWords[] = {"408",
                                        "a",
                                        "Contact,",
                                        "proxy;",
                                        "(RFC",
                                        "3261)",
                                        "§21.4.9",
                                        "INVITE.",
                                        "64*T1",
                                        "caller’s",
                                        "stale=true",
                                        "sip:a@b.c",
                                        "–",
                                        "…",
                                        "hướng",
                                        "được",
                                        "nghĩa",
                                        "Địa",
                                        "phản",
                                        "tie\u0302\u0301ng",
                                        "説明",
                                        "このコードは",
                                        "応答です。",
                                        "（未登録）",
                                        "リクエスト",
                                        "はい、",
                                        "コード",
                                        "「はい」",
                                        "가입자",
                                        "응답",
                                        "\u1112\u1161\u11ab\u1100\u1173\u11af",
                                        "없음.",
                                        "📞",
                                        "👩‍💻",
                                        "❤️",
                                        "🇻🇳",
                                        "e\u0301\u0323x",
                                        "ก็",
                                        "한글"};

constexpr absl::string_view kControlWords[] = {"\x1b[31mred", "be\x07ll",    "a\rb",      "a\nb",    "tab\tbed",
                                               "del\x7f",     "\u009b1mcsi", "n\u0085el", "\u0090x", "e\x1b]0;t"};

// Words that may stand right after another one.
constexpr absl::string_view kGluing[] = {"説明", "このコードは", "応答です。", "（未登録）", "リクエスト"};

std::string PickFrom(absl::Span<const absl::string_view> words, RandomAnswers& random) {
  return std::string(words[static_cast<size_t>(random.Number(0, static_cast<int>(words.size()) - 1))]);
}

}  // namespace

std::string RandomAnswers::Word() {
  if (options_.long_words && Number(0, 20) == 0) return std::string(static_cast<size_t>(Number(20, 260)), 'q');
  if (options_.controls && Number(0, 15) == 0) return PickFrom(kControlWords, *this);
  return PickFrom(kWords, *this);
}

std::string RandomAnswers::Words(int fewest, int most) {
  std::string words;
  const int count = Number(fewest, most);
  for (int i = 0; i < count; ++i) {
    if (i > 0 && Number(0, 9) == 0) {
      words += PickFrom(kGluing, *this);
    } else {
      absl::StrAppend(&words, i == 0 ? "" : " ", Word());
    }
  }
  return words;
}

Table RandomAnswers::MakeTable() {
  Table table;
  const int heads = Number(0, 4);
  for (int i = 0; i < heads; ++i)
    table.heads.push_back(absl::StrCat(400 + i, Number(0, 3) == 0 ? "（未登録） " : " ", Words(0, 5)));
  const int rows = Number(0, 6);
  for (int i = 0; i < rows; ++i) {
    Table::Row& row = table.rows.emplace_back();
    row.label = Words(1, 3);
    for (int j = 0; j < (heads == 0 ? 1 : heads); ++j) row.cells.push_back(Words(j == 0 ? 1 : 0, 12));
  }
  return table;
}

Ladder RandomAnswers::MakeLadder() {
  Ladder ladder;
  const int parties = Number(1, 4);
  for (int i = 0; i < parties; ++i) ladder.parties.push_back(Words(1, 2));
  for (int i = Number(1, 6); i > 0; --i) {
    ladder.arrows.push_back(
        {static_cast<size_t>(Number(0, parties - 1)), static_cast<size_t>(Number(0, parties - 1)), Words(1, 4)});
  }
  return ladder;
}

Section RandomAnswers::MakeSection() {
  Section section;
  section.heading = Words(0, 4);
  const int kind = Number(0, 4);
  if (kind == 0) {
    section.ladder = MakeLadder();
    return section;
  }
  if (kind == 1) {
    for (int i = Number(1, 8); i > 0; --i) section.verbatim.push_back(Words(1, 20));
    return section;
  }
  const int lists = Number(1, 3);
  for (int i = 0; i < lists; ++i) {
    ItemList& list = section.lists.emplace_back();
    list.label = Words(0, 1);
    list.numbered = Number(0, 1) == 0;
    const int items = Number(1, 12);
    for (int j = 0; j < items; ++j) list.items.push_back(Words(1, 25));
  }
  return section;
}

void RandomAnswers::AddMarkup(std::string& text) {
  for (int i = Number(0, 3); i > 0; --i) {
    const std::string markup = PickFrom(options_.markup, *this);
    const absl::string_view gap = Number(0, 1) == 0 ? "" : " ";
    text = Number(0, 1) == 0 ? absl::StrCat(markup, gap, text) : absl::StrCat(text, gap, markup);
  }
}

Answer RandomAnswers::Next() {
  Answer answer;
  answer.title = Words(1, 8);
  answer.lead = Words(0, 20);
  for (int i = Number(0, 2); i > 0; --i) answer.notices.push_back(Words(1, 15));
  answer.table = MakeTable();
  for (int i = Number(0, 3); i > 0; --i) answer.sections.push_back(MakeSection());
  answer.footer = Words(0, 20);
  if (!options_.markup.empty()) ForEachText(answer, [this](std::string& text) { AddMarkup(text); });
  if (!options_.link.empty() && Number(0, 1) == 0) answer.link = options_.link;
  return answer;
}

Answer RandomAnswers::NextTable(int columns) {
  Answer answer;
  for (int i = 1; i <= columns; ++i) answer.table.heads.push_back(absl::StrCat("@", i, " ", Words(0, 5)));
  for (int row = Number(1, 6); row > 0; --row) {
    Table::Row& made = answer.table.rows.emplace_back();
    made.label = Words(1, 4);
    for (int i = 1; i <= columns; ++i) made.cells.push_back(absl::StrCat("@", i, " ", Words(0, 12)));
  }
  return answer;
}

void ForEachText(Answer& answer, const std::function<void(std::string&)>& change) {
  for (std::string* text : {&answer.title, &answer.lead, &answer.footer}) change(*text);
  for (std::string& notice : answer.notices) change(notice);
  for (std::string& head : answer.table.heads) change(head);
  for (Table::Row& row : answer.table.rows) {
    change(row.label);
    for (std::string& cell : row.cells) change(cell);
  }
  for (Section& section : answer.sections) {
    change(section.heading);
    for (ItemList& list : section.lists) {
      change(list.label);
      for (std::string& item : list.items) change(item);
    }
    for (std::string& party : section.ladder.parties) change(party);
    for (Ladder::Arrow& arrow : section.ladder.arrows) change(arrow.message);
    for (std::string& line : section.verbatim) change(line);
  }
}

std::string WithoutMarks(absl::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) != "\x1b[") {
      plain.push_back(text[i]);
      continue;
    }
    i += 2;
    while (i < text.size() && (absl::ascii_isdigit(static_cast<unsigned char>(text[i])) || text[i] == ';')) ++i;
    if (i == text.size() || text[i] != 'm') return "not an SGR mark";
  }
  return plain;
}

}  // namespace sipwhy::bot::testing
