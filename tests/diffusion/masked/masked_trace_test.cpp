// How a row came about, as the trace tells it, against the row that is drawn.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <memory>
#include <set>
#include <vector>

#include "diffusion/masked/masked_generator.hpp"
#include "tests/diffusion/tables.hpp"

using namespace ballast;
using diffusion::CellCondition;
using diffusion::MaskedGenerator;

namespace {

// 150 rows of mixed_table with a column of one value before it.
const MaskedGenerator& learned() {
  static const std::unique_ptr<MaskedGenerator> kGenerator = [] {
    const tabular::Table mixed = test::mixed_table(150);
    tabular::Schema schema{{"constant", tabular::ColumnKind::numeric, {}}};
    schema.insert(schema.end(), mixed.schema().begin(), mixed.schema().end());
    tabular::Table rows(schema, mixed.rows());
    std::ranges::fill(rows.column(0), 4.5);
    for (std::size_t c = 0; c < mixed.columns(); ++c) std::ranges::copy(mixed.column(c), rows.column(c + 1).begin());
    diffusion::MaskedOptions options;
    options.hidden = 16;
    options.layers = 1;
    options.updates = 60;
    options.batch = 32;
    auto generator = std::make_unique<MaskedGenerator>(options);
    numeric::ThreadPool pool(2);
    Observer quiet;
    generator->fit(rows, 3, pool, quiet);
    return generator;
  }();
  return *kGenerator;
}

bool holds(const diffusion::LikelyValues& values, double cell) {
  if (tabular::is_missing(cell)) return tabular::is_missing(values.low);
  return values.count > 1 || (cell >= values.low && cell <= values.high);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(masked_trace_test)

BOOST_AUTO_TEST_CASE(a_trace_ends_in_the_row_that_is_drawn_and_tells_every_column_once) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  for (const std::vector<CellCondition>& conditions : {std::vector<CellCondition>{}, {{4, false, 1, 1}}}) {
    for (std::uint64_t k = 40; k < 48; ++k) {
      const diffusion::RowTrace trace = learned().trace(conditions, k, 9, pool, quiet);
      BOOST_TEST(test::same_tables(trace.row, learned().sample_where(conditions, k, 1, 9, pool, quiet)));
      std::multiset<std::size_t> told(trace.given.begin(), trace.given.end());
      BOOST_TEST(told.contains(0));
      BOOST_TEST(told.size() == 1 + conditions.size());
      for (const diffusion::TracedCell& cell : trace.revealed) {
        told.insert(cell.column);
        BOOST_TEST(holds(cell.drawn, trace.row.column(cell.column)[0]));
      }
      BOOST_TEST((told == std::multiset<std::size_t>{0, 1, 2, 3, 4, 5}));
    }
  }
}

BOOST_AUTO_TEST_CASE(up_to_three_values_stand_beside_the_drawn_one_the_likeliest_first) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  const diffusion::RowTrace trace = learned().trace({}, 5, 9, pool, quiet);
  std::size_t most = 0;
  for (const diffusion::TracedCell& cell : trace.revealed) {
    most = std::max(most, cell.likeliest.size());
    double sum = 0;
    for (std::size_t k = 0; k < cell.likeliest.size(); ++k) {
      sum += cell.likeliest[k].p;
      if (k > 0) BOOST_TEST(cell.likeliest[k - 1].p >= cell.likeliest[k].p);
    }
    BOOST_TEST(sum <= 1 + 1e-6);
    BOOST_TEST(cell.drawn.p <= cell.likeliest[0].p);
    BOOST_TEST(cell.drawn.p > 0);
  }
  BOOST_TEST(most == 3U);
}

// A range restricts what is likely: nothing beyond it stands there, and what is left sums to 1.
BOOST_AUTO_TEST_CASE(under_a_range_the_likeliest_values_are_those_within_it) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  const CellCondition narrow{2, false, 0, 1};
  for (std::uint64_t k = 0; k < 8; ++k) {
    const diffusion::RowTrace trace = learned().trace({&narrow, 1}, k, 9, pool, quiet);
    BOOST_TEST(trace.conditions.size() == 1U);
    const auto cell = std::ranges::find(trace.revealed, 2U, &diffusion::TracedCell::column);
    BOOST_REQUIRE(cell != trace.revealed.end());
    BOOST_REQUIRE(cell->likeliest.size() <= 3U);
    double sum = 0;
    for (const diffusion::LikelyValues& one : cell->likeliest) {
      BOOST_TEST((one.low >= 0 && one.high <= 1));
      BOOST_TEST(one.p > 0);
      sum += one.p;
    }
    BOOST_TEST(holds(cell->drawn, trace.row.column(2)[0]));
    if (cell->likeliest.size() < 3) BOOST_TEST(std::abs(sum - 1) < 1e-6);
  }
}

// Two conditions that hold together in few rows: rows start
// anew until they do, and the trace is that of the last start.
BOOST_AUTO_TEST_CASE(a_row_that_starts_anew_forgets_what_it_had_revealed) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  const std::vector<CellCondition> conditions{{1, false, -3, 3}, {2, false, 0, 3}};
  std::size_t starts = 0;
  for (std::uint64_t k = 0; k < 20; ++k) {
    const diffusion::RowTrace trace = learned().trace(conditions, k, 9, pool, quiet);
    starts += trace.fresh_starts;
    BOOST_TEST(trace.given.size() + trace.revealed.size() == 6U);
  }
  BOOST_TEST(starts > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
