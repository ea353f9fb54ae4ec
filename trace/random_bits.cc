#include "trace/random_bits.h"

#include <random>

namespace sipwhy {
namespace {

std::mt19937_64 Seeded() {
  std::random_device device;
  std::seed_seq seed = {device(), device(), device(), device(), device(), device(), device(), device()};
  return std::mt19937_64(seed);
}

}  // namespace

uint64_t RandomBits() {
  thread_local std::mt19937_64 random = Seeded();
  return random();
}

}  // namespace sipwhy
