// What every fuzzer shares: an Error is the one thing that a reader may throw; libFuzzer reports all else.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "engine/error.hpp"
#include "tests/fuzz/mutations.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace ballast::fuzz {

template <class Read>
int answer(Read&& read) {
  try {
    read();
  } catch (const Error&) {
  }
  return 0;
}

// Half of the mutations are libFuzzer's, which see the code that was reached; half know the form of the file. mutate:
// takes the bytes and a random stream, returns other bytes; Error where the form is broken already.
template <class Mutate>
std::size_t mutated(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed, Mutate&& mutate) {
  RandomStream random(seed, numeric::Purpose::kGeneral);
  if (random.below(2) == 0) return LLVMFuzzerMutate(data, size, most);
  try {
    const std::string out = mutate(std::string(reinterpret_cast<const char*>(data), size), random);
    if (out.size() > most) return LLVMFuzzerMutate(data, size, most);
    std::memcpy(data, out.data(), out.size());
    return out.size();
  } catch (const Error&) {
    return LLVMFuzzerMutate(data, size, most);
  }
}

}  // namespace ballast::fuzz
