#include "diffusion/masked/masked_batch.hpp"

#include <algorithm>

#include "diffusion/masked/hidden_cells.hpp"

namespace ballast::diffusion {
namespace {

constexpr std::size_t kRowsPerTask = 64;

}  // namespace

MaskedBatch::MaskedBatch(const nn::CodeNetwork<float>& network, std::size_t rows, std::span<float> gradients,
                         std::span<const std::uint32_t> unrelated)
    : network_(network), graph_(rows), order_(rows, network.shape().columns() - unrelated.size()) {
  const std::size_t columns = network.shape().columns();
  for (std::uint32_t d = 0; d < columns; ++d) {
    if (!std::ranges::binary_search(unrelated, d)) columns_.push_back(d);
  }
  codes_ = graph_.index(columns);
  targets_ = graph_.index(columns);
  weights_ = graph_.input(columns);
  network.record(graph_, codes_, targets_, weights_, gradients);
}

void MaskedBatch::fill(const CodeRows& from, const RowOf& row_of, std::size_t used, std::uint64_t seed,
                       std::size_t update, numeric::ThreadPool& pool) {
  const auto step = static_cast<std::uint32_t>(update);
  const double start = numeric::RandomStream(seed, numeric::Purpose::kHiddenCells, rows(), step).uniform();
  pool.parallel_for_blocks(rows(), kRowsPerTask, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      numeric::RandomStream stream(seed, numeric::Purpose::kHiddenCells, i, step);
      const std::size_t row = row_of(i, stream);
      hide(from.row(row), i, hidden_count(i, rows(), columns_.size(), start), stream);
      if (i >= used) leave_out(i);
    }
  });
}

void MaskedBatch::fill_alone(const CodeRows& from, std::span<const std::uint32_t> chosen, std::uint64_t seed,
                             std::size_t step, numeric::ThreadPool& pool) {
  pool.parallel_for_blocks(rows(), kRowsPerTask, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      if (i >= chosen.size()) {
        leave_out(i);
        continue;
      }
      numeric::RandomStream stream(seed, numeric::Purpose::kHiddenCells, chosen[i], static_cast<std::uint32_t>(step));
      const std::size_t m = 1 + static_cast<std::size_t>(stream.below(columns_.size()));
      hide(from.row(chosen[i]), i, m, stream);
    }
  });
}

void MaskedBatch::leave_out(std::size_t place) {
  std::ranges::fill(graph_.values(weights_).row(place), 0.0F);
}

void MaskedBatch::hide(std::span<const std::uint16_t> row, std::size_t place, std::size_t m,
                       numeric::RandomStream& stream) {
  const std::size_t columns = row.size(), asked = columns_.size();
  const std::span<std::uint32_t> order = order_.row(place);
  choose_hidden(stream, m, order);
  const std::span<std::uint32_t> codes = graph_.indices(codes_).subspan(place * columns, columns);
  const std::span<std::uint32_t> targets = graph_.indices(targets_).subspan(place * columns, columns);
  const std::span<float> weights = graph_.values(weights_).row(place);
  for (std::size_t d = 0; d < columns; ++d) {
    codes[d] = network_.hidden_row(d);
    targets[d] = row[d];
    weights[d] = 0;
  }
  for (const std::uint32_t k : order.first(m)) weights[columns_[k]] = static_cast<float>(asked) / static_cast<float>(m);
  for (const std::uint32_t k : order.subspan(m))
    codes[columns_[k]] = network_.embedding_row(columns_[k], row[columns_[k]]);
}

double MaskedBatch::learn(numeric::ThreadPool& pool) {
  graph_.forward_backward(pool);
  return graph_.loss();
}

void MaskedBatch::learn_clipped(numeric::ThreadPool& pool, double longest, bool add) {
  graph_.forward_backward_clipped(pool, longest, add);
}

double MaskedBatch::measure(numeric::ThreadPool& pool) {
  graph_.forward(pool);
  return graph_.loss();
}

}  // namespace ballast::diffusion
