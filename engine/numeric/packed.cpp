#include "engine/numeric/packed.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "engine/numeric/lanes.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::numeric {
namespace {

// A tile of C is held in registers. Each step of k loads kTileLanes vectors of the panel and spreads one value of A:
//
//                 sums                          panel  A   of
//   AVX-512       8 rows x 2 vectors = 16         2    1   32 registers
//   16 registers  4 rows x 2 vectors =  8         2    1   16
//
// A multiply-add takes about 4 cycles and up to two start in each: 8 chains that do not wait for each other keep the
// units busy.
constexpr std::size_t kTileLanes = 2;
constexpr std::size_t kTileRows = kRegisters >= 32 ? 8 : 4;
template <class T>
constexpr std::size_t kTileColumns = kTileLanes* Lanes<T>::kCount;

// The left factor as it lies in memory: a(i, k) = data[i row_step + k k_step].
template <class T>
struct Left {
  const T* data;
  std::size_t row_step, k_step, k_count;
};

// R rows of C by kTileColumns: c = a b + (add ? c : 0), with b at `panel`, a row of it every kPanel values.
template <class T, std::size_t R>
void tile(Left<T> a, const T* panel, bool add, T* c, std::size_t c_step) {
  using Vector = Lanes<T>;
  std::array<std::array<Vector, kTileLanes>, R> sum;
  BALLAST_UNROLL_ALL
  for (std::size_t r = 0; r < R; ++r) {
    BALLAST_UNROLL_ALL
    for (std::size_t l = 0; l < kTileLanes; ++l) {
      sum[r][l] = add ? Vector::load(c + r * c_step + l * Vector::kCount) : Vector::all(T{0});
    }
  }
  const T* at = a.data;
  for (std::size_t k = 0; k < a.k_count; ++k, at += a.k_step, panel += kPanel) {
    std::array<Vector, kTileLanes> b;
    for (std::size_t l = 0; l < kTileLanes; ++l) b[l] = Vector::load(panel + l * Vector::kCount);
    BALLAST_UNROLL_ALL
    for (std::size_t r = 0; r < R; ++r) {
      const Vector factor = Vector::all(at[r * a.row_step]);
      BALLAST_UNROLL_ALL
      for (std::size_t l = 0; l < kTileLanes; ++l) sum[r][l].add_product(factor, b[l]);
    }
  }
  BALLAST_UNROLL_ALL
  for (std::size_t r = 0; r < R; ++r) {
    BALLAST_UNROLL_ALL
    for (std::size_t l = 0; l < kTileLanes; ++l) sum[r][l].store(c + r * c_step + l * Vector::kCount);
  }
}

// The tile for the last rows of C, of which there may be fewer.
template <class T>
void tile(std::size_t rows, Left<T> a, const T* panel, bool add, T* c, std::size_t c_step) {
  switch (rows) {
    case 1:
      return tile<T, 1>(a, panel, add, c, c_step);
    case 2:
      return tile<T, 2>(a, panel, add, c, c_step);
    case 3:
      return tile<T, 3>(a, panel, add, c, c_step);
    case 4:
      return tile<T, 4>(a, panel, add, c, c_step);
    case 5:
      return tile<T, 5>(a, panel, add, c, c_step);
    case 6:
      return tile<T, 6>(a, panel, add, c, c_step);
    case 7:
      return tile<T, 7>(a, panel, add, c, c_step);
    default:
      return tile<T, kTileRows>(a, panel, add, c, c_step);
  }
}

// A tile at the right edge of C: computed beside it, and only `columns` columns are taken over.
template <class T>
void edge_tile(std::size_t rows, std::size_t columns, Left<T> a, const T* panel, bool add, T* c, std::size_t c_step) {
  constexpr std::size_t kWidth = kTileColumns<T>;
  alignas(kAlignment) std::array<T, kTileRows * kWidth> whole{};
  if (add) {
    for (std::size_t r = 0; r < rows; ++r) std::copy_n(c + r * c_step, columns, whole.data() + r * kWidth);
  }
  tile(rows, a, panel, add, whole.data(), kWidth);
  for (std::size_t r = 0; r < rows; ++r) std::copy_n(whole.data() + r * kWidth, columns, c + r * c_step);
}

// Columns of b as they are; a whole panel is copied without a call.
template <class T>
void copy_columns(MatrixView<const T> b, T* packed) {
  for (std::size_t k = 0; k < b.rows(); ++k, packed += kPanel) {
    const T* from = b.row(k).data();
    if (b.columns() == kPanel) {
      std::copy_n(from, kPanel, packed);
    } else {
      std::fill(std::copy_n(from, b.columns(), packed), packed + kPanel, T{0});
    }
  }
}

// Rows of b become columns of a panel: in squares as long as they fit, then one by one.
template <class T>
void turn_columns(MatrixView<const T> b, T* packed) {
  constexpr std::size_t kSide = Lanes<T>::kCount;
  const std::size_t whole_rows = b.rows() / kSide * kSide, whole_columns = b.columns() / kSide * kSide;
  for (std::size_t j = 0; j < whole_rows; j += kSide) {
    for (std::size_t k = 0; k < whole_columns; k += kSide) {
      std::array<Lanes<T>, kSide> square;
      for (std::size_t r = 0; r < kSide; ++r) square[r] = Lanes<T>::load(b.row(j + r).data() + k);
      turn(square);
      for (std::size_t r = 0; r < kSide; ++r) square[r].store(packed + (k + r) * kPanel + j);
    }
  }
  for (std::size_t j = 0; j < kPanel; ++j) {
    for (std::size_t k = j < whole_rows ? whole_columns : 0; k < b.columns(); ++k) {
      packed[k * kPanel + j] = j < b.rows() ? b(j, k) : T{0};
    }
  }
}

}  // namespace

template <class T>
void pack(MatrixView<const T> b, Transpose op_b, T* packed) {
  const bool plain = op_b == Transpose::no;
  const std::size_t k_count = plain ? b.rows() : b.columns(), n = plain ? b.columns() : b.rows();
  for (std::size_t first = 0; first < n; first += kPanel, packed += k_count * kPanel) {
    const std::size_t width = std::min(kPanel, n - first);
    if (plain) {
      copy_columns(b.column_block(first, width), packed);
    } else {
      turn_columns(b.row_block(first, width), packed);
    }
  }
}

template <class T>
void multiply_packed(MatrixView<const T> a, Transpose op_a, const T* packed, bool add, MatrixView<T> c) {
  const bool plain = op_a == Transpose::no;
  const std::size_t k_count = plain ? a.columns() : a.rows();
  assert(c.rows() == (plain ? a.rows() : a.columns()));
  constexpr std::size_t kWidth = kTileColumns<T>;
  for (std::size_t j = 0; j < c.columns(); j += kWidth) {
    const T* panel = packed + j / kPanel * kPanel * k_count + j % kPanel;
    const std::size_t columns = std::min(kWidth, c.columns() - j);
    for (std::size_t i = 0; i < c.rows(); i += kTileRows) {
      const Left<T> left{a.data() + i * (plain ? a.stride() : 1), plain ? a.stride() : 1, plain ? 1 : a.stride(),
                         k_count};
      const std::size_t rows = std::min(kTileRows, c.rows() - i);
      T* at = c.data() + i * c.stride() + j;
      if (columns == kWidth) {
        tile(rows, left, panel, add, at, c.stride());
      } else {
        edge_tile(rows, columns, left, panel, add, at, c.stride());
      }
    }
  }
}

template <class T>
void multiply_transposed(MatrixView<const T> a, MatrixView<const T> b, bool add, MatrixView<T> c, T* scratch) {
  assert(a.rows() == b.rows() && a.rows() > 0);
  for (std::size_t first = 0; first < a.rows(); first += kProductRows) {
    const std::size_t count = std::min(kProductRows, a.rows() - first);
    pack<T>(b.row_block(first, count), Transpose::no, scratch);
    multiply_packed<T>(a.row_block(first, count), Transpose::yes, scratch, add || first > 0, c);
  }
}

template <class T>
void multiply_packed_twin(MatrixView<const T> a, Transpose op_a, MatrixView<const T> b, Transpose op_b, bool add,
                          MatrixView<T> c) {
  const std::size_t k_count = op_a == Transpose::no ? a.columns() : a.rows();
  for (std::size_t i = 0; i < c.rows(); ++i) {
    for (std::size_t j = 0; j < c.columns(); ++j) {
      T sum = add ? c(i, j) : T{0};
      for (std::size_t k = 0; k < k_count; ++k) {
        sum = std::fma(op_a == Transpose::no ? a(i, k) : a(k, i), op_b == Transpose::no ? b(k, j) : b(j, k), sum);
      }
      c(i, j) = sum;
    }
  }
}

// NOLINTBEGIN(bugprone-macro-parentheses): T is a type
#define BALLAST_PACKED_FOR(T)                                                                                 \
  template void pack<T>(MatrixView<const T>, Transpose, T*);                                                  \
  template void multiply_packed<T>(MatrixView<const T>, Transpose, const T*, bool, MatrixView<T>);            \
  template void multiply_transposed<T>(MatrixView<const T>, MatrixView<const T>, bool, MatrixView<T>, T*);    \
  template void multiply_packed_twin<T>(MatrixView<const T>, Transpose, MatrixView<const T>, Transpose, bool, \
                                        MatrixView<T>);
BALLAST_PACKED_FOR(float)
BALLAST_PACKED_FOR(double)
// NOLINTEND(bugprone-macro-parentheses)
#undef BALLAST_PACKED_FOR

}  // namespace ballast::numeric
