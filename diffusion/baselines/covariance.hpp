// Mean and covariance of rows, and the factor that gives normal noise that covariance. In double, summed in row order.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/numeric/matrix.hpp"

namespace ballast::diffusion {

// One mean a column of x (n x d). Requires: n >= 1 unless d = 0.
std::vector<double> column_means(numeric::MatrixView<const float> x);

// S = (1 / n) sum_i (x_i - mean) (x_i - mean)^T, d x d. Cost: O(n d^2).
numeric::Matrix<double> covariance(numeric::MatrixView<const float> x, std::span<const double> mean);

// The lower L with L L^T = S for a covariance S, which may be singular: a column that the ones before it determine, to
// one part in 10^9 of its variance, gets a zero pivot (and so no noise of its own). Cost: O(d^3).
numeric::Matrix<double> cholesky(const numeric::Matrix<double>& s);

// Throws Error of more than 1,024 columns: a covariance takes their square in memory, its root their cube in time.
// what: needs one, such as "a copula".
void require_few_columns(std::size_t columns, const std::string& what);

}  // namespace ballast::diffusion
