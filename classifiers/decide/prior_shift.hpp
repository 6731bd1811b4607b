// Prior shift: probabilities corrected where the classes were more, or less, frequent in training than they are where
// the model works.
//
// Rows added to the rare class, weights on it and a balanced bootstrap change how frequent it is, and scores with it.
// If the rows of each class keep their distribution, only the prior odds P(1) / P(0) differ, and by Bayes' rule the
// odds of every row differ by one factor (Saerens, Latinne & Decaestecker 2002, eq. 2.4; Dal Pozzolo, Caelen, Johnson &
// Bontempi 2015, for a majority that was thinned out):
//
//   p / (1 - p) = r s / (1 - s),   r = prior odds where the model works / prior odds in training
//
// The map rises with the score, so no ranking changes: it moves thresholds, and what probabilities mean.
#pragma once

#include <span>

namespace ballast::classifiers {

// r for two shares of the positive class, each in (0, 1); else throws Error.
double prior_odds_ratio(double share_at_work, double share_in_training);

// p of one score in [0, 1]: 0 and 1 stay what they are. Requires: odds_ratio > 0.
float shift_prior(float score, double odds_ratio);
void shift_prior(std::span<float> scores, double odds_ratio);

}  // namespace ballast::classifiers
