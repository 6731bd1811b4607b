#include "app/data/notes/copied_positives.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/numeric/random.hpp"

using namespace ballast;

namespace {

struct Notes final : Observer {
  void note(std::string_view text) override { said = text; }
  std::string said;
};

// 400 rows, each tenth positive; positives stand `times` times in the table. values: that a feature may have.
std::string said_of(int times, std::uint64_t values) {
  numeric::RandomStream stream(1, numeric::Purpose::kGeneral);
  std::vector<double> a, b, target;
  app::Dataset data{"t.csv", {}, 2, "1", {}};
  for (int row = 0; row < 400; ++row) {
    const bool positive = row % 10 == 0;
    const auto x = static_cast<double>(stream.below(values)), y = static_cast<double>(stream.below(values));
    for (int copy = 0; copy < (positive ? times : 1); ++copy) {
      a.push_back(x), b.push_back(y), target.push_back(positive ? 1 : 0);
      data.y.push_back(positive ? 1 : 0);
      data.positives += positive ? 1 : 0;
    }
  }
  data.table = tabular::Table({{"a", tabular::ColumnKind::numeric, {}},
                               {"b", tabular::ColumnKind::numeric, {}},
                               {"y", tabular::ColumnKind::numeric, {}}},
                              {a, b, target});
  Notes notes;
  app::note_copied_positives(data, notes);
  return notes.said;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(copied_positives_test)

BOOST_AUTO_TEST_CASE(rare_rows_that_somebody_copied_are_named) {
  BOOST_TEST(said_of(4, 1'000'000).starts_with("t.csv: 160 of 160 positive rows equal another"), said_of(4, 1'000'000));
}

BOOST_AUTO_TEST_CASE(rows_that_differ_and_tables_of_few_values_are_not) {
  BOOST_TEST(said_of(1, 1'000'000).empty());
  BOOST_TEST(said_of(1, 3).empty());  // nine kinds of rows: equal of themselves
}

BOOST_AUTO_TEST_SUITE_END()
