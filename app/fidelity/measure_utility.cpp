// The utility of a comparison: what a classifier learns from synthetic rows, judged on real ones.
#include <algorithm>

#include "app/fidelity/column_shapes.hpp"
#include "app/fidelity/learned/utility.hpp"
#include "app/fidelity/measures.hpp"
#include "engine/stage.hpp"

namespace ballast::app::fidelity {
namespace {

// Every column in turn is many models: smaller ones, of fewer rows where there are many columns.
constexpr std::size_t kRounds = 30, kMostColumns = 50, kMostCells = 1'000'000, kFewestRows = 1000, kMostRows = 20'000;

// All columns, or as many as kMostColumns at even distances.
std::vector<std::size_t> columns_in_turn(std::size_t columns) {
  const std::size_t count = std::min(columns, kMostColumns);
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(i * columns / count);
  return out;
}

// The figure of one column, of all three that learn.
Figure utility_figure(const UtilityRows& rows, const ColumnClasses& classes, const UtilityOptions& options,
                      numeric::ThreadPool& pool, Observer& observer) {
  const auto value = [&](const tabular::Table& train) {
    return utility_of(train, rows.test, classes, options, pool, observer);
  };
  Figure out{"", rows.real.schema()[classes.column()].name, Group::utility, Better::higher};
  out.synthetic = value(rows.synthetic);
  out.floor = value(rows.floor);
  out.ceiling = value(rows.real);
  return out;
}

Value mean_of(const std::vector<Figure>& figures, Value Figure::*part) {
  std::vector<double> values;
  for (const Figure& figure : figures) values.push_back((figure.*part).value);
  return {mean_known(values)};
}

}  // namespace

UtilityFigures measure_utility(const UtilityRows& rows, std::optional<std::size_t> target, std::uint64_t seed,
                               numeric::ThreadPool& pool, Observer& observer) {
  UtilityFigures out;
  const std::vector<std::size_t> columns = columns_in_turn(rows.real.columns());
  const double steps = static_cast<double>(columns.size() + 1);
  if (target) {
    Stage stage(observer, "predict the target: ", 0, 1 / steps);
    if (const auto classes = ColumnClasses::of(rows.real, *target)) {
      Figure figure = utility_figure(rows, *classes, {.seed = seed}, pool, stage);
      figure.id = "target_auc";
      figure.name = "ROC-AUC of " + figure.name + ", learned from these";
      out.figures.push_back(std::move(figure));
    }
  }
  const UtilityOptions smaller{seed, kRounds, std::clamp(kMostCells / rows.real.columns(), kFewestRows, kMostRows)};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const double done = static_cast<double>(i + 1) / steps;
    Stage stage(observer, "predict every column: ", done, done + 1 / steps);
    const auto classes = ColumnClasses::of(rows.real, columns[i]);
    if (classes) out.columns.push_back(utility_figure(rows, *classes, smaller, pool, stage));
  }
  Figure mean{"columns_auc", "ROC-AUC of every column, mean", Group::utility, Better::higher};
  mean.synthetic = mean_of(out.columns, &Figure::synthetic);
  mean.floor = mean_of(out.columns, &Figure::floor);
  mean.ceiling = mean_of(out.columns, &Figure::ceiling);
  out.figures.push_back(std::move(mean));
  return out;
}

}  // namespace ballast::app::fidelity
