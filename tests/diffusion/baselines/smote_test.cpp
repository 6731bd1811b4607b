#include "diffusion/baselines/smote.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "diffusion/baselines/smote_space.hpp"
#include "engine/error.hpp"
#include "tests/diffusion/tables.hpp"

using namespace ballast::diffusion;
using namespace ballast::test;
using ballast::Observer;
using ballast::numeric::ThreadPool;
using ballast::tabular::ColumnKind;
using ballast::tabular::is_missing;
using ballast::tabular::kMissing;
using ballast::tabular::Table;

namespace {

Smote fitted(const Table& real) {
  ThreadPool pool(2);
  Observer observer;
  Smote generator;
  generator.fit(real, 1, pool, observer);
  return generator;
}

Table sampled(const Smote& generator, std::size_t count) {
  ThreadPool pool(1);
  Observer observer;
  return generator.sample(0, count, 9, pool, observer);
}

// Whether row i of `rows` is real[j] + u (real[m] - real[j]) with one u in [0, 1) for all columns.
bool lies_between(const Table& rows, std::size_t i, const Table& real, std::size_t j, std::size_t m) {
  constexpr double kRounding = 1e-12;
  double u = -1.0;
  for (std::size_t c = 0; c < real.columns(); ++c) {
    const double from = real.column(c)[j], way = real.column(c)[m] - from, gone = rows.column(c)[i] - from;
    if (u < 0.0) u = gone / way;
    if (std::abs(gone - u * way) > kRounding * (1.0 + std::abs(from))) return false;
  }
  return u >= 0.0 && u < 1.0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(smote_test)

BOOST_AUTO_TEST_CASE(every_row_lies_between_a_real_row_and_one_of_its_five_nearest) {
  const Table real = numeric_table(60, 4);
  const Smote generator = fitted(real);
  const Table rows = sampled(generator, 500);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    bool found = false;
    for (std::size_t j = 0; j < real.rows() && !found; ++j) {
      for (const std::uint32_t m : generator.neighbours_of(j)) found = found || lies_between(rows, i, real, j, m);
    }
    BOOST_TEST_REQUIRE(found);
  }
}

// On a line with units of very different size: neighbours must be found after standardising.
BOOST_AUTO_TEST_CASE(neighbours_are_the_nearest_in_standardised_columns) {
  const Table real = numeric_table(40, 3);
  Table stretched = real;
  for (double& cell : stretched.column(1)) cell = 1e6 * cell + 5.0;
  const Smote a = fitted(real), b = fitted(stretched);
  std::vector<double> scale(3);
  for (std::size_t c = 0; c < 3; ++c) {
    double mean = 0, squares = 0;
    for (const double cell : real.column(c)) mean += cell / 40.0;
    for (const double cell : real.column(c)) squares += (cell - mean) * (cell - mean);
    scale[c] = 1.0 / squares;
  }
  const auto distance = [&](std::size_t i, std::size_t j) {
    double sum = 0;
    for (std::size_t c = 0; c < 3; ++c) sum += scale[c] * std::pow(real.column(c)[i] - real.column(c)[j], 2);
    return sum;
  };
  for (std::size_t i = 0; i < 40; ++i) {
    BOOST_TEST(std::ranges::equal(a.neighbours_of(i), b.neighbours_of(i)));
    for (std::size_t j = 0; j < 40; ++j) {
      const bool chosen = std::ranges::find(a.neighbours_of(i), j) != a.neighbours_of(i).end();
      if (j != i && !chosen) BOOST_TEST(distance(i, j) >= distance(i, a.neighbours_of(i)[4]) - 1e-9);
    }
  }
}

// Four rows at one place vote "red", the row itself and one more say "blue": the majority of its neighbours wins.
BOOST_AUTO_TEST_CASE(text_and_flags_are_voted_integers_rounded_gaps_kept) {
  Table real({{"x", ColumnKind::numeric, {}},
              {"colour", ColumnKind::categorical, {"blue", "red"}},
              {"flag", ColumnKind::binary, {}},
              {"count", ColumnKind::integer, {}},
              {"gap", ColumnKind::numeric, {}}},
             6);
  for (std::size_t i = 0; i < 6; ++i) {
    real.column(0)[i] = 0.1 * static_cast<double>(i);
    real.column(1)[i] = i < 4 ? 1.0 : 0.0;
    real.column(2)[i] = i < 4 ? 7.0 : 9.0;
    real.column(3)[i] = static_cast<double>(10 * i);
    real.column(4)[i] = i == 2 ? kMissing : 1.5;
  }
  BOOST_TEST(fitted(real).describe().find("rare labels come out rarer") != std::string::npos);
  const Table rows = sampled(fitted(real), 400);
  std::size_t gaps = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    BOOST_TEST(rows.column(1)[i] == 1.0);  // 3 of 5 neighbours of a red row are red, 4 of 5 of a blue one
    BOOST_TEST(rows.column(2)[i] == 7.0);
    BOOST_TEST(rows.column(3)[i] == std::round(rows.column(3)[i]));
    if (is_missing(rows.column(4)[i])) {
      ++gaps;
    } else {
      BOOST_TEST(rows.column(4)[i] == 1.5);
    }
  }
  BOOST_TEST((gaps > 30 && gaps < 110));  // a sixth of 400 is 67: four standard deviations
}

BOOST_AUTO_TEST_CASE(a_mismatch_in_text_weighs_one_standard_deviation) {
  Table real({{"x", ColumnKind::numeric, {}}, {"colour", ColumnKind::categorical, {"a", "b", "c"}}}, 4);
  for (std::size_t i = 0; i < 4; ++i) {
    real.column(0)[i] = i < 2 ? -1.0 : 1.0;  // standard deviation 1
    real.column(1)[i] = i == 3 ? kMissing : static_cast<double>(i);
  }
  const auto space = smote_space(real);
  const auto squared = [&](std::size_t i, std::size_t j) {
    double sum = 0;
    for (std::size_t c = 0; c < space.columns(); ++c) sum += std::pow(space(i, c) - space(j, c), 2);
    return sum;
  };
  BOOST_TEST(std::abs(squared(0, 1) - 1.0) < 1e-6);        // colours differ
  BOOST_TEST(std::abs(squared(0, 2) - 4.0 - 1.0) < 1e-6);  // two standard deviations apart as well
  BOOST_TEST(std::abs(squared(2, 3) - 0.5) < 1e-6);        // a missing colour is half a mismatch
}

BOOST_AUTO_TEST_CASE(few_rows_have_fewer_neighbours_and_one_row_is_refused) {
  const Table three = numeric_table(3, 2);
  const Smote generator = fitted(three);
  BOOST_TEST(generator.neighbours_of(0).size() == 2u);
  BOOST_TEST(sampled(generator, 10).rows() == 10u);
  BOOST_CHECK_EXCEPTION(fitted(numeric_table(1, 2)), ballast::Error, [](const auto& error) {
    return std::string(error.what()) ==
           "too few rows to learn from; expected at least 2 for smote, got '1' (hint: oversampling "
           "works from one row on)";
  });
}

BOOST_AUTO_TEST_CASE(equal_rows_and_constant_columns_do_no_harm) {
  Table real = numeric_table(8, 2);
  for (double& cell : real.column(0)) cell = 3.25;
  for (double& cell : real.column(1)) cell = -1.0;
  const Table rows = sampled(fitted(real), 20);
  for (std::size_t i = 0; i < 20; ++i) {
    BOOST_TEST(rows.column(0)[i] == 3.25);
    BOOST_TEST(rows.column(1)[i] == -1.0);
  }
}

BOOST_AUTO_TEST_CASE(rows_are_addressed_by_seed_and_number) {
  check_row_addresses(Smote{}, mixed_table(30));
}

BOOST_AUTO_TEST_CASE(an_archive_gives_the_same_generator_back) {
  check_archive(Smote{}, mixed_table(30));
}

BOOST_AUTO_TEST_CASE(many_labels_share_few_coordinates_and_still_differ_by_about_one) {
  std::vector<std::string> labels;
  for (int k = 0; k < 500; ++k) labels.push_back(std::to_string(1000 + k));
  Table rows({{"shop", ColumnKind::categorical, labels}}, 600);
  for (std::size_t i = 0; i < rows.rows(); ++i) rows.column(0)[i] = static_cast<double>(i % 300);
  const auto space = smote_space(rows);
  BOOST_TEST(space.columns() == 32u);
  const auto squared_distance = [&](std::size_t a, std::size_t b) {
    double sum = 0;
    for (std::size_t c = 0; c < space.columns(); ++c) sum += std::pow(double{space(a, c)} - double{space(b, c)}, 2);
    return sum;
  };
  BOOST_TEST(squared_distance(5, 305) == 0);
  double mean = 0;
  for (std::size_t i = 1; i < 300; ++i) mean += squared_distance(0, i) / 299;
  BOOST_TEST(std::fabs(mean - 1) < 0.1);
}

// The second column, from 0 to a third, tells how far along the line a row lies.
BOOST_AUTO_TEST_CASE(rows_lie_on_the_line_also_where_its_length_overflows) {
  constexpr double kFar = 1.5e308;
  const Table real({{"x", ColumnKind::numeric, {}}, {"along", ColumnKind::numeric, {}}}, {{-kFar, kFar}, {0, 1.0 / 3}});
  Smote generator;
  ThreadPool pool(1);
  Observer observer;
  generator.fit(real, 1, pool, observer);
  const Table rows = generator.sample(0, 50, 2, pool, observer);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const double along = 3 * rows.column(1)[i];
    BOOST_TEST(std::abs(rows.column(0)[i] / kFar - (2 * along - 1)) < 1e-9);
  }
}

BOOST_AUTO_TEST_SUITE_END()
