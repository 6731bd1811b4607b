// A toy study in words and numbers: for a person, for a script, and as points to draw elsewhere.
#pragma once

#include <string>
#include <string_view>

#include "app/experiments/toy/toy_study.hpp"

namespace ballast::app {

// What was learned and how near it came to the truth, in a few lines.
std::string toy_text(const ToyResult& result);

// summary.json: a flat object; mmd_* are roots of biased MMD^2.
std::string toy_summary_json(const ToyResult& result);

// Lines "source,x[,y]", in the shortest digits that read back.
void append_points(std::string& out, std::string_view source, numeric::MatrixView<const float> points);

// A CSV file "source,x[,y]": the generated points, then the true ones they are judged by.
std::string toy_points_csv(const ToyResult& result);

}  // namespace ballast::app
