// Numbers that are not written plainly: signs, units, marks between thousands.
#include "engine/tabular/cells/number_style.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace ballast::tabular;

namespace {

using Texts = std::vector<std::string>;

// The numbers of texts that are read in one way.
std::vector<double> numbers(const Texts& texts) {
  const std::vector<NumberStyle> styles = styles_that_read(texts, 0);
  if (styles.size() != 1) return {};
  std::vector<double> out;
  for (const std::string& text : texts) out.push_back(*parse_styled(text, styles[0]));
  return out;
}

bool read_as(const Texts& texts, const std::vector<double>& expected) {
  return numbers(texts) == expected;
}

// Twenty-five of them, around 1.5, 2.5, ...
Texts many(const std::string& before, const std::string& behind, const std::string& decimals = ".5") {
  Texts out;
  for (int i = 1; i <= 25; ++i) out.push_back(before + std::to_string(i) + decimals + behind);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(number_style_test)

BOOST_AUTO_TEST_CASE(a_minus_is_a_hyphen_a_minus_sign_a_dash_parentheses_or_stands_behind) {
  BOOST_TEST(read_as({"\u22121.5", "2.5"}, {-1.5, 2.5}));
  BOOST_TEST(read_as({"\u20131.5", "2.5"}, {-1.5, 2.5}));
  BOOST_TEST(read_as({"1.5-", "2.5"}, {-1.5, 2.5}));
  BOOST_TEST(read_as({"$(1,234.50)", "($1.25)", "-$2.5"}, {-1234.5, -1.25, -2.5}));
  BOOST_TEST(read_as({"2273,-", "1,5", "-12,\u2013"}, {2273, 1.5, -12}));
  BOOST_TEST(numbers({"1-2", "3"}).empty());
  BOOST_TEST(numbers({"-", "3.5"}).empty());
}

BOOST_AUTO_TEST_CASE(currencies_stand_before_or_behind_and_may_be_left_out) {
  for (const char* unit : {"US$", "R$", "A$", "Rs", "Rs.", "₹", "₩", "₿"}) {
    BOOST_TEST(read_as({unit + std::string(" 1.5"), "2.25", unit + std::string("-3.5")}, {1.5, 2.25, -3.5}), unit);
  }
  for (const char* unit : {"₽", "Fr.", "kn", "¢", "kr", "zł", ":-"}) {
    BOOST_TEST(read_as({"1.5 " + std::string(unit), "2.25"}, {1.5, 2.25}), unit);
  }
  BOOST_TEST(numbers({"$1.5", "€2.5"}).empty());
  BOOST_TEST(numbers({"1.5%", "2.5"}).empty());
  BOOST_TEST(styled_text("-2.5", {'.', "", "US$"}) == "-US$2.5");
}

BOOST_AUTO_TEST_CASE(a_number_is_written_with_its_unit_as_the_column_has_it) {
  for (const auto& [first, written] : {std::pair("1.5 kr", "-2.5 kr"),
                                       {"1.5kr", "-2.5kr"},
                                       {"USD 1.5", "-USD 2.5"},
                                       {"$ 1.5", "-$ 2.5"},
                                       {"$1.5", "-$2.5"},
                                       {"1.5 %", "-2.5 %"},
                                       {"-$1.5", "-$2.5"},
                                       {"1.5\u00a0€", "-2.5\u00a0€"}}) {
    const Texts one{first};
    const std::vector<NumberStyle> styles = styles_that_read(one, '.');
    BOOST_REQUIRE(styles.size() == 1u);
    BOOST_TEST(styled_text("-2.5", styles[0]) == written);
    BOOST_TEST(*parse_styled(written, styles[0]) == -2.5, written);
  }
}

BOOST_AUTO_TEST_CASE(any_unit_that_many_numbers_share_is_read_and_codes_are_not) {
  BOOST_TEST(numbers(many("", " cm")).size() == 25u);
  BOOST_TEST(numbers(many(">=", "")).size() == 25u);
  BOOST_TEST(numbers(many("", "°C")).size() == 25u);
  BOOST_TEST(numbers({"1 cm", "2 cm"}).empty());  // few may be the labels of classes
  for (const char* code : {"C", "A-", "id_", "#"}) BOOST_TEST(numbers(many(code, "", "")).empty(), code);
  BOOST_TEST(numbers(many("", "-B", "")).empty());
  BOOST_TEST(numbers(many("0", "cm", "")).empty());
}

BOOST_AUTO_TEST_CASE(thousands_stand_apart_by_any_space_or_apostrophe) {
  for (const char* mark : {" ", "'", "’", "`", "´", "\u00a0", "\u202f", "\u2009", "\u2007"}) {
    BOOST_TEST(read_as({"1" + std::string(mark) + "234.5", "12.25"}, {1234.5, 12.25}), mark);
  }
}

BOOST_AUTO_TEST_SUITE_END()
