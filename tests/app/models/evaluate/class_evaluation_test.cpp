// Figures of K classes against scikit-learn 1.2 (confusion_matrix, precision_recall_fscore_support with
// zero_division=0, log_loss, average_precision_score of each class against the rest), and what their table shows.
#include "app/models/evaluate/class_evaluation.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace ballast;
using namespace ballast::app;

namespace {

constexpr double kDigits = 1e-6;  // probabilities are float32

ClassEvaluation eight_rows() {
  const float p[] = {.7F,  .2F,  .1F,  0,    .1F, .6F, .2F, .1F, .2F, .2F, .5F, .1F, .5F,  .3F,  .2F, 0,
                     .25F, .25F, .25F, .25F, .1F, .2F, .6F, .1F, .3F, .4F, .2F, .1F, .05F, .05F, .9F, 0};
  const std::int32_t y[] = {0, 1, 2, 2, 0, 2, 2, 1};
  const std::vector<std::string> labels{"a", "b", "c", "d"};
  return evaluate_classes({p, 8, 4}, y, labels, "letter");
}

// Every row is what it is taken for.
ClassEvaluation perfect(std::size_t classes) {
  numeric::Matrix<float> p(classes, classes);
  std::vector<std::int32_t> y;
  std::vector<std::string> labels;
  for (std::size_t k = 0; k < classes; ++k) {
    p(k, k) = 1;
    y.push_back(static_cast<std::int32_t>(k));
    labels.push_back("label" + std::to_string(k));
  }
  return evaluate_classes(p.view(), y, labels, "target");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(class_evaluation_test)

BOOST_AUTO_TEST_CASE(figures_are_those_of_scikit_learn, *boost::unit_test::tolerance(kDigits)) {
  const ClassEvaluation all = eight_rows();
  BOOST_TEST(all.accuracy == 0.625);
  BOOST_TEST(all.log_loss == 1.2090470164465907);
  BOOST_TEST(all.precision == 0.611111111111111);  // "d" neither occurs nor is predicted, and does not count
  BOOST_TEST(all.recall == 0.6666666666666666);
  BOOST_TEST(all.f1 == 0.6238095238095238);
  const ClassFigures& c = all.classes[2];
  BOOST_TEST(c.support == 4u);
  BOOST_TEST(c.precision == 0.6666666666666666);
  BOOST_TEST(c.recall == 0.5);
  BOOST_TEST(c.f1 == 0.5714285714285714);
  BOOST_TEST(all.classes[0].pr_auc.value() == 0.75);
  BOOST_TEST(all.classes[1].pr_auc.value() == 0.625);
  BOOST_TEST(c.pr_auc.value() == 0.5773809523809523);
  BOOST_TEST(!all.classes[3].pr_auc.has_value());
  const std::vector<std::vector<std::size_t>> counts{{2, 0, 0, 0}, {0, 1, 1, 0}, {1, 1, 2, 0}, {0, 0, 0, 0}};
  BOOST_TEST((all.confusion == counts));
}

BOOST_AUTO_TEST_CASE(the_table_of_mistakes_is_left_out_of_the_text_when_it_is_wide) {
  const std::string few = class_evaluation_text(eight_rows());
  BOOST_TEST(few.find("8 rows, 4 classes of letter") == 0u, few);
  BOOST_TEST(few.find("truth, by prediction  a  b  c  d\n") != std::string::npos, few);
  BOOST_TEST(few.find("c                     1  1  2  .\n") != std::string::npos, few);
  BOOST_TEST(class_evaluation_text(perfect(20)).find("truth") != std::string::npos);
  BOOST_TEST(class_evaluation_text(perfect(21)).find("truth") == std::string::npos);
  BOOST_TEST(class_evaluation_text(perfect(21)).find("label20") != std::string::npos);
  BOOST_TEST(nlohmann::json::parse(class_evaluation_json(perfect(21))).at("confusion").size() == 21u);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_had_is_null_in_json) {
  const auto json = nlohmann::json::parse(class_evaluation_json(eight_rows()));
  BOOST_TEST(json.at("classes").at(3).at("pr_auc").is_null());
  BOOST_TEST(json.at("classes").at(2).at("label") == "c");
  BOOST_TEST(json.at("macro").at("recall").get<double>() > 0.6);
}

BOOST_AUTO_TEST_SUITE_END()
