#include "diffusion/privacy/privacy_budget.hpp"

#include <cmath>
#include <cstdint>
#include <string>

#include "engine/error.hpp"

namespace ballast::diffusion {
namespace {

constexpr double kShareOfCounts = 0.1, kShareOfLabels = 0.1;
constexpr double kRowsPerDeviation = 40;  // of the noise of a count: a tenth of the rows stands four above it

std::string plain(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// alpha / (2 sigma^2) of one noised sum that would use up the promise; counts get their share of it.
double count_sigma(double epsilon, double delta, std::size_t counts) {
  const double sigma = least_sigma(
      [&](double s) {
        RenyiSpent one;
        one.add_gaussian(s);
        return one.epsilon(delta);
      },
      epsilon);
  return sigma * std::sqrt(static_cast<double>(counts) / kShareOfCounts);
}

double delta_of_labels(const PrivacyOptions& options, std::size_t unlisted) {
  return unlisted == 0 ? 0 : kShareOfLabels * options.delta;
}

// The least epsilon, to a hundredth of itself, that so many rows bear.
double bearable_epsilon(double delta, std::size_t counts, double rows) {
  double low = 1e-4, high = kEpsilonRange.high;
  while (high > 1.01 * low) {
    const double middle = std::sqrt(low * high);
    (kRowsPerDeviation * count_sigma(middle, delta, counts) <= rows ? high : low) = middle;
  }
  return high;
}

}  // namespace

PrivacySpent budget_of_counts(const PrivacyOptions& options, std::size_t counts, std::size_t unlisted,
                              std::size_t rows) {
  const auto all = static_cast<double>(rows);
  if (options.delta * all >= 1) {
    throw Error("--delta is too large: a row in so many may be given away whole")
        .expected("less than 1 in " + std::to_string(rows) + " rows")
        .got(plain(options.delta));
  }
  PrivacySpent spent;
  spent.delta = options.delta;
  spent.secret_noise = options.secret_noise;
  spent.counts = counts;
  spent.label_delta = delta_of_labels(options, unlisted);
  const double delta = options.delta - spent.label_delta;
  spent.count_sigma = count_sigma(options.epsilon, delta, counts);
  if (const double needed = std::ceil(kRowsPerDeviation * spent.count_sigma); needed > all) {
    const double bearable = std::ceil(100 * bearable_epsilon(delta, counts, all)) / 100;
    throw Error("too few rows for --epsilon " + plain(options.epsilon) +
                ": what is counted of them drowns in the noise")
        .expected(std::to_string(static_cast<std::uint64_t>(needed)) + " rows or more")
        .got(std::to_string(rows))
        .hint(bearable < kEpsilonRange.high ? "so many rows and columns bear --epsilon " + plain(bearable) +
                                                  "; a --schema with bounds and labels spares counts"
                                            : "they bear no epsilon worth the name");
  }
  return spent;
}

RenyiSpent renyi_of(const PrivacySpent& spent) {
  RenyiSpent out;
  out.add_gaussian(spent.count_sigma, static_cast<double>(spent.counts));
  if (spent.steps > 0) out.add_sampled_gaussian(spent.sample_rate, spent.gradient_sigma, spent.steps);
  return out;
}

void budget_of_gradients(const PrivacyOptions& options, double sample_rate, std::size_t steps, PrivacySpent& spent) {
  spent.sample_rate = sample_rate;
  spent.steps = steps;
  const auto epsilon_of = [&](double sigma) {
    PrivacySpent tried = spent;
    tried.gradient_sigma = sigma;
    return renyi_of(tried).epsilon(spent.delta - spent.label_delta);
  };
  spent.gradient_sigma = least_sigma(epsilon_of, options.epsilon);
  spent.epsilon = epsilon_of(spent.gradient_sigma);
}

}  // namespace ballast::diffusion
