#include "app/figures/markup.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/app/figures/balance.hpp"

namespace figures = ballast::app::figures;
using ballast::test::xml_fault;

BOOST_AUTO_TEST_SUITE(markup_test)

BOOST_AUTO_TEST_CASE(numbers_are_as_short_as_they_may_be) {
  BOOST_TEST(figures::number(12.5) == "12.5");
  BOOST_TEST(figures::number(3.0) == "3");
  BOOST_TEST(figures::number(100.0, 0) == "100");
  BOOST_TEST(figures::number(-0.001) == "0");
  BOOST_TEST(figures::number(-0.25) == "-0.25");
  BOOST_TEST(figures::number(2.0 / 3, 3) == "0.667");
  BOOST_TEST(figures::number(-1e300, 1).size() == 302u);
}

BOOST_AUTO_TEST_CASE(text_that_means_something_to_xml_is_made_safe) {
  BOOST_TEST(figures::escaped("a < b & \"c\" > 'd'\n") == "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39; ");
  BOOST_TEST(figures::escaped("−µ") == "−µ");
}

BOOST_AUTO_TEST_CASE(tags_pair_up) {
  figures::Markup out;
  out.open("svg", {{"width", "3"}, {"left-out", ""}}).open("g").leaf("path", {{"d", "M0 0"}});
  out.text("text", {{"x", "<1>"}}, "a<b").close().close();
  const std::string text = std::move(out).finish();
  BOOST_TEST(text == "<svg width=\"3\">\n<g>\n<path d=\"M0 0\"/>\n<text x=\"&lt;1&gt;\">a&lt;b</text>\n</g>\n</svg>\n");
  BOOST_TEST(xml_fault(text) == "");
}

BOOST_AUTO_TEST_CASE(the_check_itself_sees_faults) {
  BOOST_TEST(xml_fault("<a><b></a></b>") != "");
  BOOST_TEST(xml_fault("<a>") != "");
  BOOST_TEST(xml_fault("<a/><a/>") != "");
  BOOST_TEST(xml_fault("<a>x & y</a>") != "");
  BOOST_TEST(xml_fault("<a b=\"<\"/>") != "");
  BOOST_TEST(xml_fault("<a></a>x") != "");
}

BOOST_AUTO_TEST_CASE(paths_hold_tenths_of_a_pixel) {
  figures::Path path;
  path.move(1.24, 2).line(3, -4.06).to_x(5).by_y(-0.5).close();
  BOOST_TEST(path.data() == "M1.2 2L3 -4.1H5v-0.5z");
}

BOOST_AUTO_TEST_SUITE_END()
