// The tables of the bot's memory.
#ifndef SIPWHY_BOT_MEMORY_SCHEMA_H_
#define SIPWHY_BOT_MEMORY_SCHEMA_H_

#include "absl/status/status.h"
#include "storage/database.h"

namespace sipwhy::bot {

// Applies the steps that `database` lacks, in order, in one transaction. A step is never edited once it was released.
// FAILED_PRECONDITION when `database` has steps that this program does not know, or belongs to another program.
absl::Status BringUpToDate(Database& database);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_MEMORY_SCHEMA_H_
