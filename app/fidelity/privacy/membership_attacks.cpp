#include "app/fidelity/privacy/membership_attacks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "app/fidelity/distances/mixed_neighbours.hpp"
#include "app/fidelity/learned/learnable_rows.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "engine/stage.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::Table;

constexpr std::size_t kNeighbours = 20;
constexpr std::size_t kDensityNeighbour = 5;
constexpr double kLeastDistance = 1e-9;  // stands for none where a logarithm is taken
constexpr double kShare = 1.0 / 3;       // of the work, for progress

// A record's neighbours among the synthetic rows and among the reference.
struct Neighbourhoods {
  MixedNeighbours synthetic, reference;

  std::size_t records() const { return synthetic.distances.rows(); }
  double to_synthetic(std::size_t i) const { return synthetic.distances(i, 0); }
  double to_reference(std::size_t i) const { return reference.distances(i, 0); }
};

template <class Score>
Attack attack(const char* id, const char* name, const Neighbourhoods& near, Score&& score) {
  Attack out{id, name, {}};
  for (std::size_t i = 0; i < near.records(); ++i) out.scores.push_back(score(i));
  return out;
}

double synthetic_share(std::span<const double> synthetic, std::span<const double> reference) {
  std::size_t s = 0, r = 0;
  while (s + r < kNeighbours && s + r < synthetic.size() + reference.size()) {
    const bool is_reference = s == synthetic.size() || (r < reference.size() && reference[r] <= synthetic[s]);
    (is_reference ? r : s) += 1;
  }
  return static_cast<double>(s) / static_cast<double>(s + r);
}

double log_of(double distance) {
  return std::log(std::max(kLeastDistance, distance));
}

double log_distance(std::span<const double> nearest) {
  return log_of(nearest[std::min(kDensityNeighbour, nearest.size()) - 1]);
}

double median_nearest(const Neighbourhoods& near) {
  std::vector<double> nearest;
  for (std::size_t i = 0; i < near.records(); ++i) nearest.push_back(near.to_synthetic(i));
  std::sort(nearest.begin(), nearest.end());
  return nearest[nearest.size() / 2];
}

Attack classifier_attack(const Table& records, const Table& synthetic, const Table& reference, std::uint64_t seed,
                         numeric::ThreadPool& pool, Observer& observer) {
  std::vector<std::size_t> all(reference.columns());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const LearnableColumns columns(reference, all);
  const std::size_t rows = std::min(synthetic.rows(), reference.rows());
  const numeric::Matrix<double> x = stacked(columns.matrix(drawn_rows(reference, rows, seed, 3)),
                                            columns.matrix(drawn_rows(synthetic, rows, seed, 4)));
  std::vector<std::int32_t> y(rows, 0);
  y.insert(y.end(), rows, 1);
  const classifiers::TrainingSet data{
      .x = x.view(), .y = y, .weight = {}, .names = {}, .labels = columns.label_counts()};
  const auto model = classifiers::train_boosting(data, {.seed = seed}, pool, observer);
  Attack out{"classifier", "classifier", {}};
  for (const float score : classifiers::predict_positive(model, columns.matrix(records).view(), pool)) {
    out.scores.push_back(static_cast<double>(score));
  }
  return out;
}

std::vector<std::vector<double>> scores_of(const std::vector<Attack>& attacks) {
  std::vector<std::vector<double>> out;
  for (const Attack& attack : attacks) out.push_back(attack.scores);
  return out;
}

struct Moments {
  double mean = 0, deviation = 0;
};

Moments moments_of(std::span<const double> scores) {
  Moments out;
  for (const double score : scores) out.mean += score / static_cast<double>(scores.size());
  double squares = 0;
  for (const double score : scores) squares += (score - out.mean) * (score - out.mean);
  out.deviation = std::sqrt(squares / static_cast<double>(scores.size()));
  return out;
}

}  // namespace

std::vector<double> normalised_ranks(const std::vector<double>& scores) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  std::vector<double> out(scores.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && scores[order[last]] == scores[order[first]]) ++last;
    const double rank = 0.5 * static_cast<double>(first + 1 + last) / static_cast<double>(scores.size());
    for (; first < last; ++first) out[order[first]] = rank;
  }
  return out;
}

std::vector<double> standardised_mean(const std::vector<std::vector<double>>& attacks, std::size_t others) {
  std::vector<double> out(attacks[0].size());
  for (const std::vector<double>& scores : attacks) {
    const auto [low, high] = std::ranges::minmax(std::span(scores).last(others));
    if (low == high) continue;
    const Moments chance = moments_of(std::span(scores).last(others));
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] += (scores[i] - chance.mean) / chance.deviation / static_cast<double>(attacks.size());
    }
  }
  return out;
}

std::vector<Attack> membership_attacks(const Table& attacked, const AttackerRows& known, std::uint64_t seed,
                                       numeric::ThreadPool& pool, Observer& observer) {
  Stage first(observer, "", 0, kShare), second(observer, "", kShare, 2 * kShare), third(observer, "", 2 * kShare, 1);
  const Table &synthetic = known.synthetic, &reference = known.reference;
  Table records = attacked;
  records.append(known.others);
  const MixedSpace space(synthetic, std::array<const Table*, 2>{&records, &reference});
  const MixedRows x = space.place(records);
  const Neighbourhoods near{
      mixed_neighbours(x, space.place(synthetic), Metric::gower, kNeighbours, false, pool, first),
      mixed_neighbours(x, space.place(reference), Metric::gower, kNeighbours, false, pool, second)};
  std::vector<Attack> out;
  out.push_back(
      attack("nearest", "nearest synthetic", near, [&](std::size_t i) { return -log_of(near.to_synthetic(i)); }));
  out.push_back(attack("nearest_difference", "nearest difference", near,
                       [&](std::size_t i) { return near.to_reference(i) - near.to_synthetic(i); }));
  out.push_back(attack("neighbourhood", "neighbourhood (DPI)", near, [&](std::size_t i) {
    return synthetic_share(near.synthetic.distances.row(i), near.reference.distances.row(i));
  }));
  out.push_back(attack("density_ratio", "density ratio", near, [&](std::size_t i) {
    return log_distance(near.reference.distances.row(i)) - log_distance(near.synthetic.distances.row(i));
  }));
  const double radius = median_nearest(near);
  out.push_back(attack("crowding", "crowding (MC)", near, [&](std::size_t i) {
    const auto distances = near.synthetic.distances.row(i);
    return static_cast<double>(std::ranges::upper_bound(distances, radius) - distances.begin());
  }));
  out.push_back(classifier_attack(records, synthetic, reference, seed, pool, third));
  out.push_back({"ensemble", "ensemble", standardised_mean(scores_of(out), known.others.rows())});
  for (Attack& each : out) each.scores.resize(attacked.rows());
  return out;
}

}  // namespace ballast::app::fidelity
