#include "engine/tabular/fingerprints/learned_rows.hpp"

#include <boost/test/unit_test.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "engine/error.hpp"

using namespace ballast;
using namespace ballast::tabular;

namespace {

const std::vector<std::string> kColumns{"a", "colour"};

// Rows first .. first + rows - 1 of an endless table; of colours in this order.
Table rows_from(std::size_t first, std::size_t rows, const std::vector<std::string>& colours = {"blue", "red"},
                std::size_t distinct = 1000000000) {
  Table table({{"colour", ColumnKind::categorical, colours}, {"a", ColumnKind::numeric, {}}}, rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t k = (first + i) % distinct;
    table.column(0)[i] = colours[0] == "blue" ? static_cast<double>(k % 2) : static_cast<double>(k % 2 + 1);
    if (k % 7 == 3) table.column(0)[i] = kMissing;
    table.column(1)[i] = static_cast<double>(k);
  }
  return table;
}

LearnedRows learned(const Table& table) {
  std::vector<std::size_t> all(table.rows());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return {table, kColumns, all};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(learned_rows_test)

BOOST_AUTO_TEST_CASE(rows_that_were_learned_from_are_counted) {
  const LearnedRows model = learned(rows_from(0, 1000));
  BOOST_TEST(model.known());
  BOOST_TEST(model.among(rows_from(0, 1000), kColumns) == 1000u);
  BOOST_TEST(model.among(rows_from(900, 300), kColumns) == 100u);
  BOOST_TEST(model.among(rows_from(2000, 3), kColumns) == 0u);
  BOOST_TEST(!LearnedRows().known());
}

BOOST_AUTO_TEST_CASE(labels_count_by_their_text_and_not_by_their_number) {
  const LearnedRows model = learned(rows_from(0, 100));
  BOOST_TEST(model.among(rows_from(0, 100, {"amber", "blue", "red"}), kColumns) == 100u);
}

BOOST_AUTO_TEST_CASE(of_many_rows_a_sample_tells_the_share) {
  const LearnedRows model = learned(rows_from(0, 100000));
  const std::size_t half = model.among(rows_from(50000, 100000), kColumns);
  BOOST_TEST(half > 48000u);
  BOOST_TEST(half < 52000u);
  BOOST_TEST(model.among(rows_from(0, 100000), kColumns) == 100000u);
}

BOOST_AUTO_TEST_CASE(equal_rows_by_chance_are_no_learned_rows) {
  const LearnedRows model = learned(rows_from(0, 1000, {"blue", "red"}, 50));  // every row has twenty twins
  BOOST_TEST(model.among(rows_from(0, 200, {"blue", "red"}, 50), kColumns) == 0u);
  BOOST_TEST(model.among(rows_from(0, 1000, {"blue", "red"}, 50), kColumns) == 1000u);  // the very file
}

BOOST_AUTO_TEST_CASE(a_model_that_goes_on_knows_both_files) {
  LearnedRows model = learned(rows_from(0, 100));
  model.add(learned(rows_from(1000, 100)));
  BOOST_TEST(model.among(rows_from(1002, 1), kColumns) == 1u);
  BOOST_TEST(model.among(rows_from(2, 1), kColumns) == 1u);
}

BOOST_AUTO_TEST_CASE(the_checksum_does_not_depend_on_the_order) {
  const Table table = rows_from(0, 10);
  const std::vector<std::size_t> forth{1, 2, 3}, back{3, 2, 1}, other{1, 2, 4};
  BOOST_TEST(LearnedRows(table, kColumns, forth).checksum() == LearnedRows(table, kColumns, back).checksum());
  BOOST_TEST(LearnedRows(table, kColumns, forth).checksum() != LearnedRows(table, kColumns, other).checksum());
}

BOOST_AUTO_TEST_CASE(what_is_saved_comes_back_and_damage_is_refused) {
  files::ArchiveWriter out("k");
  learned(rows_from(0, 100)).save(out);
  const LearnedRows back = LearnedRows::load(files::ArchiveReader::from_bytes(out.bytes(), "m.ballast"));
  BOOST_TEST(back.among(rows_from(99, 2), kColumns) == 1u);
  files::ArchiveWriter damaged("k");
  const std::uint64_t checksum[] = {1}, falling[] = {2, 1};
  damaged.array<std::uint64_t>("checksum", checksum);
  damaged.integer("rows", 2);
  damaged.integer("twins", 0);
  damaged.array<std::uint64_t>("fingerprints", falling);
  try {
    LearnedRows::load(files::ArchiveReader::from_bytes(damaged.bytes(), "m.ballast"));
    BOOST_ERROR("damage was read");
  } catch (const Error& error) {
    BOOST_TEST(std::string(error.what()) == "m.ballast: the file's fingerprints of rows are malformed");
  }
}

BOOST_AUTO_TEST_SUITE_END()
