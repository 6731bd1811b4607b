// Model files of more than two classes, from the library.
#include "app/data/model_file.hpp"

#include <filesystem>
#include <stdexcept>

#include "tests/app/foreign_model.hpp"
#include "tests/app/program.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

ClassifierFile three_classes() {
  std::vector<DecisionTree> trees;
  for (int t = 0; t < 3; ++t) trees.push_back(stump({0.5F, -0.5F}));
  return file_of(std::make_unique<classifiers::Boosting>(trees, std::vector<float>(3, 0.0F), 2, 3), {"x", "y", "z"});
}

void save(const ClassifierFile& file, const std::vector<std::string>& classes, const std::string& path) {
  save_classifier(*file.model, file.features, file.target, file.made_by, path, classes);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(model_file_test, TempFolder)

BOOST_AUTO_TEST_CASE(classes_come_back_and_leave_no_positive_label) {
  save(three_classes(), {"x", "y", "z"}, file("m"));
  const ClassifierFile back = load_classifier_file(file("m"));
  BOOST_TEST(back.classes == (std::vector<std::string>{"x", "y", "z"}), boost::test_tools::per_element());
  BOOST_TEST(back.target.positive.empty());
}

BOOST_AUTO_TEST_CASE(classes_that_are_none_are_never_written) {
  const auto refuses = [&](const ClassifierFile& model, const std::vector<std::string>& classes) {
    BOOST_CHECK_EXCEPTION(save(model, classes, file("m")), std::logic_error, [](const std::logic_error& error) {
      return std::string(error.what()).find("damaged model file: its classes") != std::string::npos;  // read back
    });
    BOOST_TEST(!std::filesystem::exists(file("m")));
  };
  refuses(three_classes(), {"x", "y", "x"});
  refuses(boosting(), {"x", "y"});
}

BOOST_AUTO_TEST_SUITE_END()
