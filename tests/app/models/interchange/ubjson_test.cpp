// XGBoost's binary form, UBJSON: the same model as of JSON, and nothing believed that it claims.
#include "tests/fuzz/ubjson.hpp"
#include "tests/app/foreign_model.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

// `{` and the key "learner", to be followed by a value.
std::string learner(const std::string& value) {
  std::string out = "{";
  fuzz::put_length(out, 7);
  return out + "learner" + value;
}

std::string counted(const std::string& before, std::uint64_t count) {
  std::string out = before;
  fuzz::put_length(out, count);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ubjson_test)

BOOST_AUTO_TEST_CASE(a_model_in_ubjson_is_the_model_in_json) {
  const Json json = Json::parse(to_xgboost_json(boosting(-2.5f)));
  for (const std::string& bytes : {fuzz::ubjson(json), [&] {
                                     const auto short_form = Json::to_ubjson(json, true, true);
                                     return std::string(short_form.begin(), short_form.end());
                                   }()}) {
    BOOST_TEST((trees_of(read(bytes)) == trees_of(read(json.dump()))));
    BOOST_TEST((read(bytes).features == read(json.dump()).features));
  }
}

// As XGBoost writes base_weights and thresholds of splits by category.
BOOST_AUTO_TEST_CASE(numbers_that_are_none_are_nan_in_both_forms) {
  Spoilt foreign;
  foreign.tree()["split_conditions"] = {std::numeric_limits<double>::quiet_NaN(), 1.0, 1.0};
  refuses(fuzz::ubjson(foreign.json), {"node 0", "without a threshold"});
}

BOOST_AUTO_TEST_CASE(a_threshold_that_nothing_is_below_is_read_in_both_forms) {
  Spoilt foreign;
  foreign.tree()["split_conditions"] = {-std::numeric_limits<double>::infinity(), 1.0, 1.0};
  std::string text = Spoilt().json.dump();
  text.replace(text.rfind("\"split_conditions\":[0.5") + 20, 3, "-Infinity");
  for (const std::string& bytes : {fuzz::ubjson(foreign.json), text}) {
    BOOST_TEST(trees_of(read(bytes))[1].nodes[0].threshold == -std::numeric_limits<float>::max());
  }
}

BOOST_AUTO_TEST_CASE(sizes_beyond_the_file_are_refused_before_anything_is_kept) {
  constexpr std::uint64_t kHuge = std::uint64_t{1} << 60;
  refuses(learner(counted("[$Z#", kHuge)), {"more values than the file has bytes"});
  refuses(learner(counted("[$T#", kHuge)), {"more values than the file has bytes"});
  refuses(learner(counted("[$d#", kHuge)), {"no UBJSON", "end of input", "at byte"});
  refuses(learner(counted("[#", kHuge)), {"no UBJSON", "end of input"});
  refuses(learner(counted("S", kHuge)), {"no UBJSON", "end of input"});
  refuses(learner(counted("S", ~std::uint64_t{0})), {"no UBJSON"});
  refuses(counted("{", kHuge), {"no UBJSON", "end of input"});
}

BOOST_AUTO_TEST_CASE(what_json_may_not_hold_ubjson_may_not_either) {
  refuses(learner(std::string(100000, '[')), {"nested too deep", "64"});
  refuses(learner("Z") + learner("Z").substr(1) + "}", {"twice", "'learner'"});
  refuses(learner(counted("S", 1) + "\xff}"), {"no UTF-8"});
  refuses(learner("?"), {"no UBJSON"});
  const std::string good = fuzz::ubjson(Json::parse(to_xgboost_json(boosting())));
  refuses(good.substr(0, good.size() / 2), {"no UBJSON", "end of input"});
  refuses(good + "x", {"no UBJSON", "expected end of input"});
}

BOOST_AUTO_TEST_SUITE_END()
