#include "app/commands/parsing/synonyms.hpp"

#include <boost/test/unit_test.hpp>

#include "app/commands/parsing/command.hpp"

using namespace ballast::app;

namespace {

std::string meant_in(const Command& command, std::string_view word) {
  std::vector<std::string> names;
  for (const OptionSpec& option : all_options(command)) names.emplace_back(option.name);
  return meant_option(word, names);
}

std::string meant_verb(std::string_view word) {
  std::vector<std::string> names;
  for (const Command* command : all_commands()) names.push_back(command->name);
  return meant_command(word, names);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(synonyms_test)

BOOST_AUTO_TEST_CASE(words_of_other_programs_lead_to_ours) {
  const Command& train = train_command();
  BOOST_TEST(meant_in(train, "learning-rate") == "eta");
  BOOST_TEST(meant_in(train, "learning_rate") == "eta");
  BOOST_TEST(meant_in(train, "n-estimators") == "rounds");
  BOOST_TEST(meant_in(train, "max-depth") == "depth");
  BOOST_TEST(meant_in(train, "n-jobs") == "threads");
  BOOST_TEST(meant_in(train, "random_state") == "seed");
  BOOST_TEST(meant_in(train, "label") == "target");
  BOOST_TEST(meant_in(run_command(), "test-size") == "test-fraction");
  BOOST_TEST(meant_in(fit_command(), "lr") == "learning-rate");
}

BOOST_AUTO_TEST_CASE(misspelt_options_lead_to_the_nearest_and_far_ones_nowhere) {
  BOOST_TEST(meant_in(run_command(), "repeat") == "repeats");
  BOOST_TEST(meant_in(run_command(), "test-frac") == "test-fraction");
  BOOST_TEST(meant_in(train_command(), "Target") == "target");
  BOOST_TEST(meant_in(train_command(), "postive") == "positive");
  BOOST_TEST(meant_in(train_command(), "banana").empty());
}

BOOST_AUTO_TEST_CASE(commands_have_synonyms_too) {
  BOOST_TEST(meant_verb("eval") == "evaluate");
  BOOST_TEST(meant_verb("generate") == "sample");
  BOOST_TEST(meant_verb("rnu") == "run");
  BOOST_TEST(meant_verb("trian") == "train");
  BOOST_TEST(meant_verb("versio").empty());
}

BOOST_AUTO_TEST_CASE(earlier_names_are_taken_where_the_command_has_the_new_one) {
  BOOST_TEST(accepted_option("steps", all_options(toy_command())) == "noising-steps");
  BOOST_TEST(accepted_option("rows", all_options(explain_command())) == "row-numbers");
  BOOST_TEST(accepted_option("rows", all_options(lab_command())) == "points");
  BOOST_TEST(accepted_option("classifiers", all_options(run_command())) == "classifier");
  BOOST_TEST(accepted_option("write", all_options(demo_command())) == "data-out");
  BOOST_TEST(accepted_option("write", all_options(train_command())).empty());
}

BOOST_AUTO_TEST_SUITE_END()
