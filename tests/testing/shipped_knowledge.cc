#include "tests/testing/shipped_knowledge.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/knowledge_reader.h"
#include "storage/ledger.h"

namespace sipwhy::testing {
namespace {

template <typename T>
T ValueOrExit(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << "the shipped knowledge base is broken: " << value.status() << std::endl;
  std::exit(1);
}

Snapshot ReadShippedSnapshot() {
  Database database = ShippedDatabase();
  std::vector<Revision> revisions = ValueOrExit(ReadRevisions(database));
  Knowledge knowledge = ValueOrExit(ReadKnowledge(database, static_cast<int>(revisions.size())));
  return Snapshot(std::move(knowledge), std::move(revisions));
}

}  // namespace

std::string ShippedMigrationsDirectory() { return SIPWHY_MIGRATIONS_DIR; }

const std::vector<Migration>& ShippedMigrations() {
  static const auto& migrations = *new std::vector<Migration>(ValueOrExit(ReadMigrations(SIPWHY_MIGRATIONS_DIR)));
  return migrations;
}

Database ShippedDatabase() {
  static const auto& made = *new Database(ValueOrExit(Database::Open(SIPWHY_SHIPPED_DATABASE, Database::Mode::kRead)));
  Database copy = ValueOrExit(Database::OpenInMemory());
  if (const absl::Status status = made.CopyTo(copy); !status.ok()) {
    std::cerr << "cannot copy the shipped knowledge base: " << status << std::endl;
    std::exit(1);
  }
  return copy;
}

const Snapshot& ShippedSnapshot() {
  static const auto& snapshot = *new Snapshot(ReadShippedSnapshot());
  return snapshot;
}

}  // namespace sipwhy::testing
