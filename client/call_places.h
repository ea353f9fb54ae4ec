// How many calls of the service may be under way at once.
#ifndef SIPWHY_CLIENT_CALL_PLACES_H_
#define SIPWHY_CLIENT_CALL_PLACES_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace sipwhy {

// The places of the calls that are under way: twelve, fewer than a program has threads that make them, so that some are
// left to say that it takes long. Safe to call from any thread.
class CallPlaces {
 public:
  // Waits for a place. False when all have been taken for 100 ms and none got free meanwhile, which is at once when
  // that is so already: a service that hangs holds up those alone who came first.
  bool Take();

  // Gives back a place that was taken.
  void Leave();

 private:
  std::mutex mutex_;  // guards what follows
  std::condition_variable left_;
  int free_ = 12;
  std::chrono::steady_clock::time_point full_since_;  // while none is free
};

}  // namespace sipwhy

#endif  // SIPWHY_CLIENT_CALL_PLACES_H_
