// Golden values of libxxhash 0.8.1: XXH64(bytes, seed) for bytes i * i mod 256.
#include "engine/tabular/binary/xxh64.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

using ballast::tabular::binary::xxh64;

BOOST_AUTO_TEST_SUITE(xxh64_test)

BOOST_AUTO_TEST_CASE(it_is_xxhash) {
  const auto squares = [](std::size_t count) {
    std::vector<std::byte> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<std::byte>(i * i));
    return out;
  };
  constexpr std::uint64_t kSeed = 2654435761;
  BOOST_TEST(xxh64({}) == 0xef46db3751d8e999U);
  BOOST_TEST(xxh64({}, kSeed) == 0xac75fda2929b17efU);
  BOOST_TEST(xxh64(squares(31)) == 0x808e92ab7011df9eU);
  BOOST_TEST(xxh64(squares(31), kSeed) == 0x2ca45ca162dbffa5U);
  BOOST_TEST(xxh64(squares(101)) == 0x1159872ae1b60bd8U);
  BOOST_TEST(xxh64(squares(101), kSeed) == 0xfe5a10c1f25b802cU);
}

BOOST_AUTO_TEST_SUITE_END()
