// Cross-entropy of K classes, one margin each.
#include <algorithm>

#include "classifiers/boosting/objective.hpp"
#include "classifiers/training_set.hpp"
#include "engine/numeric/simd_math.hpp"

namespace ballast::classifiers {
namespace {

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

  void probabilities(numeric::MatrixView<const float> margin, numeric::MatrixView<float> out) const override {
    for (std::size_t row = 0; row < margin.rows(); ++row) {
      const auto m = margin.row(row);
      const float top = *std::ranges::max_element(m);
      float total = 0;
      for (std::size_t k = 0; k < m.size(); ++k) total += out(row, k) = numeric::exp(m[k] - top);
      for (float& p : out.row(row)) p /= total;
    }
  }

 private:
  std::size_t classes_;
};

}  // namespace

std::unique_ptr<Objective> softmax_objective(std::size_t classes) {
  return std::make_unique<Softmax>(classes);
}

}  // namespace ballast::classifiers
