#include "engine/tabular/schema_archive.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::tabular {
namespace {

Error malformed(const files::ArchiveReader& in, const std::string& what) {
  return Error("the file's list of columns is malformed: " + what).in(in.path());
}

void check(const files::ArchiveReader& in, const ColumnSchema& column) {
  const bool sorted = std::is_sorted(column.labels.begin(), column.labels.end());
  const bool distinct = std::adjacent_find(column.labels.begin(), column.labels.end()) == column.labels.end();
  if (!sorted || !distinct) throw malformed(in, "labels of '" + column.name + "' repeat or are out of order");
  const bool text_kind = column.kind == ColumnKind::categorical || column.kind == ColumnKind::binary;
  if (column.is_text() && !text_kind) throw malformed(in, "'" + column.name + "' has labels but holds numbers");
  if (column.kind != ColumnKind::date) return;
  try {
    DateFormat{column.format};
  } catch (const Error&) {
    throw malformed(in, "'" + column.name + "' holds dates in no known format");
  }
}

}  // namespace

// Labels of all columns stand in one list, with the number of each column's own beside it. Formats stand there only
// where a column has one.
void save_schema(const Schema& schema, files::ArchiveWriter out) {
  std::vector<std::string> names, labels, formats;
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint64_t> label_counts;
  for (const ColumnSchema& column : schema) {
    names.push_back(column.name);
    kinds.push_back(static_cast<std::uint8_t>(column.kind));
    label_counts.push_back(column.labels.size());
    formats.push_back(column.format);
    labels.insert(labels.end(), column.labels.begin(), column.labels.end());
  }
  out.texts("names", names);
  out.array<std::uint8_t>("kinds", kinds);
  out.array<std::uint64_t>("label_counts", label_counts);
  out.texts("labels", labels);
  if (std::ranges::any_of(formats, [](const std::string& f) { return !f.empty(); })) out.texts("formats", formats);
}

Schema load_schema(const files::ArchiveReader& in) {
  const auto names = in.texts("names");
  const auto kinds = in.array<std::uint8_t>("kinds", names.size());
  const auto label_counts = in.array<std::uint64_t>("label_counts", names.size());
  const auto labels = in.texts("labels");
  const auto formats = in.has("formats") ? in.texts("formats") : std::vector<std::string>(names.size());
  if (formats.size() != names.size()) throw malformed(in, "formats are missing");

  Schema schema;
  std::set<std::string> seen;
  std::size_t used = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (kinds[i] > static_cast<std::uint8_t>(ColumnKind::date)) throw malformed(in, "unknown kind of column");
    if (label_counts[i] > labels.size() - used) throw malformed(in, "labels are missing");
    if (!seen.insert(names[i]).second) throw malformed(in, "'" + names[i] + "' stands there twice");
    const auto first = labels.begin() + static_cast<std::ptrdiff_t>(used);
    used += static_cast<std::size_t>(label_counts[i]);
    schema.push_back({names[i],
                      static_cast<ColumnKind>(kinds[i]),
                      {first, labels.begin() + static_cast<std::ptrdiff_t>(used)},
                      formats[i]});
    check(in, schema.back());
  }
  if (used != labels.size()) throw malformed(in, "labels are left over");
  return schema;
}

}  // namespace ballast::tabular
