#include "app/models/decide/calibration_choice.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "engine/numeric/random.hpp"

using namespace ballast;
using app::CalibrationChoice;
using Kind = classifiers::Calibration::Kind;

namespace {

// Scores u, of which u^power is the true probability; a negative power turns the order round.
CalibrationChoice choose(double power) {
  numeric::RandomStream stream(3, numeric::Purpose::kGeneral);
  std::vector<float> score;
  std::vector<std::int32_t> y;
  for (int i = 0; i < 2000; ++i) {
    const double u = stream.uniform();
    score.push_back(static_cast<float>(power < 0 ? 1 - u : u));
    y.push_back(stream.uniform() < std::pow(u, std::fabs(power)) ? 1 : 0);
  }
  return app::choose_calibration(score, score, y);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(calibration_choice_test)

BOOST_AUTO_TEST_CASE(honest_probabilities_are_left_and_others_put_right) {
  BOOST_TEST((choose(1).kind == Kind::none));
  const CalibrationChoice choice = choose(4);
  BOOST_TEST((choice.kind != Kind::none));
  BOOST_TEST(choice.log_loss.size() == 3U);
  BOOST_TEST(choice.log_loss[0] > choice.log_loss[1] + 0.05);
}

// Platt's slope would not be positive.
BOOST_AUTO_TEST_CASE(a_map_that_cannot_be_learned_is_not_chosen) {
  const CalibrationChoice choice = choose(-1);
  BOOST_TEST(std::isnan(choice.log_loss[1]));
  BOOST_TEST((choice.kind != Kind::platt));
}

BOOST_AUTO_TEST_CASE(a_class_of_fewer_rows_than_folds_chooses_none) {
  const std::vector<float> score{0.1F, 0.2F, 0.3F, 0.9F};
  const std::vector<std::int32_t> y{0, 0, 0, 1};
  const CalibrationChoice choice = app::choose_calibration(score, score, y);
  BOOST_TEST((choice.kind == Kind::none));
  BOOST_TEST(choice.log_loss.empty());
}

BOOST_AUTO_TEST_SUITE_END()
