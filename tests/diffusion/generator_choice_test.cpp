#include "diffusion/generator_choice.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/diffusion/tables.hpp"

using namespace ballast;
using diffusion::choose_generator;

namespace {

// A table of `texts` text columns and as many of numbers as make three in all.
tabular::Table of_texts(std::size_t rows, std::size_t texts) {
  tabular::Schema schema;
  for (std::size_t c = 0; c < 3; ++c) {
    schema.push_back({"c" + std::to_string(c), tabular::ColumnKind::numeric, {}});
    if (c < texts) schema.back() = {"c" + std::to_string(c), tabular::ColumnKind::categorical, {"a", "b", "c"}};
  }
  return {schema, rows};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(generator_choice_test)

BOOST_AUTO_TEST_CASE(rows_of_a_class_go_by_their_number_and_by_how_many_columns_are_text) {
  BOOST_TEST(choose_generator(of_texts(1, 0), true).kind == "oversample");
  BOOST_TEST(choose_generator(of_texts(2, 0), true).kind == "smote");
  BOOST_TEST(choose_generator(of_texts(29, 1), true).kind == "smote");
  BOOST_TEST(choose_generator(of_texts(30, 1), true).kind == "diffusion");
  BOOST_TEST(choose_generator(of_texts(199, 1), true).kind == "diffusion");
  BOOST_TEST(choose_generator(of_texts(200, 1), true).kind == "masked");
  BOOST_TEST(choose_generator(of_texts(5000, 0), true).kind == "diffusion");
  BOOST_TEST(choose_generator(test::mixed_table(5000), true).kind == "diffusion");  // one text column of five
  BOOST_TEST(choose_generator(of_texts(12, 0), true).reason == "12 rows, too few for a network");
}

BOOST_AUTO_TEST_CASE(a_whole_table_is_learned_by_codes_from_thirty_rows_on) {
  BOOST_TEST(choose_generator(of_texts(29, 0), false).kind == "smote");
  BOOST_TEST(choose_generator(of_texts(30, 0), false).kind == "masked");
}

BOOST_AUTO_TEST_CASE(a_table_too_wide_for_a_network_to_learn_in_minutes_goes_to_smote) {
  const auto wide = [](std::size_t columns) {
    tabular::Schema schema;
    for (std::size_t c = 0; c < columns; ++c) {
      schema.push_back({"c" + std::to_string(c), tabular::ColumnKind::numeric, {}});
    }
    return tabular::Table(schema, 100);
  };
  BOOST_TEST(choose_generator(wide(1000), false).kind == "masked");
  BOOST_TEST(choose_generator(wide(1001), false).kind == "smote");
  BOOST_TEST(choose_generator(wide(1001), false).reason == "1001 columns, more than a network learns in minutes");
  BOOST_TEST(choose_generator(wide(1001), true).kind == "smote");
}

BOOST_AUTO_TEST_CASE(the_fewer_rows_the_plainer_what_they_can_bear) {
  const auto says = [](std::size_t rows, const char* text) {
    return diffusion::what_rows_bear(rows).find(text) != std::string::npos;
  };
  BOOST_TEST(says(1, "1 row can only be copied"));
  BOOST_TEST(says(2, "expose them"));
  BOOST_TEST(says(12, "expose them"));
  BOOST_TEST(says(50, "easily told from real ones"));
  BOOST_TEST(says(400, "strong ties"));
  BOOST_TEST(diffusion::what_rows_bear(1000).empty());
}

BOOST_AUTO_TEST_SUITE_END()
