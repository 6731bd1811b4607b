// RowMap: rows in a plane by UMAP, fitted on real rows of both classes; synthetic rows are placed into it afterwards,
// so they cannot bend the map to look at home in it.
#pragma once

#include "app/report/page/row_samples.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::app::page {

struct PlaneRows {
  std::vector<double> x, y;
};

struct RowMap {
  PlaneRows majority, minority;
  std::vector<std::pair<std::string, PlaneRows>> synthetic;
  bool empty() const { return minority.x.empty(); }
};

// Empty where there are too few rows, or nothing to tell them apart. Cost: UMAP of at most 600 rows.
RowMap draw_row_map(const RowSamples& rows, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app::page
