#include "engine/tabular/features/label_rates.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/random.hpp"

using ballast::numeric::Matrix;
using ballast::tabular::kLargestOffset;
using ballast::tabular::offsets_to_rates;

namespace {

std::vector<double> shares(const Matrix<float>& scores, const std::vector<double>& offsets) {
  std::vector<double> out(offsets.size(), 0.0);
  for (std::size_t i = 0; i < scores.rows(); ++i) {
    std::size_t best = 0;
    for (std::size_t k = 1; k < out.size(); ++k) {
      if (scores(i, k) + offsets[k] > scores(i, best) + offsets[best]) best = k;
    }
    out[best] += 1.0 / static_cast<double>(scores.rows());
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(label_rates_test)

BOOST_AUTO_TEST_CASE(offsets_bring_labels_to_their_rates) {
  constexpr double kFar = 0.01;  // of the rows; the steps end at that scale
  Matrix<float> scores(2000, 3);
  fill_normal_rows({.seed = 5}, scores.view());
  for (std::size_t i = 0; i < scores.rows(); ++i) {
    for (std::size_t k = 0; k < 3; ++k) scores(i, k) *= 0.3F;
    scores(i, 0) += 0.4F;  // the first wins too often
  }
  const std::vector<double> rates{0.5, 0.3, 0.2}, before = shares(scores, {0, 0, 0});
  BOOST_TEST(before[0] > 0.7);
  const std::vector<double> after = shares(scores, offsets_to_rates(scores.view(), rates));
  for (std::size_t k = 0; k < 3; ++k) BOOST_TEST(std::fabs(after[k] - rates[k]) < kFar);
}

BOOST_AUTO_TEST_CASE(offsets_end_where_sure_scores_would_be_overruled_and_rates_that_hold_need_none) {
  Matrix<float> sure(10, 2);
  for (std::size_t i = 0; i < 10; ++i) sure(i, 0) = 1, sure(i, 1) = -1;
  for (const double offset : offsets_to_rates(sure.view(), std::vector{0.5, 0.5})) {
    BOOST_TEST(std::fabs(offset) <= kLargestOffset);
  }
  BOOST_TEST((offsets_to_rates(sure.view(), std::vector{1.0, 0.0}) == std::vector{0.0, 0.0}));
}

BOOST_AUTO_TEST_SUITE_END()
