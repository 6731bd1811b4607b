#include "app/study/cautions/label_noise.hpp"

#include <algorithm>

namespace ballast::app {
namespace {

constexpr std::size_t kNamed = 3;  // rows of each label
constexpr double kLikelier = 0.5;

// Mean score of being what they are labelled, of rows of one label.
double confidence_of(const std::vector<double>& score, const std::vector<std::size_t>& rows) {
  double sum = 0;
  for (const std::size_t row : rows) sum += score[row];
  return rows.empty() ? 1 : sum / static_cast<double>(rows.size());
}

}  // namespace

void TestedRows::scores(std::size_t repeat, const ArmScores& scores) {
  if (scores.augmentation == "none") {
    for (std::size_t i = 0; i < scores.rows.size(); ++i) {
      sum_[scores.rows[i]] += static_cast<double>(scores.score[i]);
      ++times_[scores.rows[i]];
    }
  }
  next_.scores(repeat, scores);
}

LabelNoise TestedRows::doubts(const Dataset& data) const {
  std::vector<double> own(sum_.size());  // score of the row's own label
  std::vector<std::size_t> positives, others;
  for (std::size_t row = 0; row < own.size(); ++row) {
    if (times_[row] == 0) continue;
    const double positive = sum_[row] / times_[row];
    own[row] = data.y[row] == 1 ? positive : 1 - positive;
    (data.y[row] == 1 ? positives : others).push_back(row);
  }
  LabelNoise out{.rows = positives.size() + others.size(), .tested_positives = positives.size()};
  const double as_positive = std::max(confidence_of(own, positives), kLikelier);
  const double as_other = std::max(confidence_of(own, others), kLikelier);
  const auto doubt = [&](std::vector<std::size_t>& rows, double as_the_rest) {
    std::erase_if(rows, [&](std::size_t row) { return 1 - own[row] <= kLikelier || 1 - own[row] < as_the_rest; });
    std::ranges::stable_sort(rows, {}, [&](std::size_t row) { return own[row]; });
    for (const std::size_t row : std::span(rows).first(std::min(kNamed, rows.size()))) {
      out.examples.push_back({line_of(data.table, row), data.y[row], data.y[row] == 1 ? own[row] : 1 - own[row]});
    }
    return rows.size();
  };
  out.others = doubt(others, as_positive);
  out.positives = doubt(positives, as_other);
  return out;
}

}  // namespace ballast::app
