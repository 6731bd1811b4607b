#include "app/study/survey/ranks.hpp"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

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

// Twice the ranks, which are whole numbers with ties too; sums of them over tables.
using Ranks = std::vector<int>;

int squares_of(const Ranks& sums) {
  return std::inner_product(sums.begin(), sums.end(), sums.begin(), 0);
}

// Whether there are at most a million ways to order the ranks of all tables but one.
bool can_be_counted(std::size_t tables, std::size_t methods) {
  constexpr double kMost = 1e6;
  return static_cast<double>(tables - 1) * std::lgamma(static_cast<double>(methods + 1)) <= std::log(kMost);
}

// The share of orders of the ranks, each table's by themselves, whose sums have as large a sum of squares.
double exact_p(const std::vector<Ranks>& tables) {
  std::map<Ranks, double> ways{{tables[0], 1.0}};
  Ranks found = tables[0];
  for (std::size_t t = 1; t < tables.size(); ++t) {
    std::map<Ranks, double> next;
    Ranks order = tables[t];
    std::ranges::sort(order);
    do {
      for (const auto& [sums, count] : ways) {
        Ranks sum = sums;
        for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += order[j];
        next[sum] += count;
      }
    } while (std::next_permutation(order.begin(), order.end()));
    ways = std::move(next);
    for (std::size_t j = 0; j < found.size(); ++j) found[j] += tables[t][j];
  }
  double all = 0, as_far = 0;
  for (const auto& [sums, count] : ways) {
    all += count;
    if (squares_of(sums) >= squares_of(found)) as_far += count;
  }
  return as_far / all;
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
  std::vector<Ranks> doubled;
  for (const std::vector<double>& table : values) {
    const std::vector<double> ranks = ranks_of(table, higher);
    Ranks& whole = doubled.emplace_back();
    for (const double rank : ranks) whole.push_back(static_cast<int>(std::lround(2 * rank)));
    for (std::size_t j = 0; j < ranks.size(); ++j) out.mean_ranks[j] += ranks[j] / n;
  }
  const double squares = std::inner_product(out.mean_ranks.begin(), out.mean_ranks.end(), out.mean_ranks.begin(), 0.0);
  out.chi_squared = std::max(0.0, 12 * n / (k * (k + 1)) * (squares - k * (k + 1) * (k + 1) / 4));
  const double rest = n * (k - 1) - out.chi_squared;
  constexpr double kRounding = 1e-9;  // of the sums above
  const bool one_order = rest < kRounding;
  out.f = one_order ? std::numeric_limits<double>::infinity() : (n - 1) * out.chi_squared / rest;
  if (can_be_counted(values.size(), values[0].size())) {
    out.p = exact_p(doubled);
  } else if (one_order) {
    out.p = 0;
  } else {
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
