#include "app/fidelity/distances/mixed_space.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "app/fidelity/common_schema.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::is_missing;
using tabular::Table;

constexpr double kMissingCode = -1;
constexpr double kFarthest = 1e9;  // in ranges of the column; squares of what lies beyond would overflow floats

bool any_missing(const Table& table, std::size_t c) {
  return std::ranges::any_of(table.column(c), [](double cell) { return is_missing(cell); });
}

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Squared distances of codes to the shares of all codes: |e_k - p|^2 = 1 - 2 p_k + sum p^2.
void add_code_distances(std::span<const double> codes, std::span<const double> of, std::vector<double>& squared) {
  std::map<double, double> shares;
  for (const double code : of) shares[code] += 1;
  double squares = 0;
  for (auto& [code, share] : shares) {
    share /= static_cast<double>(of.size());
    squares += share * share;
  }
  for (std::size_t row = 0; row < codes.size(); ++row) {
    const auto found = shares.find(codes[row]);
    squared[row] += 1 - 2 * (found == shares.end() ? 0 : found->second) + squares;
  }
}

}  // namespace

MixedSpace::MixedSpace(const Table& reference, std::span<const Table* const> missing_in) {
  for (std::size_t c = 0; c < reference.columns(); ++c) {
    if (is_discrete(reference.schema()[c])) {
      labels_.push_back(c);
      continue;
    }
    const std::vector<double> known = tabular::present_cells(reference.column(c));
    Number number{c, 0, 1, 0, known.size() < reference.rows()};
    for (const Table* table : missing_in) number.has_missing = number.has_missing || any_missing(*table, c);
    if (!known.empty()) {
      number.low = std::ranges::min(known);
      number.range = std::min(std::ranges::max(known) - number.low, std::numeric_limits<double>::max());
      if (!(number.range > 0)) number.range = 1;
      number.mean = (mean_of(known) - number.low) / number.range;
    }
    numbers_.push_back(number);
  }
}

MixedRows MixedSpace::place(const Table& table) const {
  MixedRows out;
  out.rows = table.rows();
  for (const Number& number : numbers_) {
    std::vector<double>& scaled = out.numbers.emplace_back();
    for (const double cell : table.column(number.column)) {
      const double place = is_missing(cell) ? number.mean : (cell - number.low) / number.range;
      scaled.push_back(std::clamp(place, -kFarthest, kFarthest));
    }
    if (!number.has_missing) continue;
    std::vector<double>& missing = out.codes.emplace_back();
    for (const double cell : table.column(number.column)) missing.push_back(is_missing(cell) ? 1 : 0);
  }
  for (const std::size_t c : labels_) {
    std::vector<double>& codes = out.codes.emplace_back();
    for (const double cell : table.column(c)) codes.push_back(is_missing(cell) ? kMissingCode : cell);
  }
  return out;
}

std::vector<double> distances_to_centre(const MixedRows& rows, const MixedRows& of) {
  std::vector<double> out(rows.rows);
  for (std::size_t c = 0; c < rows.numbers.size(); ++c) {
    const double mean = mean_of(of.numbers[c]);
    for (std::size_t row = 0; row < rows.rows; ++row) {
      const double off = rows.numbers[c][row] - mean;
      out[row] += off * off;
    }
  }
  for (std::size_t c = 0; c < rows.codes.size(); ++c) add_code_distances(rows.codes[c], of.codes[c], out);
  for (double& squared : out) squared = std::sqrt(std::max(0.0, squared));
  return out;
}

}  // namespace ballast::app::fidelity
