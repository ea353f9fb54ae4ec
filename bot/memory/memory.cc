#include "bot/memory/memory.h"

#include <utility>

#include "bot/memory/schema.h"
#include "storage/statement.h"

namespace sipwhy::bot {
namespace {

// A killed process loses nothing of a write-ahead log, and a lost answer of the last second before a power failure is
// worth less than a wait for the disk at each message. Nor is it worth a wait for whoever has locked the file.
constexpr char kSettings[] =
    "PRAGMA busy_timeout = 20;"
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = NORMAL;";

constexpr char kFindSql[] = "SELECT payload, delivered FROM message WHERE adapter = ? AND id = ?";
constexpr char kKeepSql[] =
    "INSERT INTO message (adapter, id, came_at, payload, delivered) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
constexpr char kDeliveredSql[] = "UPDATE message SET delivered = 1 WHERE adapter = ? AND id = ?";
constexpr char kUndeliveredSql[] =
    "SELECT id, payload FROM message"
    " WHERE adapter = ? AND came_at >= ? AND payload IS NOT NULL AND delivered = 0"
    " ORDER BY came_at, id";
// A few at a time, since answers wait meanwhile.
constexpr char kForgetSql[] =
    "DELETE FROM message WHERE rowid IN (SELECT rowid FROM message WHERE came_at < ? LIMIT 200) RETURNING 1";
constexpr char kLanguageSql[] = "SELECT language FROM conversation WHERE adapter = ? AND id = ?";
constexpr char kSetLanguageSql[] =
    "INSERT INTO conversation (adapter, id, language) VALUES (?, ?, ?)"
    " ON CONFLICT DO UPDATE SET language = excluded.language";
constexpr char kPositionSql[] = "SELECT position FROM position WHERE adapter = ?";
constexpr char kSetPositionSql[] =
    "INSERT INTO position (adapter, position) VALUES (?, ?)"
    " ON CONFLICT DO UPDATE SET position = excluded.position";

// Runs a statement that has rows to change and none to read.
absl::Status Run(Statement& statement) {
  absl::StatusOr<bool> row = statement.Step();
  return row.ok() ? absl::OkStatus() : row.status();
}

// The text in the first column of the first row; empty without one.
absl::StatusOr<std::string> ReadText(Statement& query) {
  absl::StatusOr<bool> row = query.Step();
  if (!row.ok()) return row.status();
  return *row ? query.Text(0) : std::string();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Memory>> Memory::Open(const std::string& path) {
  absl::StatusOr<Database> database = Database::Open(path, Database::Mode::kCreate);
  if (!database.ok()) return database.status();
  return Prepare(*std::move(database));
}

absl::StatusOr<std::unique_ptr<Memory>> Memory::OpenInMemory() {
  absl::StatusOr<Database> database = Database::OpenInMemory();
  if (!database.ok()) return database.status();
  return Prepare(*std::move(database));
}

absl::StatusOr<std::unique_ptr<Memory>> Memory::Prepare(Database database) {
  // Before the settings, which would change a file that is not ours.
  if (absl::Status status = BringUpToDate(database); !status.ok()) return status;
  if (absl::Status status = database.Execute(kSettings); !status.ok()) return status;
  return std::unique_ptr<Memory>(new Memory(std::move(database)));
}

// Preparing them takes as long as running them, and these run for every message.
struct Memory::Statements {
  explicit Statements(Database& database)
      : find(database, kFindSql), keep(database, kKeepSql), note_delivered(database, kDeliveredSql) {}
  Statement find;
  Statement keep;
  Statement note_delivered;
};

Memory::Memory(Database database)
    : database_(std::move(database)), statements_(std::make_unique<Statements>(database_)) {}

Memory::~Memory() = default;

absl::StatusOr<std::optional<Remembered>> Memory::Find(absl::string_view adapter, absl::string_view id) {
  const std::scoped_lock lock(mutex_);
  Statement& query = statements_->find.Reset();
  absl::StatusOr<bool> row = query.Bind(1, adapter).Bind(2, id).Step();
  if (!row.ok()) return row.status();
  if (!*row) return std::nullopt;
  Remembered remembered{.delivered = query.Integer(1) != 0};
  if (!query.IsNull(0)) remembered.payload = query.Text(0);
  query.Reset();  // a row that is not let go would keep the log from being written back
  return remembered;
}

absl::Status Memory::Keep(absl::string_view adapter, absl::string_view id, absl::Time now, const Remembered& said) {
  const std::scoped_lock lock(mutex_);
  Statement& insert = statements_->keep.Reset();
  insert.Bind(1, adapter).Bind(2, id).Bind(3, absl::ToUnixMillis(now)).Bind(5, said.delivered ? 1 : 0);
  if (said.payload.has_value()) {
    insert.Bind(4, *said.payload);
  } else {
    insert.BindNull(4);
  }
  return Run(insert);
}

absl::Status Memory::NoteDelivered(absl::string_view adapter, absl::string_view id) {
  const std::scoped_lock lock(mutex_);
  return Run(statements_->note_delivered.Reset().Bind(1, adapter).Bind(2, id));
}

absl::StatusOr<std::vector<UndeliveredReply>> Memory::Undelivered(absl::string_view adapter, absl::Time since) {
  const std::scoped_lock lock(mutex_);
  Statement query(database_, kUndeliveredSql);
  query.Bind(1, adapter).Bind(2, absl::ToUnixMillis(since));
  std::vector<UndeliveredReply> replies;
  while (true) {
    absl::StatusOr<bool> row = query.Step();
    if (!row.ok()) return row.status();
    if (!*row) return replies;
    replies.push_back({query.Text(0), query.Text(1)});
  }
}

absl::Status Memory::ForgetMessages(absl::Time time) {
  while (true) {
    const absl::StatusOr<bool> forgot = ForgetSome(time);
    if (!forgot.ok() || !*forgot) return forgot.status();
  }
}

absl::StatusOr<bool> Memory::ForgetSome(absl::Time time) {
  const std::scoped_lock lock(mutex_);
  Statement remove(database_, kForgetSql);
  remove.Bind(1, absl::ToUnixMillis(time));
  bool forgot = false;
  while (true) {
    const absl::StatusOr<bool> row = remove.Step();
    if (!row.ok()) return row.status();
    if (!*row) return forgot;
    forgot = true;
  }
}

absl::StatusOr<std::string> Memory::LanguageOf(absl::string_view adapter, absl::string_view conversation) {
  const std::scoped_lock lock(mutex_);
  Statement query(database_, kLanguageSql);
  return ReadText(query.Bind(1, adapter).Bind(2, conversation));
}

absl::Status Memory::SetLanguage(absl::string_view adapter, absl::string_view conversation,
                                 absl::string_view language) {
  const std::scoped_lock lock(mutex_);
  Statement insert(database_, kSetLanguageSql);
  return Run(insert.Bind(1, adapter).Bind(2, conversation).Bind(3, language));
}

absl::StatusOr<std::string> Memory::PositionOf(absl::string_view adapter) {
  const std::scoped_lock lock(mutex_);
  Statement query(database_, kPositionSql);
  return ReadText(query.Bind(1, adapter));
}

absl::Status Memory::SetPosition(absl::string_view adapter, absl::string_view position) {
  const std::scoped_lock lock(mutex_);
  Statement insert(database_, kSetPositionSql);
  return Run(insert.Bind(1, adapter).Bind(2, position));
}

}  // namespace sipwhy::bot
