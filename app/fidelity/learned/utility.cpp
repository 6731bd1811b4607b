#include "app/fidelity/learned/utility.hpp"

#include <algorithm>
#include <map>

#include "app/fidelity/common_schema.hpp"
#include "app/fidelity/learned/auc_interval.hpp"
#include "app/fidelity/learned/learnable_rows.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/judge/metrics.hpp"

namespace ballast::app::fidelity {
namespace {

constexpr std::size_t kMostLevels = 9;

// The class of each row that has one, and these rows.
struct Labelled {
  std::vector<std::size_t> rows;
  std::vector<std::int32_t> y;
  std::vector<std::size_t> counts;

  std::size_t classes_present() const {
    return static_cast<std::size_t>(std::ranges::count_if(counts, [](std::size_t rows_of) { return rows_of > 0; }));
  }
};

Labelled labelled(const tabular::Table& table, const ColumnClasses& classes) {
  Labelled out;
  out.counts.resize(classes.count());
  const auto cells = table.column(classes.column());
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const std::int32_t label = classes(cells[row]);
    if (label == ColumnClasses::kNone) continue;
    out.rows.push_back(row);
    out.y.push_back(label);
    ++out.counts[static_cast<std::size_t>(label)];
  }
  return out;
}

double auc_against_rest(numeric::MatrixView<const float> probability, std::span<const std::int32_t> y, std::size_t of) {
  std::vector<float> score;
  std::vector<std::int32_t> is_it;
  for (std::size_t row = 0; row < y.size(); ++row) {
    score.push_back(probability(row, of));
    is_it.push_back(y[row] == static_cast<std::int32_t>(of) ? 1 : 0);
  }
  return classifiers::roc_auc(score, is_it);
}

Value judged(numeric::MatrixView<const float> probability, const Labelled& truth) {
  if (truth.counts.size() == 2) {
    return auc_value(auc_against_rest(probability, truth.y, 1), truth.counts[1], truth.counts[0]);
  }
  double sum = 0;
  for (std::size_t k = 0; k < truth.counts.size(); ++k) {
    if (truth.counts[k] == 0) continue;
    sum += static_cast<double>(truth.counts[k]) * auc_against_rest(probability, truth.y, k);
  }
  return {sum / static_cast<double>(truth.y.size())};
}

std::vector<double> frequent_levels(std::span<const double> cells) {
  std::map<double, std::size_t> counts;
  for (const double cell : cells) {
    if (!tabular::is_missing(cell)) ++counts[cell];
  }
  std::vector<double> out;
  for (const auto& [level, rows] : counts) out.push_back(level);
  if (out.size() <= kMostLevels + 1) return out;
  std::ranges::stable_sort(out, [&](double a, double b) { return counts[a] > counts[b]; });
  out.resize(kMostLevels);
  return out;
}

}  // namespace

std::optional<ColumnClasses> ColumnClasses::of(const tabular::Table& real, std::size_t column) {
  ColumnClasses out;
  out.column_ = column;
  std::vector<double> known;
  for (const double cell : real.column(column)) {
    if (!tabular::is_missing(cell)) known.push_back(cell);
  }
  if (known.empty() || std::ranges::min(known) == std::ranges::max(known)) return std::nullopt;
  if (is_discrete(real.schema()[column])) {
    out.levels_ = frequent_levels(known);
    const bool rest =
        std::ranges::any_of(known, [&](double cell) { return std::ranges::count(out.levels_, cell) == 0; });
    out.count_ = out.levels_.size() + (rest ? 1 : 0);
    return out;
  }
  std::sort(known.begin(), known.end());
  // The median, or where it is the largest value the largest below it: both classes have rows.
  const double median = known[(known.size() - 1) / 2];
  out.cut_ = median < known.back() ? median : *(std::lower_bound(known.begin(), known.end(), median) - 1);
  out.count_ = 2;
  return out;
}

std::int32_t ColumnClasses::operator()(double cell) const {
  if (tabular::is_missing(cell)) return kNone;
  if (cut_) return cell > *cut_ ? 1 : 0;
  const auto place = std::ranges::find(levels_, cell) - levels_.begin();
  return static_cast<std::size_t>(place) < count_ ? static_cast<std::int32_t>(place) : kNone;
}

Value utility_of(const tabular::Table& train, const tabular::Table& test, const ColumnClasses& classes,
                 const UtilityOptions& options, numeric::ThreadPool& pool, Observer& observer) {
  const Labelled truth = labelled(test, classes);
  if (truth.classes_present() < 2 || train.columns() < 2) return {};
  const tabular::Table learned = drawn_rows(train, options.most_rows, options.seed, 2);
  const Labelled labels = labelled(learned, classes);
  if (labels.classes_present() < 2) return {0.5};
  std::vector<std::size_t> others;
  for (std::size_t c = 0; c < train.columns(); ++c) {
    if (c != classes.column()) others.push_back(c);
  }
  const LearnableColumns columns(test, others);
  const numeric::Matrix<double> x = taken(columns.matrix(learned), labels.rows);
  const classifiers::TrainingSet data{.x = x.view(),
                                      .y = labels.y,
                                      .weight = {},
                                      .classes = classes.count(),
                                      .names = {},
                                      .labels = columns.label_counts()};
  const auto model =
      classifiers::train_boosting(data, {.rounds = options.rounds, .seed = options.seed}, pool, observer);
  const numeric::Matrix<double> judging = taken(columns.matrix(test), truth.rows);
  numeric::Matrix<float> probability(judging.rows(), classes.count());
  model.predict(judging.view(), probability.view(), pool);
  return judged(probability.view(), truth);
}

}  // namespace ballast::app::fidelity
