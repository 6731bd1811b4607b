// Why did this row get its score? Exact Shapley values of one row of a boosted model. docs/maths.md, section 21.
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/explain/shap.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;

int main() {
  // The odds rise with amount, more at night; the colour says nothing.
  constexpr std::array<const char*, 3> kNames{"amount", "night", "colour"};
  constexpr std::size_t kRows = 3000;
  numeric::Matrix<double> x(kRows, 3);
  std::vector<std::int32_t> y(kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    numeric::RandomStream random(1, numeric::Purpose::kGeneral, i);
    x(i, 0) = random.normal();
    x(i, 1) = random.uniform() < 0.3 ? 1 : 0;
    x(i, 2) = random.uniform();
    const double margin = -2 + x(i, 0) * (1 + 2 * x(i, 1));
    y[i] = random.uniform() < 1 / (1 + std::exp(-margin)) ? 1 : 0;
  }
  classifiers::BoostingOptions options;
  options.rounds = 40;
  options.max_depth = 3;
  numeric::ThreadPool pool(2);
  Observer quiet;
  const auto model = train_boosting({.x = x.view(), .y = y, .weight = {}}, options, pool, quiet);

  numeric::Matrix<double> row(1, 3), values(1, 3);
  row(0, 0) = 1.5;
  row(0, 1) = 1;
  row(0, 2) = 0.5;
  classifiers::TreeShap shap(model);
  shap.explain(row.view(), values.view(), pool);

  numeric::Matrix<float> margin(1, 1);
  model.predict_margin(row.view(), margin.view(), pool);
  double sum = shap.base()[0];
  std::printf("mean log-odds %+.3f\n", sum);
  for (std::size_t j = 0; j < 3; ++j) {
    std::printf("  %-7s = %.1f  %+.3f\n", kNames[j], row(0, j), values(0, j));
    sum += values(0, j);
  }
  std::printf("sum %+.6f, margin of the model %+.6f\n", sum, static_cast<double>(margin(0, 0)));
  // The values add up to the score, and what says nothing gets next to nothing.
  const bool adds_up = std::fabs(sum - static_cast<double>(margin(0, 0))) < 1e-4;
  return adds_up && values(0, 0) > 0.5 && std::fabs(values(0, 2)) < 0.5 * values(0, 0) ? 0 : 1;
}
