// Eigenpairs of symmetric matrices, as far as a start for UMAP needs them: all of a small dense matrix by Jacobi
// rotations (Golub & Van Loan, Matrix Computations, section 8.5), and the largest few of an operator that is only
// applied to vectors, by Lanczos with full re-orthogonalisation (section 10.1), one eigenvector after the other:
// those already found are projected out, so that multiple eigenvalues are no special case.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "engine/numeric/matrix.hpp"

namespace ballast::geometry {

struct Eigenpairs {
  std::vector<double> values;       // largest first
  numeric::Matrix<double> vectors;  // row e belongs to values[e]; length 1, its component of largest size is positive
};

// All eigenpairs of a symmetric n x n matrix (only read; the upper triangle counts). Cost: O(n^3), a dozen sweeps.
Eigenpairs symmetric_eigenpairs(numeric::MatrixView<const double> matrix);

// out = A in. Both have the length of the operator; out does not alias in.
using SymmetricOperator = std::function<void(std::span<const double> in, std::span<double> out)>;

struct LanczosOptions {
  std::size_t basis = 64;   // vectors kept between restarts
  std::size_t cycles = 20;  // restarts at most; the best vector so far is returned then
  double tolerance = 1e-6;  // stop at |A v - lambda v| <= tolerance * |lambda|
};

// The `count` largest eigenpairs of an n x n operator on the space orthogonal to the rows of `known` (each of length
// 1; may be empty). Requires known.rows() + count <= n.
// Cost: basis * (one application + basis * n) a cycle and vector.
Eigenpairs largest_eigenpairs(const SymmetricOperator& apply, std::size_t n, std::size_t count,
                              numeric::MatrixView<const double> known, const LanczosOptions& options = {});

}  // namespace ballast::geometry
