#include "app/report/page/comparison_page.hpp"

#include "app/report/comparison_report.hpp"
#include "app/report/page/html.hpp"
#include "app/text/numbers.hpp"
#include "app/version.hpp"

namespace ballast::app {
namespace {

using figures::Markup;
using page::Section;

void put_banner(const fidelity::Comparison& comparison, const std::vector<Section>& sections, Markup& out) {
  out.open("header");
  out.text("p", {{"class", "brand"}}, "ballast: synthetic rows beside real ones");
  out.text("h1", {}, comparison.synthetic.name);
  std::string facts = with_commas(comparison.synthetic.rows) + " rows against " + with_commas(comparison.real.rows) +
                      " of " + comparison.real.name;
  if (comparison.holdout) facts += "; " + with_commas(comparison.holdout->rows) + " held out";
  out.text("p", {{"class", "facts"}}, facts);
  out.open("nav", {{"aria-label", "Sections"}}).open("ul");
  for (const Section& section : sections) {
    out.open("li").text("a", {{"href", "#" + section.id}}, section.title).close();
  }
  out.close().close().close();
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
  const std::vector<Section> sections = sections_of(comparison, command);
  Markup out;
  out.raw("<!DOCTYPE html>\n").open("html", {{"lang", "en"}});
  page::put_still_head("Synthetic rows of " + comparison.synthetic.name, out);
  out.open("body").text("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to the figures");
  put_banner(comparison, sections, out);
  out.open("main", {{"id", "main"}, {"tabindex", "-1"}});
  for (const Section& section : sections) page::put_section(section, out);
  out.close();
  out.open("footer").text("p", {}, "Made by ballast " + std::string(kVersion) + ". This file loads nothing.").close();
  out.close().close();
  return std::move(out).finish();
}

}  // namespace ballast::app
