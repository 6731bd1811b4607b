#include "diffusion/baselines/kde.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <utility>

#include "diffusion/baselines/covariance.hpp"
#include "diffusion/generator_archive.hpp"
#include "engine/error.hpp"
#include "tests/diffusion/tables.hpp"
#include "tests/refusals.hpp"

using namespace ballast::diffusion;
using namespace ballast::test;
using ballast::Observer;
using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;
using ballast::tabular::Table;
namespace files = ballast::files;
namespace tabular = ballast::tabular;

namespace {

// The transformed rows' covariance.
Matrix<double> spread(const Table& rows, const tabular::RowTransform& transform) {
  const auto x = transform.forward(rows).x;
  return covariance(x.view(), column_means(x.view()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kde_test)

// By the formulas: 394^(-1/33) = 0.834351, and (4/31)^(1/33) = 0.939835 of it.
BOOST_AUTO_TEST_CASE(the_bandwidth_follows_scott_and_silverman) {
  BOOST_TEST(std::abs(kernel_bandwidth(BandwidthRule::scott, 394, 29) - 0.834351) < 1e-6);
  BOOST_TEST(std::abs(kernel_bandwidth(BandwidthRule::silverman, 394, 29) - 0.784152) < 1e-6);
  // In one column Silverman's rule is the well-known (4 / 3n)^(1/5) = 1.06 n^(-1/5).
  BOOST_TEST(std::abs(kernel_bandwidth(BandwidthRule::silverman, 100, 1) - std::pow(4.0 / 300.0, 0.2)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(a_factor_times_its_transpose_is_the_covariance_also_where_columns_repeat) {
  Matrix<float> x(40, 4);
  const Table noise = numeric_table(40, 3);
  for (std::size_t i = 0; i < 40; ++i) {
    for (std::size_t c = 0; c < 3; ++c) x(i, c) = static_cast<float>(noise.column(c)[i]);
    x(i, 3) = 2 * x(i, 1) - x(i, 0);
  }
  const auto s = covariance(x.view(), column_means(x.view()));
  const auto l = cholesky(s);
  constexpr double kRounding = 1e-6;  // column 3 is a float of a difference
  for (std::size_t a = 0; a < 4; ++a) {
    for (std::size_t b = 0; b < 4; ++b) {
      double product = 0.0;
      for (std::size_t k = 0; k < 4; ++k) product += l(a, k) * l(b, k);
      BOOST_TEST(std::abs(product - s(a, b)) < kRounding);
    }
  }
  BOOST_TEST(l(3, 3) == 0.0);
  BOOST_TEST(l(0, 1) == 0.0);
}

// What plain smoothing would lose: the width of each column and the correlations.
BOOST_AUTO_TEST_CASE(rows_keep_the_covariance_of_the_real_ones_and_repeat_none) {
  const Table real = numeric_table(300, 4);
  ThreadPool pool(2);
  Observer observer;
  Kde generator;
  generator.fit(real, 1, pool, observer);
  BOOST_TEST(generator.bandwidth() > 0.4);
  const Table rows = generator.sample(0, 20000, 9, pool, observer);
  const auto transform = tabular::RowTransform::fit(real);
  const auto want = spread(real, transform), got = spread(rows, transform);
  constexpr double kSampling = 0.05;  // 20,000 rows: 0.01; and what lies beyond the real extremes is cut off
  for (std::size_t a = 0; a < 4; ++a) {
    for (std::size_t b = 0; b < 4; ++b) BOOST_TEST(std::abs(got(a, b) - want(a, b)) < kSampling);
  }
  for (std::size_t i = 0; i < 100; ++i) BOOST_TEST(row_like(real, rows, i) == real.rows());
}

BOOST_AUTO_TEST_CASE(rows_keep_the_values_that_columns_allow) {
  ThreadPool pool(2);
  Observer observer;
  const Table real = mixed_table(60);
  Kde generator(BandwidthRule::scott);
  generator.fit(real, 1, pool, observer);
  const Table rows = generator.sample(0, 200, 2, pool, observer);
  BOOST_TEST((rows.schema() == real.schema()));
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    BOOST_TEST(rows.column(1)[i] == std::round(rows.column(1)[i]));
    BOOST_TEST((rows.column(2)[i] == 0.0 || rows.column(2)[i] == 1.0));
  }
}

BOOST_AUTO_TEST_CASE(rows_are_addressed_by_seed_and_number) {
  check_row_addresses(Kde{}, mixed_table(30));
}

BOOST_AUTO_TEST_CASE(an_archive_gives_the_same_generator_back) {
  check_archive(Kde{}, mixed_table(30));
  check_archive(Kde{BandwidthRule::scott}, numeric_table(12, 2));
}

BOOST_AUTO_TEST_CASE(constant_columns_alone_need_no_density) {
  Table real = numeric_table(8, 2);
  for (std::size_t c = 0; c < 2; ++c) std::ranges::fill(real.column(c), 4.5);
  check_archive(Kde{}, real);
}

// Their covariance would be the square of what the rows take.
BOOST_AUTO_TEST_CASE(more_columns_than_a_covariance_can_be_of_are_refused) {
  ThreadPool pool(1);
  Observer observer;
  BOOST_TEST(
      message_of([&] { Kde{}.fit(numeric_table(3, 1025), 1, pool, observer); }) ==
      "too many columns for a kernel density, where each label counts as one; expected at most 1024, got '1025'");
}

// What fits in no table, as scores there lie around 0: a cloud that is one point far from it stays there.
BOOST_AUTO_TEST_CASE(a_cloud_is_drawn_around_its_own_mean) {
  ThreadPool pool(1);
  Observer observer;
  const auto transform = tabular::RowTransform::fit(numeric_table(50, 2));
  Matrix<float> cloud(4, 2);
  std::ranges::fill(cloud.values(), 0.75F);
  files::ArchiveWriter out("generator");
  out.text("generator", "kde");
  out.text("bandwidth_rule", "scott");
  out.integer("rows", 4);
  transform.save(out.child("transform"));
  out.array<float>("x", cloud.values());
  const auto generator = load_generator(files::ArchiveReader::from_bytes(out.bytes(), "memory"));
  const Table rows = generator->sample(0, 20, 3, pool, observer),
              want = transform.inverse(transform.adopt(std::move(cloud)));
  for (std::size_t i = 0; i < rows.rows(); ++i) BOOST_TEST(same_cells(rows, i, want, 0));
}

BOOST_AUTO_TEST_CASE(one_row_and_impossible_files_are_refused) {
  ThreadPool pool(1);
  Observer observer;
  BOOST_TEST(message_of([&] {
               Kde{}.fit(numeric_table(1, 2), 1, pool, observer);
             }).find("expected at least 2 for kde, got '1'") != std::string::npos);
  const auto message_for = [&](const char* rule, float cell) {
    const Table real = numeric_table(5, 2);
    files::ArchiveWriter out("generator");
    out.text("generator", "kde");
    out.text("bandwidth_rule", rule);
    out.integer("rows", 5);
    tabular::RowTransform::fit(real).save(out.child("transform"));
    out.array<float>("x", std::vector<float>(10, cell));
    return message_of([&] { load_generator(files::ArchiveReader::from_bytes(out.bytes(), "memory")); });
  };
  BOOST_TEST(message_for("scott", 0.5F) == "no error");
  BOOST_TEST(message_for("scots", 0.5F) ==
             "memory: unknown rule for the bandwidth; expected scott or silverman, got 'scots'");
  BOOST_TEST(message_for("scott", INFINITY) == "memory: a stored row of the density is not finite");
}

BOOST_AUTO_TEST_CASE(cells_are_missing_as_often_as_in_the_real_rows) {
  ThreadPool pool(2);
  Observer observer;
  Kde generator;
  generator.fit(mixed_table(200), 1, pool, observer);
  const Table rows = generator.sample(0, 2000, 2, pool, observer);
  const auto missing = std::ranges::count_if(rows.column(4), [](double cell) { return std::isnan(cell); });
  BOOST_TEST(std::abs(static_cast<double>(missing) / 2000 - 0.25) < 0.04);  // four standard errors
}

BOOST_AUTO_TEST_SUITE_END()
