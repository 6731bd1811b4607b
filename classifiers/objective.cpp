#include "classifiers/objective.hpp"

#include <algorithm>
#include <cmath>

#include "classifiers/training_set.hpp"
#include "engine/numeric/simd_math.hpp"

namespace ballast::classifiers {
namespace {

constexpr float kLeastHessian = 1e-16f;

// Logistic loss -ln p(y) from the margin m: ln(1 + e^-|m|) + max(-s m, 0) with s = +1 for a positive, -1 otherwise.
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

 private:
  float positive_weight_, base_;
};

class Softmax final : public Objective {
 public:
  explicit Softmax(std::size_t classes) : classes_(classes) {}

  std::size_t groups() const override { return classes_; }
  // A constant added to all margins changes nothing.
  std::vector<float> base_margin() const override { return std::vector<float>(classes_, 0.0f); }

  double gradients(std::span<const float> margin, const TrainingSet& data, std::size_t first, std::size_t last,
                   numeric::MatrixView<Gradient> out) const override {
    double sum = 0;
    for (std::size_t row = first; row < last; ++row) {
      const float* const m = margin.data() + row * classes_;
      const float top = *std::max_element(m, m + classes_);
      float total = 0;
      for (std::size_t k = 0; k < classes_; ++k) total += numeric::exp(m[k] - top);
      const float weight = weight_of(data, row);
      const auto label = static_cast<std::size_t>(data.y[row]);
      for (std::size_t k = 0; k < classes_; ++k) {
        const float p = numeric::exp(m[k] - top) / total;
        out(k, row) = {weight * (p - (k == label ? 1.0f : 0.0f)), weight * std::max(2 * p * (1 - p), kLeastHessian)};
      }
      sum += static_cast<double>(weight * (numeric::log_positive(total) + top - m[label]));
    }
    return sum;
  }

 private:
  std::size_t classes_;
};

void logistic(numeric::MatrixView<const float> margin, numeric::MatrixView<float> out) {
  for (std::size_t row = 0; row < margin.rows(); ++row) {
    const float m = margin(row, 0);
    const float e = numeric::exp(-std::fabs(m));
    const float larger = 1 / (1 + e), smaller = e / (1 + e);
    out(row, 1) = m >= 0 ? larger : smaller;
    out(row, 0) = m >= 0 ? smaller : larger;
  }
}

void softmax(numeric::MatrixView<const float> margin, numeric::MatrixView<float> out) {
  for (std::size_t row = 0; row < margin.rows(); ++row) {
    const auto m = margin.row(row);
    const float top = *std::ranges::max_element(m);
    float total = 0;
    for (std::size_t k = 0; k < m.size(); ++k) total += out(row, k) = numeric::exp(m[k] - top);
    for (float& p : out.row(row)) p /= total;
  }
}

}  // namespace

void margins_to_probabilities(numeric::MatrixView<const float> margin, numeric::MatrixView<float> out) {
  margin.columns() == 1 ? logistic(margin, out) : softmax(margin, out);
}

std::unique_ptr<Objective> make_objective(std::size_t classes, const BoostingOptions& options) {
  if (classes == 2) return std::make_unique<Logistic>(options);
  return std::make_unique<Softmax>(classes);
}

}  // namespace ballast::classifiers
