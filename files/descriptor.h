// A file descriptor and its owner.
#ifndef SIPWHY_FILES_DESCRIPTOR_H_
#define SIPWHY_FILES_DESCRIPTOR_H_

#include <unistd.h>

#include <utility>

namespace sipwhy {

// Owns a file descriptor; -1 for none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { Close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    Close();
    number_ = std::exchange(other.number_, -1);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return number_; }
  bool valid() const { return number_ >= 0; }
  int Release() { return std::exchange(number_, -1); }
  void Close() {
    if (valid()) close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

}  // namespace sipwhy

#endif  // SIPWHY_FILES_DESCRIPTOR_H_
