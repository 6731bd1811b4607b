#include "app/study/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <numeric>

namespace ballast::app {

MeanSd mean_sd(std::span<const double> values) {
  assert(!values.empty());
  const auto n = static_cast<double>(values.size());
  MeanSd out;
  out.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  if (values.size() < 2) return out;
  double squares = 0;
  for (const double value : values) squares += (value - out.mean) * (value - out.mean);
  out.sd = std::sqrt(squares / (n - 1));
  return out;
}

double student_t_quantile(double p, double degrees_of_freedom) {
  return boost::math::quantile(boost::math::students_t(degrees_of_freedom), p);
}

PairedTest corrected_resampled_t(std::span<const double> differences, double test_to_train) {
  const MeanSd moments = mean_sd(differences);
  PairedTest out{.delta = moments.mean, .ci_low = {}, .ci_high = {}, .p = {}};
  if (!moments.sd) return out;
  // Differences that are equal but for rounding carry no variance to test against.
  const double rounding = 1e-12 * std::max(1.0, std::abs(out.delta));
  if (*moments.sd <= rounding) {
    if (std::abs(out.delta) > rounding) return out;
    out.ci_low = out.ci_high = out.standard_error = 0.0;
    out.p = 1.0;
    return out;
  }
  const auto repeats = static_cast<double>(differences.size());
  const double standard_error = std::sqrt(1 / repeats + test_to_train) * *moments.sd;
  const double half_width = student_t_quantile(0.975, repeats - 1) * standard_error;
  const boost::math::students_t distribution(repeats - 1);
  out.ci_low = out.delta - half_width;
  out.ci_high = out.delta + half_width;
  out.p = 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(out.delta) / standard_error));
  out.standard_error = standard_error;
  return out;
}

MeanError mean_error(std::span<const double> values, double test_to_train) {
  const PairedTest test = corrected_resampled_t(values, test_to_train);
  if (values.size() < 2) return {test.delta, {}};
  return {test.delta, test.standard_error.value_or(0)};
}

std::vector<double> differences(std::span<const double> a, std::span<const double> b) {
  std::vector<double> out(a.begin(), a.end());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] -= b[i];
  return out;
}

// A noisy difference is no merit: one that is worse than a simpler one is not taken for it, nor one that cannot be told
// from the first where the first is out. The best can always be told from it then, so there is a choice.
std::size_t one_standard_error_choice(const std::vector<std::vector<double>>& by_fold, double test_to_train) {
  const auto mean = [](const std::vector<double>& values) { return mean_sd(values).mean; };
  const std::vector<double>& best = *std::ranges::max_element(by_fold, {}, mean);
  const auto is_as_good = [&](const std::vector<double>& values) {
    const MeanError behind = mean_error(differences(best, values), test_to_train);
    return !behind.error || behind.mean <= *behind.error;
  };
  const auto beats_first = [&](const std::vector<double>& values) {
    const MeanError gain = mean_error(differences(values, by_fold[0]), test_to_train);
    return gain.error && gain.mean > *gain.error;
  };
  if (is_as_good(by_fold[0])) return 0;
  double simpler = mean(by_fold[0]);
  for (std::size_t i = 1;; ++i) {
    if (mean(by_fold[i]) > simpler && is_as_good(by_fold[i]) && beats_first(by_fold[i])) return i;
    simpler = std::max(simpler, mean(by_fold[i]));
  }
}

std::vector<std::optional<double>> holm(std::span<const std::optional<double>> p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i]) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return *p[a] < *p[b]; });
  std::vector<std::optional<double>> adjusted(p.size());
  double largest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto still_in = static_cast<double>(order.size() - rank);
    largest = std::max(largest, std::min(1.0, *p[order[rank]] * still_in));
    adjusted[order[rank]] = largest;
  }
  return adjusted;
}

double detectable_difference(double standard_error, std::size_t repeats, double alpha, double power) {
  assert(repeats >= 2);
  const auto freedom = static_cast<double>(repeats - 1);
  return (student_t_quantile(1 - alpha / 2, freedom) + student_t_quantile(power, freedom)) * standard_error;
}

double blind_pr_auc(std::size_t positives, std::size_t rows) {
  double harmonic = 0;
  for (std::size_t i = 1; i <= rows; ++i) harmonic += 1 / static_cast<double>(i);
  const auto n = static_cast<double>(rows), k = static_cast<double>(positives);
  return (harmonic + (k - 1) / (n - 1) * (n - harmonic)) / n;
}

}  // namespace ballast::app
