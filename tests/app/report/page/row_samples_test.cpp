#include "app/report/page/row_samples.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace ballast;
using app::page::kMostLabels;
using app::page::RowSamples;
using app::page::with_frequent_labels;

// Row i of a column of `labels` labels has label `first` + i * `step`; a number beside it.
tabular::Table rows_of(std::size_t labels, std::size_t rows, std::size_t first, std::size_t step) {
  tabular::Schema schema{{"city", tabular::ColumnKind::categorical, {}}, {"x", tabular::ColumnKind::numeric, {}}};
  for (std::size_t i = 0; i < labels; ++i) schema[0].labels.push_back("city " + std::to_string(10000 + i));
  tabular::Table table(schema, rows);
  for (std::size_t row = 0; row < rows; ++row) {
    table.column(0)[row] = static_cast<double>((first + row * step) % labels);
    table.column(1)[row] = static_cast<double>(row);
  }
  return table;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row_samples_test)

BOOST_AUTO_TEST_CASE(a_column_of_many_labels_keeps_the_frequent_ones_and_lumps_the_rest) {
  RowSamples rows{rows_of(20000, 60, 500, 0), rows_of(20000, 40, 0, 100), rows_of(20000, 2, 500, 0)};
  rows.minority.column(0)[0] = tabular::kMissing;
  rows.synthetic.emplace_back("smote", rows_of(20000, 3, 19999, 1));
  std::vector<std::pair<std::string, std::size_t>> lumped;
  const RowSamples out = with_frequent_labels(rows, lumped);
  BOOST_REQUIRE(lumped.size() == 1u);
  BOOST_TEST(lumped[0].first == "city");
  BOOST_TEST(lumped[0].second == 20000u);
  const auto& labels = out.minority.schema()[0].labels;
  BOOST_TEST(labels.size() == kMostLabels);
  BOOST_TEST(std::is_sorted(labels.begin(), labels.end()));
  BOOST_TEST(labels[static_cast<std::size_t>(out.held_out.column(0)[1])] == "city 10500");  // the most frequent stays
  BOOST_TEST(tabular::is_missing(out.minority.column(0)[0]));
  BOOST_TEST(out.synthetic[0].second.column(0)[0] == static_cast<double>(kMostLabels - 1));  // a label no real row has
  BOOST_TEST(out.minority.column(1)[7] == 7);
  BOOST_TEST((out.majority.schema() == out.synthetic[0].second.schema()));
}

BOOST_AUTO_TEST_CASE(columns_of_few_labels_stay_as_they_are) {
  const RowSamples rows{rows_of(kMostLabels, 40, 0, 1), rows_of(kMostLabels, 5, 0, 1), rows_of(kMostLabels, 5, 0, 1)};
  std::vector<std::pair<std::string, std::size_t>> lumped;
  const RowSamples out = with_frequent_labels(rows, lumped);
  BOOST_TEST(lumped.empty());
  BOOST_TEST((out.minority.schema() == rows.minority.schema()));
  BOOST_TEST(out.majority.column(0)[39] == rows.majority.column(0)[39]);
}

BOOST_AUTO_TEST_SUITE_END()
