// Independent columns and the Gaussian copula.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "diffusion/baselines/floors/copula.hpp"
#include "diffusion/baselines/floors/independent.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "tests/diffusion/tables.hpp"

using namespace ballast::diffusion;
using namespace ballast::test;
using ballast::Observer;
using ballast::numeric::ThreadPool;
using ballast::tabular::ColumnKind;
using ballast::tabular::kMissing;
using ballast::tabular::Table;

namespace {

// b follows a (correlation .8 of normals); c is a label by a, missing in a tenth of the rows.
Table tied(std::size_t rows) {
  Table out({{"a", ColumnKind::numeric, {}},
             {"b", ColumnKind::numeric, {}},
             {"c", ColumnKind::categorical, {"low", "mid", "top"}}},
            rows);
  for (std::size_t i = 0; i < rows; ++i) {
    ballast::numeric::RandomStream stream(5, ballast::numeric::Purpose::kGeneral, i);
    const double a = stream.normal();
    out.column(0)[i] = std::exp(a);
    out.column(1)[i] = 0.8 * a + 0.6 * stream.normal();
    out.column(2)[i] = i % 10 == 0 ? kMissing : a < -1 ? 0 : a < 1 ? 1 : 2;
  }
  return out;
}

template <class Kind>
Table made(const Table& real, std::size_t rows) {
  ThreadPool pool(2);
  Observer observer;
  Kind generator;
  generator.fit(real, 1, pool, observer);
  return generator.sample(0, rows, 9, pool, observer);
}

double correlation(const Table& rows) {
  double n = static_cast<double>(rows.rows()), x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const double a = std::log(rows.column(0)[i]), b = rows.column(1)[i];
    x += a;
    y += b;
    xx += a * a;
    xy += a * b;
    yy += b * b;
  }
  return (n * xy - x * y) / std::sqrt((n * xx - x * x) * (n * yy - y * y));
}

double share(const Table& rows, std::size_t column, double cell) {
  double count = 0;
  for (const double value : rows.column(column)) count += value == cell || (std::isnan(value) && std::isnan(cell));
  return count / static_cast<double>(rows.rows());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(floors_test)

BOOST_AUTO_TEST_CASE(both_keep_every_column_and_only_the_copula_what_ties_them) {
  const Table real = tied(3000), independent = made<Independent>(real, 3000), copula = made<Copula>(real, 3000);
  for (const Table* rows : {&independent, &copula}) {
    for (const double cell : {0.0, 1.0, 2.0, kMissing}) {
      BOOST_TEST(std::abs(share(*rows, 2, cell) - share(real, 2, cell)) < 0.03);  // three standard errors
    }
  }
  BOOST_TEST(std::abs(correlation(independent)) < 0.06);
  BOOST_TEST(std::abs(correlation(copula) - correlation(real)) < 0.04);
}

BOOST_AUTO_TEST_CASE(rows_are_addressed_by_seed_and_number) {
  check_row_addresses(Independent{}, mixed_table(20));
  check_row_addresses(Copula{}, mixed_table(20));
}

BOOST_AUTO_TEST_CASE(an_archive_gives_the_same_generator_back) {
  check_archive(Independent{}, mixed_table(20));
  check_archive(Copula{}, mixed_table(20));
}

// A correlation of two rows is 1 but for rounding, and a file may hold none above.
BOOST_AUTO_TEST_CASE(two_rows_are_enough_for_a_copula_that_loads) {
  for (std::uint64_t rows = 2; rows < 12; ++rows) check_archive(Copula{}, tied(rows));
}

BOOST_AUTO_TEST_CASE(a_file_holds_no_row) {
  const Table real = tied(50);
  const SortedColumns columns(real);
  for (std::size_t c = 0; c < 3; ++c) {
    double last = -1e300;
    for (std::size_t i = 0; i < 50; ++i) {
      const double cell = columns.cell(c, (static_cast<double>(i) + 0.5) / 50);
      if (std::isnan(cell)) continue;
      BOOST_TEST(cell >= last);
      last = cell;
    }
  }
  BOOST_TEST(columns.span(2, kMissing).last == 50.0);
  BOOST_TEST(columns.span(2, kMissing).first == 45.0);
}

BOOST_AUTO_TEST_CASE(one_row_has_no_correlations) {
  ThreadPool pool(1);
  Observer observer;
  Copula generator;
  BOOST_CHECK_THROW(generator.fit(tied(1), 1, pool, observer), ballast::Error);
}

BOOST_AUTO_TEST_SUITE_END()
