// How sure a ROC-AUC is (Hanley and McNeil 1982): the two-sided 95 % interval of a normal with variance
//
//   (A (1 - A) + (n - 1) (Q1 - A^2) + (m - 1) (Q2 - A^2)) / (n m),   Q1 = A / (2 - A),   Q2 = 2 A^2 / (1 + A)
//
// of n positives and m negatives, held to 0 .. 1.
#pragma once

#include <cstddef>

#include "app/fidelity/figure.hpp"

namespace ballast::app::fidelity {

Value auc_value(double auc, std::size_t positives, std::size_t negatives);

}  // namespace ballast::app::fidelity
