#include "app/text/flat_json.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <string>
#include <vector>

using namespace ballast::app;

BOOST_AUTO_TEST_SUITE(flat_json_test)

BOOST_AUTO_TEST_CASE(fields_stay_in_their_order_and_each_kind_is_written_as_itself) {
  const JsonFields fields{{"written", std::string("a.csv")},
                          {"none", nullptr},
                          {"is", true},
                          {"minus", std::int64_t{-3}},
                          {"large", std::uint64_t{18446744073709551615U}},
                          {"share", 0.1},
                          {"names", std::vector<std::string>{"x", "y"}},
                          {"timings", NamedNumbers{{"train", 1.5}, {"all", 2.0}}}};
  BOOST_TEST(flat_json(fields) == R"({
  "written": "a.csv",
  "none": null,
  "is": true,
  "minus": -3,
  "large": 18446744073709551615,
  "share": 0.1,
  "names": [
    "x",
    "y"
  ],
  "timings": {
    "train": 1.5,
    "all": 2.0
  }
}
)");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_are_replaced) {
  BOOST_TEST(flat_json({{"label", std::string("a\xFF")}}) == "{\n  \"label\": \"a\xEF\xBF\xBD\"\n}\n");
}

BOOST_AUTO_TEST_SUITE_END()
