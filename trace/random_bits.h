// Chance for ids.
#ifndef SIPWHY_TRACE_RANDOM_BITS_H_
#define SIPWHY_TRACE_RANDOM_BITS_H_

#include <cstdint>

namespace sipwhy {

// 64 random bits, good enough that ids never meet and no more: who knows some may foretell others. Safe to call from
// any thread.
uint64_t RandomBits();

}  // namespace sipwhy

#endif  // SIPWHY_TRACE_RANDOM_BITS_H_
