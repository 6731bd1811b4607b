// Sums of binomial terms in logarithms.
#include "diffusion/privacy/renyi.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/error.hpp"

namespace ballast::diffusion {
namespace {

constexpr double kLeastSigma = 0.05, kMostSigma = 1e6;

double log_binomial(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

// ln E_Q[(P / Q)^alpha] of one sampled sum.
double log_moment(double q, double sigma, double alpha) {
  if (q == 1) return (alpha * alpha - alpha) / (2 * sigma * sigma);
  double largest = -std::numeric_limits<double>::infinity();
  const auto term = [&](double k) {
    return log_binomial(alpha, k) + (alpha - k) * std::log1p(-q) + k * std::log(q) + (k * k - k) / (2 * sigma * sigma);
  };
  for (double k = 0; k <= alpha; ++k) largest = std::max(largest, term(k));
  double sum = 0;
  for (double k = 0; k <= alpha; ++k) sum += std::exp(term(k) - largest);
  return std::max(0.0, largest + std::log(sum));
}

template <class Convert>
double least_epsilon(const std::vector<double>& divergence, Convert convert) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < divergence.size(); ++i) {
    least = std::min(least, convert(RenyiSpent::orders()[i], divergence[i]));
  }
  return std::max(0.0, least);
}

}  // namespace

const std::vector<double>& RenyiSpent::orders() {
  static const std::vector<double> orders = [] {
    std::vector<double> out;
    for (double alpha = 2; alpha < 64; ++alpha) out.push_back(alpha);
    for (double alpha = 64; alpha <= 1024; alpha *= 1.125) out.push_back(std::floor(alpha));
    return out;
  }();
  return orders;
}

RenyiSpent::RenyiSpent() : divergence_(orders().size(), 0.0) {}

void RenyiSpent::add_gaussian(double sigma, double sums) {
  for (std::size_t i = 0; i < divergence_.size(); ++i) divergence_[i] += orders()[i] * sums / (2 * sigma * sigma);
}

void RenyiSpent::add_sampled_gaussian(double q, double sigma, std::size_t steps) {
  assert(q > 0 && q <= 1);
  for (std::size_t i = 0; i < divergence_.size(); ++i) {
    const double alpha = orders()[i];
    divergence_[i] += static_cast<double>(steps) * log_moment(q, sigma, alpha) / (alpha - 1);
  }
}

double RenyiSpent::epsilon(double delta) const {
  return least_epsilon(divergence_, [&](double alpha, double d) {
    return d + std::log((alpha - 1) / alpha) - (std::log(delta) + std::log(alpha)) / (alpha - 1);
  });
}

double RenyiSpent::classic_epsilon(double delta) const {
  return least_epsilon(divergence_, [&](double alpha, double d) { return d - std::log(delta) / (alpha - 1); });
}

double least_sigma(const std::function<double(double)>& epsilon_of, double wanted) {
  constexpr double kPrecision = 1e-5;
  if (epsilon_of(kMostSigma) > wanted) {
    throw Error("no noise is enough for that epsilon")
        .got(std::to_string(wanted))
        .hint("a larger --epsilon or --delta");
  }
  double low = kLeastSigma, high = kMostSigma;  // low does not do, or is the least there is
  if (epsilon_of(low) <= wanted) return low;
  while (high > low * (1 + kPrecision)) {
    const double middle = std::sqrt(low * high);
    (epsilon_of(middle) <= wanted ? high : low) = middle;
  }
  return high;
}

}  // namespace ballast::diffusion
