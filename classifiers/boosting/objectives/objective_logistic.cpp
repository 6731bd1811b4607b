// Logistic loss of two classes: -ln p(y) from the margin m: ln(1 + e^-|m|) + max(-s m, 0) with s = +1 for a positive,
// -1 otherwise.
#include <algorithm>
#include <cmath>

#include "classifiers/boosting/objective.hpp"
#include "engine/numeric/simd_math.hpp"

namespace ballast::classifiers {
namespace {

class Logistic final : public Objective {
 public:
  explicit Logistic(const BoostingOptions& options)
      : positive_weight_(static_cast<float>(options.scale_pos_weight)),
        base_(static_cast<float>(std::log(options.base_score / (1 - options.base_score)))) {}

  std::size_t groups() const override { return 1; }
  std::vector<float> base_margin() const override { return {base_}; }

  double gradients(std::span<const float> margin, const TrainingSet& data, std::size_t first, std::size_t last,
                   numeric::MatrixView<Gradient> out) const override {
    constexpr std::size_t kPart = 256;
    const float positive = positive_weight_;
    float g[kPart], h[kPart], loss[kPart];  // apart, so that vectors of them are computed
    double sum = 0;
    for (std::size_t begin = first; begin < last; begin += kPart) {
      const std::size_t count = std::min(kPart, last - begin);
      const float* const m = margin.data() + begin;
      const std::int32_t* const y = data.y.data() + begin;
      for (std::size_t i = 0; i < count; ++i) {
        const float e = numeric::exp(-std::fabs(m[i]));
        const float positive_part = m[i] >= 0 ? 1.0f : e;
        const float label = y[i] == 1 ? 1.0f : 0.0f;
        const float wrong = y[i] == 1 ? -m[i] : m[i];
        g[i] = positive_part / (1 + e) - label;
        h[i] = std::max(e / ((1 + e) * (1 + e)), kLeastHessian);
        loss[i] = numeric::log_positive(1 + e) + std::max(wrong, 0.0f);
      }
      Gradient* const gradient = out.data() + begin;
      for (std::size_t i = 0; i < count; ++i) {
        const float weight = y[i] == 1 ? positive : 1.0f;
        gradient[i] = {weight * g[i], weight * h[i]};
      }
      if (!data.weight.empty()) {
        for (std::size_t i = 0; i < count; ++i) {
          const float weight = data.weight[begin + i];
          gradient[i].g *= weight;
          gradient[i].h *= weight;
          loss[i] *= weight;
        }
      }
      for (std::size_t i = 0; i < count; ++i) sum += static_cast<double>(loss[i]);
    }
    return sum;
  }

  void probabilities(numeric::MatrixView<const float> margin, numeric::MatrixView<float> out) const override {
    for (std::size_t row = 0; row < margin.rows(); ++row) {
      const float m = margin(row, 0);
      const float e = numeric::exp(-std::fabs(m));
      const float larger = 1 / (1 + e), smaller = e / (1 + e);
      out(row, 1) = m >= 0 ? larger : smaller;
      out(row, 0) = m >= 0 ? smaller : larger;
    }
  }

 private:
  float positive_weight_, base_;
};

}  // namespace

std::unique_ptr<Objective> logistic_objective(const BoostingOptions& options) {
  return std::make_unique<Logistic>(options);
}

}  // namespace ballast::classifiers
