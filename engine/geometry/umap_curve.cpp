#include "engine/geometry/umap_curve.hpp"

#include <cmath>
#include <string>

#include "engine/error.hpp"

namespace ballast::geometry {
namespace {

// J'J, J'r and r'r of the residuals r = curve - target at the points.
struct NormalEquations {
  double aa = 0, ab = 0, bb = 0, ra = 0, rb = 0, rr = 0;
};

NormalEquations normal_equations(const UmapCurve& curve, double min_dist, double spread) {
  constexpr int kPoints = 300;
  NormalEquations sums;
  for (int i = 0; i < kPoints; ++i) {
    const double d = 3 * spread * i / (kPoints - 1);
    const double target = d < min_dist ? 1.0 : std::exp(-(d - min_dist) / spread);
    const double value = curve(d * d), residual = value - target;
    const double power = std::pow(d, 2 * curve.b);
    const double by_a = -value * value * power;
    const double by_b = d > 0 ? -value * value * curve.a * power * 2 * std::log(d) : 0.0;
    sums.aa += by_a * by_a;
    sums.ab += by_a * by_b;
    sums.bb += by_b * by_b;
    sums.ra += by_a * residual;
    sums.rb += by_b * residual;
    sums.rr += residual * residual;
  }
  return sums;
}

}  // namespace

double UmapCurve::operator()(double squared_distance) const {
  return 1 / (1 + a * std::pow(squared_distance, b));
}

UmapCurve fit_umap_curve(double min_dist, double spread) {
  if (!(spread > 0) || !(min_dist >= 0) || !(min_dist <= spread)) {
    throw Error("UMAP's min_dist and spread do not fit")
        .expected("0 <= min_dist <= spread and spread above 0")
        .got("min_dist " + std::to_string(min_dist) + ", spread " + std::to_string(spread));
  }
  UmapCurve curve;
  NormalEquations now = normal_equations(curve, min_dist, spread);
  double damping = 1e-3;
  for (int step = 0; step < 200; ++step) {
    const double aa = now.aa * (1 + damping), bb = now.bb * (1 + damping);
    const double determinant = aa * bb - now.ab * now.ab;
    const double move_a = (bb * now.ra - now.ab * now.rb) / determinant;
    const double move_b = (aa * now.rb - now.ab * now.ra) / determinant;
    const UmapCurve next{curve.a - move_a, curve.b - move_b};
    const bool usable = next.a > 0 && next.b > 0;
    const NormalEquations then = usable ? normal_equations(next, min_dist, spread) : now;
    if (usable && then.rr <= now.rr) {
      curve = next;
      now = then;
      damping *= 0.1;
      if (std::fabs(move_a) <= 1e-13 * curve.a && std::fabs(move_b) <= 1e-13 * curve.b) break;
    } else {
      damping *= 10;
    }
  }
  return curve;
}

}  // namespace ballast::geometry
