#include "app/fidelity/privacy/risks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/fidelity/common_schema.hpp"
#include "app/fidelity/distances/mixed_neighbours.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::Table;

constexpr std::size_t kLinked = 10;     // nearest rows by each half
constexpr double kNear = 0.05;          // of a number that was inferred, relative to the guess
constexpr std::size_t kConditions = 4;  // columns that single out
constexpr std::size_t kAttempts = 10;   // for each condition that is wanted

MixedNeighbours nearest_by(const Table& records, const Table& synthetic, std::span<const std::size_t> columns,
                           std::size_t k, numeric::ThreadPool& pool, Observer& observer) {
  const Table some = records.take_columns(columns), all = synthetic.take_columns(columns);
  const MixedSpace space(all, std::array{&some});
  return mixed_neighbours(space.place(some), space.place(all), Metric::gower, k, false, pool, observer);
}

bool guessed(double truth, double guess, bool discrete) {
  if (tabular::is_missing(guess)) return false;
  return truth == guess || (!discrete && std::abs(truth - guess) <= kNear * std::abs(guess));
}

// One condition on a column. A missing cell fulfils that it is missing.
struct Condition {
  std::size_t column;
  double value;
  enum class Is : std::uint8_t { equal, missing, at_most, at_least } is;

  bool holds(double cell) const {
    if (is == Is::missing || tabular::is_missing(cell)) return is == Is::missing && tabular::is_missing(cell);
    if (is == Is::equal) return cell == value;
    return is == Is::at_most ? cell <= value : cell >= value;
  }
};
using Conditions = std::vector<Condition>;

// How many rows fulfil all of them, counted up to two.
std::size_t count_up_to_two(const Table& table, const Conditions& conditions) {
  std::size_t out = 0;
  for (std::size_t row = 0; row < table.rows() && out < 2; ++row) {
    out += std::ranges::all_of(
        conditions, [&](const Condition& condition) { return condition.holds(table.column(condition.column)[row]); });
  }
  return out;
}

double median_known(std::span<const double> cells) {
  std::vector<double> known;
  std::ranges::copy_if(cells, std::back_inserter(known), [](double cell) { return !tabular::is_missing(cell); });
  if (known.empty()) return 0;
  const auto middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
  std::nth_element(known.begin(), middle, known.end());
  return *middle;
}

Condition condition_of(const Table& table, std::size_t column, std::size_t row, double median) {
  const double cell = table.column(column)[row];
  if (tabular::is_missing(cell)) return {column, 0, Condition::Is::missing};
  if (is_discrete(table.schema()[column])) return {column, cell, Condition::Is::equal};
  return {column, cell, cell <= median ? Condition::Is::at_most : Condition::Is::at_least};
}

}  // namespace

Guesses link_halves(const Table& records, const Table& synthetic, numeric::ThreadPool& pool, Observer& observer) {
  if (records.columns() < 2) return {};
  std::array<std::vector<std::size_t>, 2> halves;
  for (std::size_t c = 0; c < records.columns(); ++c) halves[c % 2].push_back(c);
  const auto by_one = nearest_by(records, synthetic, halves[0], kLinked, pool, observer);
  const auto by_other = nearest_by(records, synthetic, halves[1], kLinked, pool, observer);
  Guesses out{0, records.rows()};
  for (std::size_t i = 0; i < records.rows(); ++i) {
    const auto one = by_one.rows.row(i), other = by_other.rows.row(i);
    out.hits += std::ranges::find_first_of(one, other) != one.end() ? 1 : 0;
  }
  return out;
}

Guesses infer_column(const Table& records, const Table& synthetic, std::size_t secret, numeric::ThreadPool& pool,
                     Observer& observer) {
  std::vector<std::size_t> told;
  for (std::size_t c = 0; c < records.columns(); ++c) {
    if (c != secret) told.push_back(c);
  }
  if (told.empty()) return {};
  const auto nearest = nearest_by(records, synthetic, told, 1, pool, observer);
  const bool discrete = is_discrete(records.schema()[secret]);
  Guesses out;
  for (std::size_t i = 0; i < records.rows(); ++i) {
    const double truth = records.column(secret)[i];
    if (tabular::is_missing(truth)) continue;
    out.guesses += 1;
    out.hits += guessed(truth, synthetic.column(secret)[nearest.rows(i, 0)], discrete) ? 1 : 0;
  }
  return out;
}

SinglingOut single_out(const Table& learned, const Table& control, const Table& synthetic, std::size_t most,
                       std::uint64_t seed) {
  std::vector<double> medians;
  for (std::size_t c = 0; c < synthetic.columns(); ++c) medians.push_back(median_known(synthetic.column(c)));
  SinglingOut out;
  const std::size_t wanted = std::min(kConditions, synthetic.columns());
  for (std::size_t attempt = 0; attempt < kAttempts * most && out.learned.guesses < most; ++attempt) {
    numeric::RandomStream stream(seed, numeric::Purpose::kStatistics, attempt, 1);
    const auto row = static_cast<std::size_t>(stream.below(synthetic.rows()));
    Conditions conditions;
    while (conditions.size() < wanted) {
      const auto column = static_cast<std::size_t>(stream.below(synthetic.columns()));
      if (std::ranges::count(conditions, column, &Condition::column) > 0) continue;
      conditions.push_back(condition_of(synthetic, column, row, medians[column]));
    }
    if (count_up_to_two(synthetic, conditions) != 1) continue;
    out.learned.guesses += 1;
    out.control.guesses += 1;
    out.learned.hits += count_up_to_two(learned, conditions) == 1 ? 1 : 0;
    out.control.hits += count_up_to_two(control, conditions) == 1 ? 1 : 0;
  }
  return out;
}

}  // namespace ballast::app::fidelity
