// XGBoost's JSON, and all that can be done with a model imported from it.
#include "tests/fuzz/fuzzer.hpp"
#include "tests/fuzz/json_mutations.hpp"
#include "tests/fuzz/use_model.hpp"

using namespace ballast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::answer([&] {
    fuzz::use(app::from_xgboost_json({reinterpret_cast<const char*>(data), size}, "model.json", {}), true);
  });
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  return fuzz::mutated(data, size, most, seed, [](const std::string& text, fuzz::RandomStream& random) {
    const auto json = fuzz::Json::parse(text, nullptr, false);
    return json.is_discarded() ? fuzz::damaged(text, random) : fuzz::mutated_json(json, random);
  });
}
