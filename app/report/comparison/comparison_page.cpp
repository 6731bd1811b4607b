#include "app/report/comparison/comparison_page.hpp"

#include "app/report/comparison/comparison_report.hpp"
#include "app/report/page/frame.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

using page::Section;

std::string facts(const fidelity::Comparison& comparison) {
  std::string out = with_commas(comparison.synthetic.rows) + " rows against " + with_commas(comparison.real.rows) +
                    " of " + comparison.real.name;
  if (comparison.holdout) out += "; " + with_commas(comparison.holdout->rows) + " held out";
  return out;
}

Section reproduce_section(const fidelity::Comparison& comparison, const std::string& command) {
  Section out{.id = "reproduce", .title = "How to get this again"};
  out.lead = {command, "Seed " + std::to_string(comparison.seed) +
                           ". The same files and seed give the same figures at any number of threads."};
  return out;
}

std::vector<Section> sections_of(const fidelity::Comparison& comparison, const std::string& command) {
  std::vector<Section> out;
  for (const auto make : {page::comparison_figures_section, page::comparison_columns_section,
                          page::comparison_utility_section, page::comparison_privacy_section}) {
    Section section = make(comparison);
    if (!section.empty()) out.push_back(std::move(section));
  }
  out.push_back(reproduce_section(comparison, command));
  return out;
}

}  // namespace

std::string comparison_html(const fidelity::Comparison& comparison, const std::string& command) {
  return page::still_page({.title = "Synthetic rows of " + comparison.synthetic.name,
                           .brand = "ballast: synthetic rows beside real ones",
                           .heading = comparison.synthetic.name,
                           .facts = facts(comparison),
                           .skip_to = "the figures"},
                          sections_of(comparison, command));
}

}  // namespace ballast::app
