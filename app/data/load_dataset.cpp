// Loading, with the notes that a user should read before believing a figure.
#include "app/data/dataset.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/csv.hpp"

namespace ballast::app {

Dataset load_dataset(const DataRequest& request, numeric::ThreadPool& pool, Observer& observer) {
  observer.step({.phase = "read " + request.path});
  Dataset data =
      make_dataset(tabular::read_csv(request.path, {.categorical = request.categorical}, pool, observer), request);
  data.name = files::shown_name(data.name, files::Direction::input);
  note_columns(data, observer);
  return data;
}

}  // namespace ballast::app
