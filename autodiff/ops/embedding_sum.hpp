// Embeddings of several codes a row, added up: y_i = sum_j E[code_ij], where the codes of all columns number the rows
// of one table E. No product is needed: a row of a one-hot matrix times E is a row of E.
// Backward: dE[c] = the sum of dy_i over all (i, j) with code_ij = c, in row order; in tiles of the columns of E.
// Row i's part has dy_i once for each time that it names c: its squared norm is |dy_i|^2 times the sum over c of the
// square of how often, D where its codes all differ.
#pragma once

#include <algorithm>
#include <cassert>
#include <functional>
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
class EmbeddingSumOp final : public Op<T>, public RowGradients<T> {
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

  void add_squared_norms(const RowBlock<T>& rows, std::span<double> squares) override {
    const numeric::MatrixView<const T> dy = y_->gradient(rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      squares[i] += static_cast<double>(equal_pairs(codes_of(rows.first + i))) * squared_length(dy.row(i));
    }
  }
  void scale_rows(const RowBlock<T>& rows, std::span<const T> factors) override {
    const numeric::MatrixView<T> dy = y_->gradient(rows);
    for (std::size_t i = 0; i < rows.count; ++i) scale(dy.row(i), factors[i]);
  }

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
  // Pairs (j, k) of the same code, j = k among them. Columns
  // that number their codes one after the other have no others.
  static std::size_t equal_pairs(std::span<const std::uint32_t> codes) {
    if (std::ranges::adjacent_find(codes, std::greater_equal<>()) == codes.end()) return codes.size();
    std::size_t pairs = 0;
    for (const std::uint32_t a : codes) pairs += static_cast<std::size_t>(std::ranges::count(codes, a));
    return pairs;
  }

  Parameter<T> table_;
  const std::vector<std::uint32_t>& codes_;
  std::size_t width_;  // codes a row
  Tensor<T>* y_;
};

}  // namespace ballast::autodiff
