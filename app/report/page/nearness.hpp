// Nearness: how far synthetic rows are from the nearest row they were learned from, beside how far real rows are from
// one another. In the space of the positives' transform, where columns weigh alike.
//
//   real        each training positive to the nearest other one (leave one out)
//   held out    each positive of the test part to the nearest training positive: what a new real row looks like
//   synthetic   the rows of each arm
#pragma once

#include "app/report/page/row_samples.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::app::page {

struct Nearness {
  std::vector<double> real, held_out;  // distances, ascending
  std::vector<std::pair<std::string, std::vector<double>>> synthetic;
  bool empty() const { return real.empty(); }
};

// Empty where there are fewer than two training positives, or nothing to tell them apart.
Nearness measure_nearness(const RowSamples& rows, numeric::ThreadPool& pool);

// The value below which a share p of the ascending values lie. Requires: not empty.
double quantile_of(const std::vector<double>& ascending, double p);

}  // namespace ballast::app::page
