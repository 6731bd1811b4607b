#include "engine/tabular/features/transforms.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/checksum.hpp"
#include "engine/tabular/features/label_order.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::tabular {
namespace {

constexpr std::size_t kMostLabels = 64;  // with a score each

// The order of its labels if the column is to have one score for all.
std::vector<double> order_of(const Table& rows, std::size_t column, Scaling scaling) {
  if (scaling != Scaling::quantile_normal || !rows.schema()[column].is_text()) return {};
  std::vector<std::uint8_t> seen(rows.schema()[column].labels.size(), 0);
  std::size_t held = 0;
  for (const double cell : rows.column(column)) {
    if (!is_missing(cell)) held += std::exchange(seen[static_cast<std::size_t>(cell)], 1) == 0 ? 1 : 0;
  }
  return held > kMostLabels ? label_order(rows, column) : std::vector<double>();
}

}  // namespace

RowTransform RowTransform::fit(const Table& rows, Scaling scaling) {
  if (rows.rows() == 0) throw Error("there are no rows to learn from");
  RowTransform out;
  out.schema_ = rows.schema();
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    out.columns_.push_back(
        ColumnTransform::fit(out.schema_[c], rows.column(c), scaling, order_of(rows, c, scaling), rows.levels(c)));
  }
  out.finish();
  return out;
}

std::vector<LevelColumn> RowTransform::levels() const {
  std::vector<LevelColumn> out;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (columns_[c].levels() > 0) out.push_back({schema_[c].name, columns_[c].levels()});
  }
  return out;
}

void RowTransform::finish() {
  width_ = 0;
  for (const ColumnTransform& column : columns_) width_ += column.width();
  files::ArchiveWriter bytes("transform");
  save(bytes);
  const auto digest = files::sha256(bytes.bytes());
  std::memcpy(&identity_, digest.data(), sizeof identity_);
}

std::vector<std::string> RowTransform::column_names() const {
  std::vector<std::string> names;
  for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].add_names(schema_[c], names);
  return names;
}

ScaledRows RowTransform::forward(const Table& rows) const {
  return scores_of(rows, nullptr);
}

ScaledRows RowTransform::spread(const Table& rows, std::uint64_t seed) const {
  return scores_of(rows, &seed);
}

ScaledRows RowTransform::scores_of(const Table& rows, const std::uint64_t* seed) const {
  if (rows.schema() != schema_) throw Error("the rows have other columns than the transform was fitted on");
  ScaledRows out{numeric::Matrix<float>(rows.rows(), width_), identity_};
  std::size_t at = 0;
  for (std::size_t c = 0; c < columns_.size(); at += columns_[c].width(), ++c) {
    const auto cells = rows.column(c);
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      const auto scores = out.x.row(row).subspan(at, columns_[c].width());
      if (seed == nullptr) {
        columns_[c].forward(cells[row], nullptr, scores);
        continue;
      }
      numeric::RandomStream stream(*seed, numeric::Purpose::kTiedScore, row, static_cast<std::uint32_t>(c));
      columns_[c].forward(cells[row], &stream, scores);
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
  for (std::size_t c = 0; c < columns_.size(); at += columns_[c].width(), ++c) {
    const auto cells = out.column(c);
    for (std::size_t row = 0; row < cells.size(); ++row) {
      cells[row] = columns_[c].inverse(rows.x.row(row).subspan(at, columns_[c].width()));
    }
  }
  return out;
}

ScaledRows RowTransform::adopt(numeric::Matrix<float> x) const {
  assert(x.columns() == width_);
  return {std::move(x), identity_};
}

bool RowTransform::has_rates() const {
  return std::ranges::any_of(columns_, [](const ColumnTransform& column) { return column.has_rates(); });
}

void RowTransform::match_rates(numeric::MatrixView<const float> made) {
  assert(made.columns() == width_);
  std::size_t at = 0;
  for (ColumnTransform& column : columns_) {
    column.match_rates(made.column_block(at, column.width()));
    at += column.width();
  }
  finish();
}

void RowTransform::save(const files::ArchiveWriter& out) const {
  save_schema(schema_, out.child("schema"));
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    columns_[c].save(out.child("column").child(std::to_string(c)), schema_[c]);
  }
}

RowTransform RowTransform::load(const files::ArchiveReader& in) {
  RowTransform out;
  out.schema_ = load_schema(in.child("schema"));
  for (std::size_t c = 0; c < out.schema_.size(); ++c) {
    out.columns_.push_back(ColumnTransform::load(in.child("column").child(std::to_string(c)), out.schema_[c]));
  }
  out.finish();
  return out;
}

}  // namespace ballast::tabular
