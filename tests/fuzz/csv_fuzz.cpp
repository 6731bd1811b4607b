// CSV text: a whole file, and standard input line by line.
#include "tests/fuzz/fuzzer.hpp"
#include "tests/fuzz/use_csv.hpp"

using namespace ballast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::answer([&] { fuzz::use_csv({reinterpret_cast<const char*>(data), size}); });
}
