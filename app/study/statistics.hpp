// The statistics of a comparison over repeats.
//
// Repeats that resample one data set share most of their training rows, so their differences are correlated and the
// plain paired t test finds gains that are not there. Nadeau and Bengio, "Inference for the Generalization Error",
// Machine Learning 52 (2003), correct the variance of the mean difference: (1/J + n_test/n_train) S^2 in place of
// S^2 / J. Many comparisons at once are then corrected by Holm's step-down procedure (Holm 1979).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace ballast::app {

inline constexpr double kLevel = 0.05;  // of every test and claim

struct MeanSd {
  double mean = 0;
  std::optional<double> sd;  // with J - 1; none for a single value
};
// Requires: values not empty.
MeanSd mean_sd(std::span<const double> values);

struct PairedTest {
  double delta = 0;                           // mean difference
  std::optional<double> ci_low, ci_high;      // two-sided 95 % interval of delta
  std::optional<double> p;                    // two-sided
  std::optional<double> standard_error = {};  // corrected
};

// The corrected resampled t test of `differences`, one per repeat, with J - 1 degrees of freedom.
// test_to_train: n_test / n_train of one repeat. Interval and p are absent for one repeat, and where all differences
// are equal but not zero (their variance, and so t, is then unknown). All zero: p = 1 and the interval [0, 0].
PairedTest corrected_resampled_t(std::span<const double> differences, double test_to_train);

// A mean over folds with its standard error, corrected as above; none of one fold, 0 where all values are equal.
struct MeanError {
  double mean = 0;
  std::optional<double> error;
};
MeanError mean_error(std::span<const double> values, double test_to_train);
// a - b, one by one. Requires: equal lengths.
std::vector<double> differences(std::span<const double> a, std::span<const double> b);

// The first candidate whose mean is above all before it, below the largest by no more than one standard error of the
// difference (Breiman, Friedman, Olshen and Stone 1984, 3.4.3), and above the first's by more than one, unless it is
// the first. by_fold: of each candidate values in 0 .. 1, of which more is better, by the same folds. The first where
// one fold tells no error. Requires: not empty.
std::size_t one_standard_error_choice(const std::vector<std::vector<double>>& by_fold, double test_to_train);

// Holm's adjusted p values, in the order given; absent ones stay absent and do not count.
std::vector<std::optional<double>> holm(std::span<const std::optional<double>> p);

// The smallest true difference that a two-sided test at `alpha` would have found with probability `power`, given the
// corrected standard error of `repeats` differences: (t_{1 - alpha/2} + t_{power}) * standard_error.
// Requires: repeats >= 2.
double detectable_difference(double standard_error, std::size_t repeats, double alpha, double power = 0.8);

// The expected average precision of scores drawn blindly, a little above the share of positives where these are few:
// (H + (positives - 1) / (rows - 1) (rows - H)) / rows, H the harmonic number of rows (Bestgen 2015).
// Requires: rows above 1, at least one positive.
double blind_pr_auc(std::size_t positives, std::size_t rows);

// The p quantile of Student's t.
double student_t_quantile(double p, double degrees_of_freedom);

}  // namespace ballast::app
