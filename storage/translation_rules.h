// What must hold for the texts of other languages beside the English ones.
#ifndef SIPWHY_STORAGE_TRANSLATION_RULES_H_
#define SIPWHY_STORAGE_TRANSLATION_RULES_H_

#include "absl/status/status.h"
#include "storage/database.h"

namespace sipwhy {

// Checks the current rows of every language by FindTranslationFault(). FAILED_PRECONDITION with the first fault in
// words. In force from the first row of kept_word on: without one, nobody has said which words of English other
// languages keep. It is for those who write: a fault makes an answer worse and not unusable, so nobody who only reads
// the knowledge base asks for it.
absl::Status CheckTranslations(Database& database);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_TRANSLATION_RULES_H_
