// XGBoost's JSON, spoilt as text and as JSON.
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
      [](const std::string& text) { fuzz::use(app::from_xgboost_json(text, "m.json", {}), true); });
}

BOOST_AUTO_TEST_SUITE_END()
