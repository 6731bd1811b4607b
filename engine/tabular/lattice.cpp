#include "engine/tabular/lattice.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ballast::tabular {
namespace {

constexpr double kExact = 9007199254740992.0;  // 2^53: beyond, whole numbers are not all told apart
constexpr std::size_t kFewest = 6;             // values that are evidence of a lattice coarser than whole numbers
constexpr std::size_t kOffShare = 1000;        // one value in as many may stand off it

bool holds(const Lattice& lattice, std::span<const double> values) {
  const std::size_t allowed = values.size() / kOffShare;
  std::size_t off = 0;
  for (const double value : values) {
    if (std::fabs(value) * lattice.per_unit < kExact && lattice.nearest(value) == value) continue;
    if (++off > allowed) return false;
  }
  return true;
}

}  // namespace

Lattice find_lattice(std::span<const double> values, bool seconds) {
  if (values.empty()) return {};
  std::vector<Lattice> candidates;
  if (values.size() >= kFewest) {
    if (seconds) candidates = {{86400, 1}, {3600, 1}, {60, 1}};
    if (!seconds) candidates = {{1e6, 1}, {1e5, 1}, {1e4, 1}, {1e3, 1}, {1e2, 1}, {1e1, 1}};
  }
  for (int digits = 0; digits <= 9; ++digits) candidates.push_back({1, std::pow(10.0, digits)});
  const auto found = std::ranges::find_if(candidates, [&](const Lattice& one) { return holds(one, values); });
  return found == candidates.end() ? Lattice{} : *found;
}

}  // namespace ballast::tabular
