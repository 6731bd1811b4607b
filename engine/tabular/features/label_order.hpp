// The labels of a column in an order that says something: labels that go with the same cells of the other columns stand
// side by side. A column of thousands of labels then needs one score and not thousands (transforms.hpp), and labels
// that a model confuses are alike.
//
// Reciprocal averaging (Hill 1973), which is the first axis of correspondence analysis: a row's score is the mean of
// those of its other cells, a label's the mean of its rows', a cell's the mean of its rows' labels', around in turn
// from scattered scores until they settle. Cities of one state get one score, since all their rows have that state.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/tabular/table.hpp"

namespace ballast::tabular {

// The codes that the rows hold in text column `column`, each once; of equal scores the lower code first. Numbers are
// read in tenths of their ranks, missing cells as a value of their own. Cost: some 20 passes over at most 100,000
// evenly chosen rows.
std::vector<double> label_order(const Table& rows, std::size_t column);

}  // namespace ballast::tabular
