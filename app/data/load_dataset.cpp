// Loading, with the notes that a user should read before believing a figure.
#include <algorithm>
#include <utility>

#include "app/data/dataset.hpp"
#include "app/data/splits/time_column.hpp"
#include "engine/files/paths.hpp"
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

Dataset load_dataset(const DataRequest& request, numeric::ThreadPool& pool, Observer& observer) {
  observer.step({.phase = "read " + files::shown_name(request.path, files::Direction::input)});
  tabular::CsvFormat format;
  tabular::Table table = tabular::read_csv(request.path, csv_options(request), pool, observer, &format);
  const std::string order = request.time.empty() ? "" : time_note(table, request.time, !request.gap.empty());
  Dataset data = make_dataset(std::move(table), request);
  data.format = std::move(format);
  note_columns(data, observer);
  if (!order.empty()) observer.note(order);
  return data;
}

}  // namespace ballast::app
