#include "app/figures/figure.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "tests/app/figures/balance.hpp"

using namespace ballast::app::figures;
using ballast::test::xml_fault;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN(), kInfinity = std::numeric_limits<double>::infinity();

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
  return found;
}

Panel line_panel(std::vector<double> x, std::vector<double> y) {
  return {.title = "one & only", .marks = {Line{.x = std::move(x), .y = std::move(y), .label = "a < b"}}};
}

Figure every_mark() {
  Figure figure{.title = "Marks <all>", .subtitle = "of & \"all\" kinds", .description = "A test."};
  figure.panels = {{.title = "p",
                    .marks = {Band{.x = {0, 1, 2}, .low = {0, 1, 2}, .high = {2, 3, 4}, .label = "band"},
                              Bars{.edges = {0, 1, 2}, .heights = {1, 3}, .label = "bars"},
                              Line{.x = {0, 1, 2}, .y = {0, 2, 1}, .label = "line"},
                              Points{.x = {0.5, 1.5}, .y = {1, 2}, .label = "points"},
                              Arrows{.x = {1}, .y = {1}, .dx = {0.5}, .dy = {-0.5}, .label = "arrows"},
                              Cells{.x_edges = {0, 1, 2}, .y_edges = {0, 1}, .values = {-1, 0.5}, .label = "cells"},
                              Words{.x = {1}, .y = {1}, .words = {"a < b"}, .label = "words"}}}};
  return figure;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(figure_test)

BOOST_AUTO_TEST_CASE(every_kind_of_mark_gives_well_formed_xml_with_a_legend) {
  const std::string text = svg(every_mark());
  BOOST_TEST(xml_fault(text) == "");
  for (const char* word :
       {">band</text>", ">bars</text>", ">line</text>", ">points</text>", ">arrows</text>", ">cells</text>",
        ">words</text>", ">a &lt; b</text>", "<title>Marks &lt;all&gt;</title>", "<desc>A test.</desc>"}) {
    BOOST_TEST(count(text, word) == 1u, word);
  }
}

BOOST_AUTO_TEST_CASE(a_figure_carries_its_colours_for_light_and_dark_pages) {
  const std::string text = svg(every_mark());
  BOOST_TEST(count(text, "prefers-color-scheme:dark") == 1u);
  BOOST_TEST(count(text, "--series1:") == 2u);
  BOOST_TEST(count(text, "color=\"#ffffff\"") == 1u);  // where no style sheet is understood
}

BOOST_AUTO_TEST_CASE(values_that_are_no_numbers_leave_gaps_and_never_reach_the_file) {
  Figure figure;
  figure.panels = {line_panel({0, 1, 2, 3, 4}, {0, 1, kNan, kInfinity, 1})};
  figure.panels[0].marks.emplace_back(Points{.x = {kNan, 1}, .y = {1, 1}});
  figure.panels[0].marks.emplace_back(Bars{.edges = {0, 1, 2}, .heights = {kNan, 1}});
  figure.panels[0].marks.emplace_back(Band{.x = {0, 1}, .low = {kNan, 0}, .high = {1, 1}});
  figure.panels[0].marks.emplace_back(Arrows{.x = {0, 1}, .y = {0, 0}, .dx = {1, kInfinity}, .dy = {1, 0}});
  const std::string text = svg(figure);
  BOOST_TEST(xml_fault(text) == "");
  BOOST_TEST(count(text, "nan") == 0u);
  BOOST_TEST(count(text, "inf") == 0u);
}

BOOST_AUTO_TEST_CASE(empty_and_constant_data_still_make_a_figure) {
  Figure figure;
  figure.panels = {line_panel({}, {}), line_panel({1}, {5}), line_panel({1, 2}, {0, 0})};
  figure.panels[0].y.logarithmic = true;
  figure.columns = 3;
  const std::string text = svg(figure);
  BOOST_TEST(xml_fault(text) == "");
  BOOST_TEST(count(text, "nan") == 0u);
}

BOOST_AUTO_TEST_CASE(a_logarithmic_axis_drops_what_is_not_positive) {
  Figure figure;
  figure.panels = {line_panel({1, 2, 3}, {0, 10, 100})};
  figure.panels[0].y.logarithmic = true;
  const std::string text = svg(figure);
  BOOST_TEST(count(text, "inf") == 0u);
  BOOST_TEST(count(text, ">10¹</text>") == 1u);
}

BOOST_AUTO_TEST_CASE(shared_axes_label_the_left_column_and_the_lowest_row_alone) {
  Figure figure;
  for (int i = 0; i < 5; ++i) figure.panels.push_back(line_panel({0, 1}, {0, i + 0.5}));
  for (Panel& panel : figure.panels) panel.x = {.label = "ex", .range = Range{0, 1}}, panel.y.label = "why";
  figure.columns = 3;
  figure.shared_axes = true;
  const std::string shared = svg(figure);
  BOOST_TEST(count(shared, ">ex</text>") == 3u);   // below the last panel of each column
  BOOST_TEST(count(shared, ">why</text>") == 2u);  // left of each row
  figure.shared_axes = false;
  BOOST_TEST(count(svg(figure), ">ex</text>") == 5u);
}

BOOST_AUTO_TEST_CASE(shared_axes_hold_the_data_of_all_panels) {
  Figure figure;
  figure.panels = {line_panel({0, 1}, {0, 1}), line_panel({0, 1}, {0, 40})};
  figure.shared_axes = true;
  BOOST_TEST(count(svg(figure), ">40</text>") == 2u);  // in one column, each row has its ticks
}

BOOST_AUTO_TEST_CASE(many_points_are_thinned_evenly_and_the_file_stays_small) {
  Points points;
  for (std::size_t i = 0; i < 100000; ++i) {
    points.x.push_back(static_cast<double>(i));
    points.y.push_back(std::sin(static_cast<double>(i)));
  }
  Figure figure;
  figure.panels = {{.marks = {points}}};
  const std::string text = svg(figure);
  BOOST_TEST(count(text, "h0") == kMostPoints);
  BOOST_TEST(text.size() < 100000u);
  BOOST_TEST(svg(figure) == text);
}

BOOST_AUTO_TEST_CASE(a_panel_alone_has_a_name_but_no_heading_and_no_style_of_its_own) {
  const Figure figure = every_mark();
  const std::string text = panel_svg(figure, 0, "Marks: p");
  BOOST_TEST(xml_fault(text) == "");
  BOOST_TEST(count(text, "<title>Marks: p</title>") == 1u);
  BOOST_TEST(count(text, "<style") == 0u);
  BOOST_TEST(count(text, ">band</text>") == 0u);
  for (const Mark* mark : legend_of(figure)) BOOST_TEST(xml_fault(key_svg(*mark)) == "");
}

BOOST_AUTO_TEST_CASE(long_headings_and_legends_are_broken_to_the_width) {
  Figure figure = every_mark();
  figure.panel_width = 60;
  const std::string text = svg(figure);
  BOOST_TEST(count(text, "of &amp; &quot;all&quot; kinds") == 0u);
  BOOST_TEST(xml_fault(text) == "");
}

BOOST_AUTO_TEST_CASE(cells_that_are_no_numbers_stay_blank) {
  Figure figure;
  figure.panels = {{.marks = {Cells{.x_edges = {0, 1, 2}, .y_edges = {0, 1}, .values = {kNan, 1}}}}};
  const std::string text = svg(figure);
  BOOST_TEST(count(text, "nan") == 0u);
  BOOST_TEST(count(text, "fill=\"currentColor\"") == 2u);  // the ground and one cell
}

BOOST_AUTO_TEST_SUITE_END()
