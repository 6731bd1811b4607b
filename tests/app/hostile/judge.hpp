// Holds a reader against thousands of spoilt files: each is refused by one Error of one line, or read and then used as
// a user would. Anything else that comes out of it is a fault of ours.
#pragma once

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <string_view>

#include "engine/error.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::app::testing {

inline bool is_one_line(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  return !text.empty() && text.size() < 5000 && std::ranges::none_of(text, is_control);
}

// spoil: makes a file from a random stream. read: reads and uses it. Case i is a function of i alone.
template <class Spoil, class Read>
void judge(std::size_t cases, Spoil&& spoil, Read&& read) {
#ifdef __SANITIZE_ADDRESS__  // each takes twenty times as long
  cases /= 4;
#endif
  std::size_t accepted = 0, refused = 0;
  for (std::size_t i = 0; i < cases; ++i) {
    numeric::RandomStream random(2412, numeric::Purpose::kGeneral, i);
    try {
      read(spoil(random));
      ++accepted;
    } catch (const Error& error) {
      BOOST_TEST(is_one_line(error.what()), "case " << i << ": " << error.what());
      ++refused;
    } catch (const std::exception& fault) {
      BOOST_ERROR("case " << i << ": " << fault.what());
    }
  }
  BOOST_TEST_MESSAGE(accepted << " read, " << refused << " refused");
  BOOST_TEST(accepted >= cases / 50);  // or the readers are not held against anything
  BOOST_TEST(refused >= cases / 5);
}

}  // namespace ballast::app::testing
