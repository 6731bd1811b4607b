#include "engine/numeric/blas.hpp"

#include <cblas.h>

#include <algorithm>
#include <cassert>
#include <limits>

namespace ballast::numeric {
namespace {

blasint to_int(std::size_t n) {
  assert(n <= static_cast<std::size_t>(std::numeric_limits<blasint>::max()));
  return static_cast<blasint>(n);
}

template <class T>
blasint leading(MatrixView<T> m) {
  return to_int(std::max<std::size_t>(m.stride(), 1));
}

CBLAS_TRANSPOSE to_blas(Transpose op) {
  return op == Transpose::no ? CblasNoTrans : CblasTrans;
}

template <class T>
std::size_t rows_of(MatrixView<const T> m, Transpose op) {
  return op == Transpose::no ? m.rows() : m.columns();
}

template <class T>
std::size_t columns_of(MatrixView<const T> m, Transpose op) {
  return op == Transpose::no ? m.columns() : m.rows();
}

template <class T>
void scale(T beta, MatrixView<T> c) {
  for (std::size_t i = 0; i < c.rows(); ++i) {
    for (T& value : c.row(i)) value = beta == T{0} ? T{0} : beta * value;
  }
}

void call(float alpha, MatrixView<const float> a, Transpose op_a, MatrixView<const float> b, Transpose op_b, float beta,
          MatrixView<float> c) {
  cblas_sgemm(CblasRowMajor, to_blas(op_a), to_blas(op_b), to_int(c.rows()), to_int(c.columns()),
              to_int(columns_of(a, op_a)), alpha, a.data(), leading(a), b.data(), leading(b), beta, c.data(),
              leading(c));
}

void call(double alpha, MatrixView<const double> a, Transpose op_a, MatrixView<const double> b, Transpose op_b,
          double beta, MatrixView<double> c) {
  cblas_dgemm(CblasRowMajor, to_blas(op_a), to_blas(op_b), to_int(c.rows()), to_int(c.columns()),
              to_int(columns_of(a, op_a)), alpha, a.data(), leading(a), b.data(), leading(b), beta, c.data(),
              leading(c));
}

// One product of 64 rows, of which rows slot .. slot + a.rows() - 1 are wanted; the others are zeros.
template <class T>
void gemm_partial_block(MatrixView<const T> a, MatrixView<const T> b, Transpose op_b, MatrixView<T> c, std::size_t slot,
                        Workspace& scratch) {
  const Workspace::Scope scope(scratch);
  const MatrixView<T> padded = scratch.take_matrix<T>(kRowBlock, a.columns());
  const MatrixView<T> product = scratch.take_matrix<T>(kRowBlock, c.columns());
  std::fill_n(padded.data(), padded.rows() * padded.columns(), T{0});
  for (std::size_t i = 0; i < a.rows(); ++i) std::ranges::copy(a.row(i), padded.row(slot + i).begin());
  gemm<T>(T{1}, padded, Transpose::no, b, op_b, T{0}, product);
  for (std::size_t i = 0; i < c.rows(); ++i) std::ranges::copy(product.row(slot + i), c.row(i).begin());
}

}  // namespace

void pin_blas_to_one_thread() {
  static const bool pinned = [] {
    openblas_set_num_threads(1);
    return true;
  }();
  static_cast<void>(pinned);
}

template <class T>
void gemm(T alpha, MatrixView<const T> a, Transpose op_a, MatrixView<const T> b, Transpose op_b, T beta,
          MatrixView<T> c) {
  assert(rows_of(a, op_a) == c.rows() && columns_of(b, op_b) == c.columns());
  assert(columns_of(a, op_a) == rows_of(b, op_b));
  pin_blas_to_one_thread();
  if (c.empty()) return;
  if (columns_of(a, op_a) == 0) {
    scale(beta, c);
    return;
  }
  call(alpha, a, op_a, b, op_b, beta, c);
}

template <class T>
void gemm_rows(MatrixView<const T> a, MatrixView<const T> b, Transpose op_b, MatrixView<T> c, std::size_t first_row,
               Workspace& scratch) {
  assert(a.rows() == c.rows());
  for (std::size_t done = 0; done < a.rows();) {
    const std::size_t slot = (first_row + done) % kRowBlock;
    const std::size_t count = std::min(kRowBlock - slot, a.rows() - done);
    const MatrixView<const T> block = a.row_block(done, count);
    const MatrixView<T> out = c.row_block(done, count);
    if (count == kRowBlock) {
      gemm<T>(T{1}, block, Transpose::no, b, op_b, T{0}, out);
    } else {
      gemm_partial_block(block, b, op_b, out, slot, scratch);
    }
    done += count;
  }
}

template <class T>
std::size_t gemm_rows_scratch_bytes(std::size_t k, std::size_t n) {
  return Workspace::bytes_for<T>(kRowBlock * k) + Workspace::bytes_for<T>(kRowBlock * n);
}

template <class T>
void gemm_twin(T alpha, MatrixView<const T> a, Transpose op_a, MatrixView<const T> b, Transpose op_b, T beta,
               MatrixView<T> c) {
  const auto at = [](MatrixView<const T> m, Transpose op, std::size_t i, std::size_t j) {
    return static_cast<double>(op == Transpose::no ? m(i, j) : m(j, i));
  };
  for (std::size_t i = 0; i < c.rows(); ++i) {
    for (std::size_t j = 0; j < c.columns(); ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < columns_of(a, op_a); ++k) sum += at(a, op_a, i, k) * at(b, op_b, k, j);
      const double before = beta == T{0} ? 0.0 : static_cast<double>(beta) * static_cast<double>(c(i, j));
      c(i, j) = static_cast<T>(static_cast<double>(alpha) * sum + before);
    }
  }
}

#define BALLAST_BLAS_FOR(T)                                                                                   \
  template void gemm<T>(T, MatrixView<const T>, Transpose, MatrixView<const T>, Transpose, T, MatrixView<T>); \
  template void gemm_rows<T>(MatrixView<const T>, MatrixView<const T>, Transpose, MatrixView<T>, std::size_t, \
                             Workspace&);                                                                     \
  template std::size_t gemm_rows_scratch_bytes<T>(std::size_t, std::size_t);                                  \
  template void gemm_twin<T>(T, MatrixView<const T>, Transpose, MatrixView<const T>, Transpose, T, MatrixView<T>);
BALLAST_BLAS_FOR(float)
BALLAST_BLAS_FOR(double)
#undef BALLAST_BLAS_FOR

}  // namespace ballast::numeric
