// Methods over tables: whose ranks are lower than chance would have them (Demsar, "Statistical Comparisons of
// Classifiers over Multiple Data Sets", JMLR 7, 2006).
//
//   R_j    mean over the N tables of method j's rank among the k methods, 1 the best, equal values sharing theirs
//   chi2 = 12 N / (k (k + 1)) (sum R_j^2 - k (k + 1)^2 / 4)              (Friedman 1937)
//   F    = (N - 1) chi2 / (N (k - 1) - chi2), with k - 1 and (k - 1)(N - 1) degrees of freedom  (Iman, Davenport 1980)
//   two methods differ if their mean ranks are CD = q sqrt(k (k + 1) / 6 N) apart                 (Nemenyi 1963)
//
// with q the .95 quantile of the studentized range of k normal variables over sqrt(2).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ballast::app {

// Of one table; the largest value is the best where `higher`.
std::vector<double> ranks_of(std::span<const double> values, bool higher);

struct Friedman {
  std::vector<double> mean_ranks;  // one a method
  double chi_squared = 0, f = 0;   // f is infinite where all tables have one order
  double p = 1;                    // of F; of few tables exact, by counting all orders of their ranks
  double critical_difference = 0;  // Nemenyi's, at 5 %
};

// values: a vector for each table, of one value a method. Requires: at least two tables and two methods.
Friedman friedman_test(std::span<const std::vector<double>> values, bool higher);

// Nemenyi's q for k methods: the quantile of their range over sqrt(2).
double nemenyi_q(std::size_t methods, double probability = 0.95);

}  // namespace ballast::app
