// Code files: what was written comes back, and nothing else does.
#include "classifiers/codes/code_file.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "classifiers/codes/code_stream.hpp"
#include "tests/classifiers/codes/written_codes.hpp"
#include "tests/classifiers/random_data.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::classifiers;

using ballast::test::message_of;

namespace {

numeric::ThreadPool pool(2);
constexpr std::size_t kRows = 2500, kBlockRows = 1000, kHead = 40;

struct Written {
  classifiers::test::RandomData data = classifiers::test::random_data(kRows, 18, 3, 5);
  classifiers::test::WrittenCodes codes{data.set(), 256, kBlockRows, pool};

  std::string bytes() const {
    std::ifstream in(codes.path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void replace(const std::string& bytes) const {
    std::ofstream(codes.path(), std::ios::binary | std::ios::trunc) << bytes;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(code_file_test, Written)

BOOST_AUTO_TEST_CASE(codes_bins_labels_and_key_come_back) {
  const CodeFile file(codes.path());
  const BinnedData wanted(data.x.view(), {}, kMaxBins, pool, BinnedData::Layout::columns_and_tiles);
  BOOST_TEST(file.labels() == data.y);
  BOOST_TEST(file.classes() == 3u);
  BOOST_TEST(file.key() == classifiers::test::WrittenCodes::kKey);
  for (std::size_t f = 0; f < 18; ++f) BOOST_TEST(file.features().bins(f).edges == wanted.bins(f).edges);
  for (const std::size_t room : {std::size_t{0}, std::size_t{40000}, std::size_t{1} << 20}) {
    CodeStream stream(file, room);
    for (int time = 0; time < 3; ++time) {
      std::size_t blocks = 0;
      stream.pass([&](std::size_t block, const std::uint8_t* got) {
        BOOST_TEST(block == blocks++);
        const std::size_t rows = file.shape().rows_of(block);
        for (std::size_t t = 0; t < 2; ++t) {
          const std::uint8_t* const tile = wanted.tile(t) + block * kBlockRows * kTileFeatures;
          BOOST_TEST(std::equal(tile, tile + rows * kTileFeatures, got + t * rows * kTileFeatures));
        }
      });
      BOOST_TEST(blocks == 3u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_file_cut_anywhere_is_refused) {
  const std::string whole = bytes();
  for (const std::size_t size : {std::size_t{0}, std::size_t{20}, kHead, std::size_t{5000}, whole.size() - 1}) {
    replace(whole.substr(0, size));
    BOOST_TEST(message_of([&] { CodeFile{codes.path()}; }) != "no error");
  }
}

BOOST_AUTO_TEST_CASE(damage_is_found_where_it_is_read) {
  std::string changed = bytes();
  changed[kHead + kBlockRows * 32 + 7] ^= 4;  // the second block
  replace(changed);
  const CodeFile file(codes.path());
  CodeStream stream(file, 0);
  const auto pass = [&] { stream.pass([](std::size_t, const std::uint8_t*) {}); };
  BOOST_TEST(message_of(pass).find("the checksum of block 1 does not match") != std::string::npos);
  changed = bytes();
  changed[kHead + kRows * 32 + 3] ^= 1;
  replace(changed);
  BOOST_TEST(message_of([&] { CodeFile(codes.path()).labels(); }).find("its labels") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(other_files_and_versions_are_refused) {
  std::string changed = bytes();
  changed[8] = 9;
  replace(changed);
  BOOST_TEST(message_of([&] { CodeFile{codes.path()}; }).find("another version") != std::string::npos);
  BOOST_TEST(is_code_file(codes.path()));
  changed[1] = 'X';
  replace(changed);
  BOOST_TEST(message_of([&] { CodeFile{codes.path()}; }).find("not a code file") != std::string::npos);
  BOOST_TEST(!is_code_file(codes.path()));
}

BOOST_AUTO_TEST_SUITE_END()
