// Objective: the loss that boosting lowers, by its derivatives in the margins. Another loss is another short class.
//
//   logistic  p = 1 / (1 + e^-m)       g = w (p - y)          h = w max(p (1 - p), 1e-16)
//   softmax   p_k = e^m_k / sum_j ...  g_k = w (p_k - y_k)    h_k = w max(2 p_k (1 - p_k), 1e-16)
//
// as in XGBoost 1.7 (the factor 2 of softmax bounds the full Hessian by its diagonal).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "classifiers/boosting.hpp"
#include "classifiers/gradient.hpp"

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
};

// Margins into probabilities: rows x 1 to rows x 2 by the logistic function, rows x K to rows x K by softmax. `margin`
// may be the last columns of `out`.
void margins_to_probabilities(numeric::MatrixView<const float> margin, numeric::MatrixView<float> out);

// Logistic for two classes, softmax for more. Of `options`: scale_pos_weight and base_score.
std::unique_ptr<Objective> make_objective(std::size_t classes, const BoostingOptions& options);

}  // namespace ballast::classifiers
