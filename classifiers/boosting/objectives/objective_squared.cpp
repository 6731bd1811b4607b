// Squared loss of two classes, (m - y)^2 / 2: the margin m is the probability itself (a linear probability model,
// Brier's score as a loss). Nothing keeps it within 0 .. 1, so the link does.
#include <algorithm>

#include "classifiers/boosting/objective.hpp"
#include "classifiers/training_set.hpp"

namespace ballast::classifiers {
namespace {

class Squared final : public Objective {
 public:
  explicit Squared(const BoostingOptions& options)
      : positive_weight_(static_cast<float>(options.scale_pos_weight)), base_(static_cast<float>(options.base_score)) {}

  std::size_t groups() const override { return 1; }
  std::vector<float> base_margin() const override { return {base_}; }

  double gradients(std::span<const float> margin, const TrainingSet& data, std::size_t first, std::size_t last,
                   numeric::MatrixView<Gradient> out) const override {
    double sum = 0;
    for (std::size_t row = first; row < last; ++row) {
      const bool positive = data.y[row] == 1;
      const float miss = margin[row] - (positive ? 1.0f : 0.0f), weight = weight_of(data, row);
      const float pull = positive ? positive_weight_ * weight : weight;
      out(0, row) = {pull * miss, pull};
      sum += static_cast<double>(weight * miss * miss) / 2;
    }
    return sum;
  }

  void probabilities(numeric::MatrixView<const float> margin, numeric::MatrixView<float> out) const override {
    for (std::size_t row = 0; row < margin.rows(); ++row) {
      const float m = margin(row, 0);
      const float p = m > 0 ? std::min(m, 1.0f) : 0.0f;
      out(row, 1) = p;
      out(row, 0) = 1 - p;
    }
  }

 private:
  float positive_weight_, base_;
};

}  // namespace

std::unique_ptr<Objective> squared_objective(const BoostingOptions& options) {
  return std::make_unique<Squared>(options);
}

}  // namespace ballast::classifiers
