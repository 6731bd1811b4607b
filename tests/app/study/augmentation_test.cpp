// The arms a study can have: their names, and what each does.
#include "app/study/augmentation.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

#include "app/study/repeat/arm_rows.hpp"
#include "engine/error.hpp"

using namespace ballast::app;

BOOST_AUTO_TEST_SUITE(augmentation_test)

BOOST_AUTO_TEST_CASE(every_kind_of_generator_is_an_augmentation_of_its_name) {
  const std::vector<std::string> names = augmentation_names();
  BOOST_TEST(names.front() == "none");
  BOOST_TEST((std::set<std::string>(names.begin(), names.end()).size() == names.size()));
  for (const std::string& kind : ballast::diffusion::generator_names()) {
    BOOST_TEST(std::ranges::count(names, kind) == 1);
    BOOST_TEST(make_augmentation(kind).generator == kind);
    BOOST_TEST(make_generator(make_augmentation(kind))->kind() == kind);
  }
  for (const std::string& name : default_augmentation_names()) BOOST_TEST(std::ranges::count(names, name) == 1);
}

BOOST_AUTO_TEST_CASE(each_name_changes_one_thing) {
  for (const std::string& name : augmentation_names()) {
    const Augmentation a = make_augmentation(name);
    BOOST_TEST(a.name == name);
    BOOST_TEST(a.tuned_threshold == (name == "tuned"));
    BOOST_TEST(a.balanced_weights == (name == "weights"));
    const bool loss = name == "focal" || name == "asymmetric";
    BOOST_TEST(a.adds_rows() == (name != "none" && name != "tuned" && name != "weights" && name != "bag" && !loss));
    BOOST_TEST(a.focal.has_value() == loss);
    BOOST_TEST(a.is_of("forest") == !loss);
    BOOST_TEST(a.is_of("boosting"));
    BOOST_TEST(a.trains_plainly() == (name == "none" || name == "tuned"));
    BOOST_TEST(a.fresh == name.ends_with("-fresh"));
    BOOST_TEST(a.is_bag() == (name == "bag"));
    BOOST_TEST((a.diffusion.noise_level < 1) == name.starts_with("partial"));
    BOOST_TEST((a.diffusion.clusters > 1) == name.starts_with("clusters"));
  }
}

BOOST_AUTO_TEST_CASE(settings_of_diffusion_reach_the_arms_that_use_it) {
  AugmentationSettings settings;
  settings.diffusion.training.updates = 17;
  settings.noise_level = 0.25;
  BOOST_TEST(make_augmentation("diffusion", settings).diffusion.training.updates == 17u);
  BOOST_TEST(make_augmentation("partial", settings).diffusion.noise_level == 0.25);
  BOOST_TEST(make_augmentation("diffusion", settings).diffusion.noise_level == 1.0);
}

// Margins of another loss mean something else, so no mean is taken of them; auto chooses for both classifiers alike.
BOOST_AUTO_TEST_CASE(losses_focus_as_told_and_are_no_part_of_sums_and_choices) {
  AugmentationSettings settings;
  settings.focusing = 3;
  BOOST_TEST((make_augmentation("focal", settings).focal == ballast::classifiers::Focusing{3, 3}));
  BOOST_TEST((make_augmentation("asymmetric", settings).focal == ballast::classifiers::Focusing{0, 3}));
  BOOST_CHECK_THROW(make_augmentation("none+focal"), ballast::Error);
  BOOST_CHECK_THROW(make_augmentation("focal-fresh"), ballast::Error);
  settings.choose_from = {"asymmetric"};
  BOOST_CHECK_THROW(make_augmentation("auto", settings), ballast::Error);
  for (const std::string& name : choosable_names()) BOOST_TEST(!make_augmentation(name).focal);
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_refused_with_the_nearest) {
  const auto says_smote = [](const ballast::Error& error) {
    return std::string(error.what()).find("smote") != std::string::npos;
  };
  BOOST_CHECK_EXCEPTION(make_augmentation("smoke"), ballast::Error, says_smote);
}

BOOST_AUTO_TEST_CASE(balanced_weights_give_both_classes_the_same_weight) {
  ballast::numeric::Matrix<double> x(8, 1);
  const std::vector<std::int32_t> y{0, 1, 0, 0, 0, 0, 1, 0};
  const std::vector<std::size_t> all{0, 1, 2, 3, 4, 5, 6, 7};
  ArmRows rows = gather_rows(x, y, all, 1);  // one synthetic positive: 3 against 6
  balance_weights(rows);
  double positive = 0, negative = 0;
  for (std::size_t i = 0; i < rows.y.size(); ++i) {
    (rows.y[i] == 1 ? positive : negative) += static_cast<double>(rows.weight[i]);
  }
  BOOST_TEST(rows.weight.size() == 9u);
  BOOST_TEST(positive == negative);
  BOOST_TEST(rows.training_set({}).weight.size() == 9u);
}

BOOST_AUTO_TEST_SUITE_END()
