// What a user does with a generator that was read: look at it, draw rows, write them.
#pragma once

#include <cmath>
#include <stdexcept>

#include "app/data/added/made_rows.hpp"
#include "app/data/model_file.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/use_model.hpp"

namespace ballast::fuzz {

inline void check_cells(const tabular::Table& rows) {
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    const tabular::ColumnSchema& column = rows.schema()[c];
    for (const double cell : rows.column(c)) {
      if (tabular::is_missing(cell)) continue;
      require(std::isfinite(cell), "an infinite cell");
      if (!column.is_text()) continue;
      require(cell >= 0 && cell < static_cast<double>(column.labels.size()) && cell == std::trunc(cell),
              "a cell that is no label");
    }
  }
}

inline void use(const app::GeneratorFile& file) {
  constexpr std::size_t kManySteps = 64;
  require(!file.model->describe().empty(), "no description");
  const auto* const diffusion = dynamic_cast<const diffusion::DiffusionGenerator*>(file.model.get());
  if (diffusion != nullptr && diffusion->options().steps > kManySteps) return;  // would only take its time
  Observer quiet;
  const tabular::Table rows = file.model->sample(3, 5, 42, one_thread(), quiet);
  check_cells(rows);
  require(!tabular::to_csv(app::with_target(rows, file.target)).empty(), "no CSV");
  if (!file.made_by.schema) return;
  require(!tabular::to_csv(app::make_rows(file, {}, 3, 5, 42, one_thread(), quiet).rows).empty(), "no CSV");
}

}  // namespace ballast::fuzz
