// Arms whose rows are drawn afresh for every tree and round, and bags of arms.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>

#include "app/data/added/generator_rows.hpp"
#include "app/study/repeat/arm_model.hpp"
#include "app/study/study.hpp"
#include "tests/app/study/demo_rows.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::app::testing::demo_rows;

namespace {

constexpr float kRounding = 2e-6F;  // of sums of float32 leaves in another order
using Scores = std::map<std::string, std::vector<float>>;

Dataset small_data() {
  return demo_rows(900, 60);
}

struct Kept final : StudySink {
  Scores of;  // the test rows of repeat 1, by "classifier augmentation"
  std::map<std::string, const diffusion::Generator*> generators;
  void scores(std::size_t repeat, const ArmScores& s) override {
    if (repeat == 0) of[s.classifier + " " + s.augmentation].assign(s.score.begin(), s.score.end());
  }
  void generator(std::size_t, const std::string& augmentation, const diffusion::Generator& model) override {
    generators[augmentation] = &model;
  }
};

StudyOptions small_options(const std::vector<std::string>& names, const AugmentationSettings& settings = {}) {
  StudyOptions options;
  options.augmentations = make_augmentations(names, settings);
  options.repeats = 1;
  options.synthetic = 40;
  options.learners.forest.trees = 10;
  options.learners.boosting.rounds = 10;
  return options;
}

Scores scores_of(const std::vector<std::string>& names, std::size_t threads = 2,
                 const AugmentationSettings& settings = {}) {
  static const Dataset data = small_data();
  numeric::ThreadPool pool(threads);
  Observer quiet;
  Kept kept;
  run_study(data, small_options(names, settings), pool, quiet, kept);
  return kept.of;
}

float log_odds(float p) {
  return std::log(p / (1 - p));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fresh_arms_test)

BOOST_AUTO_TEST_CASE(every_arm_that_adds_rows_can_draw_them_afresh) {
  const std::vector<std::string> names = augmentation_names();
  for (const std::string& name : single_draw_names()) {
    const bool adds = make_augmentation(name).adds_rows();
    BOOST_TEST((std::ranges::count(names, name + "-fresh") == 1) == adds, name);
    if (!adds) continue;
    const Augmentation fresh = make_augmentation(name + "-fresh");
    BOOST_TEST((fresh.fresh && fresh.name == name + "-fresh" && fresh.rows_of == name));
    BOOST_TEST(fresh.generator == make_augmentation(name).generator);
  }
  BOOST_CHECK_THROW(make_augmentation("none-fresh"), Error);
  BOOST_CHECK_THROW(make_augmentation("tuned+none"), Error);
  BOOST_CHECK_THROW(make_augmentation("bag+none"), Error);
}

BOOST_AUTO_TEST_CASE(rows_of_a_tree_are_those_of_the_generator_by_number) {
  const Dataset data = small_data();
  numeric::ThreadPool pool(2);
  Observer quiet;
  const tabular::FeatureEncoder encoder(data.feature_schema());
  std::shared_ptr<diffusion::Generator> smote = diffusion::make_generator("smote");
  smote->fit(data.features_of(data.positive_rows()), 7, pool, quiet);
  const GeneratorRows source(smote, encoder, 7, {.rows = 30, .draws = 0});
  numeric::Matrix<double> two(60, encoder.schema().size());
  source.fill(5, two.view(), pool);
  const numeric::Matrix<double> same = encoder.encode(smote->sample(150, 60, 7, pool, quiet)).x;
  BOOST_TEST(std::ranges::equal(two.values(), same.values()));
}

BOOST_AUTO_TEST_CASE(trees_take_the_draws_in_turn) {
  const Dataset data = small_data();
  numeric::ThreadPool pool(2);
  Observer quiet;
  const tabular::FeatureEncoder encoder(data.feature_schema());
  const auto rows_of = [&](const GeneratorRows& source, std::uint64_t tree, std::size_t trees) {
    numeric::Matrix<double> rows(trees * source.rows(), encoder.schema().size());
    source.fill(tree, rows.view(), pool);
    return rows;
  };
  std::shared_ptr<diffusion::Generator> smote = diffusion::make_generator("smote");
  smote->fit(data.features_of(data.positive_rows()), 7, pool, quiet);
  const GeneratorRows own(smote, encoder, 7, {.rows = 30, .draws = 0});
  const GeneratorRows three(smote, encoder, 7, {.rows = 30, .draws = 3});
  const numeric::Matrix<double> all = rows_of(own, 0, 3), turned = rows_of(three, 4, 3);  // draws 1, 2, 0
  for (std::size_t tree = 0; tree < 3; ++tree) {
    const auto made = all.view().row_block((tree + 1) % 3 * 30, 30), got = turned.view().row_block(tree * 30, 30);
    for (std::size_t row = 0; row < 30; ++row) BOOST_TEST(std::ranges::equal(made.row(row), got.row(row)));
  }
  BOOST_TEST(!std::ranges::equal(rows_of(own, 3, 1).values(), rows_of(three, 3, 1).values()));
}

BOOST_AUTO_TEST_CASE(fresh_rows_change_both_learners_by_amount_and_weight_and_at_no_number_of_threads) {
  const std::vector<std::string> names{"smote", "smote-fresh"};
  const Scores one = scores_of(names, 1);
  BOOST_TEST((one == scores_of(names, 3)));
  AugmentationSettings few, light;
  few.fresh_rows = 15;
  light.fresh_weight = 0.25;
  const Scores fewer = scores_of(names, 2, few), lighter = scores_of(names, 2, light);
  for (const std::string classifier : {"forest ", "boosting "}) {
    const std::vector<float>& fresh = one.at(classifier + "smote-fresh");
    BOOST_TEST((fresh != one.at(classifier + "smote")));
    BOOST_TEST((fresh != fewer.at(classifier + "smote-fresh")));
    BOOST_TEST((fresh != lighter.at(classifier + "smote-fresh")));
    BOOST_TEST((one.at(classifier + "smote") == fewer.at(classifier + "smote")));
  }
}

BOOST_AUTO_TEST_CASE(a_bag_is_the_mean_of_its_members) {
  const Scores all = scores_of({"smote", "none+smote", "bag"});
  for (std::size_t row = 0; row < all.at("forest none").size(); ++row) {
    const float mean = (all.at("forest none")[row] + all.at("forest smote")[row]) / 2;
    BOOST_TEST(std::fabs(all.at("forest none+smote")[row] - mean) < kRounding);
    const float odds = (log_odds(all.at("boosting none")[row]) + log_odds(all.at("boosting smote")[row])) / 2;
    BOOST_TEST(std::fabs(all.at("boosting none+smote")[row] - 1 / (1 + std::exp(-odds))) < kRounding);
  }
  BOOST_TEST((all.at("forest bag") != all.at("forest none")));
  BOOST_TEST((all.at("boosting bag") != all.at("boosting none")));
}

BOOST_AUTO_TEST_CASE(arms_that_draw_from_one_generator_share_it) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  Kept kept;
  run_study(small_data(), small_options({"kde", "kde-fresh", "none+kde"}), pool, quiet, kept);
  BOOST_TEST(kept.generators.size() == 2U);  // of a bag none is kept
  BOOST_TEST(kept.generators.at("kde") == kept.generators.at("kde-fresh"));
}

BOOST_AUTO_TEST_CASE(the_share_of_positives_counts_fresh_rows_and_is_the_mean_log_odds_of_a_bag) {
  const LearnerOptions options;
  ArmRows plain, fresh;
  plain.x = numeric::Matrix<double>(100, 1);
  plain.y.assign(100, 0);
  std::fill_n(plain.y.begin(), 10, 1);
  const Dataset data = small_data();
  const tabular::FeatureEncoder encoder(data.feature_schema());
  fresh.x = numeric::Matrix<double>(100, 1);
  fresh.y = plain.y;
  fresh.fresh = std::make_shared<GeneratorRows>(nullptr, encoder, 1, FreshDraws{.rows = 50, .weight = 0.5});
  BOOST_TEST(learned_share("forest", fresh, {}, options) == 60.0 / 150);
  BOOST_TEST(learned_share("boosting", fresh, {}, options) == 35.0 / 125);
  ArmRows bag;
  bag.members.push_back(std::move(plain));
  bag.members.push_back(std::move(fresh));
  const double odds = std::sqrt(10.0 / 90 * (60.0 / 90));
  BOOST_TEST(std::fabs(learned_share("forest", bag, {}, options) - odds / (1 + odds)) < 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()
