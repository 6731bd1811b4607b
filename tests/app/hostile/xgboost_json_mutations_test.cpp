// XGBoost's JSON and UBJSON, spoilt as bytes and as values.
#include "tests/app/hostile/judge.hpp"
#include "tests/fuzz/json_mutations.hpp"
#include "tests/fuzz/use_model.hpp"

using namespace ballast;
using namespace ballast::app::testing;

BOOST_AUTO_TEST_SUITE(xgboost_json_mutations_test)

BOOST_AUTO_TEST_CASE(spoilt_json_is_refused_or_safe_to_use) {
  std::vector<std::string> seeds;
  for (const app::ClassifierFile& file : fuzz::seed_classifiers()) seeds.push_back(to_xgboost_json(file));
  std::vector<fuzz::Json> parsed;
  for (const std::string& seed : seeds) parsed.push_back(fuzz::Json::parse(seed));
  judge(
      3000,
      [&](fuzz::RandomStream& random) {
        const std::size_t seed = random.below(seeds.size());
        return random.below(4) == 0 ? fuzz::damaged(seeds[seed], random) : fuzz::mutated_json(parsed[seed], random);
      },
      [](const std::string& text) { fuzz::use(app::from_xgboost(text, "m.json", {}), true); });
}

BOOST_AUTO_TEST_CASE(spoilt_ubjson_is_refused_or_safe_to_use) {
  std::vector<fuzz::Json> seeds;
  for (const app::ClassifierFile& file : fuzz::seed_classifiers()) {
    seeds.push_back(fuzz::Json::parse(to_xgboost_json(file)));
  }
  judge(
      3000,
      [&](fuzz::RandomStream& random) {
        const fuzz::Json& seed = seeds[random.below(seeds.size())];
        return random.below(4) == 0 ? fuzz::damaged(fuzz::ubjson(seed), random) : fuzz::mutated_ubjson(seed, random);
      },
      [](const std::string& bytes) { fuzz::use(app::from_xgboost(bytes, "m.ubj", {}), true); });
}

BOOST_AUTO_TEST_SUITE_END()
