// Objective: the loss that boosting minimises, by its derivatives in the margins, and the link from margins to
// probabilities. Each stands in a file of its own:
//
//   logistic  p = 1 / (1 + e^-m)       g = w (p - y)          h = w max(p (1 - p), 1e-16)        loss w -ln p(y)
//   softmax   p_k = e^m_k / sum_j ...  g_k = w (p_k - y_k)    h_k = w max(2 p_k (1 - p_k), ...)  loss w -ln p_y
//   squared   p = m held to 0 .. 1     g = w (m - y)          h = w                              loss w (m - y)^2 / 2
//   focal     objectives/objective_focal.cpp
//
// as in XGBoost 1.7 (the factor 2 of softmax bounds the full Hessian by its diagonal). scale_pos_weight multiplies g
// and h of class 1, but not the loss that is reported. A new one is a file like these, a line in objective.cpp and a
// name in loss.hpp.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/boosting/gradient.hpp"

namespace ballast::classifiers {

class Objective {
 public:
  virtual ~Objective() = default;
  virtual std::size_t groups() const = 0;              // margins a row
  virtual std::vector<float> base_margin() const = 0;  // where every row starts; one a group

  // Rows first .. last - 1. margin: N x groups row-major. out: groups x N, one row of gradients a group.
  // Returns the sum of weight x loss over these rows.
  virtual double gradients(std::span<const float> margin, const TrainingSet& data, std::size_t first, std::size_t last,
                           numeric::MatrixView<Gradient> out) const = 0;

  // Margins (rows x groups) into probabilities (rows x classes). `margin` may be the last columns of `out`.
  virtual void probabilities(numeric::MatrixView<const float> margin, numeric::MatrixView<float> out) const = 0;
};

inline constexpr float kLeastHessian = 1e-16f;

// Of `options`: scale_pos_weight and base_score, of focal also focusing.
std::unique_ptr<Objective> logistic_objective(const BoostingOptions& options);
std::unique_ptr<Objective> squared_objective(const BoostingOptions& options);
std::unique_ptr<Objective> focal_objective(const BoostingOptions& options);
std::unique_ptr<Objective> softmax_objective(std::size_t classes);

// The one for options.loss and so many classes. Requires two classes for squared and focal.
std::unique_ptr<Objective> make_objective(std::size_t classes, const BoostingOptions& options);

}  // namespace ballast::classifiers
