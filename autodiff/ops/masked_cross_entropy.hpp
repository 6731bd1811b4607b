// Several softmax heads on one hidden row, of which a row asks for some: the loss of predicting hidden cells.
//
//   p_ij = softmax(x_i W_j + b_j),   L = (1 / B) sum_i sum_j w_ij (-ln p_ij[code_ij])
//
// W = [W_1 | .. | W_D] has a column for each code of each head. w_ij = 0 means that cell ij is not asked for, and costs
// nothing: of a block of rows, head j meets the rows that ask for it, gathered into a matrix of their own.
// Backward: d_ij = (w_ij / B) (p_ij - onehot(code_ij));  dx_i = sum_j d_ij W_j^T;  dW_j = sum_i x_i d_ij^T;
// db_j = sum_i d_ij. The forward pass leaves d in the place of the logits; dW is cut in tiles of its columns.
// Row i's part of all dW_j and db_j has the squared norm (|x_i|^2 + 1) sum_j |d_ij|^2.
#pragma once

#include <algorithm>
#include <cassert>
#include <span>
#include <vector>

#include "autodiff/ops/embedding_sum.hpp"
#include "autodiff/ops/loss.hpp"
#include "engine/numeric/packed.hpp"
#include "engine/numeric/softmax.hpp"

namespace ballast::autodiff {

template <class T>
class MaskedCrossEntropyOp final : public LossOp<T>, public RowGradients<T> {
 public:
  // first: where the columns of each head begin in `weight`, and their number at the end; codes: rows x D, each from 0
  // within its head; cell_weights: rows x D.
  MaskedCrossEntropyOp(Tensor<T>* x, Parameter<T> weight, Parameter<T> bias, std::span<const std::size_t> first,
                       const std::vector<std::uint32_t>& codes, Tensor<T>* cell_weights, std::size_t blocks,
                       std::size_t block_rows)
      : LossOp<T>(blocks, static_cast<double>(x->rows())),
        x_{x},
        weight_(weight),
        bias_(bias),
        first_(first.begin(), first.end()),
        codes_(codes),
        cell_weights_(cell_weights),
        block_rows_(block_rows),
        blocks_(blocks) {
    assert(weight.value.rows() == x->columns() && weight.value.columns() == first_.back());
    assert(bias.value.columns() == first_.back() && cell_weights->columns() == heads());
    for (std::size_t j = 0; j < heads(); ++j) {
      packed_.emplace_back(numeric::packed_size(x->columns(), width(j)));
      packed_transpose_.emplace_back(numeric::packed_size(width(j), x->columns()));
      delta_.emplace_back(x->rows(), width(j));
      for (std::size_t at = 0; at < width(j); at += kTile) {
        const std::size_t count = std::min(kTile, width(j) - at);
        tiles_.push_back({j, at, count, numeric::Matrix<T>(block_rows, x->columns()),
                          numeric::Buffer<T>(numeric::packed_size(numeric::kProductRows, count))});
      }
    }
    gathered_ = numeric::Matrix<T>(blocks * block_rows, x->columns());
    asking_.resize(blocks * heads() * block_rows);
    asking_count_.resize(blocks * heads());
  }

  std::vector<Operand<T>*> inputs() override { return {&x_}; }

  std::size_t prepare_tasks() const override { return heads(); }
  void prepare(std::size_t head) override {
    const numeric::MatrixView<const T> w = weight_.value.column_block(first_[head], width(head));
    numeric::pack<T>(w, numeric::Transpose::no, packed_[head].data());
    numeric::pack<T>(w, numeric::Transpose::yes, packed_transpose_[head].data());
  }

  void forward(const RowBlock<T>& rows) override {
    double sum = 0;
    for (std::size_t j = 0; j < heads(); ++j) sum += forward_head(rows, j);
    this->partial(rows) = sum;
  }

  void backward(const RowBlock<T>& rows) override {
    if (!x_.needs_gradient()) return;
    assert(!x_.add);
    const numeric::MatrixView<T> dx = x_.tensor->gradient(rows);
    for (std::size_t i = 0; i < rows.count; ++i) std::ranges::fill(dx.row(i), T{0});
    for (std::size_t j = 0; j < heads(); ++j) {
      const std::span<const std::uint32_t> asking = rows_asking(rows.block, j);
      const numeric::MatrixView<T> part = gathered_.view().row_block(rows.block * block_rows_, asking.size());
      numeric::multiply_packed<T>(delta(rows.first, j, asking.size()), numeric::Transpose::no,
                                  packed_transpose_[j].data(), false, part);
      for (std::size_t i = 0; i < asking.size(); ++i) {
        add_row(part.row(i).data(), part.columns(), dx.row(asking[i] - rows.first).data());
      }
    }
  }

  void add_squared_norms(const RowBlock<T>& rows, std::span<double> squares) override {
    for (std::size_t j = 0; j < heads(); ++j) {
      const std::span<const std::uint32_t> asking = rows_asking(rows.block, j);
      const numeric::MatrixView<const T> d = delta(rows.first, j, asking.size());
      for (std::size_t i = 0; i < asking.size(); ++i) {
        const std::span<const T> x = x_.tensor->values().row(asking[i]);
        squares[asking[i] - rows.first] += (squared_length(x) + 1) * squared_length(d.row(i));
      }
    }
  }
  void scale_rows(const RowBlock<T>& rows, std::span<const T> factors) override {
    for (std::size_t j = 0; j < heads(); ++j) {
      const std::span<const std::uint32_t> asking = rows_asking(rows.block, j);
      const numeric::MatrixView<T> d = delta(rows.first, j, asking.size());
      for (std::size_t i = 0; i < asking.size(); ++i) scale(d.row(i), factors[asking[i] - rows.first]);
    }
  }

  std::size_t weight_tasks() const override { return tiles_.size(); }
  void weight_gradient(std::size_t task, bool add) override {
    Tile& tile = tiles_[task];
    const std::size_t column = first_[tile.head] + tile.first;
    const numeric::MatrixView<T> dw = weight_.gradient.column_block(column, tile.count);
    const std::span<T> db = bias_.gradient.row(0).subspan(column, tile.count);
    if (!add) {
      std::ranges::fill(db, T{0});
      for (std::size_t i = 0; i < dw.rows(); ++i) std::ranges::fill(dw.row(i), T{0});
    }
    for (std::size_t block = 0; block < blocks_; ++block) {
      const std::span<const std::uint32_t> asking = rows_asking(block, tile.head);
      if (asking.empty()) continue;
      const numeric::MatrixView<T> x = tile.x.view().row_block(0, asking.size());
      gather(asking, x);
      const numeric::MatrixView<T> d =
          delta(block * block_rows_, tile.head, asking.size()).column_block(tile.first, tile.count);
      numeric::multiply_transposed<T>(x, d, true, dw, tile.scratch.data());
      for (std::size_t i = 0; i < asking.size(); ++i) add_row(d.row(i).data(), tile.count, db.data());
    }
  }

 private:
  static constexpr std::size_t kTile = 128;  // columns of dW in one task
  struct Tile {
    std::size_t head, first, count;
    numeric::Matrix<T> x;
    numeric::Buffer<T> scratch;
  };

  std::size_t heads() const { return first_.size() - 1; }
  std::size_t width(std::size_t head) const { return first_[head + 1] - first_[head]; }
  // The rows of a block that ask for a head, in order; of the last forward.
  std::span<const std::uint32_t> rows_asking(std::size_t block, std::size_t head) const {
    const std::size_t at = block * heads() + head;
    return {asking_.data() + at * block_rows_, asking_count_[at]};
  }
  numeric::MatrixView<T> delta(std::size_t first, std::size_t head, std::size_t count) {
    return delta_[head].view().row_block(first, count);
  }
  void gather(std::span<const std::uint32_t> rows, numeric::MatrixView<T> to) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::copy_n(x_.tensor->values().row(rows[i]).data(), to.columns(), to.row(i).data());
    }
  }
  void find_asking(const RowBlock<T>& rows, std::size_t head) {
    const std::size_t at = rows.block * heads() + head;
    std::uint32_t* list = asking_.data() + at * block_rows_;
    std::uint32_t count = 0;
    for (std::size_t i = rows.first; i < rows.first + rows.count; ++i) {
      if (cell_weights_->values()(i, head) != T{0}) list[count++] = static_cast<std::uint32_t>(i);
    }
    asking_count_[at] = count;
  }

  // Leaves d of the rows that ask for the head; returns their loss.
  double forward_head(const RowBlock<T>& rows, std::size_t head) {
    find_asking(rows, head);
    const std::span<const std::uint32_t> asking = rows_asking(rows.block, head);
    const numeric::MatrixView<T> x = gathered_.view().row_block(rows.block * block_rows_, asking.size());
    gather(asking, x);
    const numeric::MatrixView<T> z = delta(rows.first, head, asking.size());
    numeric::multiply_packed<T>(x, numeric::Transpose::no, packed_[head].data(), false, z);
    const T* bias = bias_.value.row(0).data() + first_[head];
    double sum = 0;
    for (std::size_t i = 0; i < asking.size(); ++i) {
      sum += row_loss(z.row(i).data(), bias, width(head), codes_[asking[i] * heads() + head],
                      cell_weights_->values()(asking[i], head));
    }
    return sum;
  }
  double row_loss(T* z, const T* bias, std::size_t count, std::uint32_t code, T weight) const {
    assert(code < count);
    const T logit = z[code] + bias[code];
    const T log_sum = numeric::softmax(z, bias, count);
    const T factor = weight / static_cast<T>(this->count());
    z[code] -= T{1};
    BALLAST_INDEPENDENT
    for (std::size_t k = 0; k < count; ++k) z[k] *= factor;
    return static_cast<double>(weight) * static_cast<double>(log_sum - logit);
  }

  Operand<T> x_;
  Parameter<T> weight_, bias_;
  std::vector<std::size_t> first_;  // D + 1
  const std::vector<std::uint32_t>& codes_;
  Tensor<T>* cell_weights_;
  std::size_t block_rows_, blocks_;
  std::vector<numeric::Buffer<T>> packed_, packed_transpose_;  // of each head
  std::vector<numeric::Matrix<T>> delta_;  // of each head: rows x width, those of a block one after the other
  numeric::Matrix<T> gathered_;            // rows x H
  std::vector<std::uint32_t> asking_, asking_count_;
  std::vector<Tile> tiles_;
};

}  // namespace ballast::autodiff
