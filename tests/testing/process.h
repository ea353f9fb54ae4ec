// A program that a test starts and ends.
#ifndef SIPWHY_TESTS_TESTING_PROCESS_H_
#define SIPWHY_TESTS_TESTING_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace sipwhy::testing {

struct Finished {
  int status = -1;  // exit status; 128 plus the signal's number when one ended it
  std::string out;  // standard output
  std::string err;  // standard error
};

// A running child process. The destructor kills it if it still runs.
class Process {
 public:
  // Starts `arguments[0]` with `input` as its standard input. Ends the test program when that fails.
  explicit Process(const std::vector<std::string>& arguments, const std::string& input = "");
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }

  // The next line of standard output without its end; what there is when the output ends.
  std::string ReadLine();

  void Signal(int signal_number) const;

  // Waits for the process to end, and returns what it said that ReadLine() has not returned.
  Finished Wait();

 private:
  pid_t pid_ = -1;
  int out_ = -1;          // reads its standard output
  std::string err_path_;  // where its standard error goes
};

// Runs a program to its end.
Finished RunProgram(const std::vector<std::string>& arguments, const std::string& input = "");

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_TESTING_PROCESS_H_
