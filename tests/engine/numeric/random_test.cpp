#include "engine/numeric/random.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

using namespace ballast::numeric;

namespace {

constexpr double kFloatRounding = 2e-6;  // Box-Muller in float against double, at |value| up to 6.8

std::vector<float> normals(std::size_t count, const StreamName& name = {42, Purpose::kGeneral, 7, 3}) {
  std::vector<float> values(count);
  fill_normal(name, values);
  return values;
}

double mean_power(const std::vector<float>& values, int power) {
  double sum = 0;
  for (const float v : values) sum += std::pow(static_cast<double>(v), power);
  return sum / static_cast<double>(values.size());
}

// Kolmogorov-Smirnov distance times sqrt(n); its 99.9 % point is 1.95.
template <class Cdf>
double kolmogorov_smirnov(std::vector<float> values, Cdf cdf) {
  std::ranges::sort(values);
  const auto n = static_cast<double>(values.size());
  double worst = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double p = cdf(static_cast<double>(values[i]));
    worst = std::max({worst, p - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - p});
  }
  return worst * std::sqrt(n);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(random_test)

BOOST_AUTO_TEST_CASE(fills_agree_with_their_one_at_a_time_twins) {
  const StreamName name{0x123456789ABCDEF, Purpose::kSamplingNoise, (std::uint64_t{1} << 48) - 5, 99};
  std::vector<float> uniform(1037), normal(1037);
  fill_uniform(name, uniform);
  fill_normal(name, normal);
  for (std::size_t i = 0; i < uniform.size(); ++i) {
    BOOST_TEST_REQUIRE(uniform[i] == uniform_at(name, i));
    BOOST_TEST_REQUIRE(std::fabs(static_cast<double>(normal[i]) - normal_at(name, i)) < kFloatRounding);
  }
}

BOOST_AUTO_TEST_CASE(an_element_does_not_depend_on_how_many_are_drawn) {
  const std::vector<float> all = normals(3000);
  for (const std::size_t count : {0u, 1u, 2u, 3u, 4u, 5u, 29u, 63u, 64u, 65u, 511u, 512u, 513u, 2999u}) {
    const std::vector<float> some = normals(count);
    BOOST_TEST_REQUIRE(std::equal(some.begin(), some.end(), all.begin()));
  }
}

BOOST_AUTO_TEST_CASE(a_row_does_not_depend_on_the_rows_around_it) {
  const StreamName first{5, Purpose::kTrainingNoise, 1000, 2};
  for (const std::size_t columns : {1u, 3u, 4u, 29u, 64u, 600u}) {
    Matrix<float> normal(37, columns), uniform(37, columns);
    fill_normal_rows(first, normal.view());
    fill_uniform_rows(first, uniform.view());
    for (std::size_t r = 0; r < normal.rows(); ++r) {
      StreamName name = first;
      name.row += r;
      std::vector<float> alone(columns);
      fill_normal(name, alone);
      BOOST_TEST_REQUIRE(std::ranges::equal(alone, normal.row(r)));
      fill_uniform(name, alone);
      BOOST_TEST_REQUIRE(std::ranges::equal(alone, uniform.row(r)));
    }
  }
}

BOOST_AUTO_TEST_CASE(rows_with_gaps_between_them_leave_the_gaps_alone) {
  Matrix<float> wide(9, 10);
  std::ranges::fill(wide.values(), 8.0f);
  fill_normal_rows({1, Purpose::kGeneral, 0, 0}, wide.view().column_block(2, 5));
  for (std::size_t r = 0; r < wide.rows(); ++r) {
    for (const std::size_t c : {0u, 1u, 7u, 8u, 9u}) BOOST_TEST_REQUIRE(wide(r, c) == 8.0f);
    for (const std::size_t c : {2u, 3u, 4u, 5u, 6u}) BOOST_TEST_REQUIRE(std::fabs(wide(r, c)) < 6.8f);
  }
}

BOOST_AUTO_TEST_CASE(seed_purpose_row_and_step_each_name_another_stream) {
  const StreamName base{1, Purpose::kBootstrap, 2, 3};
  const std::vector<float> here = normals(8, base);
  for (const StreamName& other : {StreamName{2, Purpose::kBootstrap, 2, 3}, StreamName{1, Purpose::kSplit, 2, 3},
                                  StreamName{1, Purpose::kBootstrap, 3, 3}, StreamName{1, Purpose::kBootstrap, 2, 4}}) {
    BOOST_TEST((normals(8, other) != here));
  }
}

// Over n = 2^20 the standard errors are 0.001 (mean), 0.0014 (variance), 0.0024 (skewness), 0.0096 (4th moment).
BOOST_AUTO_TEST_CASE(normals_have_the_moments_of_the_normal) {
  const std::vector<float> values = normals(1 << 20);
  BOOST_TEST(std::fabs(mean_power(values, 1)) < 0.004);
  BOOST_TEST(std::fabs(mean_power(values, 2) - 1) < 0.006);
  BOOST_TEST(std::fabs(mean_power(values, 3)) < 0.016);
  BOOST_TEST(std::fabs(mean_power(values, 4) - 3) < 0.04);
}

BOOST_AUTO_TEST_CASE(normals_and_uniforms_pass_kolmogorov_smirnov) {
  const auto phi = [](double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); };
  BOOST_TEST(kolmogorov_smirnov(normals(1 << 18), phi) < 1.95);
  std::vector<float> uniform(1 << 18);
  fill_uniform({9, Purpose::kGeneral, 0, 0}, uniform);
  BOOST_TEST(kolmogorov_smirnov(uniform, [](double x) { return x; }) < 1.95);
}

// Products of independent normals have mean 0 and variance 1; four standard errors allowed. Squares are watched too:
// the two halves of a Box-Muller pair share their radius.
BOOST_AUTO_TEST_CASE(neighbouring_elements_rows_and_steps_are_independent) {
  const std::size_t n = 1 << 18;
  const double limit = 4 / std::sqrt(static_cast<double>(n));
  const auto check = [&](const std::vector<float>& a, const std::vector<float>& b, std::size_t shift) {
    double product = 0, squares = 0;
    for (std::size_t i = 0; i + shift < n; ++i) {
      const double x = static_cast<double>(a[i]), y = static_cast<double>(b[i + shift]);
      product += x * y;
      squares += (x * x - 1) * (y * y - 1) / 2;
    }
    BOOST_TEST(std::fabs(product / static_cast<double>(n)) < limit);
    BOOST_TEST(std::fabs(squares / static_cast<double>(n)) < limit);
  };
  const std::vector<float> here = normals(n);
  for (const std::size_t shift : {1u, 2u, 3u, 4u, 64u, 512u}) check(here, here, shift);
  check(here, normals(n, {42, Purpose::kGeneral, 8, 3}), 0);
  check(here, normals(n, {42, Purpose::kGeneral, 7, 4}), 0);
  check(here, normals(n, {43, Purpose::kGeneral, 7, 3}), 0);
}

BOOST_AUTO_TEST_CASE(sequential_draws_stay_in_range_and_repeat) {
  RandomStream a(3, Purpose::kGeneral), b(3, Purpose::kGeneral);
  double sum = 0;
  for (int i = 0; i < 100000; ++i) {
    const double u = a.uniform();
    BOOST_TEST_REQUIRE((u >= 0 && u < 1));
    BOOST_TEST_REQUIRE(u == b.uniform());
    sum += u;
    const double open = a.open_uniform();
    BOOST_TEST_REQUIRE((open > 0 && open < 1));
    BOOST_TEST_REQUIRE(open == b.open_uniform());
  }
  BOOST_TEST(std::fabs(sum / 100000 - 0.5) < 0.004);
}

BOOST_AUTO_TEST_CASE(words_come_in_the_order_of_the_blocks) {
  const StreamName name{3, Purpose::kSplit, 4, 5};
  RandomStream stream(name);
  for (std::uint32_t block = 0; block < 3; ++block) {
    for (const std::uint32_t word : name.block(block)) BOOST_TEST_REQUIRE(stream.word() == word);
  }
}

// Chi-squared with 6 degrees of freedom: the 99.9 % point is 22.5. With n = 3 * 2^62, a draw by remainder of 2^64 would
// return values below 2^62 twice as often as the others.
BOOST_AUTO_TEST_CASE(integers_below_n_are_equally_likely) {
  RandomStream stream(11, Purpose::kGeneral);
  std::vector<int> counts(7, 0);
  for (int i = 0; i < 70000; ++i) ++counts[stream.below(7)];
  double chi = 0;
  for (const int c : counts) chi += (c - 10000.0) * (c - 10000.0) / 10000.0;
  BOOST_TEST(chi < 22.5);
  const std::uint64_t third = std::uint64_t{1} << 62;
  int low = 0;
  for (int i = 0; i < 30000; ++i) low += stream.below(3 * third) < third ? 1 : 0;
  BOOST_TEST(std::abs(low - 10000) < 330);
  for (int i = 0; i < 10; ++i) BOOST_TEST(stream.below(1) == 0u);
}

BOOST_AUTO_TEST_CASE(a_shuffle_makes_every_order_equally_likely) {
  RandomStream stream(12, Purpose::kGeneral);
  std::vector<int> counts(24, 0);
  for (int i = 0; i < 24000; ++i) {
    std::vector<int> values{0, 1, 2, 3};
    stream.shuffle(std::span<int>(values));
    std::size_t code = 0;
    for (std::size_t a = 0; a < 4; ++a) {
      std::size_t smaller = 0;
      for (std::size_t b = a + 1; b < 4; ++b) smaller += values[b] < values[a] ? 1u : 0u;
      code = code * (4 - a) + smaller;
    }
    ++counts[code];
  }
  double chi = 0;
  for (const int c : counts) chi += (c - 1000.0) * (c - 1000.0) / 1000.0;
  BOOST_TEST(chi < 49.7);  // 99.9 % point at 23 degrees of freedom
}

BOOST_AUTO_TEST_SUITE_END()
