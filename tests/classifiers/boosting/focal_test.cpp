// Focal loss: derivatives against finite differences, a second one that is above 0 and no less than the loss bends, the
// probability that margins stand for, its file, and what it refuses.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "classifiers/bag.hpp"
#include "classifiers/boosting/objective.hpp"
#include "classifiers/judge/metrics.hpp"
#include "tests/classifiers/random_data.hpp"
#include "tests/classifiers/trained.hpp"

using namespace ballast;
using namespace ballast::classifiers;
using ballast::classifiers::test::boosting_of;
using ballast::classifiers::test::file_of;

namespace {

const std::vector<Focusing> kFocusings{{0, 0}, {0.5, 0.5}, {1, 1}, {2, 2}, {0, 2}, {5, 0.5}};

// Lin et al. (2017), eq. 4, in double.
double slow_focal(double margin, bool positive, const Focusing& focusing) {
  const double u = positive ? margin : -margin, gamma = positive ? focusing.positives : focusing.others;
  const double q = 1 / (1 + std::exp(-u)), a = 1 / (1 + std::exp(u));
  return -std::pow(a, gamma) * std::log(q);
}

BoostingOptions focal(const Focusing& focusing, std::size_t rounds = 20) {
  return {.rounds = rounds, .loss = Loss::focal, .focusing = focusing};
}

// One row a margin, of one label.
struct Row {
  double g, h, loss;
};
Row derivatives(const Objective& objective, float margin, bool positive) {
  const numeric::Matrix<double> x(1, 1);
  const std::vector<std::int32_t> y{positive ? 1 : 0};
  numeric::Matrix<Gradient> out(1, 1);
  const std::vector<float> margins{margin};
  const double loss = objective.gradients(margins, {x.view(), y, {}, 2, {}}, 0, 1, out.view());
  return {static_cast<double>(out(0, 0).g), static_cast<double>(out(0, 0).h), loss};
}

float probability_of(const Objective& objective, float margin) {
  numeric::Matrix<float> at(1, 1), out(1, 2);
  at(0, 0) = margin;
  objective.probabilities(at.view(), out.view());
  BOOST_TEST(std::fabs(out(0, 0) + out(0, 1) - 1) < 1e-6F);
  return out(0, 1);
}

template <class Work>
void refuses(const std::vector<std::string>& fragments, Work&& work) {
  BOOST_CHECK_EXCEPTION(work(), Error, [&](const Error& error) {
    const std::string what = error.what();
    for (const std::string& fragment : fragments) BOOST_TEST(what.find(fragment) != std::string::npos, what);
    return true;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(focal_test)

BOOST_AUTO_TEST_CASE(the_gradient_is_that_of_the_loss_and_h_is_positive_and_bounds_its_curvature) {
  constexpr double kStep = 1e-4, kFloat = 4e-6, kCurvature = 1e-5;
  for (const Focusing& focusing : kFocusings) {
    const auto objective = make_objective(2, focal(focusing));
    for (const bool positive : {false, true}) {
      const double gamma = positive ? focusing.positives : focusing.others;
      for (float margin = -9; margin <= 9; margin += 0.25F) {
        const double m = static_cast<double>(margin), here = slow_focal(m, positive, focusing);
        const double up = slow_focal(m + kStep, positive, focusing), down = slow_focal(m - kStep, positive, focusing);
        const double g = (up - down) / (2 * kStep), h = (up - 2 * here + down) / (kStep * kStep);
        const Row row = derivatives(*objective, margin, positive);
        BOOST_TEST_CONTEXT("gamma " << gamma << ", margin " << margin << (positive ? ", positive" : "")) {
          BOOST_TEST(std::fabs(row.g - g) < kFloat * std::max(1.0, std::fabs(g)));
          BOOST_TEST(std::fabs(row.loss - here) < kFloat * std::max(1.0, here));
          BOOST_TEST(row.h > 0);
          BOOST_TEST(row.h > h - kCurvature);
          const bool told_right = 1 / (1 + std::exp(positive ? -m : m)) >= 1 / (1 + gamma);
          if (told_right) BOOST_TEST(std::fabs(row.h - h) < kCurvature);
        }
      }
    }
  }
  BOOST_TEST(derivatives(*make_objective(2, focal({2, 2})), 80, true).h > 0);  // where all of it is below float32
}

BOOST_AUTO_TEST_CASE(without_focusing_it_is_cross_entropy) {
  const auto logistic = make_objective(2, {}), plain = make_objective(2, focal({0, 0}));
  constexpr double kRounding = 1e-6;
  for (float margin = -8; margin <= 8; margin += 0.5F) {
    for (const bool positive : {false, true}) {
      const Row a = derivatives(*logistic, margin, positive), b = derivatives(*plain, margin, positive);
      BOOST_TEST(std::fabs(a.g - b.g) < kRounding);
      BOOST_TEST(std::fabs(a.h - b.h) < kRounding);
    }
    BOOST_TEST(std::fabs(probability_of(*logistic, margin) - probability_of(*plain, margin)) < kRounding);
  }
}

// Of rows of which a share p is positive the mean loss is least at some margin; that margin must stand for p.
BOOST_AUTO_TEST_CASE(the_probability_of_a_margin_is_the_share_of_positives_at_which_it_is_best) {
  constexpr double kFound = 2e-4;  // golden section of a flat minimum, and a margin in float32
  for (const Focusing& focusing : kFocusings) {
    const auto objective = make_objective(2, focal(focusing));
    for (const double p : {0.001, 0.02, 0.2, 0.5, 0.7, 0.99}) {
      const auto mean = [&](double m) {
        return p * slow_focal(m, true, focusing) + (1 - p) * slow_focal(m, false, focusing);
      };
      double low = -12, high = 12;
      for (int i = 0; i < 200; ++i) {
        const double third = (high - low) / 3;
        if (mean(low + third) < mean(high - third)) {
          high -= third;
        } else {
          low += third;
        }
      }
      const float found = probability_of(*objective, static_cast<float>(low));
      BOOST_TEST(std::fabs(static_cast<double>(found) - p) < kFound, "share " << p << ", found " << found);
    }
    float before = 0;
    for (float margin = -40; margin <= 40; margin += 0.125F) {
      const float p = probability_of(*objective, margin);
      BOOST_TEST(p >= before);
      before = p;
    }
    BOOST_TEST(before == 1.0F);
  }
}

BOOST_AUTO_TEST_CASE(positives_weigh_as_scale_pos_weight_says) {
  BoostingOptions options = focal({2, 2});
  const Row plain = derivatives(*make_objective(2, options), -0.5F, true);
  options.scale_pos_weight = 3;
  const Row heavy = derivatives(*make_objective(2, options), -0.5F, true);
  BOOST_TEST(heavy.g == 3 * plain.g, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(heavy.h == 3 * plain.h, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(heavy.loss == plain.loss);
}

BOOST_AUTO_TEST_CASE(it_learns_and_its_scores_are_probabilities) {
  const test::RandomData data = test::random_data(4000, 6, 2, 30), fresh = test::random_data(4000, 6, 2, 31);
  numeric::ThreadPool pool(1);
  const auto judge = [&](const BoostingOptions& options) {
    const std::vector<float> scores = predict_positive(boosting_of(data.set(), options), fresh.x.view(), pool);
    return std::pair(brier(scores, fresh.y), average_precision(scores, fresh.y));
  };
  const auto [plain, plain_ranks] = judge({.rounds = 40});
  for (const Focusing& focusing : {Focusing{2, 2}, Focusing{0, 2}}) {
    const auto [found, ranks] = judge(focal(focusing, 40));
    BOOST_TEST(std::fabs(found - plain) < 0.01);
    BOOST_TEST(std::fabs(ranks - plain_ranks) < 0.02);
  }
}

BOOST_AUTO_TEST_CASE(it_gives_the_same_bytes_at_any_number_of_threads_and_by_continuing) {
  const test::RandomData data = test::random_data(9000, 6, 2, 34);
  TrainingSet set = data.set(true);
  BoostingOptions options = focal({0.5, 2}, 6);
  options.subsample = 0.8;
  const auto once = file_of(boosting_of(set, options, 1));
  for (const std::size_t threads : {2u, 3u, 8u}) BOOST_TEST((file_of(boosting_of(set, options, threads)) == once));
  options.rounds = 3;
  const Boosting first = boosting_of(set, options);
  BOOST_TEST((file_of(boosting_of(set, options, 2, &first)) == once));
}

BOOST_AUTO_TEST_CASE(a_model_file_and_a_bag_keep_the_loss_and_its_focusing) {
  const test::RandomData data = test::random_data(500, 4, 2, 36);
  const Boosting model = boosting_of(data.set(), focal({0, 1.5}, 3));
  const auto bytes = file_of(model);
  const auto in = files::ArchiveReader::from_bytes(bytes, "m");
  BOOST_TEST(in.text("loss") == "focal");
  BOOST_TEST(!in.has("base_margin"));  // so that readers from before refuse it
  const Boosting loaded = Boosting::load(in);
  BOOST_TEST((loaded.loss() == Loss::focal));
  BOOST_TEST((loaded.focusing() == Focusing{0, 1.5}));
  BOOST_TEST((file_of(loaded) == bytes));
  BOOST_TEST(loaded.describe().starts_with("gradient boosting, focal loss: trees 3,"));
  numeric::ThreadPool pool(1);
  BOOST_TEST(predict_positive(loaded, data.x.view(), pool) == predict_positive(model, data.x.view(), pool),
             boost::test_tools::per_element());
  const std::vector<std::shared_ptr<const Classifier>> members(2, std::make_shared<Boosting>(model));
  const auto bag = bag_of(members);
  BOOST_TEST((dynamic_cast<const Boosting&>(*bag).focusing() == Focusing{0, 1.5}));
}

BOOST_AUTO_TEST_CASE(faults_are_said_in_words) {
  const test::RandomData two = test::random_data(300, 3, 2, 35), three = test::random_data(300, 3, 3, 35);
  refuses({"focal loss is for two classes", "3 classes"}, [&] { boosting_of(three.set(), focal({2, 2}, 1)); });
  refuses({"focusing of others", "from 0 to 10"}, [&] { boosting_of(two.set(), focal({2, 11}, 1)); });
  const Boosting model = boosting_of(two.set(), focal({2, 2}, 1));
  refuses({"was trained with another focusing", "2.000000 of others", "1.000000 of others"}, [&] {
    boosting_of(two.set(), focal({2, 1}, 1), 1, &model);
  });
  refuses({"was trained with a different loss", "expected focal"},
          [&] { boosting_of(two.set(), {.rounds = 1}, 1, &model); });
  const auto read = [](double positives, std::int64_t classes) {
    files::ArchiveWriter out("classifier");
    out.integer("features", 3);
    out.integer("classes", classes);
    out.text("loss", "focal");
    out.number("focusing/positives", positives);
    Boosting::load(files::ArchiveReader::from_bytes(out.bytes(), "m.ballast"));
  };
  refuses({"m.ballast", "focal loss is for two classes", "'3 classes'"}, [&] { read(2, 3); });
  refuses({"m.ballast", "focusing out of range", "from 0 to 10"}, [&] { read(-1, 2); });
  refuses({"m.ballast", "focusing/others"}, [&] { read(2, 2); });
}

BOOST_AUTO_TEST_SUITE_END()
