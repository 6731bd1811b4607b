// The network of the masked diffusion: from the codes of a row, some of them hidden, to a distribution over the codes
// of each of its D columns.
//
//   h_0 = sum_j E_j[z_j]                                     z_j = c_j where cell j is hidden, else its code 0 .. c_j -
//   1 h_l = h_(l-1) + W2_l gelu(W1_l norm(h_(l-1)) + b1_l) + b2_l,   l = 1 .. L p_j = softmax(U_j norm(h_L) + u_j) over
//   the c_j codes of column j
//
// H is the width of h. The tables E_j, one row for each code and one for "hidden", stand below each other in one
// matrix, the heads U_j beside each other in another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "autodiff/graph.hpp"
#include "engine/files/archive.hpp"
#include "engine/numeric/workspace.hpp"
#include "nn/linear.hpp"
#include "nn/parameters.hpp"

namespace ballast::nn {

struct CodeNetworkShape {
  std::vector<std::uint32_t> codes;      // c_j of each column
  std::size_t hidden = 128, blocks = 3;  // H, L

  std::size_t columns() const { return codes.size(); }
  std::size_t all_codes() const;  // the sum of c_j
  bool operator==(const CodeNetworkShape&) const = default;
};

template <class T>
class CodePredictor;

template <class T>
class CodeNetwork {
 public:
  // Throws Error on an impossible shape: a column without codes, no column, more codes or units than kMost..
  explicit CodeNetwork(CodeNetworkShape shape);
  CodeNetwork(CodeNetwork&&) noexcept = default;

  // Parameters drawn from the seed, but for the biases of the heads: ln of how often each code is (`share`, all columns
  // in order), so that learning starts at independent columns. The heads start small.
  void draw(std::span<const double> share, std::uint64_t seed);
  // Rows of E_j for codes with a rank start as smooth functions of it, so that neighbours start alike. rank: all
  // columns in order, 0 .. 1, or NaN for a code that has none.
  void smooth_embeddings(std::span<const double> rank, std::uint64_t seed);

  const CodeNetworkShape& shape() const noexcept { return shape_; }
  Parameters<T>& parameters() noexcept { return parameters_; }
  const Parameters<T>& parameters() const noexcept { return parameters_; }

  // The row of E that stands for a code of column j, and for the hidden cell.
  std::uint32_t embedding_row(std::size_t column, std::uint32_t code) const {
    return static_cast<std::uint32_t>(first_[column] + column) + code;
  }
  std::uint32_t hidden_row(std::size_t column) const { return embedding_row(column, shape_.codes[column]); }

  // E_j of the codes of column j, c_j x H, and U_j, H x c_j, in a slab of parameters or gradients.
  numeric::MatrixView<T> table(std::size_t column, std::span<T> slab) const;
  numeric::MatrixView<T> head(std::size_t column, std::span<T> slab) const;

  // Makes a column's cells say nothing, and its head answer with its biases alone.
  void detach(std::size_t column);

  // Records network and loss. codes: rows of E (embedding_row, hidden_row), D a row; targets: codes, D a row;
  // cell_weights: rows x D, zero where a cell is not to be predicted. Parameters and gradients outlive the graph.
  void record(autodiff::Graph<T>& graph, autodiff::Index codes, autodiff::Index targets, autodiff::Node cell_weights,
              std::span<T> gradients) const;

  // Packs the weights as they are now; borrows embeddings and biases.
  CodePredictor<T> predictor() const;

  void save(files::ArchiveWriter out) const;
  static CodeNetwork load(CodeNetworkShape shape, const files::ArchiveReader& in);

 private:
  struct Block {
    Linear<T> in, out;
  };

  CodeNetworkShape shape_;
  std::vector<std::size_t> first_;  // of the codes of each column among all; D + 1
  Parameters<T> parameters_;
  std::size_t embedding_ = 0, head_weight_ = 0, head_bias_ = 0;
  std::vector<Block> blocks_;
};

// Ready to predict, for the embedded sum h_0 that the caller keeps: revealing a cell changes one term of it.
// The bits of a row depend on that row alone (engine/numeric/packed.hpp).
template <class T>
class CodePredictor {
 public:
  static constexpr std::size_t kRows = 128;  // at most, in one call

  struct PackedBlock {
    PackedLinear<T> in, out;
  };
  CodePredictor(const CodeNetwork<T>& network, numeric::MatrixView<const T> embedding, std::vector<PackedBlock> blocks,
                std::vector<PackedLinear<T>> heads, std::vector<std::span<const T>> head_bias);

  const CodeNetwork<T>& network() const { return network_; }
  std::span<const T> embedding(std::uint32_t row) const { return embedding_.row(row); }

  // out := norm(h_L) of the rows h_0 = h. Both at most kRows x H. Requires: scratch_bytes() free bytes in `scratch`,
  // one for each thread. Threads: any number at once. Does not allocate.
  void trunk(numeric::MatrixView<const T> h, numeric::MatrixView<T> out, numeric::Workspace& scratch) const;
  // p := the distributions of column `head` for rows out of trunk; p: as many rows x c_j.
  void distribution(std::size_t head, numeric::MatrixView<const T> trunk_rows, numeric::MatrixView<T> p) const;
  std::size_t scratch_bytes() const;

 private:
  const CodeNetwork<T>& network_;
  numeric::MatrixView<const T> embedding_;
  std::vector<PackedBlock> blocks_;
  std::vector<PackedLinear<T>> heads_;
  std::vector<std::span<const T>> head_bias_;
};

}  // namespace ballast::nn
