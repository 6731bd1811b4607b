#include "engine/tabular/features/transforms.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "engine/error.hpp"
#include "engine/files/checksum.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::tabular {
namespace {

// Linear between the points (from[i], to[i]), flat beyond the ends; exact at the points. Both lists ascend strictly.
double interpolate(const std::vector<double>& from, const std::vector<double>& to, double x) {
  const auto above = std::lower_bound(from.begin(), from.end(), x);
  if (above == from.begin()) return to.front();
  if (above == from.end()) return to.back();
  const auto i = static_cast<std::size_t>(above - from.begin());
  if (x == from[i]) return to[i];
  // Shares of both ends, so that the difference of two huge values cannot overflow.
  const double share = (x / 2 - from[i - 1] / 2) / (from[i] / 2 - from[i - 1] / 2);
  return std::fma(share, to[i], (1 - share) * to[i - 1]);
}

// The distinct values ascending, and the normal score of the mid-rank of each.
void rank(const std::vector<double>& sorted, std::vector<double>& values, std::vector<double>& scores) {
  const boost::math::normal normal;
  const auto n = static_cast<double>(sorted.size());
  for (std::size_t first = 0; first < sorted.size();) {
    std::size_t last = first;
    while (last < sorted.size() && sorted[last] == sorted[first]) ++last;
    const double mid_rank = (static_cast<double>(first + 1) + static_cast<double>(last)) / 2;
    values.push_back(sorted[first]);
    // Rounded to float, so that an observed cell's score survives the float32 matrix.
    scores.push_back(static_cast<float>(boost::math::quantile(normal, (mid_rank - 0.5) / n)));
    first = last;
  }
}

// In units of the largest cell, so that no square of it is beyond double. sd is never 0.
void mean_and_sd(const std::vector<double>& sorted, double& mean, double& sd) {
  const auto n = static_cast<double>(sorted.size());
  const double largest = std::max(std::fabs(sorted.front()), std::fabs(sorted.back()));
  constexpr double kBeyond = 1e150, kBelow = 1e-150;  // squares of cells in between are ordinary numbers
  const double unit = largest > kBeyond || largest < kBelow ? largest : 1.0;
  mean = 0;
  for (const double cell : sorted) mean += cell / unit / n;
  double variance = 0;
  for (const double cell : sorted) variance += (cell / unit - mean) * (cell / unit - mean) / n;
  mean *= unit;
  sd = std::sqrt(variance) * unit;
  if (!std::isnormal(sd)) sd = 1;
}

// Refused by name: what no float32 score tells apart is lost.
void require_scores(const ColumnSchema& schema, const std::vector<double>& sorted, Scaling scaling, double mean,
                    double sd) {
  constexpr double kLargestRaw = 1e15;  // sums of squares stay within float32
  const double largest = std::max(std::fabs(sorted.front()), std::fabs(sorted.back()));
  const auto score = [&](double cell) { return static_cast<float>(cell / sd - mean / sd); };
  const double low = sorted[sorted.size() / 4], high = sorted[sorted.size() * 3 / 4];
  const bool lost = low != high && score(low) == score(high);
  if (scaling == Scaling::standardise ? !lost : largest <= kLargestRaw && !lost) return;
  const double worst = std::fabs(sorted.front()) == largest ? sorted.front() : sorted.back();
  char text[32];
  throw Error("column '" + schema.name +
              "' cannot be learned with this scaling: float32 does not hold its numbers, or does not tell them apart")
      .got({text, std::to_chars(text, text + sizeof text, worst).ptr})
      .hint("mend it if it is wrong, leave the column out, or take quantile-normal, which any numbers pass");
}

// The value of `sorted` (not empty) that stands there most often, the smallest of those.
double most_frequent(const std::vector<double>& sorted) {
  double best = sorted.front();
  std::ptrdiff_t best_count = 0;
  for (auto at = sorted.begin(); at != sorted.end();) {
    const auto next = std::upper_bound(at, sorted.end(), *at);
    if (next - at > best_count) best_count = next - at, best = *at;
    at = next;
  }
  return best;
}

bool ascends_strictly(const std::vector<double>& values) {
  const bool finite = std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
  return finite && std::adjacent_find(values.begin(), values.end(), std::greater_equal<>()) == values.end();
}

}  // namespace

RowTransform::Column RowTransform::fit_column(const ColumnSchema& schema, std::span<const double> cells,
                                              Scaling scaling) {
  std::vector<double> sorted;
  std::copy_if(cells.begin(), cells.end(), std::back_inserter(sorted), [](double cell) { return !is_missing(cell); });
  std::sort(sorted.begin(), sorted.end());
  Column column;
  column.indicator = !sorted.empty() && sorted.size() < cells.size();
  if (sorted.empty()) return column;  // all missing: restored as missing
  const bool counted = schema.is_text() || schema.kind == ColumnKind::binary;
  column.fill = counted ? most_frequent(sorted) : sorted[(sorted.size() - 1) / 2];
  if (sorted.front() == sorted.back()) return column;  // constant
  if (schema.is_text() && schema.labels.size() > 2) {
    column.role = Role::one_hot;
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    if (sorted.size() < schema.labels.size()) column.values = std::move(sorted);
    return column;
  }
  rank(sorted, column.values, column.scores);
  if (schema.is_text() || column.values.size() == 2) {
    column.role = Role::sign;
  } else if (scaling == Scaling::quantile_normal) {
    column.role = Role::ranked;
    // Scores that float32 cannot tell apart (beyond some millions of rows) are moved to the next float.
    for (std::size_t i = 1; i < column.scores.size(); ++i) {
      const auto before = static_cast<float>(column.scores[i - 1]);
      if (column.scores[i] <= column.scores[i - 1]) column.scores[i] = std::nextafter(before, 1e30f);
    }
  } else {
    column.role = Role::scaled;
    if (scaling == Scaling::standardise) mean_and_sd(sorted, column.mean, column.sd);
    require_scores(schema, sorted, scaling, column.mean, column.sd);
  }
  if (column.role != Role::sign && schema.kind == ColumnKind::integer && keeps_to_levels(sorted)) {
    set_edges(column, sorted);
  }
  if (column.role != Role::ranked) column.scores.clear();
  return column;
}

// Ranked: where the ranks of one value end and those of the next begin. Scaled: half way. As floats, since scores are;
// without edges where floats cannot tell two values apart.
void RowTransform::set_edges(Column& column, const std::vector<double>& sorted) {
  const boost::math::normal normal;
  const auto n = static_cast<double>(sorted.size());
  for (std::size_t i = 0; i + 1 < column.values.size(); ++i) {
    const auto here = static_cast<float>(forward_number(column, column.values[i]));
    const auto next = static_cast<float>(forward_number(column, column.values[i + 1]));
    if (!(here < next)) return column.edges.clear();
    double edge = (static_cast<double>(here) + static_cast<double>(next)) / 2;
    if (column.role == Role::ranked) {
      const auto last = std::upper_bound(sorted.begin(), sorted.end(), column.values[i]) - sorted.begin();
      edge = boost::math::quantile(normal, static_cast<double>(last) / n);
    }
    const auto rounded = static_cast<float>(edge);
    column.edges.push_back(rounded > here && rounded <= next ? rounded : next);
  }
}

RowTransform RowTransform::fit(const Table& rows, Scaling scaling) {
  if (rows.rows() == 0) throw Error("there are no rows to learn from");
  RowTransform out;
  out.schema_ = rows.schema();
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    out.columns_.push_back(fit_column(out.schema_[c], rows.column(c), scaling));
  }
  out.finish();
  return out;
}

std::size_t RowTransform::columns_of(std::size_t column) const {
  const Column& c = columns_[column];
  const std::size_t own = c.role == Role::constant ? 0 : c.role == Role::one_hot ? labels_of(column) : 1;
  return own + (c.indicator ? 1 : 0);
}

std::size_t RowTransform::labels_of(std::size_t column) const {
  return columns_[column].values.empty() ? schema_[column].labels.size() : columns_[column].values.size();
}

std::size_t RowTransform::code_of(std::size_t column, std::size_t place) const {
  const std::vector<double>& codes = columns_[column].values;
  return codes.empty() ? place : static_cast<std::size_t>(codes[place]);
}

std::vector<LevelColumn> RowTransform::levels() const {
  std::vector<LevelColumn> out;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (!columns_[c].edges.empty()) out.push_back({schema_[c].name, columns_[c].values.size()});
  }
  return out;
}

void RowTransform::finish() {
  width_ = 0;
  for (std::size_t c = 0; c < columns_.size(); ++c) width_ += columns_of(c);
  files::ArchiveWriter bytes("transform");
  save(bytes);
  const auto digest = files::sha256(bytes.bytes());
  std::memcpy(&identity_, digest.data(), sizeof identity_);
}

std::vector<std::string> RowTransform::column_names() const {
  std::vector<std::string> names;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const std::string& name = schema_[c].name;
    if (columns_[c].role == Role::one_hot) {
      for (std::size_t k = 0; k < labels_of(c); ++k) names.push_back(name + "=" + schema_[c].labels[code_of(c, k)]);
    } else if (columns_[c].role != Role::constant) {
      names.push_back(name);
    }
    if (columns_[c].indicator) names.push_back(name + " is missing");
  }
  return names;
}

double RowTransform::forward_number(const Column& column, double cell) {
  switch (column.role) {
    case Role::ranked:
      return interpolate(column.values, column.scores, cell);
    case Role::scaled:
      if (const double score = (cell - column.mean) / column.sd; std::isfinite(score)) return score;
      return cell / column.sd - column.mean / column.sd;  // the difference of two huge numbers
    default:
      return cell >= column.values[1] ? 1 : -1;
  }
}

double RowTransform::inverse_number(const Column& column, ColumnKind kind, float scaled) const {
  if (column.role == Role::sign) return column.values[scaled > 0 ? 1 : 0];
  if (!column.edges.empty()) {
    const auto above = std::upper_bound(column.edges.begin(), column.edges.end(), static_cast<double>(scaled));
    return column.values[static_cast<std::size_t>(above - column.edges.begin())];
  }
  double value = 0;
  if (column.role == Role::ranked) {
    value = interpolate(column.scores, column.values, scaled);
  } else {
    // An observed value went through float32: if the nearest one has this very score, it is meant.
    constexpr double kLargest = std::numeric_limits<double>::max();
    value = std::clamp(std::fma(static_cast<double>(scaled), column.sd, column.mean), -kLargest, kLargest);
    const auto above = std::lower_bound(column.values.begin(), column.values.end(), value);
    for (auto near = above == column.values.begin() ? above : above - 1; near != column.values.end(); ++near) {
      if (static_cast<float>((*near - column.mean) / column.sd) == scaled) return *near;
      if (near > above) break;
    }
  }
  return kind == ColumnKind::integer ? std::nearbyint(value) : value;
}

ScaledRows RowTransform::forward(const Table& rows) const {
  if (rows.schema() != schema_) throw Error("the rows have other columns than the transform was fitted on");
  ScaledRows out{numeric::Matrix<float>(rows.rows(), width_), identity_};
  std::size_t at = 0;
  for (std::size_t c = 0; c < columns_.size(); at += columns_of(c), ++c) {
    const Column& column = columns_[c];
    const auto cells = rows.column(c);
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      const double cell = is_missing(cells[row]) ? column.fill : cells[row];
      if (column.indicator) out.x(row, at + columns_of(c) - 1) = is_missing(cells[row]) ? 1.0f : -1.0f;
      if (column.role == Role::one_hot) {
        for (std::size_t k = 0; k < labels_of(c); ++k) {
          out.x(row, at + k) = static_cast<double>(code_of(c, k)) == cell ? 1.0f : -1.0f;
        }
      } else if (column.role != Role::constant) {
        out.x(row, at) = static_cast<float>(forward_number(column, cell));
      }
    }
  }
  return out;
}

Table RowTransform::inverse(const ScaledRows& rows) const {
  if (rows.transform != identity_ || rows.x.columns() != width_) {
    throw Error("scaled rows belong to another transform");
  }
  Table out(schema_, rows.x.rows());
  std::size_t at = 0;
  for (std::size_t c = 0; c < columns_.size(); at += columns_of(c), ++c) {
    const Column& column = columns_[c];
    const auto cells = out.column(c);
    std::optional<DateFormat> dates;
    if (schema_[c].kind == ColumnKind::date) dates.emplace(schema_[c].format);
    for (std::size_t row = 0; row < cells.size(); ++row) {
      const auto scaled = rows.x.row(row).subspan(at, columns_of(c));
      if (column.indicator && scaled.back() > 0) continue;  // missing
      if (column.role == Role::constant) {
        cells[row] = column.fill;
      } else if (column.role == Role::one_hot) {
        const auto labels = scaled.first(labels_of(c));
        const auto best = static_cast<std::size_t>(std::max_element(labels.begin(), labels.end()) - labels.begin());
        cells[row] = static_cast<double>(code_of(c, best));
      } else {
        cells[row] = inverse_number(column, schema_[c].kind, scaled.front());
        if (dates) cells[row] = dates->nearest(cells[row]);
      }
    }
  }
  return out;
}

ScaledRows RowTransform::adopt(numeric::Matrix<float> x) const {
  assert(x.columns() == width_);
  return {std::move(x), identity_};
}

void RowTransform::save(const files::ArchiveWriter& out) const {
  save_schema(schema_, out.child("schema"));
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    files::ArchiveWriter part = out.child("column").child(std::to_string(c));
    part.integer("role", static_cast<std::int64_t>(columns_[c].role));
    part.integer("indicator", columns_[c].indicator);
    part.number("fill", columns_[c].fill);
    part.number("mean", columns_[c].mean);
    part.number("sd", columns_[c].sd);
    part.array<double>("values", columns_[c].values);
    part.array<double>("scores", columns_[c].scores);
    if (!columns_[c].edges.empty()) part.array<double>("edges", columns_[c].edges);
  }
}

bool RowTransform::is_valid(const Column& column, const ColumnSchema& schema) {
  const bool fill_is_label = column.fill >= 0 && column.fill < static_cast<double>(schema.labels.size()) &&
                             std::trunc(column.fill) == column.fill;
  const bool missing_fill = is_missing(column.fill) && column.role == Role::constant && !column.indicator;
  if (std::isinf(column.fill) || !(missing_fill || (schema.is_text() ? fill_is_label : !is_missing(column.fill)))) {
    return false;
  }
  if (!ascends_strictly(column.values) || !ascends_strictly(column.scores)) return false;
  const bool numbers = column.role == Role::ranked || column.role == Role::scaled;
  if (!column.edges.empty() && !(numbers && column.edges.size() + 1 == column.values.size())) return false;
  if (!ascends_strictly(column.edges)) return false;
  const auto is_code = [&](double value) {
    return value >= 0 && value < static_cast<double>(schema.labels.size()) && std::trunc(value) == value;
  };
  switch (column.role) {
    case Role::constant:
      return true;
    case Role::one_hot:
      return schema.labels.size() > 2 && std::all_of(column.values.begin(), column.values.end(), is_code);
    case Role::sign:
      return column.values.size() == 2 &&
             (!schema.is_text() || (column.values[0] == 0 && column.values[1] == 1 && schema.labels.size() == 2));
    case Role::ranked:
      return !schema.is_text() && column.values.size() > 1 && column.scores.size() == column.values.size();
    case Role::scaled:
      return !schema.is_text() && std::isfinite(column.mean) && std::isfinite(column.sd) && column.sd > 0;
  }
  return false;
}

RowTransform RowTransform::load(const files::ArchiveReader& in) {
  RowTransform out;
  out.schema_ = load_schema(in.child("schema"));
  for (std::size_t c = 0; c < out.schema_.size(); ++c) {
    const files::ArchiveReader part = in.child("column").child(std::to_string(c));
    Column column;
    column.role = static_cast<Role>(part.size("role", 0, static_cast<std::size_t>(Role::one_hot)));
    column.indicator = part.size("indicator", 0, 1) == 1;
    column.fill = part.number("fill");
    column.mean = part.number("mean");
    column.sd = part.number("sd");
    column.values = part.array<double>("values");
    column.scores = part.array<double>("scores");
    if (part.has("edges")) column.edges = part.array<double>("edges");
    if (!is_valid(column, out.schema_[c])) {
      throw Error("the file's transform of column '" + out.schema_[c].name + "' is malformed").in(in.path());
    }
    out.columns_.push_back(std::move(column));
  }
  out.finish();
  return out;
}

}  // namespace ballast::tabular
