// A knowledge base file that grows by small revisions.
#ifndef SIPWHY_TESTS_SERVICE_GROWING_KNOWLEDGE_BASE_H_
#define SIPWHY_TESTS_SERVICE_GROWING_KNOWLEDGE_BASE_H_

#include <string>

namespace sipwhy::testing {

// Brings the file `path`, which is made if need be, to revision `count`: the shipped tables are revision 1, and each
// one after it registers a code. Revision 3 knows 102 and 103, with `phrase` as their reason phrase.
void GrowTo(const std::string& path, int count, const std::string& phrase = "Reason");

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_SERVICE_GROWING_KNOWLEDGE_BASE_H_
