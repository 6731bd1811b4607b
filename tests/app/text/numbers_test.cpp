#include "app/text/numbers.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace ballast::app;

BOOST_AUTO_TEST_SUITE(numbers_test)

BOOST_AUTO_TEST_CASE(commas_part_thousands) {
  BOOST_TEST(with_commas(0) == "0");
  BOOST_TEST(with_commas(999) == "999");
  BOOST_TEST(with_commas(1000) == "1,000");
  BOOST_TEST(with_commas(284807) == "284,807");
  BOOST_TEST(with_commas(1234567) == "1,234,567");
}

BOOST_AUTO_TEST_CASE(fixed_never_says_minus_zero_and_signs_what_is_not_negative) {
  BOOST_TEST(fixed(0.12345, 3) == "0.123");
  BOOST_TEST(fixed(-0.0004, 3) == "0.000");
  BOOST_TEST(fixed(-0.0006, 3) == "-0.001");
  BOOST_TEST(fixed(0.5, 1, true) == "+0.5");
  BOOST_TEST(fixed(-0.5, 1, true) == "-0.5");
  BOOST_TEST(fixed(-0.01, 1, true) == "+0.0");
}

BOOST_AUTO_TEST_CASE(four_digits_count_and_all_digits_come_back) {
  BOOST_TEST(four_digits(0.12344) == "0.1234");
  BOOST_TEST(four_digits(0.00012344) == "0.0001234");
  BOOST_TEST(four_digits(1.2e-7) == "1.2e-07");
  BOOST_TEST(all_digits(0.1) == "0.1");
  for (const double value : {1.0 / 3, 1e-300, 0.1 + 0.2}) BOOST_TEST(std::stod(all_digits(value)) == value);
}

BOOST_AUTO_TEST_CASE(float32s_are_the_numbers_that_are_written) {
  for (int i = 0; i <= 1000; ++i) {
    const double value = i / 1000.0;
    const auto score = static_cast<float>(value);
    BOOST_TEST(written(score) == value);
    BOOST_TEST(least_written(value) == score);  // also where the float32 is a little less
  }
  BOOST_TEST(static_cast<double>(0.7F) < 0.7);
  const float low = 0.3F, high = std::nextafter(low, 1.0F);
  BOOST_TEST(least_written((static_cast<double>(low) + static_cast<double>(high)) / 2) == high);
  BOOST_TEST(least_written(0) == 0);
}

BOOST_AUTO_TEST_CASE(counts_agree_with_their_nouns_and_no_p_is_zero) {
  BOOST_TEST(in_words(1, "comparison", "comparisons") == "1 comparison");
  BOOST_TEST(in_words(2000, "row", "rows") == "2,000 rows");
  BOOST_TEST(p_value(0.0004) == "<0.001");
  BOOST_TEST(p_value(0.0123) == "0.012");
}

BOOST_AUTO_TEST_SUITE_END()
