#include "app/fidelity/privacy/singling_out.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "app/fidelity/common_schema.hpp"
#include "app/fidelity/distances/equal_rows.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::Table;

constexpr std::size_t kConditions = 4;    // columns that single out together
constexpr std::size_t kAttempts = 10;     // for each guess that is wanted
constexpr std::uint64_t kShuffleRow = 2;  // addresses the draw of single columns' conditions
constexpr std::uint64_t kFourRow = 1;     // and of four columns'

// A missing cell fulfils that it is missing, and nothing else.
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
using Is = Condition::Is;

// How many rows fulfil all of them, counted up to two.
std::size_t count_up_to_two(const Table& table, const Conditions& conditions) {
  std::size_t out = 0;
  for (std::size_t row = 0; row < table.rows() && out < 2; ++row) {
    const bool holds = std::ranges::all_of(
        conditions, [&](const Condition& condition) { return condition.holds(table.column(condition.column)[row]); });
    out += holds ? 1 : 0;
  }
  return out;
}

void add_conditions_of(const Table& table, std::size_t column, std::vector<Conditions>& out) {
  const std::vector<double> known = tabular::sorted_cells(table.column(column));
  if (known.size() + 1 == table.rows()) out.push_back({{column, 0, Is::missing}});
  if (known.empty()) return;
  for (auto first = known.begin(); first != known.end();) {
    const auto next = std::upper_bound(first, known.end(), *first);
    if (next - first == 1) out.push_back({{column, *first, Is::equal}});
    first = next;
  }
  if (is_discrete(table.schema()[column])) return;
  for (const Condition& extreme : {Condition{column, known.front(), Is::at_most}, {column, known.back(), Is::at_least}})
    if (count_up_to_two(table, {extreme}) == 1) out.push_back({extreme});
}

Condition condition_of(const Table& table, std::size_t column, std::size_t row, double median) {
  const double cell = table.column(column)[row];
  if (tabular::is_missing(cell)) return {column, 0, Is::missing};
  if (is_discrete(table.schema()[column])) return {column, cell, Is::equal};
  return {column, cell, cell <= median ? Is::at_most : Is::at_least};
}

// Conditions of the given attempt, drawn by its number alone.
Conditions four_conditions(const Table& table, const std::vector<double>& medians, std::uint64_t seed,
                           std::size_t attempt) {
  numeric::RandomStream stream(seed, numeric::Purpose::kStatistics, attempt, kFourRow);
  const auto row = static_cast<std::size_t>(stream.below(table.rows()));
  Conditions out;
  while (out.size() < std::min(kConditions, table.columns())) {
    const auto column = static_cast<std::size_t>(stream.below(table.columns()));
    if (std::ranges::count(out, column, &Condition::column) > 0) continue;
    out.push_back(condition_of(table, column, row, medians[column]));
  }
  return out;
}

struct Outcome {
  bool is_guess = false, hits_learned = false, hits_control = false;
};

Outcome outcome_of(const AttackedRows& rows, const Conditions& conditions) {
  if (count_up_to_two(rows.background, conditions) > 0) return {};
  return {true, count_up_to_two(rows.learned, conditions) == 1, count_up_to_two(rows.control, conditions) == 1};
}

SinglingOut tally(const AttackedRows& rows, const std::vector<Conditions>& guesses, std::size_t most,
                  numeric::ThreadPool& pool) {
  std::vector<Outcome> outcomes(guesses.size());
  pool.parallel_for(guesses.size(), [&](std::size_t i, [[maybe_unused]] std::size_t worker) {
    outcomes[i] = outcome_of(rows, guesses[i]);
  });
  SinglingOut out;
  for (const Outcome& outcome : outcomes) {
    if (!outcome.is_guess || out.learned.guesses == most) continue;
    out.learned.guesses += 1;
    out.control.guesses += 1;
    out.learned.hits += outcome.hits_learned ? 1 : 0;
    out.control.hits += outcome.hits_control ? 1 : 0;
  }
  return out;
}

}  // namespace

AttackedRows attacked_rows(const Table& learned, const Table& unseen, std::uint64_t seed) {
  const Table known = distinct_rows(learned), others = distinct_rows(unseen);
  const std::size_t each = std::min(known.rows(), others.rows());
  AttackedRows out{Table(known.schema(), 0), known, drawn_rows(others, each, seed, 18)};
  if (each == known.rows()) return out;
  Halves parts = drawn_and_rest(known, each, seed, 17);
  out.learned = std::move(parts.first);
  out.background = std::move(parts.second);
  return out;
}

SinglingOut single_out_by_one_column(const AttackedRows& rows, const Table& synthetic, std::size_t most,
                                     std::uint64_t seed, numeric::ThreadPool& pool) {
  const Table made = distinct_rows(synthetic);
  std::vector<Conditions> guesses;
  for (std::size_t c = 0; c < made.columns(); ++c) add_conditions_of(made, c, guesses);
  numeric::RandomStream(seed, numeric::Purpose::kStatistics, 0, kShuffleRow).shuffle(std::span(guesses));
  guesses.resize(std::min(guesses.size(), kAttempts * most));
  return tally(rows, guesses, most, pool);
}

SinglingOut single_out_by_four_columns(const AttackedRows& rows, const Table& synthetic, std::size_t most,
                                       std::uint64_t seed, numeric::ThreadPool& pool) {
  const Table made = distinct_rows(synthetic);
  std::vector<double> medians;
  for (std::size_t c = 0; c < made.columns(); ++c) {
    const std::vector<double> known = tabular::sorted_cells(made.column(c));
    medians.push_back(known.empty() ? 0 : known[known.size() / 2]);
  }
  std::vector<std::optional<Conditions>> tried(kAttempts * most);
  pool.parallel_for(tried.size(), [&](std::size_t i, [[maybe_unused]] std::size_t worker) {
    Conditions conditions = four_conditions(made, medians, seed, i);
    if (count_up_to_two(made, conditions) == 1) tried[i] = std::move(conditions);
  });
  std::vector<Conditions> guesses;
  for (std::optional<Conditions>& conditions : tried) {
    if (conditions) guesses.push_back(std::move(*conditions));
  }
  return tally(rows, guesses, most, pool);
}

}  // namespace ballast::app::fidelity
