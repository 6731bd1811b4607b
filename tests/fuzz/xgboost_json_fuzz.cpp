// XGBoost's JSON and UBJSON, and all that can be done with a model imported from it.
#include "app/models/interchange/checked_json.hpp"
#include "tests/fuzz/fuzzer.hpp"
#include "tests/fuzz/json_mutations.hpp"
#include "tests/fuzz/use_model.hpp"

using namespace ballast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::answer([&] {
    fuzz::use(app::from_xgboost({reinterpret_cast<const char*>(data), size}, "model.json", {}), true);
  });
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  return fuzz::mutated(data, size, most, seed, [](const std::string& text, fuzz::RandomStream& random) {
    const fuzz::Json json = app::parse_checked(text, "model");  // Error where it is broken already
    if (random.below(4) == 0) return fuzz::damaged(text, random);
    return app::looks_like_ubjson(text) ? fuzz::mutated_ubjson(json, random) : fuzz::mutated_json(json, random);
  });
}
