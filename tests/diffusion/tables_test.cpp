#include "tests/diffusion/tables.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/numeric/random.hpp"

namespace ballast::test {

using diffusion::Generator;
using tabular::ColumnKind;
using tabular::Table;

Table mixed_table(std::size_t rows) {
  Table table({{"amount", ColumnKind::numeric, {}},
               {"count", ColumnKind::integer, {}},
               {"flag", ColumnKind::binary, {}},
               {"colour", ColumnKind::categorical, {"blue", "green", "red"}},
               {"rate", ColumnKind::numeric, {}}},
              rows);
  for (std::size_t i = 0; i < rows; ++i) {
    numeric::RandomStream stream(4, numeric::Purpose::kGeneral, i);
    table.column(0)[i] = 10.0 * stream.normal();
    table.column(1)[i] = static_cast<double>(stream.below(20));
    table.column(2)[i] = static_cast<double>(stream.below(2));
    table.column(3)[i] = static_cast<double>(stream.below(3));
    table.column(4)[i] = i % 4 == 1 ? tabular::kMissing : stream.uniform();
  }
  return table;
}

Table numeric_table(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  tabular::Schema schema;
  for (std::size_t c = 0; c < columns; ++c) {
    std::string name = "v";
    schema.push_back({name += std::to_string(c), ColumnKind::numeric, {}});
  }
  Table table(schema, rows);
  for (std::size_t i = 0; i < rows; ++i) {
    numeric::RandomStream stream(seed, numeric::Purpose::kGeneral, i);
    const double shared = stream.normal();
    for (std::size_t c = 0; c < columns; ++c) table.column(c)[i] = 0.6 * shared + 0.8 * stream.normal();
  }
  return table;
}

bool same_cells(const Table& a, std::size_t i, const Table& b, std::size_t j) {
  for (std::size_t c = 0; c < a.columns(); ++c) {
    const double x = a.column(c)[i], y = b.column(c)[j];
    if (x != y && !(tabular::is_missing(x) && tabular::is_missing(y))) return false;
  }
  return true;
}

bool same_tables(const Table& a, const Table& b) {
  if (a.schema() != b.schema() || a.rows() != b.rows()) return false;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    if (!same_cells(a, i, b, i) || a.origins()[i] != b.origins()[i]) return false;
  }
  return true;
}

std::size_t row_like(const Table& real, const Table& rows, std::size_t i) {
  std::size_t j = 0;
  while (j < real.rows() && !same_cells(real, j, rows, i)) ++j;
  return j;
}

void check_row_addresses(Generator&& generator, const Table& real) {
  numeric::ThreadPool one(1), three(3);
  Observer observer;
  generator.fit(real, 1, three, observer);
  const Table all = generator.sample(0, 300, 9, one, observer);
  const Table piece = generator.sample(70, 90, 9, three, observer);
  const Table single = generator.sample(203, 1, 9, one, observer);
  const Table other_seed = generator.sample(0, 300, 10, one, observer);
  for (std::size_t i = 0; i < piece.rows(); ++i) BOOST_TEST_REQUIRE(same_cells(piece, i, all, 70 + i));
  BOOST_TEST(same_cells(single, 0, all, 203));
  std::size_t equal = 0;
  for (std::size_t i = 0; i < all.rows(); ++i) equal += same_cells(all, i, other_seed, i);
  BOOST_TEST(equal < all.rows() / 2);
  const std::uint64_t id = all.origins()[0].model;
  BOOST_TEST(id != 0u);
  BOOST_TEST((piece.origins()[3] == tabular::RowOrigin{id, 9, 73}));
  BOOST_TEST(generator.sample(5, 0, 9, one, observer).rows() == 0u);
  BOOST_CHECK_THROW(generator.sample((std::uint64_t{1} << 48) - 1, 2, 9, one, observer), Error);
}

void check_archive(Generator&& generator, const Table& real) {
  numeric::ThreadPool pool(2);
  Observer observer;
  generator.fit(real, 1, pool, observer);
  files::ArchiveWriter writer("generator");
  generator.save(writer);
  const auto loaded = diffusion::load_generator(files::ArchiveReader::from_bytes(writer.bytes(), "memory"));
  BOOST_TEST(loaded->kind() == generator.kind());
  BOOST_TEST(loaded->describe() == generator.describe());
  BOOST_TEST(same_tables(loaded->sample(3, 80, 9, pool, observer), generator.sample(3, 80, 9, pool, observer)));
  files::ArchiveWriter again("generator");
  loaded->save(again);
  BOOST_TEST((again.bytes() == writer.bytes()));
}

}  // namespace ballast::test

BOOST_AUTO_TEST_SUITE(tables_test)

BOOST_AUTO_TEST_CASE(equal_rows_are_found_missing_cells_included) {
  using namespace ballast::test;
  const auto table = mixed_table(8);
  for (std::size_t i = 0; i < 8; ++i) BOOST_TEST(row_like(table, table, i) == i);
  BOOST_TEST(same_tables(table, mixed_table(8)));
  BOOST_TEST(!same_tables(table, mixed_table(7)));
}

BOOST_AUTO_TEST_SUITE_END()
