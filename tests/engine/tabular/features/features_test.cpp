#include "engine/tabular/features/features.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "engine/error.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "tests/refusals.hpp"

using namespace ballast::tabular;
using ballast::test::says_just;

namespace {

const Schema kTrained{{"amount", ColumnKind::numeric, {}}, {"city", ColumnKind::categorical, {"Bonn", "Lyon", "Oslo"}}};

}  // namespace

BOOST_AUTO_TEST_SUITE(features_test)

BOOST_AUTO_TEST_CASE(columns_are_found_by_name_and_labels_by_text) {
  const Table table({{"other", ColumnKind::numeric, {}},
                     {"city", ColumnKind::categorical, {"Lyon", "Oslo", "Rome"}},
                     {"amount", ColumnKind::integer, {}}},
                    {{9, 9, 9, 9}, {0, 1, 2, kMissing}, {1, 2, kMissing, 4}});
  const auto [x, unseen] = FeatureEncoder(kTrained).encode(table);
  BOOST_TEST(x.columns() == 2u);
  BOOST_TEST(x(1, 0) == 2.0);
  BOOST_TEST(std::isnan(x(2, 0)));
  BOOST_TEST(x(0, 1) == 1.0);  // Lyon
  BOOST_TEST(x(1, 1) == 2.0);  // Oslo
  BOOST_TEST(std::isnan(x(2, 1)));
  BOOST_TEST(std::isnan(x(3, 1)));
  BOOST_REQUIRE_EQUAL(unseen.size(), 1u);
  BOOST_TEST(unseen[0].column == "city");
  BOOST_TEST(unseen[0].present == 3u);  // the missing cell is neither
  BOOST_TEST(unseen[0].unseen == 1u);
  BOOST_TEST(unseen[0].examples == std::vector<std::string>{"Rome"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(another_spelling_of_a_number_is_the_same_label_in_a_table_and_in_a_line) {
  const Schema trained{{"code", ColumnKind::categorical, {"1", "12", "x"}}};
  const Table table({{"code", ColumnKind::categorical, {"01", "12.0", "13", "x"}}}, {{0, 1, 2, 3}});
  const auto [x, unseen] = FeatureEncoder(trained).encode(table);
  RowParser parser("code", trained, "input");
  for (std::size_t row = 0; row < 4; ++row) {
    std::vector<double> line(1);
    parser.parse(table.schema()[0].labels[row], row + 2, line);
    BOOST_TEST((line[0] == x(row, 0) || (std::isnan(line[0]) && std::isnan(x(row, 0)))));
  }
  BOOST_TEST(x(0, 0) == 0.0F);
  BOOST_TEST(x(1, 0) == 1.0F);
  BOOST_TEST(std::isnan(x(2, 0)));
  for (const UnseenLabels& labels : {unseen.at(0), parser.unseen().at(0)}) {
    BOOST_TEST(labels.present == 4u);
    BOOST_TEST(labels.unseen == 1u);
    BOOST_TEST(labels.examples.at(0) == "13");
  }
}

BOOST_AUTO_TEST_CASE(numbers_stay_as_they_are_but_for_infinities) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Table table({{"x", ColumnKind::numeric, {}}}, {{1e300, 20240115, 0.1, -kInfinity}});
  const auto x = FeatureEncoder(table.schema()).encode(table).x;
  BOOST_TEST(x(0, 0) == 1e300);
  BOOST_TEST(x(1, 0) == 20240115.0);
  BOOST_TEST(x(2, 0) == 0.1);
  BOOST_TEST(x(3, 0) == std::numeric_limits<double>::lowest());
}

BOOST_AUTO_TEST_CASE(an_all_missing_column_passes_for_either_type) {
  const Table table({{"amount", ColumnKind::numeric, {}}, {"city", ColumnKind::numeric, {}}}, 1);
  const auto [x, unseen] = FeatureEncoder(kTrained).encode(table);
  BOOST_TEST(std::isnan(x(0, 1)));
  BOOST_TEST(unseen.empty());
}

BOOST_AUTO_TEST_CASE(a_missing_column_is_refused_by_name) {
  const Table table({{"amount", ColumnKind::numeric, {}}, {"City", ColumnKind::categorical, {"Bonn"}}}, 1);
  BOOST_CHECK_EXCEPTION(FeatureEncoder(kTrained).encode(table), ballast::Error,
                        says_just("there is no column 'city', which the model was trained with "
                                  "(hint: did you mean 'City'?)"));
}

BOOST_AUTO_TEST_CASE(a_name_that_only_looks_like_the_models_is_named_as_that) {
  const Schema trained{{"gr\u00f6\u00dfe", ColumnKind::numeric, {}}};
  const Table decomposed({{"gro\u0308\u00dfe", ColumnKind::numeric, {}}}, 1);
  BOOST_CHECK_EXCEPTION(
      FeatureEncoder(trained).encode(decomposed), ballast::Error,
      says_just("there is no column 'gr\u00f6\u00dfe', which the model was trained with (hint: did you "
                "mean 'gro\u0308\u00dfe'? (some of their characters only look alike))"));
}

BOOST_AUTO_TEST_CASE(all_missing_columns_are_named_at_once) {
  const Table table({{"other", ColumnKind::numeric, {}}}, 1);
  const std::string text = "2 of the 2 columns that the model was trained with are not there: 'amount', 'city'";
  BOOST_CHECK_EXCEPTION(FeatureEncoder(kTrained).encode(table), ballast::Error, says_just(text));
  BOOST_CHECK_EXCEPTION(RowParser("other", kTrained, "input"), ballast::Error, says_just("input:1: " + text));
}

// Looking each of the model's columns up among all of the table's would take minutes.
BOOST_AUTO_TEST_CASE(many_columns_are_found_in_time_in_a_table_and_in_a_line) {
  Schema wide;
  std::string header, line;
  for (std::size_t c = 0; c < 200000; ++c) {
    wide.push_back({std::to_string(c), ColumnKind::numeric, {}});
    header.append(wide.back().name).append(",");
    line.append("1,");
  }
  header += "last";
  BOOST_TEST(FeatureEncoder(wide).places_in(Table(wide, 0)).back() == 199999u);
  std::vector<double> x(wide.size());
  RowParser(header, wide, "input").parse(line, 2, x);
  BOOST_TEST(x.back() == 1.0);
}

BOOST_AUTO_TEST_CASE(text_for_numbers_and_numbers_for_text_are_refused) {
  const Table numbers({{"amount", ColumnKind::numeric, {}}, {"city", ColumnKind::numeric, {}}}, {{1}, {2}});
  BOOST_CHECK_EXCEPTION(FeatureEncoder(kTrained).encode(numbers), ballast::Error,
                        says_just("column 'city' has another type than the model was trained with; expected text, got "
                                  "'numbers' (hint: --categorical city reads the column as text)"));
  const Table text({{"amount", ColumnKind::binary, {"a", "b"}}, {"city", ColumnKind::binary, {"a", "b"}}}, {{1}, {1}});
  BOOST_CHECK_EXCEPTION(
      FeatureEncoder(kTrained).encode(text), ballast::Error,
      says_just("column 'amount' has another type than the model was trained with; expected numbers, got 'text'"));
}

BOOST_AUTO_TEST_SUITE_END()
