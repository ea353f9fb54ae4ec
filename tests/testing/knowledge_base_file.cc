#include "tests/testing/knowledge_base_file.h"

#include <cstdlib>
#include <iostream>
#include <map>
#include <utility>
#include <vector>

#include "storage/database.h"
#include "storage/invariants.h"
#include "storage/migration.h"
#include "storage/migrator.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy::testing {
namespace {

void ExitUnless(const absl::Status& status, const std::string& path) {
  if (status.ok()) return;
  std::cerr << "cannot make " << path << ": " << status << std::endl;
  std::exit(1);
}

Database DatabaseAt(int revisions) {
  std::vector<Migration> migrations = ShippedMigrations();
  if (revisions == 0 || static_cast<size_t>(revisions) == migrations.size()) return ShippedDatabase();
  migrations.resize(static_cast<size_t>(revisions));
  absl::StatusOr<Database> database = Database::OpenInMemory();
  ExitUnless(database.status(), "a database in memory");
  ExitUnless(ApplyMigrations(*database, migrations, {.check = &CheckKnowledge}).status(), "a database in memory");
  return *std::move(database);
}

}  // namespace

void WriteKnowledgeBase(const std::string& path, int revisions) {
  // Applying all migrations takes a second, and most tests begin with that.
  static auto& made = *new std::map<int, Database>();
  auto known = made.find(revisions);
  if (known == made.end()) known = made.emplace(revisions, DatabaseAt(revisions)).first;
  absl::StatusOr<Database> file = Database::Open(path, Database::Mode::kCreate);
  ExitUnless(file.status(), path);
  ExitUnless(known->second.CopyTo(*file), path);
}

}  // namespace sipwhy::testing
