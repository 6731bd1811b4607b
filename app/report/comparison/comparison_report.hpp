// What a comparison of synthetic with real rows found, as text and as JSON (docs/formats.md).
#pragma once

#include <string>
#include <vector>

#include "app/fidelity/comparison.hpp"

namespace ballast::app {

std::string comparison_text(const fidelity::Comparison& comparison);
// What a reader should take home, a sentence each.
std::vector<std::string> comparison_findings(const fidelity::Comparison& comparison);
std::string comparison_json(const fidelity::Comparison& comparison);

}  // namespace ballast::app
