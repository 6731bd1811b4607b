// `export --to json`: a model as JSON with sorted keys.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/app/models/interchange/exported_model.hpp"

using namespace ballast::app::testing;

BOOST_FIXTURE_TEST_SUITE(canonical_json_test, ExportFolder)

BOOST_AUTO_TEST_CASE(canonical_json_is_json_sorted_and_the_same_for_the_same_model) {
  const std::string data = write("data.csv", shop_csv());
  for (const std::string kind : {"forest", "boosting", "squared"}) {
    for (const char* name : {"a", "b"}) {
      BOOST_REQUIRE(call_ballast(trained_by(kind, data, {"--rounds", "3"})).status == 0);
      BOOST_REQUIRE(call_ballast({"export", file("m"), "--to", "json", "--out", file(name)}).status == 0);
    }
    const std::string text = read_file(file("a"));
    BOOST_TEST((text == read_file(file("b"))));
    const auto ordered = nlohmann::ordered_json::parse(text);
    BOOST_TEST(ordered.dump() == nlohmann::json(nlohmann::json::parse(text)).dump());  // keys are in order
    BOOST_TEST(ordered.at("trees").size() == (kind == "forest" ? 20u : 3u));
    BOOST_TEST(ordered.at("classifier") == (kind == "forest" ? "forest" : "boosting"));
    BOOST_TEST(ordered.value("loss", "") == (kind == "squared" ? "squared" : ""));
  }
}

BOOST_AUTO_TEST_SUITE_END()
