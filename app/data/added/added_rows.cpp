#include "app/data/added/added_rows.hpp"

#include <algorithm>

#include "engine/error.hpp"
#include "engine/files/paths.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

void require_same_columns(const tabular::Table& added, const std::string& path, const Dataset& data) {
  const auto lacks = [](const tabular::Table& table, const tabular::ColumnSchema& column) {
    return !table.find(column.name).has_value();
  };
  const tabular::Schema &theirs = added.schema(), &ours = data.table.schema();
  const auto absent = std::ranges::find_if(ours, [&](const auto& column) { return lacks(added, column); });
  const auto strange = std::ranges::find_if(theirs, [&](const auto& column) { return lacks(data.table, column); });
  if (absent == ours.end() && strange == theirs.end()) return;
  Error error("--added: its columns are not those of " + data.name);
  error.in(path);
  if (absent != ours.end()) error.expected("a column '" + absent->name + "'");
  if (strange != theirs.end()) {
    error.got(strange->name);
    if (absent == ours.end())
      error.expected("no other column").hint(typed_option("--drop", strange->name) + " leaves it out");
  }
  throw error;
}

void require_positive(const tabular::Table& added, const std::string& path, const DataRequest& request) {
  const std::vector<std::int32_t> y = binary_labels(added, request.target, path, false);
  const auto other = std::ranges::find(y, 0);
  if (other == y.end()) return;
  const auto row = static_cast<std::size_t>(other - y.begin());
  const std::size_t column = added.index_of(request.target.column);
  throw Error("--added: a row without the positive label")
      .in(path, added.line(row))
      .expected(request.target.column + " = " + request.target.positive + " in every row")
      .got(cell_text(added.schema()[column], added.column(column)[row]));
}

// Rows that count twice without a word.
void refuse_second(const std::vector<std::string>& paths) {
  for (auto path = paths.begin(); path != paths.end(); ++path) {
    const auto is_same = [&](const std::string& other) {
      return files::is_one_file(*path, other, files::Direction::input);
    };
    const auto first = std::find_if(paths.begin(), path, is_same);
    if (first == path) continue;
    throw Error("--added names one file twice").in(*path).expected("each file once").got(*first);
  }
}

}  // namespace

std::vector<tabular::Table> read_added_rows(const std::vector<std::string>& paths, const Dataset& data,
                                            const DataRequest& request, numeric::ThreadPool& pool, Observer& observer) {
  refuse_second(paths);
  tabular::CsvOptions options{.categorical = {},
                              .schema = data.table.schema(),
                              .skip_if_present = request.drop,
                              .format = format_of_made_rows(data.format)};
  std::vector<tabular::Table> out;
  for (const std::string& path : paths) {
    observer.step({.phase = "read " + files::shown_name(path, files::Direction::input)});
    tabular::Table table = tabular::read_csv(path, options, pool, observer);
    require_same_columns(table, path, data);
    require_positive(table, path, request);
    out.push_back(std::move(table));
  }
  return out;
}

}  // namespace ballast::app
