// NormalScores: the normal scores of a column's ranks, with ties as atoms. The value of mid-rank r among n goes to
// Phi^-1((r - 0.5) / n). A value that occurs more than once has the whole stretch of its ranks, from low to high:
//
//   forward   to the score of the mid-rank
//   spread    to a score drawn evenly over its ranks, so that the column is standard normal also where it is 92 % zeros
//   inverse   any score of the stretch back to the value, so that standard normal scores give it at its rate; between
//             the stretches of neighbours it is linear
//
// Beyond the smallest and largest value both ways stay there. At most kMostKnots evenly chosen ranks and as many atoms
// are kept: a model of a million rows does not hold them. Up to so many distinct values each comes back exactly.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ballast::tabular {

struct NormalScores {
  static constexpr std::size_t kMostKnots = 4096;

  std::vector<double> values, scores;  // ascending, and the score of each
  // Where the stretch of each begins and ends, low <= high <= the next one's low. Empty: no value has a stretch.
  std::vector<double> low, high;

  double forward(double value) const;
  // u: in (0, 1).
  double spread(double value, double u) const;
  double inverse(double score) const;
  // Lists of one length, ascending, finite, of at least two values.
  bool is_valid() const;
};

// sorted: cells without missing ones, ascending; at least two distinct. Scores are rounded to float and ascend
// strictly.
NormalScores normal_scores(std::span<const double> sorted);

// Finite, each larger than the one before it.
bool ascends_strictly(const std::vector<double>& values);

// Phi(x), and Phi^-1(p) of p in (0, 1).
double normal_share(double score);
double normal_score(double share);
// A score drawn evenly, by share, between two; u in (0, 1).
double score_between(double low, double high, double u);

}  // namespace ballast::tabular
