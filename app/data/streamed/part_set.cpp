#include "app/data/streamed/part_set.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

#include "app/data/streamed/gathered_rows.hpp"
#include "app/data/streamed/target_values.hpp"
#include "app/data/streamed/written_codes.hpp"
#include "classifiers/codes/ranked_bins.hpp"
#include "engine/error.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {
namespace {

// What every rank has, one behind the other, on all ranks.
std::vector<double> of_all_ranks(const std::vector<double>& own, ranks::Ranks& ranks, Observer& observer) {
  const auto bytes = std::as_bytes(std::span(own));
  std::string all;
  for (const std::string& more : ranks.gather({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, observer)) {
    all += more;
  }
  ranks.broadcast(all, observer);
  std::vector<double> out(all.size() / sizeof(double));
  if (!out.empty()) std::memcpy(out.data(), all.data(), all.size());
  return out;
}

// Numbers of rows are exact in float64.
TargetValues values_of_all(const TargetValues& own, ranks::Ranks& ranks, Observer& observer) {
  const auto infinite = static_cast<double>(std::numeric_limits<std::size_t>::max());
  std::vector<double> packed;
  for (const auto& [cell, row] : own.first) packed.insert(packed.end(), {cell, static_cast<double>(row)});
  packed.insert(packed.end(), {tabular::kMissing, static_cast<double>(own.missing)});
  const std::vector<double> all = of_all_ranks(packed, ranks, observer);
  TargetValues out;
  for (std::size_t i = 0; i < all.size(); i += 2) {
    if (tabular::is_missing(all[i]) && all[i + 1] == infinite) continue;
    out.add({&all[i], 1}, static_cast<std::size_t>(all[i + 1]));
  }
  return out;
}

// As of a StreamedSet: by those cells of date columns that tell which parts vary.
tabular::Schema feature_schema(const CsvPart& part, const tabular::Schema& columns, ranks::Ranks& ranks,
                               Observer& observer) {
  std::vector<std::vector<double>> cells(columns.size());
  std::size_t most = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].kind != tabular::ColumnKind::date) continue;
    const std::span<const double> own = part.column(column_index(part, columns[c].name));
    cells[c] = of_all_ranks(tabular::telling_dates(columns[c], own), ranks, observer);
    most = std::max(most, cells[c].size());
  }
  for (std::vector<double>& column : cells) column.resize(most, tabular::kMissing);
  return tabular::with_date_parts(columns, tabular::Table(columns, std::move(cells)));
}

}  // namespace

std::optional<PartSet> read_part_set(const CsvPart& part, const DataRequest& request, ranks::Ranks& ranks,
                                     Observer& observer) {
  PartSet out;
  out.set.format = part.format();
  try {  // what is thrown here is thrown on all ranks
    std::size_t target = 0;
    const tabular::Schema columns = part_target(part, request, target, out.set);
    TargetValues own;
    own.add(part.column(target), part.own().first);
    const TargetValues all = values_of_all(own, ranks, observer);
    all.require_classes(request);
    const auto class_of = label_values(all, part, request, out.set);
    out.y.reserve(part.own().count);
    for (const double cell : part.column(target)) out.y.push_back(class_of.at(cell));
    out.set.features = feature_schema(part, columns, ranks, observer);
  } catch (const Error&) {
    return std::nullopt;
  }
  out.set.y = gather_rows<std::int32_t>(ranks, part.own(), out.y, observer);
  return out;
}

classifiers::BinnedFeatures find_features_over(ranks::Ranks& ranks, const CsvPart& part, const PartSet& set,
                                               std::size_t max_bins, numeric::ThreadPool& pool, Observer& observer) {
  const tabular::Schema& features = set.set.features;
  const auto give = [&](std::size_t feature, const classifiers::TakeValues& take) {
    const tabular::FeatureEncoder encoder({features[feature]});
    const std::vector<std::size_t> columns = columns_of(part, {features[feature]});
    const std::size_t first = part.own().first / tabular::TableBlocks::kRows;
    for (std::size_t seen = 0; seen < part.own().count; seen += tabular::TableBlocks::kRows) {
      const auto x = encoder.encode(part.block(first + seen / tabular::TableBlocks::kRows, columns)).x;
      take(x.data(), 1, x.rows());
    }
  };
  const classifiers::TrainingSet own{.x = {}, .y = set.y, .weight = {}, .classes = set.set.class_count()};
  return classifiers::find_features_by_rows(ranks, give, own, tabular::FeatureEncoder(features).label_counts(),
                                            max_bins, pool, observer);
}

}  // namespace ballast::app
