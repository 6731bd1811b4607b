// What codes that stand in an order learn together. A bin of numbers is seen in a hundredth of the rows; what it says
// is much like what its neighbours say. So a code's embedding and its column of the head are a part of its own and the
// value of a smooth curve at its rank, and all codes of a column teach the curve:
//
//   E_j = R_j + F_j W_j,   U_j = S_j + V_j F_j^T        F_j: c_j x F, rank_waves of each code; zero without a rank
//
// Learned are R, S and all else of the network, in its own layout, and behind them W and V of each column. The network
// itself, and so a file, only ever holds the sums E and U.
#pragma once

#include <span>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "nn/code_network.hpp"
#include "nn/rank_waves.hpp"

namespace ballast::nn {

template <class T>
class SharedCurves {
 public:
  // rank: of the codes of all columns in order, 0 .. 1, or NaN for none. The network outlives this.
  SharedCurves(const CodeNetwork<T>& network, std::span<const double> rank);

  // How many values are learned: the network's parameters, and W and V of each column that has ranks.
  std::size_t size() const { return own_ + 2 * curve_ * curved_.size(); }

  // The network's parameters out of the learned values. Does not allocate. Threads: runs on the pool, same bits at any
  // number of threads.
  void add_up(std::span<const T> learned, std::span<T> parameters, numeric::ThreadPool& pool) const;
  // Its adjoint: gradients.size() = size(), of which the first hold the gradient by the network's parameters; fills in
  // the rest.
  void pull_back(std::span<T> gradients, numeric::ThreadPool& pool) const;

 private:
  // A column with ranks: its place, and its first code among those of all columns with ranks.
  struct Curved {
    std::size_t column, codes, first;
  };
  struct Curves {
    numeric::MatrixView<T> in, out;  // W, F x H; V, H x F
  };
  Curves curves_of(std::span<T> learned, std::size_t k) const;
  numeric::MatrixView<const T> functions_of(const Curved& one) const {
    return functions_.view().row_block(one.first, one.codes);
  }

  const CodeNetwork<T>& network_;
  std::size_t own_, curve_;  // values of the network; of W_j
  std::vector<Curved> curved_;
  numeric::Matrix<T> functions_;  // F_j of the columns with ranks, below each other
};

}  // namespace ballast::nn
