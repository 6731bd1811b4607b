// Small made data for tests of studies.
#pragma once

#include <cstddef>
#include <cstdint>

#include "app/data/demo_data.hpp"

namespace ballast::app::testing {

inline Dataset demo_rows(std::size_t rows, std::size_t positives, std::uint64_t seed = 5) {
  numeric::ThreadPool pool(2);
  DataRequest request;
  request.path = "made data";
  request.target = {"Class", "1"};
  request.drop = {"Time"};
  return make_dataset(make_demo_data({.rows = rows, .positives = positives, .seed = seed}, pool), request);
}

}  // namespace ballast::app::testing
