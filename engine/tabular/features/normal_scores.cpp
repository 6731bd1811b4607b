#include "engine/tabular/features/normal_scores.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <functional>

namespace ballast::tabular {

namespace {

// Between the points (x0, y0) and (x1, y1), x0 < x < x1. Shares of both ends, so that the difference of two huge
// values cannot overflow.
double between(double x0, double y0, double x1, double y1, double x) {
  const double share = (x / 2 - x0 / 2) / (x1 / 2 - x0 / 2);
  return std::fma(share, y1, (1 - share) * y0);
}

// Linear between the points (from[i], to[i]), flat beyond the ends; exact at the points.
double interpolate(const std::vector<double>& from, const std::vector<double>& to, double x) {
  const auto above = std::ranges::lower_bound(from, x);
  if (above == from.begin()) return to.front();
  if (above == from.end()) return to.back();
  const auto i = static_cast<std::size_t>(above - from.begin());
  return x == from[i] ? to[i] : between(from[i - 1], to[i - 1], from[i], to[i], x);
}

// Cells first .. last - 1 of n hold one value.
struct Tie {
  std::size_t first, last;
  std::size_t size() const { return last - first; }
};

std::vector<Tie> ties_of(std::span<const double> sorted) {
  std::vector<Tie> ties;
  for (std::size_t first = 0; first < sorted.size();) {
    std::size_t last = first;
    while (last < sorted.size() && sorted[last] == sorted[first]) ++last;
    ties.push_back({first, last});
    first = last;
  }
  return ties;
}

// Of many distinct values: both ends, what holds its share of the ranks, and the values at evenly chosen ranks.
void thin(std::vector<Tie>& ties, std::size_t n) {
  if (ties.size() <= NormalScores::kMostKnots) return;
  const auto knot_of = [&](std::size_t rank) { return rank * NormalScores::kMostKnots / n; };
  const std::size_t end = ties.back().first;
  std::erase_if(ties, [&](const Tie& tie) {
    const bool atom = tie.size() * NormalScores::kMostKnots >= n;
    return !atom && tie.first != 0 && tie.first != end && knot_of(tie.first) == knot_of(tie.last);
  });
}

// Stretches in order, none running into the next.
bool are_stretches(const std::vector<double>& low, const std::vector<double>& high) {
  for (std::size_t i = 0; i < low.size(); ++i) {
    const bool after = i == 0 || high[i - 1] <= low[i];
    if (!(std::isfinite(low[i]) && std::isfinite(high[i]) && low[i] <= high[i] && after)) return false;
  }
  return true;
}

}  // namespace

bool ascends_strictly(const std::vector<double>& values) {
  return std::ranges::all_of(values, [](double v) { return std::isfinite(v); }) &&
         std::ranges::adjacent_find(values, std::greater_equal<>()) == values.end();
}

double normal_share(double score) {
  return boost::math::cdf(boost::math::normal(), score);
}

double normal_score(double share) {
  return boost::math::quantile(boost::math::normal(), share);
}

double score_between(double low, double high, double u) {
  const double from = normal_share(low), to = normal_share(high);
  return std::clamp(normal_score(std::fma(u, to - from, from)), low, high);
}

double NormalScores::forward(double value) const {
  return interpolate(values, scores, value);
}

double NormalScores::spread(double value, double u) const {
  const auto at = std::ranges::lower_bound(values, value);
  if (low.empty() || at == values.end() || *at != value) return forward(value);
  const auto i = static_cast<std::size_t>(at - values.begin());
  return low[i] == high[i] ? scores[i] : score_between(low[i], high[i], u);
}

double NormalScores::inverse(double score) const {
  if (low.empty()) return interpolate(scores, values, score);
  const auto above = static_cast<std::size_t>(std::ranges::upper_bound(low, score) - low.begin());
  if (above == 0) return values.front();
  const std::size_t at = above - 1;
  if (score <= high[at] || above == values.size()) return values[at];
  return between(high[at], values[at], low[above], values[above], score);
}

bool NormalScores::is_valid() const {
  if (values.size() < 2 || scores.size() != values.size()) return false;
  if (!ascends_strictly(values) || !ascends_strictly(scores)) return false;
  if (low.empty() && high.empty()) return true;
  return low.size() == values.size() && high.size() == values.size() && are_stretches(low, high);
}

NormalScores normal_scores(std::span<const double> sorted) {
  const auto n = static_cast<double>(sorted.size());
  std::vector<Tie> ties = ties_of(sorted);
  const bool any = ties.size() < sorted.size();
  thin(ties, sorted.size());
  const auto score_of = [&](double rank) {
    return static_cast<double>(static_cast<float>(normal_score(std::clamp(rank, 0.5, n - 0.5) / n)));
  };
  NormalScores out;
  for (const Tie& tie : ties) {
    const auto first = static_cast<double>(tie.first), last = static_cast<double>(tie.last);
    double score = score_of((first + last) / 2);
    // Scores that float32 cannot tell apart (beyond some millions of rows) are moved to the next float.
    if (!out.scores.empty() && score <= out.scores.back()) {
      score = std::nextafter(static_cast<float>(out.scores.back()), 1e30f);
    }
    out.values.push_back(sorted[tie.first]);
    out.scores.push_back(score);
    if (!any) continue;
    const bool atom = tie.size() > 1;
    out.low.push_back(atom ? score_of(first) : score);
    out.high.push_back(atom ? score_of(last) : score);
    if (out.low.size() > 1) out.low.back() = std::max(out.low.back(), out.high[out.high.size() - 2]);
    out.high.back() = std::max(out.high.back(), out.low.back());
  }
  return out;
}

}  // namespace ballast::tabular
