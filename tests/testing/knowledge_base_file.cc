#include "tests/testing/knowledge_base_file.h"

#include <cstdlib>
#include <iostream>
#include <vector>

#include "storage/database.h"
#include "storage/invariants.h"
#include "storage/migration.h"
#include "storage/migrator.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy::testing {

void WriteKnowledgeBase(const std::string& path, int revisions) {
  std::vector<Migration> migrations = ShippedMigrations();
  if (revisions != 0) migrations.resize(static_cast<size_t>(revisions));
  absl::StatusOr<Database> database = Database::Open(path, Database::Mode::kCreate);
  absl::Status status = database.status();
  if (status.ok()) status = ApplyMigrations(*database, migrations, {.check = &CheckKnowledge}).status();
  if (status.ok()) return;
  std::cerr << "cannot make " << path << ": " << status << std::endl;
  std::exit(1);
}

}  // namespace sipwhy::testing
