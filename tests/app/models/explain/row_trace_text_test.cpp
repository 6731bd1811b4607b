// A trace as text: what was asked for, and the range that a cell was drawn from.
#include "app/models/explain/row_trace_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

using namespace ballast;
using diffusion::CellCondition;

namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();

// The line of a price of 42.5, drawn under a condition.
std::string line_under(const CellCondition& asked) {
  tabular::Table row(
      {{"price", tabular::ColumnKind::numeric, {}}, {"city", tabular::ColumnKind::categorical, {"Bonn"}}}, 1);
  row.column(0)[0] = 42.5;
  const diffusion::RowTrace trace{std::move(row), {asked}, {1}, {{0, {42.5, 42.5, 1, 0.25}, {{42.5, 42.5, 1, 0.25}}}}};
  const std::string text = app::row_trace_text(trace, 7);
  const std::size_t at = text.find("1  price");
  return text.substr(at, text.find('\n', at) - at);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row_trace_text_test)

BOOST_AUTO_TEST_CASE(ranges_are_written_as_they_were_asked_for) {
  BOOST_TEST(line_under({0, false, -kEndless, std::nextafter(100.0, -kEndless)}).ends_with("of < 100: 42.5 (0.250)"));
  BOOST_TEST(line_under({0, false, std::nextafter(18.0, kEndless), 65}).ends_with("of > 18, <= 65: 42.5 (0.250)"));
  BOOST_TEST(line_under({0, false, 18, kEndless}).ends_with("of >= 18: 42.5 (0.250)"));
  BOOST_TEST(line_under({1, false, 0, 0}).ends_with("0.250  42.5 (0.250)"));
}

BOOST_AUTO_TEST_SUITE_END()
