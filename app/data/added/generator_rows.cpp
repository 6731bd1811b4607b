#include "app/data/added/generator_rows.hpp"

#include <algorithm>

namespace ballast::app {
void GeneratorRows::fill(std::uint64_t first, numeric::MatrixView<double> out, numeric::ThreadPool& pool) const {
  Observer quiet;
  const tabular::Table made = generator_->sample(first * rows_, out.rows(), seed_, pool, quiet);
  const numeric::Matrix<double> x = encoder_.encode(made).x;
  for (std::size_t row = 0; row < out.rows(); ++row) std::ranges::copy(x.row(row), out.row(row).begin());
}

}  // namespace ballast::app
