// The shipped knowledge base as a file.
#ifndef SIPWHY_TESTS_TESTING_KNOWLEDGE_BASE_FILE_H_
#define SIPWHY_TESTS_TESTING_KNOWLEDGE_BASE_FILE_H_

#include <string>

namespace sipwhy::testing {

// Makes the file `path` with the first `revisions` of the shipped migrations applied; all of them for 0. Ends the test
// program when that fails.
void WriteKnowledgeBase(const std::string& path, int revisions = 0);

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_TESTING_KNOWLEDGE_BASE_FILE_H_
