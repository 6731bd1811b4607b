#include "app/study/survey/ranks.hpp"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace ballast::app {
namespace {

// P(range of k normal variables <= q) = k integral phi(z) (Phi(z) - Phi(z - q))^(k - 1) dz. The integrand and all its
// derivatives vanish at both ends, so that the trapezoid rule gives all digits.
double range_probability(double q, std::size_t k) {
  constexpr double kStep = 0.02, kEnd = 9;
  const boost::math::normal normal;
  double sum = 0;
  for (double z = -kEnd; z <= kEnd + q; z += kStep) {
    sum += boost::math::pdf(normal, z) *
           std::pow(boost::math::cdf(normal, z) - boost::math::cdf(normal, z - q), static_cast<double>(k - 1));
  }
  return static_cast<double>(k) * kStep * sum;
}

}  // namespace

std::vector<double> ranks_of(std::span<const double> values, bool higher) {
  std::vector<double> out;
  for (const double value : values) {
    const auto better = std::ranges::count_if(values, [&](double v) { return higher ? v > value : v < value; });
    const auto equal = std::ranges::count(values, value);
    out.push_back(static_cast<double>(better) + 0.5 * static_cast<double>(equal + 1));
  }
  return out;
}

Friedman friedman_test(std::span<const std::vector<double>> values, bool higher) {
  assert(values.size() > 1 && values[0].size() > 1);
  const auto n = static_cast<double>(values.size()), k = static_cast<double>(values[0].size());
  Friedman out{.mean_ranks = std::vector<double>(values[0].size())};
  for (const std::vector<double>& table : values) {
    const std::vector<double> ranks = ranks_of(table, higher);
    for (std::size_t j = 0; j < ranks.size(); ++j) out.mean_ranks[j] += ranks[j] / n;
  }
  const double squares = std::inner_product(out.mean_ranks.begin(), out.mean_ranks.end(), out.mean_ranks.begin(), 0.0);
  out.chi_squared = std::max(0.0, 12 * n / (k * (k + 1)) * (squares - k * (k + 1) * (k + 1) / 4));
  const double rest = n * (k - 1) - out.chi_squared;
  constexpr double kRounding = 1e-9;  // of the sums above
  if (rest < kRounding) {
    out.f = std::numeric_limits<double>::infinity();
    out.p = 0;
  } else {
    out.f = (n - 1) * out.chi_squared / rest;
    out.p = boost::math::cdf(
        boost::math::complement(boost::math::fisher_f(k - 1, (k - 1) * (n - 1)), std::max(0.0, out.f)));
  }
  out.critical_difference = nemenyi_q(values[0].size()) * std::sqrt(k * (k + 1) / (6 * n));
  return out;
}

double nemenyi_q(std::size_t methods, double probability) {
  double low = 0, high = 20;
  for (int step = 0; step < 60; ++step) {
    const double middle = 0.5 * (low + high);
    (range_probability(middle, methods) < probability ? low : high) = middle;
  }
  return 0.5 * (low + high) / std::sqrt(2.0);
}

}  // namespace ballast::app
