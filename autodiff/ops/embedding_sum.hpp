// Embeddings of several codes a row, added up: y_i = sum_j E[code_ij], where the codes of all columns number the rows
// of one table E. No product is needed: a row of a one-hot matrix times E is a row of E.
// Backward: dE[c] = the sum of dy_i over all (i, j) with code_ij = c, in row order; in tiles of the columns of E.
#pragma once

#include <algorithm>
#include <cassert>
#include <span>
#include <vector>

#include "autodiff/tensor.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::autodiff {

// sum[..] += row[..]
template <class T>
void add_row(const T* row, std::size_t columns, T* sum) {
  BALLAST_INDEPENDENT
  for (std::size_t j = 0; j < columns; ++j) sum[j] += row[j];
}

// The sum of the table's rows that `codes` names.
template <class T>
void embed_codes(numeric::MatrixView<const T> table, std::span<const std::uint32_t> codes, T* sum) {
  std::fill_n(sum, table.columns(), T{0});
  for (const std::uint32_t code : codes) {
    assert(code < table.rows());
    add_row(table.row(code).data(), table.columns(), sum);
  }
}

template <class T>
class EmbeddingSumOp final : public Op<T> {
 public:
  EmbeddingSumOp(Parameter<T> table, const std::vector<std::uint32_t>& codes, Tensor<T>* y)
      : table_(table), codes_(codes), width_(codes.size() / y->rows()), y_(y) {
    assert(table.value.columns() == y->columns() && codes.size() == width_ * y->rows());
    y->keep_gradient();
  }

  Tensor<T>* output() override { return y_; }
  std::vector<Operand<T>*> inputs() override { return {}; }

  void forward(const RowBlock<T>& rows) override {
    for (std::size_t i = rows.first; i < rows.first + rows.count; ++i) {
      embed_codes<T>(table_.value, codes_of(i), y_->values().row(i).data());
    }
  }
  void backward(const RowBlock<T>&) override {}  // dy is kept

  std::size_t weight_tasks() const override { return (y_->columns() + kTile - 1) / kTile; }
  void weight_gradient(std::size_t task, bool add) override {
    const std::size_t first = task * kTile, count = std::min(kTile, y_->columns() - first);
    const numeric::MatrixView<T> sums = table_.gradient.column_block(first, count);
    if (!add) {
      for (std::size_t c = 0; c < sums.rows(); ++c) std::fill_n(sums.row(c).data(), count, T{0});
    }
    const numeric::MatrixView<const T> dy = y_->kept_gradient().column_block(first, count);
    for (std::size_t i = 0; i < dy.rows(); ++i) {
      for (const std::uint32_t code : codes_of(i)) add_row(dy.row(i).data(), count, sums.row(code).data());
    }
  }

 private:
  static constexpr std::size_t kTile = 64;  // columns in one task

  std::span<const std::uint32_t> codes_of(std::size_t row) const {
    return std::span(codes_).subspan(row * width_, width_);
  }

  Parameter<T> table_;
  const std::vector<std::uint32_t>& codes_;
  std::size_t width_;  // codes a row
  Tensor<T>* y_;
};

}  // namespace ballast::autodiff
