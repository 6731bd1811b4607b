// Golden: the known answers of Random123 1.14 (kat_vectors, philox4x32 with 10 rounds) and the 10,000th word that C++26
// [rand.predef] demands of std::philox4x32.
#include "engine/numeric/philox.hpp"

#include <boost/test/unit_test.hpp>

using ballast::numeric::philox4x32;
using ballast::numeric::philox_counter;
using ballast::numeric::PhiloxWords;

namespace {

void check_words(const PhiloxWords& got, const PhiloxWords& want) {
  BOOST_CHECK_EQUAL_COLLECTIONS(got.begin(), got.end(), want.begin(), want.end());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(philox_test)

BOOST_AUTO_TEST_CASE(zeros_give_the_published_words) {
  check_words(philox4x32({0, 0, 0, 0}, 0), {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
}

BOOST_AUTO_TEST_CASE(ones_give_the_published_words) {
  const std::uint32_t ones = 0xFFFFFFFF;
  check_words(philox4x32({ones, ones, ones, ones}, ~std::uint64_t{0}),
              {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
}

BOOST_AUTO_TEST_CASE(digits_of_pi_give_the_published_words) {
  check_words(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0x299f31d0a4093822),
              {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

// std::philox4x32 starts with key {20111115, 0} and counter 0 and hands out the words of counters 0, 1, 2, ... in
// order.
BOOST_AUTO_TEST_CASE(the_ten_thousandth_word_is_that_of_the_standard_engine) {
  BOOST_TEST(philox4x32({9999 / 4, 0, 0, 0}, 20111115)[9999 % 4] == 1955073260u);
}

BOOST_AUTO_TEST_CASE(every_field_of_the_counter_has_its_own_bits) {
  check_words(philox_counter(0x11111111, 0x22222222, 0x666655554444, 0x7777),
              {0x11111111, 0x22222222, 0x55554444, 0x77776666});
}

BOOST_AUTO_TEST_SUITE_END()
