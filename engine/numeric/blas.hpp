// The only caller of BLAS (OpenBLAS). Everything is row-major, on views.
//
// OpenBLAS is held to one thread: its own pool fights ours, and its way to share work would make bits depend on the
// number of cores. This setting is process-wide: a host program that calls OpenBLAS too will see it. It is made by the
// first call of anything here.
//
// Same bits: on some processors' kernels (Haswell, Zen) a row of a product gets other bits at another position in the
// matrix. gemm_rows therefore computes row k in slot k mod 64 of a 64-row product, whatever rows are asked for, so that
// a row's bits do not depend on how many rows are computed together or on how they are shared among threads.
#pragma once

#include <cstddef>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/workspace.hpp"

namespace ballast::numeric {

enum class Transpose { no, yes };

inline constexpr std::size_t kRowBlock = 64;  // rows in each product of gemm_rows

// Rounded up to full row blocks.
constexpr std::size_t padded_rows(std::size_t rows) {
  return (rows + kRowBlock - 1) / kRowBlock * kRowBlock;
}

// Process-wide; the functions below call it themselves. Threads: any.
void pin_blas_to_one_thread();

// C = alpha op(A) op(B) + beta C. Shapes: op(A) M x K, op(B) K x N, C M x N; any strides, any of them may be zero.
// With beta = 0, C is written without being read. C must not overlap A or B. Threads: any number at a time.
// T is float or double.
template <class T>
void gemm(T alpha, MatrixView<const T> a, Transpose op_a, MatrixView<const T> b, Transpose op_b, T beta,
          MatrixView<T> c);

// C = A op(B), where row i of A and C is row first_row + i of something larger and gets the same bits in whatever
// company it is computed. Shapes: A M x K, op(B) K x N, C M x N.
// Requires: gemm_rows_scratch_bytes<T>(K, N) bytes free in `scratch`, unless first_row and M are multiples of 64
// (partial blocks at the ends are padded there). No allocation. Threads: any number at a time, each with its own
// scratch.
template <class T>
void gemm_rows(MatrixView<const T> a, MatrixView<const T> b, Transpose op_b, MatrixView<T> c, std::size_t first_row,
               Workspace& scratch);

template <class T>
std::size_t gemm_rows_scratch_bytes(std::size_t k, std::size_t n);

// Slow twin of gemm: three loops, sums in double.
template <class T>
void gemm_twin(T alpha, MatrixView<const T> a, Transpose op_a, MatrixView<const T> b, Transpose op_b, T beta,
               MatrixView<T> c);

}  // namespace ballast::numeric
