// Mean and covariance of rows, and the factor that gives normal noise that covariance. In double, summed in row order.
#pragma once

#include <span>
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

}  // namespace ballast::diffusion
