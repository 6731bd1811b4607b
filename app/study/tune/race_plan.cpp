#include "app/study/tune/race_plan.hpp"

#include <algorithm>

namespace ballast::app {
namespace {

constexpr std::size_t kCut = 3;  // a third goes on, to three times the folds

}  // namespace

std::vector<Rung> plan_race(std::size_t candidates, std::size_t folds) {
  std::vector<Rung> out;
  for (std::size_t of = folds;; of = (of + kCut - 1) / kCut) {
    out.push_back({0, of});
    if (of == 1) break;
  }
  std::ranges::reverse(out);
  for (Rung& rung : out) {
    rung.candidates = candidates;
    candidates = std::max<std::size_t>(1, candidates / kCut);
  }
  return out;
}

std::size_t fits_of(const std::vector<Rung>& race) {
  std::size_t fits = 0, folds = 0;
  for (const Rung& rung : race) {
    fits += rung.candidates * (rung.folds - folds);
    folds = rung.folds;
  }
  return fits;
}

std::size_t affordable_candidates(std::size_t fits, std::size_t folds) {
  std::size_t candidates = 0;
  while (fits_of(plan_race(candidates + 1, folds)) <= fits) ++candidates;
  return candidates;
}

}  // namespace ballast::app
