#include "engine/geometry/umap_curve.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/engine/geometry/refusal.hpp"

using ballast::check_refusal;
using namespace ballast::geometry;

BOOST_AUTO_TEST_SUITE(umap_curve_test)

// umap-learn 0.5.3: umap.umap_.find_ab_params(spread, min_dist), which calls scipy's curve_fit (tolerance 1e-8).
BOOST_AUTO_TEST_CASE(it_is_that_of_umap_learn) {
  const auto check = [](double min_dist, double spread, double a, double b) {
    const UmapCurve curve = fit_umap_curve(min_dist, spread);
    constexpr double kTolerance = 1e-6;
    BOOST_TEST(std::fabs(curve.a - a) < kTolerance * a);
    BOOST_TEST(std::fabs(curve.b - b) < kTolerance * b);
  };
  check(0.1, 1, 1.5769434601962196, 0.8950608779914887);
  check(0.0, 1, 1.9328083975546724, 0.7904949734010681);
  check(0.5, 2, 0.25887874119038884, 1.057499699581397);
  check(0.5, 1, 0.583030020479462, 1.3341669929263487);
}

BOOST_AUTO_TEST_CASE(extreme_settings_still_give_a_falling_curve) {
  for (const double min_dist : {0.0, 0.001, 0.9, 1.0}) {
    const UmapCurve curve = fit_umap_curve(min_dist, 1);
    BOOST_TEST((curve.a > 0 && curve.b > 0));
    BOOST_TEST(curve(0) == 1.0);
    BOOST_TEST(curve(0.25) > curve(1));
  }
}

BOOST_AUTO_TEST_CASE(settings_that_do_not_fit_are_refused) {
  check_refusal([] { fit_umap_curve(1.5, 1); }, "0 <= min_dist <= spread");
  check_refusal([] { fit_umap_curve(-0.1, 1); }, "min_dist -0.1");
  check_refusal([] { fit_umap_curve(0, 0); }, "spread above 0");
  check_refusal([] { fit_umap_curve(std::nan(""), 1); }, "min_dist nan");
}

BOOST_AUTO_TEST_SUITE_END()
