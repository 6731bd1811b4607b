// The masked diffusion as a generator: it learns what is known exactly, and keeps every generator's promises.
#include "diffusion/masked/masked_generator.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "tests/diffusion/tables.hpp"

using namespace ballast;
using diffusion::MaskedGenerator;
using diffusion::MaskedOptions;

namespace {

constexpr std::array<std::array<double, 3>, 4> kJoint{
    {{0.20, 0.02, 0.03}, {0.01, 0.15, 0.04}, {0.05, 0.05, 0.20}, {0.10, 0.10, 0.05}}};

// Rows in exactly the shares of the joint distribution of a text column of 4 labels and one of 3.
tabular::Table joint_table(std::size_t hundreds) {
  tabular::Table table({{"row", tabular::ColumnKind::categorical, {"a", "b", "c", "d"}},
                        {"column", tabular::ColumnKind::categorical, {"x", "y", "z"}}},
                       100 * hundreds);
  std::size_t at = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::size_t k = 0; k < static_cast<std::size_t>(std::lround(100 * kJoint[i][j])) * hundreds; ++k, ++at) {
        table.column(0)[at] = static_cast<double>(i);
        table.column(1)[at] = static_cast<double>(j);
      }
    }
  }
  return table;
}

MaskedOptions small() {
  MaskedOptions options;
  options.hidden = 16;
  options.layers = 1;
  options.updates = 60;
  options.batch = 32;
  return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(masked_generator_test)

// 40,000 draws have a standard error of at most .002 in each cell; the largest error allowed is .01.
BOOST_AUTO_TEST_CASE(a_known_joint_distribution_is_learned) {
  MaskedOptions options;
  options.hidden = 32;
  options.layers = 2;
  options.batch = 256;
  options.updates = 1500;
  numeric::ThreadPool pool(2);
  Observer quiet;
  for (const std::uint64_t seed : {3U, 4U, 5U}) {
    MaskedGenerator generator(options);
    generator.fit(joint_table(20), seed, pool, quiet);
    const tabular::Table made = generator.sample(0, 40000, 5, pool, quiet);
    std::array<std::array<double, 3>, 4> share{};
    for (std::size_t k = 0; k < made.rows(); ++k) {
      share[static_cast<std::size_t>(made.column(0)[k])][static_cast<std::size_t>(made.column(1)[k])] += 1.0 / 40000;
    }
    double worst = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t j = 0; j < 3; ++j) worst = std::max(worst, std::abs(share[i][j] - kJoint[i][j]));
    }
    BOOST_TEST(worst < 0.01, "seed " << seed << ": " << worst);
  }
}

BOOST_AUTO_TEST_CASE(rows_have_addresses) {
  test::check_row_addresses(MaskedGenerator(small()), test::mixed_table(150));
}

BOOST_AUTO_TEST_CASE(a_saved_generator_loads_as_the_same) {
  test::check_archive(MaskedGenerator(small()), test::mixed_table(60));
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_the_number_of_threads) {
  const tabular::Table real = test::mixed_table(300);
  Observer quiet;
  std::vector<tabular::Table> made;
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    numeric::ThreadPool pool(threads);
    MaskedGenerator generator(small());
    generator.fit(real, 3, pool, quiet);
    made.push_back(generator.sample(0, 200, 1, pool, quiet));
  }
  for (std::size_t k = 1; k < made.size(); ++k) BOOST_TEST(test::same_tables(made[0], made[k]));
}

BOOST_AUTO_TEST_CASE(a_table_of_constants_comes_back) {
  tabular::Table table({{"x", tabular::ColumnKind::numeric, {}}, {"gone", tabular::ColumnKind::numeric, {}}}, 20);
  for (double& cell : table.column(0)) cell = 2.5;
  numeric::ThreadPool pool(1);
  Observer quiet;
  MaskedGenerator generator;
  generator.fit(table, 1, pool, quiet);
  const tabular::Table made = generator.sample(0, 3, 1, pool, quiet);
  BOOST_TEST(made.column(0)[2] == 2.5);
  BOOST_TEST(std::isnan(made.column(1)[2]));
}

// Ctrl-C is looked at where work is reported: before each update, not at the looks alone, and in each phase before.
BOOST_AUTO_TEST_CASE(every_phase_of_learning_can_be_stopped_and_each_update_is_reported) {
  struct Stopping : Observer {
    std::string_view phase;
    std::size_t last = 0, seen = 0;
    bool report(const Progress& progress) override {
      if (progress.phase != phase) return true;
      ++seen;
      return progress.done < last;
    }
  };
  const tabular::Table table = test::mixed_table(300);
  numeric::ThreadPool pool(2);
  for (const char* phase : {"find codes", "draw the first weights", "find codes of rows",
                            "look for columns that name rows", "train masked diffusion"}) {
    Stopping observer;
    observer.phase = phase;
    MaskedGenerator generator(small());
    BOOST_CHECK_THROW(generator.fit(table, 3, pool, observer), Stopped);
    BOOST_TEST(observer.seen == 1U, phase);
  }
  Stopping observer;
  observer.phase = "train masked diffusion";
  observer.last = 7;
  MaskedGenerator generator(small());
  BOOST_CHECK_THROW(generator.fit(table, 3, pool, observer), Stopped);
  BOOST_TEST(observer.seen > 7U);
}

BOOST_AUTO_TEST_CASE(describe_counts_rows_columns_and_codes) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  MaskedGenerator generator(small());
  generator.fit(joint_table(1), 3, pool, quiet);
  const std::string text = generator.describe();
  BOOST_TEST(
      text.find("masked diffusion of 100 rows, 2 columns in 7 codes, seed 3\n1 residual blocks of 16 units") == 0U,
      text);
}

BOOST_AUTO_TEST_CASE(too_few_rows_and_options_out_of_range_are_refused) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  BOOST_CHECK_THROW(MaskedGenerator().fit(test::mixed_table(9), 1, pool, quiet), Error);
  MaskedOptions options;
  options.learning_rate = -1;
  BOOST_CHECK_THROW(MaskedGenerator{options}, Error);
}

BOOST_AUTO_TEST_SUITE_END()
