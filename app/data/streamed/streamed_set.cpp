// The target's cells one block after another: its different values stand in a small table, which is labelled as any.
#include "app/data/streamed/streamed_set.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "app/data/notes/column_notes.hpp"
#include "app/data/streamed/target_values.hpp"
#include "engine/error.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::app {
namespace {

using tabular::Table;
using tabular::TableBlocks;

// The cells of one column, block by block: take(cells, first row).
template <class Take>
void for_each_block(const TableBlocks& blocks, std::size_t column, const std::string& phase, Observer& observer,
                    Take&& take) {
  for (std::size_t b = 0; b < blocks.blocks(); ++b) {
    observer.step({.phase = phase, .done = b, .total = blocks.blocks()});
    take(blocks.block(b, std::span(&column, 1)).column(0), b * TableBlocks::kRows);
  }
}

void read_target(const TableBlocks& blocks, std::size_t column, const DataRequest& request, Observer& observer,
                 StreamedSet& out) {
  TargetValues values;
  for_each_block(blocks, column, "read the target", observer, [&](std::span<const double> cells, std::size_t first) {
    values.add(cells, first);
    values.require_classes(request);
  });
  const auto class_of = label_values(values, blocks, request, out);
  out.y.reserve(blocks.rows());
  for_each_block(blocks, column, "read the target", observer, [&](std::span<const double> cells, std::size_t) {
    for (const double cell : cells) out.y.push_back(class_of.at(cell));
  });
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
  std::size_t target = 0;
  const tabular::Schema columns = part_target(blocks, request, target, out);
  read_target(blocks, target, request, observer, out);
  out.features = feature_schema(blocks, columns, observer);
  return out;
}

void note_columns(const TableBlocks& blocks, const StreamedSet& set, const DataRequest& request, Observer& observer) {
  const tabular::Schema features = tabular::source_schema(set.features);
  std::array<std::pair<std::size_t, std::vector<double>>, 2> kept{std::pair{features.size(), std::vector<double>()},
                                                                  std::pair{features.size(), std::vector<double>()}};
  const auto cells = [&](std::size_t c) -> std::span<const double> {
    if (kept[1].first == c) std::swap(kept[0], kept[1]);
    if (kept[0].first == c) return kept[0].second;
    std::swap(kept[0], kept[1]);
    kept[0].first = c;
    kept[0].second.clear();
    kept[0].second.reserve(blocks.rows());
    for_each_block(blocks, column_index(blocks, features[c].name), "look at columns", observer,
                   [&](std::span<const double> more, std::size_t) {
                     kept[0].second.insert(kept[0].second.end(), more.begin(), more.end());
                   });
    return kept[0].second;
  };
  const tabular::ColumnSchema& target = set.target.column;
  const std::size_t labels = target.is_text() ? target.labels.size() : set.target.others.size() + 1;
  NotedColumns columns{{}, request.categorical, cells, target, labels, set.target.positive, set.classes, set.y};
  for (const tabular::ColumnSchema& feature : features) columns.features.push_back(&feature);
  note_columns(columns, observer);
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
