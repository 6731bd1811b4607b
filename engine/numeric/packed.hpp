// Matrix products with a right factor that is packed once and used many times: the weights of a layer, for every block
// of rows of a batch.
//
// Packed: the K x N factor is cut in panels of kPanel columns, each stored as K runs of kPanel values (the last panel
// is filled up with zeros), so that the inner loop reads it in order and a panel of a usual layer stays in the L1
// cache.
//
// Same bits: c_ij is one chain of fused multiply-adds over k, from 0 to K - 1, whatever the shapes, the position of the
// row, the number of rows or the width of the processor's vectors. The slow twin is that loop.
#pragma once

#include <cstddef>
#include <span>

#include "engine/numeric/blas.hpp"
#include "engine/numeric/matrix.hpp"

namespace ballast::numeric {

inline constexpr std::size_t kPanel = 32;  // columns

// Values in the packed form of a K x N factor.
constexpr std::size_t packed_size(std::size_t k, std::size_t n) {
  return k * ((n + kPanel - 1) / kPanel * kPanel);
}

// Packs op(b). Requires: packed_size(K, N) values at `packed`, 64-byte aligned for speed.
template <class T>
void pack(MatrixView<const T> b, Transpose op_b, T* packed);

// C = op(A) B, or C += op(A) B with `add`. Shapes: op(A) M x K, B K x N packed, C M x N. C must not overlap A.
// Threads: any number at a time. Does not allocate.
template <class T>
void multiply_packed(MatrixView<const T> a, Transpose op_a, const T* packed, bool add, MatrixView<T> c);

// C = A^T B, or C += A^T B with `add`, for tall A (K x M) and B (K x N): B is packed in blocks of kProductRows rows as
// the product goes on. The same chains as above. Requires: packed_size(kProductRows, N) values at `scratch`.
inline constexpr std::size_t kProductRows = 256;
template <class T>
void multiply_transposed(MatrixView<const T> a, MatrixView<const T> b, bool add, MatrixView<T> c, T* scratch);

// Slow twin of both.
template <class T>
void multiply_packed_twin(MatrixView<const T> a, Transpose op_a, MatrixView<const T> b, Transpose op_b, bool add,
                          MatrixView<T> c);

}  // namespace ballast::numeric
