// Loading, with the notes that a user should read before believing a figure.
#include <algorithm>
#include <utility>

#include "app/data/dataset.hpp"
#include "app/data/splits/time_column.hpp"
#include "app/data/target_labels.hpp"
#include "engine/error.hpp"
#include "engine/files/paths.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {

tabular::CsvOptions csv_options(const DataRequest& request) {
  std::vector<std::string> skip = left_out(request);
  std::erase(skip, request.time);  // read before they are left out
  std::erase(skip, request.group);
  return {.categorical = request.categorical,
          .categorical_if_present = request.categorical_if_present,
          .dates = request.dates,
          .dates_if_present = request.dates_if_present,
          .skip = std::move(skip),
          .format = request.format};
}

namespace {

bool lacks_labels(const tabular::Table& table, const std::string& target) {
  const auto place = table.find(target);
  return place && std::ranges::any_of(table.column(*place), tabular::is_missing);
}

// The one word that stands in all cells of the target which are read as missing, as NA; empty if there is no such word.
std::string missing_word(const DataRequest& request, const tabular::Table& table, numeric::ThreadPool& pool) {
  const std::string& target = request.target.column;
  if (request.path == "-") return "";
  try {
    tabular::CsvOptions options{.categorical = {target}, .only = {target}, .format = request.format};
    options.format.missing_of = {{target, {}}};
    options.format.missing_named.clear();
    Observer quiet;
    const tabular::Table words = tabular::read_csv(request.path, options, pool, quiet);
    const std::span<const double> cells = table.column(table.index_of(target));
    std::string word;
    for (std::size_t row = 0; row < cells.size(); ++row) {
      if (!tabular::is_missing(cells[row])) continue;
      const std::string here = cell_text(words.schema()[0], words.column(0)[row]);
      if (here.empty() || (!word.empty() && here != word)) return "";
      word = here;
    }
    return word;
  } catch (const Error&) {
    return "";  // what is wrong with the file is said elsewhere
  }
}

void refuse_missing_labels(const DataRequest& request, const tabular::Table& table, numeric::ThreadPool& pool) {
  const std::string& target = request.target.column;
  const std::string word = missing_word(request, table, pool);
  if (word.empty()) return;
  try {
    target_cells(table, target, request.path);
  } catch (Error& error) {
    throw error.hint("all of them are " + word + ": if that is a label, " + typed_option("--categorical", target) +
                     " or " + typed_option("--missing", target + "=") +
                     " reads it so; else remove these rows, or name another --target");
  }
}

}  // namespace

Dataset load_dataset(const DataRequest& request, numeric::ThreadPool& pool, Observer& observer) {
  observer.step({.phase = "read " + files::shown_name(request.path, files::Direction::input)});
  tabular::CsvFormat format;
  tabular::Table table = tabular::read_csv(request.path, csv_options(request), pool, observer, &format);
  const std::string order = request.time.empty() ? "" : time_note(table, request.time, !request.gap.empty());
  if (lacks_labels(table, request.target.column)) refuse_missing_labels(request, table, pool);
  Dataset data = make_dataset(std::move(table), request);
  data.format = std::move(format);
  note_columns(data, observer);
  if (!order.empty()) observer.note(order);
  return data;
}

}  // namespace ballast::app
