#include "engine/tabular/features/date_features.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/features/features.hpp"

using namespace ballast;
using namespace ballast::tabular;

namespace {

constexpr double kDay = 86400;

// `days` dates, `step` seconds apart from 2019-11-20 10:30 on.
Table dates(std::size_t days, double step, const std::string& format = "%Y-%m-%d %H:%M:%S") {
  Table table({{"when", ColumnKind::date, {}, format}, {"x", ColumnKind::numeric, {}}}, days);
  for (std::size_t row = 0; row < days; ++row) {
    table.column(0)[row] = *DateFormat("%Y-%m-%d %H:%M").read("2019-11-20 10:30") + step * static_cast<double>(row);
    table.column(1)[row] = 1;
  }
  return table;
}

std::vector<std::string> parts_of(const Table& table) {
  std::vector<std::string> out;
  for (const ColumnSchema& feature : with_date_parts(table.schema(), table)) out.push_back(feature.name);
  return out;
}

double part(const std::string& name, const std::string& cell, const std::string& format = "%Y-%m-%dT%H:%M:%S%z{Z}") {
  return DatePart({"when (" + name + ")", ColumnKind::date, {}, format}).of(*DateFormat(format).read(cell));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(date_features_test)

BOOST_AUTO_TEST_CASE(parts_are_those_that_come_round_and_vary) {
  using Names = std::vector<std::string>;
  BOOST_TEST(parts_of(dates(5, 3600)) == (Names{"when (elapsed)", "x"}), boost::test_tools::per_element());
  BOOST_TEST(parts_of(dates(50, 3600)) == (Names{"when (elapsed)", "when (hour)", "x"}),
             boost::test_tools::per_element());
  BOOST_TEST(parts_of(dates(20, kDay)) == (Names{"when (elapsed)", "when (weekday)", "x"}),
             boost::test_tools::per_element());  // always at half past ten
  BOOST_TEST(parts_of(dates(20, 7 * kDay)) == (Names{"when (elapsed)", "when (day)", "x"}),
             boost::test_tools::per_element());  // always a Wednesday
  BOOST_TEST(
      parts_of(dates(100, 5 * kDay)) == (Names{"when (elapsed)", "when (weekday)", "when (day)", "when (month)", "x"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(parts_are_plain_numbers) {
  BOOST_TEST(part("elapsed", "1970-01-02T00:00:01Z") == 86401);
  BOOST_TEST(part("hour", "2019-11-20T10:30:00Z") == 10.5);
  BOOST_TEST(part("weekday", "2019-11-20T10:30:00Z") == 2);
  BOOST_TEST(part("day", "2019-11-20T10:30:00Z") == 20);
  BOOST_TEST(part("month", "1969-12-31T23:59:59Z") == 12);
  BOOST_TEST(part("hour", "1969-12-31T23:00:00Z") == 23);
  BOOST_TEST(is_missing(DatePart({"when (day)", ColumnKind::date, {}, "%Y-%m-%d"}).of(kMissing)));
}

BOOST_AUTO_TEST_CASE(hours_are_those_of_the_zone_of_the_column) {
  const std::string zoned = "%Y-%m-%dT%H:%M:%S%z{+05:30}";
  BOOST_TEST(part("hour", "2019-11-20T01:00:00+05:30", zoned) == 1);
  BOOST_TEST(part("day", "2019-11-20T01:00:00+05:30", zoned) == 20);
  BOOST_TEST(part("hour", "2019-11-19T19:30:00Z", zoned) == 1);  // another file, another zone: the same moment
}

BOOST_AUTO_TEST_CASE(an_encoder_reads_every_part_from_the_one_column) {
  const Table table = dates(50, 3600);
  const FeatureEncoder encoder(with_date_parts(table.schema(), table));
  const auto x = encoder.encode(table).x;
  BOOST_TEST(x.columns() == 3u);
  BOOST_TEST(x(1, 1) == 11.5F);
  BOOST_TEST(x(1, 2) == 1.0F);
}

BOOST_AUTO_TEST_CASE(dates_are_not_read_from_numbers_nor_from_a_column_that_is_not_there) {
  const Table table = dates(50, 3600);
  const FeatureEncoder encoder(with_date_parts(table.schema(), table));
  Table numbers({{"when", ColumnKind::numeric, {}}, {"x", ColumnKind::numeric, {}}}, 1);
  numbers.column(0)[0] = 7;
  const auto message_of = [&](const Table& other) {
    try {
      encoder.encode(other);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  const std::string wrong = message_of(numbers);
  BOOST_TEST(wrong.find("column 'when' has another type than the model was trained with") == 0, wrong);
  BOOST_TEST(wrong.find("expected dates") != std::string::npos, wrong);
  const std::string absent = message_of(numbers.take_columns(std::vector<std::size_t>{1}));
  BOOST_TEST(absent.find("no column 'when', which the model was trained with") != std::string::npos, absent);
}

BOOST_AUTO_TEST_CASE(a_feature_that_is_no_part_is_refused) {
  BOOST_CHECK_THROW(DatePart({"when", ColumnKind::date, {}, "%Y-%m-%d"}), Error);
}

BOOST_AUTO_TEST_SUITE_END()
