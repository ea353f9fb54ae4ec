#include "tests/testing/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "tests/testing/temp_directory.h"

extern char** environ;

namespace sipwhy::testing {
namespace {

constexpr int kSignalled = 128;

[[noreturn]] void Fail(const std::string& what) {
  std::perror(what.c_str());
  std::exit(1);
}

std::string NewTempFile() {
  std::string path = (std::filesystem::temp_directory_path() / "sipwhy_process_XXXXXX").string();
  const int file = mkstemp(path.data());
  if (file < 0) Fail("mkstemp");
  close(file);
  return path;
}

// Everything that can still be read from `file`.
std::string Drain(int file) {
  std::string text;
  char buffer[4096];
  for (ssize_t count = read(file, buffer, sizeof buffer); count > 0; count = read(file, buffer, sizeof buffer)) {
    text.append(buffer, static_cast<size_t>(count));
  }
  return text;
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments, const std::string& input) : err_path_(NewTempFile()) {
  // The input goes through a file, so that neither side waits for the other.
  const std::string in_path = NewTempFile();
  std::ofstream(in_path, std::ios::binary) << input;
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) Fail("pipe2");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, in_path.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err_path_.c_str(), O_WRONLY | O_TRUNC, 0);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  if (posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ) != 0) Fail(arguments[0]);
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  unlink(in_path.c_str());
  out_ = out[0];
}

Process::~Process() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(out_);
  unlink(err_path_.c_str());
}

std::string Process::ReadLine() {
  std::string line;
  char c = 0;
  while (read(out_, &c, 1) == 1 && c != '\n') line.push_back(c);
  return line;
}

void Process::Signal(int signal_number) const { kill(pid_, signal_number); }

Finished Process::Wait() {
  Finished finished;
  finished.out = Drain(out_);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  finished.status = WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled + WTERMSIG(status);
  finished.err = ReadFile(err_path_);
  return finished;
}

Finished RunProgram(const std::vector<std::string>& arguments, const std::string& input) {
  return Process(arguments, input).Wait();
}

}  // namespace sipwhy::testing
