// Labels that are written into a file stand there as its own do.
#include "app/data/learned_table.hpp"

#include <boost/test/unit_test.hpp>

using namespace ballast;
using namespace ballast::app;

namespace {

using Labels = std::vector<std::string>;

Labels written(const Labels& learned, const Labels& file) {
  const auto column = [](const Labels& labels) {
    return tabular::ColumnSchema{"c", tabular::ColumnKind::categorical, labels};
  };
  return labels_as_written(column(learned), column(file));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(learned_table_test)

BOOST_AUTO_TEST_CASE(labels_are_written_as_the_file_has_them) {
  BOOST_TEST(written({"1", "2", "3"}, {"2.0", "1.0"}) == (Labels{"1.0", "2.0", "3"}));
  BOOST_TEST(written({"False", "True"}, {"FALSE", "TRUE"}) == (Labels{"FALSE", "TRUE"}));
  BOOST_TEST(written({"red"}, {"blue"}) == (Labels{"red"}));
}

BOOST_AUTO_TEST_CASE(of_two_that_say_yes_and_no_one_shows_the_other) {
  BOOST_TEST(written({"false", "true"}, {"TRUE"}) == (Labels{"FALSE", "TRUE"}));
  BOOST_TEST(written({"false", "true"}, {"False"}) == (Labels{"False", "True"}));
  BOOST_TEST(written({"false", "true"}, {"1.0"}) == (Labels{"0.0", "1.0"}));
  BOOST_TEST(written({"false", "true"}, {"0.0"}) == (Labels{"0.0", "1.0"}));
  BOOST_TEST(written({"no", "yes"}, {"YES"}) == (Labels{"NO", "YES"}));
  BOOST_TEST(written({"f", "t"}, {"T"}) == (Labels{"F", "T"}));
  BOOST_TEST(written({"red", "true"}, {"true"}) == (Labels{"red", "true"}));
}

BOOST_AUTO_TEST_SUITE_END()
