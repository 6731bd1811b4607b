// Where the rows of each rank begin, in text whose line feeds are half of them inside quotes.
#include "app/data/streamed/row_ranges.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/engine/ranks/thread_ranks.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::app::testing::TempFolder;

BOOST_FIXTURE_TEST_SUITE(row_ranges_test, TempFolder)

BOOST_AUTO_TEST_CASE(ranges_begin_with_a_row_and_are_all_of_the_file) {
  const std::string header = "note \",size\n";  // a quote that nothing ends, as the reader of rows has it
  std::string text = header;
  std::vector<std::uint64_t> begins;
  for (std::size_t row = 0; row < 60'000; ++row) {
    begins.push_back(text.size());
    text += "\"a \"\"new\"\" one,\n" + std::string(row % 37, 'x') + "\n\"," + std::to_string(row) + "\n";
  }
  begins.push_back(text.size());
  const std::string path = write("rows.csv", text);
  BOOST_REQUIRE(text.size() > std::size_t{2} << 20);  // more than is read at a time
  for (const std::uint64_t head : {std::uint64_t{5'000}, std::uint64_t{1'000'000}, text.size() - 3}) {
    for (const std::size_t ranks : {1U, 2U, 3U, 5U}) {
      std::vector<ByteRange> found(ranks);
      const auto failure = ranks::testing::run_ranks(ranks, [&](ranks::Ranks& all) {
        numeric::ThreadPool pool(2);
        Observer quiet;
        const auto file = files::system_files().open(path);
        // The header's quote does not count: rows begin behind it, outside quotes.
        const auto own = bytes_of_rank(all, *file, text.size(), head, true, pool, quiet);
        found[all.rank()] = own;
      });
      BOOST_REQUIRE_MESSAGE(!failure, (failure ? failure->line : ""));
      BOOST_TEST(found.back().end == text.size());
      for (std::size_t rank = 1; rank < ranks; ++rank) {
        BOOST_TEST(found[rank].begin == found[rank - 1].end);
        BOOST_TEST(found[rank].begin >= head);
        BOOST_TEST(std::ranges::binary_search(begins, found[rank].begin));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(rows_end_above_delimiters_alone) {
  std::string text = "a,b\n";
  while (text.size() < std::size_t{3} << 20) text += "1,2\n";
  const std::size_t end = text.size();
  for (int row = 0; row < 700'000; ++row) text += ",\n";  // more than is read at a time
  const auto file = files::system_files().open(write("rows.csv", text));
  const RowsEnd found = end_of_rows(*file, text.size());
  BOOST_TEST(found.end == end);
  BOOST_TEST(found.empty_rows == 700'000u);
  const RowsEnd whole = end_of_rows(*file, end);
  BOOST_TEST(whole.end == end);
  BOOST_TEST(whole.empty_rows == 0u);
}

BOOST_AUTO_TEST_CASE(samples_tell_files_of_one_length_apart) {
  std::string text(std::size_t{8} << 20, 'a');
  const std::string before = sampled_digest(write("a.csv", text));
  BOOST_TEST(before == sampled_digest(file("a.csv")));
  text.back() = 'b';
  BOOST_TEST(before != sampled_digest(write("a.csv", text)));
  BOOST_TEST(sampled_digest(write("a.csv", "a")) != sampled_digest(write("b.csv", "b")));
}

BOOST_AUTO_TEST_SUITE_END()
