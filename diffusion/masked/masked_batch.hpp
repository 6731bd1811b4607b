// A batch of rows with hidden cells, and the graph that learns from it or measures on it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "autodiff/graph.hpp"
#include "diffusion/codes/table_codes.hpp"
#include "nn/code_network.hpp"

namespace ballast::diffusion {

class MaskedBatch {
 public:
  // `network` and `gradients` outlive the batch. unrelated: columns that stay hidden and are not asked for, ascending.
  MaskedBatch(const nn::CodeNetwork<float>& network, std::size_t rows, std::span<float> gradients,
              std::span<const std::uint32_t> unrelated);

  std::size_t rows() const { return graph_.rows(); }

  // Fills the batch: place i holds row row_of(i, stream), hides cells of it, and weighs its loss by `weight(i)`; all
  // drawn from the stream (seed, kHiddenCells, i, update).
  using RowOf = std::function<std::size_t(std::size_t place, numeric::RandomStream& stream)>;
  void fill(const CodeRows& from, const RowOf& row_of, std::size_t used, std::uint64_t seed, std::size_t update,
            numeric::ThreadPool& pool);

  // Fills the batch with these rows, at most rows(), each with hidden cells that depend on (seed, its number, step)
  // alone and on no other row.
  void fill_alone(const CodeRows& from, std::span<const std::uint32_t> chosen, std::uint64_t seed, std::size_t step,
                  numeric::ThreadPool& pool);

  // The bound in nats a row; learn leaves the gradients too, learn_clipped those of Graph::forward_backward_clipped.
  double learn(numeric::ThreadPool& pool);
  void learn_clipped(numeric::ThreadPool& pool, double longest, bool add);
  double measure(numeric::ThreadPool& pool);

 private:
  // m of the row's cells are hidden, at that place of the batch.
  void hide(std::span<const std::uint16_t> row, std::size_t place, std::size_t m, numeric::RandomStream& stream);
  void leave_out(std::size_t place);

  const nn::CodeNetwork<float>& network_;
  autodiff::Graph<float> graph_;
  autodiff::Index codes_, targets_;
  autodiff::Node weights_;
  std::vector<std::uint32_t> columns_;    // all but the unrelated ones
  numeric::Matrix<std::uint32_t> order_;  // scratch: a row of it for each place
};

}  // namespace ballast::diffusion
