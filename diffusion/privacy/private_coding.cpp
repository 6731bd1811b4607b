#include "diffusion/privacy/private_coding.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "diffusion/privacy/counted_column.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::diffusion {
namespace {

using tabular::ColumnKind;
using tabular::ColumnSchema;

constexpr double kSureToTell = 4;  // deviations of the noise that a magnitude or a missing cell has to stand out
constexpr double kDay = 86400;     // seconds
constexpr std::size_t kMostLabels = ColumnCodes::kMostLabels - 1;

// What is public of a column; nothing where nothing is known.
const PublicColumn& known_of(const ColumnSchema& column, const PrivacyOptions& options) {
  static const PublicColumn nothing{};
  const PublicColumn* const known = options.find(column.name);
  return known == nullptr ? nothing : *known;
}
bool is_bounded(const PublicColumn& known) {
  return known.low && known.high;
}

// The z that a standard normal number exceeds with probability p.
double normal_quantile_above(double p) {
  double low = 0, high = 40;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (0.5 * std::erfc(middle / std::sqrt(2.0)) > p ? low : high) = middle;
  }
  return high;
}

// ---- numbers

struct NumberKind {
  bool whole = false;
  double step = 1;
};

NumberKind number_kind(const ColumnSchema& column, const PublicColumn& known) {
  if (column.kind == ColumnKind::date) {
    const tabular::DateFormat format(column.format);
    return {true, format.nearest(kDay / 8) != kDay / 8 && format.nearest(kDay) == kDay ? kDay : 1.0};
  }
  if (column.kind == ColumnKind::binary) {
    return {true, is_bounded(known) && *known.high > *known.low ? *known.high - *known.low : 1.0};
  }
  if (column.kind != ColumnKind::integer) return {};
  return {true, known.grid && known.grid->offset == 0 ? static_cast<double>(known.grid->step) : 1.0};
}

// A grid that says numbers of this size to five digits, where none is known.
tabular::Decimals grid_of(const NumberKind& kind, const ColumnSchema& column, const PublicColumn& known, double low,
                          double high) {
  if (known.grid) return *known.grid;
  if (column.kind == ColumnKind::binary) return {};
  if (kind.whole) return {0, static_cast<std::uint64_t>(kind.step)};
  constexpr double kDigits = 5;
  const double digits = high > low ? kDigits - std::ceil(std::log10(high - low)) : tabular::Decimals::kMost;
  return {static_cast<int>(std::clamp<double>(digits, 0, tabular::Decimals::kMost)), 1};
}

// Rows by cell, the missing ones last.
std::vector<std::size_t> count_cells(const NumberCells& cells, std::span<const double> column) {
  std::vector<std::size_t> counts(cells.cells().size() + 1, 0);
  for (const double value : column) ++counts[tabular::is_missing(value) ? counts.size() - 1 : cells.cell_of(value)];
  return counts;
}

// From the smallest to the largest magnitude that rows have for sure.
std::pair<double, double> found_bounds(std::span<const double> column, const NumberKind& kind, const NoisyCounts& noise,
                                       std::uint64_t which) {
  const NumberCells cells = NumberCells::magnitudes();
  const std::vector<double> counts = noise.of(count_cells(cells, column), which);
  std::optional<std::size_t> first, last;
  for (std::size_t k = 0; k < cells.cells().size(); ++k) {
    if (counts[k] <= kSureToTell * noise.sigma()) continue;
    if (!first) first = k;
    last = k;
  }
  if (!first) return {0, 0};
  double low = cells.cells()[*first].low, high = cells.cells()[*last].high;
  if (kind.whole) {
    low = std::ceil(low / kind.step) * kind.step;
    high = std::max(low, std::ceil(high / kind.step - 1) * kind.step);  // a magnitude ends before the next
  }
  return {low, high};
}

double sure_missing(const PublicColumn& known, double noised, double sigma) {
  return known.missing.value_or(true) && noised > kSureToTell * sigma ? noised : 0;
}

ColumnCodes number_codes(const ColumnSchema& column, std::span<const double> values, const PublicColumn& known,
                         const NoisyCounts& noise, std::uint64_t which, std::size_t most_codes) {
  const NumberKind kind = number_kind(column, known);
  double low = 0, high = 0;
  if (!is_bounded(known)) std::tie(low, high) = found_bounds(values, kind, noise, which + 1);
  low = known.low.value_or(known.high ? std::min(low, *known.high) : low);
  high = known.high.value_or(std::max(low, high));
  const NumberCells cells = NumberCells::between(low, high, kind.whole, kind.step);
  std::vector<double> counts = noise.of(count_cells(cells, values), which);
  const double missing = sure_missing(known, counts.back(), noise.sigma());
  counts.pop_back();
  return codes_of_counts(cells.cells(), counts, missing, noise.sigma(), most_codes,
                         grid_of(kind, column, known, low, high));
}

// ---- text

// A column's labels as they may be told, and what each of the table's own labels becomes.
struct ToldLabels {
  ColumnSchema column;
  ColumnCodes codes;
  std::vector<double> number_of;  // by the table's labels; missing where no label is left for one
};

struct Counted {
  std::string label;
  double rows = 0;  // noised
};

// The labels that may be told with their noised counts, and behind them the missing cells' count.
std::vector<Counted> counted_labels(const ColumnSchema& column, std::span<const std::size_t> rows,
                                    const PublicColumn& known, const NoisyCounts& noise, std::uint64_t which,
                                    double threshold) {
  std::vector<std::string> names;
  std::vector<std::size_t> counts;
  for (std::size_t label = 0; label < column.labels.size() && !known.labels; ++label) {
    if (rows[label] == 0) continue;
    names.push_back(column.labels[label]);
    counts.push_back(rows[label]);
  }
  for (std::size_t k = 0; known.labels && k < known.labels->size(); ++k) {
    const auto at = std::ranges::find(column.labels, (*known.labels)[k]);
    names.push_back((*known.labels)[k]);
    counts.push_back(at == column.labels.end() ? 0 : rows[static_cast<std::size_t>(at - column.labels.begin())]);
  }
  counts.push_back(rows.back());
  const std::vector<double> noised = noise.of(counts, which);
  std::vector<Counted> out;
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (known.labels || noised[k] > threshold) out.push_back({names[k], noised[k]});
  }
  std::ranges::stable_sort(out, std::greater<>(), &Counted::rows);
  if (out.size() > kMostLabels) out.resize(kMostLabels);
  std::ranges::sort(out, std::less<>(), &Counted::label);
  out.push_back({"", noised.back()});
  return out;
}

// `rare` with the rows that the others leave, if they stand out of the noise of all these counts.
void add_rare(std::vector<Counted>& told, const std::string& rare, double about_rows, double missing, double sigma) {
  double rest = about_rows - missing;
  for (const Counted& one : told) rest -= std::max(one.rows, 0.0);
  const double deviation = sigma * std::sqrt(static_cast<double>(told.size()) + 2);
  if (!told.empty() && rest <= kSureToTell * deviation) return;
  const auto at = std::ranges::lower_bound(told, rare, std::less<>(), &Counted::label);
  if (at != told.end() && at->label == rare) {
    at->rows += std::max(rest, 0.0);
  } else {
    told.insert(at, {rare, rest});
  }
}

ToldLabels label_codes(const ColumnSchema& column, std::span<const double> cells, const PublicColumn& known,
                       const NoisyCounts& noise, std::uint64_t which, double threshold, double about_rows) {
  std::vector<std::size_t> rows(column.labels.size() + 1, 0);
  for (const double cell : cells) ++rows[tabular::is_missing(cell) ? rows.size() - 1 : static_cast<std::size_t>(cell)];
  std::vector<Counted> told = counted_labels(column, rows, known, noise, which, threshold);
  const double missing = sure_missing(known, told.back().rows, noise.sigma());
  told.pop_back();
  add_rare(told, known.rare_as, about_rows, missing, noise.sigma());
  ToldLabels out{{column.name, ColumnKind::categorical, {}, column.format}, {}, {}};
  std::vector<double> counts;
  for (const Counted& one : told) {
    out.column.labels.push_back(one.label);
    counts.push_back(one.rows);
  }
  if (told.size() == 2) out.column.kind = ColumnKind::binary;
  out.codes = codes_of_labels(counts, missing);
  const auto number = [&](std::string_view label) {
    const auto at = std::ranges::lower_bound(out.column.labels, label);
    const bool found = at != out.column.labels.end() && *at == label;
    return found ? static_cast<double>(at - out.column.labels.begin()) : tabular::kMissing;
  };
  for (const std::string& label : column.labels) {
    const double same = number(label);
    out.number_of.push_back(tabular::is_missing(same) ? number(known.rare_as) : same);
  }
  return out;
}

// ---- the table

std::uint16_t commonest(const ColumnCodes& codes) {
  return static_cast<std::uint16_t>(
      std::ranges::distance(codes.share().begin(), std::ranges::max_element(codes.share())));
}

// number_of: of text.
void encode_column(const ColumnCodes& codes, std::span<const double> cells, std::span<const double> number_of,
                   std::size_t place, CodeRows& out) {
  const std::uint16_t otherwise = commonest(codes);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    double cell = cells[i];
    const bool is_label = !number_of.empty() && !tabular::is_missing(cell);
    if (is_label) cell = number_of[static_cast<std::size_t>(cell)];
    const std::uint32_t code = is_label && tabular::is_missing(cell) ? ColumnCodes::kNone : codes.encode(cell);
    out.codes[i * out.columns + place] = code == ColumnCodes::kNone ? otherwise : static_cast<std::uint16_t>(code);
  }
}

}  // namespace

std::size_t unlisted_columns(const tabular::Schema& schema, const PrivacyOptions& options) {
  return static_cast<std::size_t>(std::ranges::count_if(
      schema, [&](const ColumnSchema& column) { return column.is_text() && !known_of(column, options).labels; }));
}

std::size_t private_counts(const tabular::Schema& schema, const PrivacyOptions& options) {
  std::size_t counts = 1;  // the rows themselves
  for (const ColumnSchema& column : schema) {
    counts += column.is_text() || is_bounded(known_of(column, options)) ? 1U : 2U;
  }
  return counts;
}

PrivateCoding code_privately(const tabular::Table& rows, const PrivacyOptions& options, const NoisyCounts& noise,
                             double label_delta, std::size_t most_codes, numeric::ThreadPool& pool) {
  const std::size_t columns = rows.columns(), unlisted = unlisted_columns(rows.schema(), options);
  const std::size_t exact[] = {rows.rows()};
  const double about = std::max(1.0, noise.of(exact, 2 * columns)[0]);
  const double threshold =
      unlisted == 0 ? 0 : 1 + noise.sigma() * normal_quantile_above(label_delta / static_cast<double>(unlisted));
  tabular::Schema schema = rows.schema();
  std::vector<ColumnCodes> codes(columns);
  std::vector<std::vector<double>> number_of(columns);
  pool.parallel_for(columns, [&](std::size_t c) {
    const PublicColumn& known = known_of(rows.schema()[c], options);
    if (!schema[c].is_text()) {
      codes[c] = number_codes(schema[c], rows.column(c), known, noise, 2 * c, most_codes);
      return;
    }
    ToldLabels told = label_codes(schema[c], rows.column(c), known, noise, 2 * c, threshold, about);
    schema[c] = std::move(told.column);
    codes[c] = std::move(told.codes);
    number_of[c] = std::move(told.number_of);
  });
  PrivateCoding out{{std::move(schema), std::move(codes)}, {}, static_cast<std::size_t>(about)};
  out.coded.columns = out.codes.learned().size();
  out.coded.codes.resize(rows.rows() * out.coded.columns);
  pool.parallel_for(out.coded.columns, [&](std::size_t d) {
    const std::size_t c = out.codes.learned()[d];
    encode_column(out.codes.codes(d), rows.column(c), number_of[c], d, out.coded);
  });
  return out;
}

}  // namespace ballast::diffusion
