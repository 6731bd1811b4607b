// Rows of a generator for learners: draws that come back are made once and kept.
#include "app/data/added/generator_rows.hpp"

#include <algorithm>

namespace ballast::app {

void GeneratorRows::fill(std::uint64_t first, numeric::MatrixView<double> out, numeric::ThreadPool& pool) const {
  const std::size_t trees = out.rows() / fresh_.rows;
  const auto put = [&](std::size_t tree, std::size_t count, const numeric::Matrix<double>& made) {
    const auto place = out.row_block(tree * fresh_.rows, count * fresh_.rows);
    for (std::size_t row = 0; row < made.rows(); ++row) std::ranges::copy(made.row(row), place.row(row).begin());
  };
  if (fresh_.draws == 0) return put(0, trees, make(first, trees, pool));
  for (std::size_t tree = 0; tree < trees; ++tree) {
    const std::uint64_t draw = fresh_.draw_of(first + tree);
    while (kept_.size() <= draw) kept_.push_back(make(kept_.size(), 1, pool));
    put(tree, 1, kept_[draw]);
  }
}

numeric::Matrix<double> GeneratorRows::make(std::uint64_t draw, std::size_t draws, numeric::ThreadPool& pool) const {
  Observer quiet;
  const tabular::Table made = generator_->sample(draw * fresh_.rows, draws * fresh_.rows, seed_, pool, quiet);
  return std::move(encoder_.encode(made).x);
}

}  // namespace ballast::app
