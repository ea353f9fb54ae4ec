// The knowledge base that the repository's migrations make.
#ifndef SIPWHY_TESTS_TESTING_SHIPPED_KNOWLEDGE_H_
#define SIPWHY_TESTS_TESTING_SHIPPED_KNOWLEDGE_H_

#include <string>
#include <vector>

#include "service/snapshot.h"
#include "storage/database.h"
#include "storage/migration.h"

namespace sipwhy::testing {

// Every migration of the repository. Ends the test program when one cannot be read.
const std::vector<Migration>& ShippedMigrations();

// The folder they are in.
std::string ShippedMigrationsDirectory();

// A database in memory with all of them applied, a copy for each caller. Ends the test program when one cannot be.
Database ShippedDatabase();

// Its newest revision, read once.
const Snapshot& ShippedSnapshot();

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_TESTING_SHIPPED_KNOWLEDGE_H_
