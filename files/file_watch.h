// Files that are read again when they change.
#ifndef SIPWHY_FILES_FILE_WATCH_H_
#define SIPWHY_FILES_FILE_WATCH_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "files/file_stamp.h"

namespace sipwhy {

// Looks at some paths twice a second and has them read when what they lead to looks changed, was changed within the
// last two seconds (two writes may share a time stamp), or could not be used the last time. Links are followed, so that
// one which comes to lead elsewhere counts as a change. Owns its thread; safe to call from any other.
class FileWatch {
 public:
  // Reads the files, on the watch's thread, and says whether they could be used. `is_asked` within ReadNow().
  using Reader = std::function<bool(bool is_asked)>;

  // Starts to watch. Empty paths are passed over. The first look reads.
  FileWatch(std::vector<std::string> paths, Reader reader);

  // Ends after the reading that is under way.
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  // Has the files read, whether or not they look changed, and waits for the end of a reading that began after the call.
  void ReadNow();

 private:
  using Stamps = std::vector<FileStamp>;

  void Loop();
  Stamps Look() const;

  const std::vector<std::string> paths_;
  const Reader reader_;

  std::mutex mutex_;                 // guards what follows
  std::condition_variable changed_;  // of what the mutex guards
  bool stopping_ = false;
  int64_t asked_ = 0;  // how many readings were asked for
  int64_t done_ = 0;   // up to which of them they are over

  std::thread thread_;  // last, so that it starts when all else is there
};

}  // namespace sipwhy

#endif  // SIPWHY_FILES_FILE_WATCH_H_
