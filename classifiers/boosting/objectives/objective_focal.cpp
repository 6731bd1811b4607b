// Focal loss of two classes (Lin et al., ICCV 2017, eq. 4), -(1 - q)^gamma ln q with q = 1 / (1 + e^-u) what the margin
// gives to the row's own class: u = m of a positive, -m of another row. Rows that are told right already count less,
// the more so the larger gamma. Each class has a gamma of its own; with 0 for positives it is the asymmetric loss of
// Ridnik et al. (ICCV 2021) without its shift. Derivatives in u, with a = 1 - q:
//
//   g = a^gamma (gamma q ln q - a)        h = a^gamma q ((2 gamma + 1) a + gamma ln q (a - gamma q))
//
// The loss is not convex: the last term is negative where q < 1 / (1 + gamma). There it is left out, so that h is above
// 0 and never below the loss's curvature: steps are shorter, not in another direction.
//
// q is no probability: the loss is least where q is nearer to 1/2 than the share of positives. But from q that share
// follows (Charoenphakdee et al., CVPR 2021): the derivatives of both classes balance there,
// p g_positive(m) + (1 - p) g_other(m) = 0. This p is what the model gives out; docs/maths.md derives all of it.
#include <algorithm>
#include <cmath>

#include "classifiers/boosting/objective.hpp"
#include "classifiers/training_set.hpp"
#include "engine/numeric/simd_math.hpp"

namespace ballast::classifiers {
namespace {

// What the row's own class has of the margin u, q, and the other, a; and ln q.
template <class T>
struct Shares {
  T q, a, log_q;

  static Shares of(T u) {
    const T e = numeric::exp(-std::fabs(u)), larger = 1 / (1 + e), smaller = e / (1 + e);
    const T log_q = std::min(u, T{0}) - numeric::log_positive(1 + e);
    return u >= 0 ? Shares{larger, smaller, log_q} : Shares{smaller, larger, log_q};
  }
  T log_a(T u) const { return log_q - u; }
};

struct Derivatives {
  float g, h, loss;
};

Derivatives in_own_class(float u, float gamma) {
  const auto s = Shares<float>::of(u);
  const float damped = numeric::exp(gamma * s.log_a(u));
  const float bend = std::max(0.0F, gamma * s.log_q * (s.a - gamma * s.q));
  return {damped * (gamma * s.q * s.log_q - s.a), damped * s.q * ((2 * gamma + 1) * s.a + bend), -damped * s.log_q};
}

// -g of in_own_class, in double: how hard a row pulls at its margin.
double pull(double u, double gamma) {
  const auto s = Shares<double>::of(u);
  return std::exp(gamma * s.log_a(u)) * (s.a - gamma * s.q * s.log_q);
}

class Focal final : public Objective {
 public:
  explicit Focal(const BoostingOptions& options)
      : focusing_(options.focusing),
        positive_weight_(static_cast<float>(options.scale_pos_weight)),
        base_(static_cast<float>(std::log(options.base_score / (1 - options.base_score)))) {}

  std::size_t groups() const override { return 1; }
  std::vector<float> base_margin() const override { return {base_}; }

  double gradients(std::span<const float> margin, const TrainingSet& data, std::size_t first, std::size_t last,
                   numeric::MatrixView<Gradient> out) const override {
    const auto of_positives = static_cast<float>(focusing_.positives), of_others = static_cast<float>(focusing_.others);
    double sum = 0;
    for (std::size_t row = first; row < last; ++row) {
      const bool positive = data.y[row] == 1;
      const float sign = positive ? 1.0F : -1.0F, weight = weight_of(data, row);
      const Derivatives d = in_own_class(sign * margin[row], positive ? of_positives : of_others);
      const float pulls = positive ? positive_weight_ * weight : weight;
      out(0, row) = {pulls * sign * d.g, pulls * std::max(d.h, kLeastHessian)};
      sum += static_cast<double>(weight * d.loss);
    }
    return sum;
  }

  void probabilities(numeric::MatrixView<const float> margin, numeric::MatrixView<float> out) const override {
    for (std::size_t row = 0; row < margin.rows(); ++row) {
      const auto m = static_cast<double>(margin(row, 0));
      const double up = pull(m, focusing_.positives), down = pull(-m, focusing_.others);
      out(row, 1) = static_cast<float>(down / (up + down));
      out(row, 0) = static_cast<float>(up / (up + down));
    }
  }

 private:
  Focusing focusing_;
  float positive_weight_, base_;
};

}  // namespace

std::unique_ptr<Objective> focal_objective(const BoostingOptions& options) {
  return std::make_unique<Focal>(options);
}

}  // namespace ballast::classifiers
