// The target's cells one block after another: its different values stand in a small table, which is labelled as any.
#include "app/data/streamed/streamed_set.hpp"

#include <algorithm>
#include <map>

#include "app/data/labels/class_labels.hpp"
#include "app/data/target_labels.hpp"
#include "engine/error.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::app {
namespace {

using tabular::Table;
using tabular::TableBlocks;

constexpr std::size_t kMostTargets = 100'000;  // different cells of a target

// The cells of one column, block by block: take(cells, first row).
template <class Take>
void for_each_block(const TableBlocks& blocks, std::size_t column, const std::string& phase, Observer& observer,
                    Take&& take) {
  for (std::size_t b = 0; b < blocks.blocks(); ++b) {
    observer.step({.phase = phase, .done = b, .total = blocks.blocks()});
    take(blocks.block(b, std::span(&column, 1)).column(0), b * TableBlocks::kRows);
  }
}

// The different cells of the target, each with the first row that holds it; of missing ones the first alone.
using Targets = std::map<double, std::size_t>;

Table table_of(const Targets& targets, std::size_t missing, std::size_t rows, const tabular::ColumnSchema& column,
               const TableBlocks& blocks) {
  std::vector<double> cells;
  std::vector<std::size_t> numbers;
  for (const auto& [cell, row] : targets) {
    cells.push_back(cell);
    numbers.push_back(row);
  }
  // As many rows as there are, but no more than two a label: too few for classes are still too few.
  for (std::size_t i = 0, distinct = cells.size(); i < distinct && cells.size() < rows; ++i) {
    cells.push_back(cells[i]);
    numbers.push_back(numbers[i]);
  }
  if (missing < rows) {
    cells.push_back(tabular::kMissing);
    numbers.push_back(missing);
  }
  std::vector<std::vector<double>> all{std::move(cells)};
  Table out({column}, std::move(all));
  for (std::size_t i = 0; i < numbers.size(); ++i) out.origins()[i].row = numbers[i];
  blocks.give_lines(out);
  return out;
}

// The class of each different cell, and what the set's target is called.
std::map<double, std::int32_t> label(const Table& distinct, const DataRequest& request, StreamedSet& out) {
  std::vector<std::int32_t> y;
  if (request.every_label) {
    ClassLabels labels = class_labels(distinct, request.target.column, request.path);
    out.classes = std::move(labels.classes);
    y = std::move(labels.y);
  } else {
    out.target.positive = written_label(out.target.column, request.target.positive);
    y = binary_labels(distinct, request.target, request.path);
  }
  std::map<double, std::int32_t> out_of;
  for (std::size_t row = 0; row < y.size(); ++row) out_of[distinct.column(0)[row]] = y[row];
  return out_of;
}

void read_target(const TableBlocks& blocks, std::size_t column, const DataRequest& request, Observer& observer,
                 StreamedSet& out) {
  Targets targets;
  std::size_t missing = blocks.rows();
  for_each_block(blocks, column, "read the target", observer, [&](std::span<const double> cells, std::size_t first) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!tabular::is_missing(cells[i])) {
        targets.try_emplace(cells[i], first + i);
      } else {
        missing = std::min(missing, first + i);
      }
    }
    if (targets.size() <= kMostTargets) return;
    throw Error("column '" + request.target.column + "' holds more than 100,000 different cells: it is no class")
        .in(request.path);
  });
  const auto class_of = label(table_of(targets, missing, blocks.rows(), out.target.column, blocks), request, out);
  out.y.reserve(blocks.rows());
  for_each_block(blocks, column, "read the target", observer, [&](std::span<const double> cells, std::size_t) {
    for (const double cell : cells) out.y.push_back(class_of.at(cell));
  });
  if (out.target.positive.empty()) return;
  for (const auto& [cell, y] : class_of) {
    if (y == 0) out.target.others.push_back(cell_text(out.target.column, cell));
  }
}

// Date columns in parts: by those of their cells that tell which parts vary.
tabular::Schema feature_schema(const TableBlocks& blocks, const tabular::Schema& columns, Observer& observer) {
  std::vector<std::vector<double>> cells(columns.size());
  std::size_t most = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].kind != tabular::ColumnKind::date) continue;
    std::vector<double>& telling = cells[c];
    for_each_block(blocks, column_index(blocks, columns[c].name), "read dates", observer,
                   [&](std::span<const double> more, std::size_t) {
                     telling.insert(telling.end(), more.begin(), more.end());
                     telling = tabular::telling_dates(columns[c], telling);
                   });
    most = std::max(most, telling.size());
  }
  for (std::vector<double>& column : cells) column.resize(most, tabular::kMissing);
  return tabular::with_date_parts(columns, Table(columns, std::move(cells)));
}

}  // namespace

std::size_t StreamedSet::positives() const {
  return classes.empty() ? static_cast<std::size_t>(std::ranges::count(y, 1)) : 0;
}

StreamedSet read_streamed_set(const TableBlocks& blocks, const DataRequest& request, const tabular::CsvFormat& format,
                              Observer& observer) {
  StreamedSet out;
  out.format = format;
  const std::vector<std::string> drop = left_out(request);
  tabular::Schema columns;
  std::size_t target = 0;
  try {
    target = column_index(blocks, request.target.column);
  } catch (Error& error) {
    throw error.in(request.path);
  }
  for (std::size_t c = 0; c < blocks.schema().size(); ++c) {
    const tabular::ColumnSchema& column = blocks.schema()[c];
    if (std::ranges::find(drop, column.name) != drop.end()) continue;
    if (c == target) {
      out.target = {column, columns.size(), {}, {}};
    } else {
      columns.push_back(column);
    }
  }
  if (columns.empty()) {
    throw Error("no feature columns").in(request.path).expected("at least one column beside the target");
  }
  read_target(blocks, target, request, observer, out);
  out.features = feature_schema(blocks, columns, observer);
  return out;
}

void save_streamed_set(const StreamedSet& set, files::ArchiveWriter out) {
  tabular::save_schema({set.target.column}, out.child("target/column"));
  out.integer("target/position", static_cast<std::int64_t>(set.target.position));
  out.text("target/positive", set.target.positive);
  out.texts("target/others", set.target.others);
  out.texts("target/classes", set.classes);
  tabular::save_schema(set.features, out.child("features"));
  tabular::save_format(set.format, out.child("format"));
  set.learned.save(out.child("learned"));
}

StreamedSet load_streamed_set(const files::ArchiveReader& in) {
  constexpr std::size_t kMostColumns = std::size_t{1} << 24;
  StreamedSet out;
  const tabular::Schema target = tabular::load_schema(in.child("target/column"));
  if (target.size() != 1) throw Error("the code file is damaged: it has no target").in(in.path());
  out.target = {target[0], in.size("target/position", 0, kMostColumns), in.text("target/positive"),
                in.texts("target/others")};
  out.classes = in.texts("target/classes");
  out.features = tabular::load_schema(in.child("features"));
  out.format = tabular::load_format(in.child("format"));
  out.learned = tabular::LearnedRows::load(in.child("learned"));
  return out;
}

}  // namespace ballast::app
