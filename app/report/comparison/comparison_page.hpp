// The judgement of synthetic rows as one page, in the manner of report.html and of the same parts: it loads nothing,
// reads in print, in the dark and aloud, and needs no script.
#pragma once

#include <string>
#include <vector>

#include "app/fidelity/comparison.hpp"
#include "app/report/page/section.hpp"

namespace ballast::app {

// The whole file. Pure, and the same at any number of threads. command: how it was made, shown at the end.
std::string comparison_html(const fidelity::Comparison& comparison, const std::string& command);

namespace page {
// One file each (section_*.cpp).
Section comparison_figures_section(const fidelity::Comparison& comparison);
Section comparison_columns_section(const fidelity::Comparison& comparison);
Section comparison_utility_section(const fidelity::Comparison& comparison);
Section comparison_privacy_section(const fidelity::Comparison& comparison);

// A figure as a cell: "0.7851 (0.7772 to 0.7929)", or a dash.
std::string value_cell(const fidelity::Value& value);
}  // namespace page

}  // namespace ballast::app
