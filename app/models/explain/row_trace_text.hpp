// How a synthetic row came about, for a reader: one line a cell, in the order in which they were revealed.
#pragma once

#include <string>

#include "app/text/flat_json.hpp"
#include "diffusion/questions.hpp"

namespace ballast::app {

// "Trier", "12.5", "18 .. 24", "missing", "one of 40 labels".
std::string values_text(const tabular::ColumnSchema& column, const diffusion::LikelyValues& values);

// A table: the cell, what came out, and the likeliest values with their probabilities, within the range that was asked
// for.
std::string row_trace_text(const diffusion::RowTrace& trace, std::uint64_t row);

// "asked" (columns that conditions fix), "within" (ranges), "order", and of each revealed column "cells", "p" and
// "likeliest", as flat fields.
JsonFields row_trace_json(const diffusion::RowTrace& trace);

}  // namespace ballast::app
