#include "app/fidelity/privacy/risks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "app/fidelity/common_schema.hpp"
#include "app/fidelity/distances/mixed_neighbours.hpp"
#include "app/fidelity/yardsticks.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::Table;

constexpr std::size_t kLinked = 10;  // nearest rows by each half
constexpr double kNear = 0.05;       // of a number that was inferred, relative to the guess

MixedNeighbours nearest_by(const Table& records, const Table& synthetic, std::span<const std::size_t> columns,
                           std::size_t k, numeric::ThreadPool& pool, Observer& observer) {
  const Table some = records.take_columns(columns), all = synthetic.take_columns(columns);
  const MixedSpace space(all, std::array{&some});
  return mixed_neighbours(space.place(some), space.place(all), Metric::gower, k, false, pool, observer);
}

// An attack's success on both kinds of records.
struct Success {
  Guesses learned, control;

  void add(const Success& other) {
    for (const auto part : {&Success::learned, &Success::control}) {
      (this->*part).hits += (other.*part).hits;
      (this->*part).guesses += (other.*part).guesses;
    }
  }
  // By which the worst is chosen; where there were no guesses, last.
  double rank() const {
    const double risk = excess_risk(learned, control).value;
    return std::isnan(risk) ? -1 : risk;
  }
};

// How far from a guess the truth may lie: kNear of the guess, and of dates, whose zero means nothing, of their range.
std::function<double(double)> reach_of(const Table& synthetic, std::size_t column) {
  if (is_discrete(synthetic.schema()[column])) return [](double) { return 0.0; };
  if (synthetic.schema()[column].kind != tabular::ColumnKind::date) {
    return [](double guess) { return kNear * std::abs(guess); };
  }
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double cell : synthetic.column(column)) {
    if (tabular::is_missing(cell)) continue;
    low = std::min(low, cell);
    high = std::max(high, cell);
  }
  return [reach = kNear * std::max(0.0, high - low)](double) { return reach; };
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
  const std::function<double(double)> reach = reach_of(synthetic, secret);
  Guesses out;
  for (std::size_t i = 0; i < records.rows(); ++i) {
    const double truth = records.column(secret)[i];
    if (tabular::is_missing(truth)) continue;
    out.guesses += 1;
    const double guess = synthetic.column(secret)[nearest.rows(i, 0)];
    out.hits += !tabular::is_missing(guess) && std::abs(truth - guess) <= reach(guess) ? 1 : 0;
  }
  return out;
}

Value infer_worst_column(const Table& learned, const Table& control, const Table& synthetic,
                         std::span<const std::size_t> secrets, std::uint64_t seed, numeric::ThreadPool& pool,
                         Observer& observer) {
  const Halves l = halves(learned, seed), c = halves(control, seed + 1);
  std::array<std::vector<Success>, 2> found;  // of each half, one a secret
  for (const std::size_t secret : secrets) {
    found[0].push_back({infer_column(l.first, synthetic, secret, pool, observer),
                        infer_column(c.first, synthetic, secret, pool, observer)});
    found[1].push_back({infer_column(l.second, synthetic, secret, pool, observer),
                        infer_column(c.second, synthetic, secret, pool, observer)});
  }
  Success out;
  for (const std::size_t half : {std::size_t{0}, std::size_t{1}}) {
    const auto worst =
        static_cast<std::size_t>(std::ranges::max_element(found[half], {}, &Success::rank) - found[half].begin());
    out.add(found[1 - half][worst]);
  }
  return excess_risk(out.learned, out.control);
}

}  // namespace ballast::app::fidelity
