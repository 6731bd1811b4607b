// Data and options on which boosting has to give the same bytes wherever its rows are kept.
#pragma once

#include <string>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "tests/classifiers/random_data.hpp"

namespace ballast::classifiers::test {

struct BoostingCase {
  std::string name;
  RandomData data;
  BoostingOptions options;
  bool weighted = false;
  std::vector<std::uint32_t> labels = {};

  TrainingSet set() const {
    TrainingSet out = data.set(weighted);
    out.labels = labels;
    return out;
  }
};

inline BoostingOptions few_rounds() {
  BoostingOptions options;
  options.rounds = 4;
  return options;
}

inline std::vector<BoostingCase> boosting_cases() {
  std::vector<BoostingCase> out;
  for (const std::size_t classes : {2u, 3u}) {
    for (const bool weighted : {false, true}) {
      out.push_back({std::to_string(classes) + " classes" + (weighted ? ", weighted" : ""),
                     random_data(9000, 19, classes, 11), few_rounds(), weighted});
    }
  }
  BoostingOptions shares = few_rounds();
  shares.subsample = 0.6;
  shares.colsample_bytree = 0.7;
  shares.colsample_bynode = 0.5;
  shares.max_bin = 33;
  out.push_back({"shares of rows and columns", random_data(9000, 9, 2, 12), shares});
  BoostingOptions held = few_rounds();
  held.monotone = {0, 1, -1, 0, 0, 0, 0, 0, 0};
  out.push_back({"labels split by sets, and columns held to a direction",
                 random_data(9000, 9, 2, 13),
                 held,
                 false,
                 {7, 0, 0, 0, 0, 0, 0, 0, 0}});
  BoostingOptions by_gain = few_rounds();
  by_gain.max_leaves = 20;
  by_gain.max_depth = 0;
  out.push_back({"growth by gain", random_data(9000, 9, 2, 14), by_gain});
  BoostingOptions stumps = few_rounds();
  stumps.max_depth = 1;
  out.push_back({"stumps", random_data(9000, 9, 2, 14), stumps});
  BoostingOptions light = few_rounds();
  light.min_child_weight = 0;
  light.loss = Loss::focal;
  light.max_depth = 12;
  out.push_back({"focal loss, leaves of single rows", random_data(9000, 6, 2, 17), light});
  // 12 of 9000 rows: their values draw edges (class_edges.hpp).
  BoostingOptions rare = few_rounds();
  rare.min_child_weight = 0.01;
  RandomData few = random_data(9000, 6, 2, 15);
  for (std::size_t row = 0; row < few.y.size(); ++row) few.y[row] = row % 750 == 3 ? 1 : 0;
  out.push_back({"edges of a rare class", std::move(few), rare});
  return out;
}

}  // namespace ballast::classifiers::test
