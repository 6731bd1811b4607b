#include "diffusion/privacy/number_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast::diffusion {
namespace {

constexpr int kMagnitudes = 64;
constexpr std::size_t kMostPoints = 512, kEvenCells = 256;
constexpr int kOctaves = 16, kPartsOfOctave = 16;
constexpr double kSameSize = 4;  // ends of one sign that differ by less are cut evenly

}  // namespace

NumberCells NumberCells::magnitudes() {
  NumberCells out;
  for (int e = kMagnitudes; e > -kMagnitudes; --e)
    out.add(-std::ldexp(1, e), {-std::ldexp(1, e), -std::ldexp(1, e - 1)});
  out.add(-std::ldexp(1, -kMagnitudes), {0, 0});
  for (int e = -kMagnitudes; e < kMagnitudes; ++e) out.add(std::ldexp(1, e), {std::ldexp(1, e), std::ldexp(1, e + 1)});
  return out;
}

NumberCells NumberCells::between(double low, double high, bool whole, double step) {
  NumberCells out;
  const double points = whole ? std::floor((high - low) / step + 0.5) + 1 : high > low ? kMostPoints + 1.0 : 1;
  if (points <= static_cast<double>(kMostPoints)) {
    for (double k = 0; k < points; ++k) out.add(low + (k - (whole ? 0.5 : 0)) * step, {low + k * step, low + k * step});
    return out;
  }
  std::vector<double> edges{low, high};
  const double large = std::max(std::fabs(low), std::fabs(high)), small = std::min(std::fabs(low), std::fabs(high));
  if (low * high > 0 && large < kSameSize * small) {
    for (std::size_t k = 1; k < kEvenCells; ++k) {
      edges.push_back(low + (high - low) * static_cast<double>(k) / static_cast<double>(kEvenCells));
    }
  } else {
    for (int octave = 0; octave < kOctaves; ++octave) {
      const double from = std::ldexp(large, -octave - 1);
      for (int part = 0; part < kPartsOfOctave; ++part) {
        const double edge = from * (1 + static_cast<double>(part) / kPartsOfOctave);
        edges.insert(edges.end(), {edge, -edge});
      }
    }
    edges.push_back(0);
  }
  std::erase_if(edges, [&](double edge) { return edge < low || edge > high; });
  out.take_edges(std::move(edges), whole, step);
  return out;
}

// Cells from each edge to the next; of whole numbers those up
// to the one before it, rounded into it from half a step off.
void NumberCells::take_edges(std::vector<double> edges, bool whole, double step) {
  constexpr double kBelowHalf = 0.49;
  if (whole) {
    for (double& edge : edges) edge = std::floor(edge / step) * step;
    edges.push_back(edges[1] + step);  // the high end has its own place
  }
  std::ranges::sort(edges);
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  for (std::size_t k = 0; k + 1 < edges.size(); ++k) {
    const double from = edges[k], to = edges[k + 1];
    if (whole && from == 0 && to > step) {  // zero stands alone
      add(0, {0, 0});
      add(step / 2, {step - kBelowHalf * step, to - step + kBelowHalf * step});
    } else if (whole) {
      const double last = to - step;
      add(from, last > from ? Cell{from - kBelowHalf * step, last + kBelowHalf * step} : Cell{from, from});
    } else if (from == 0) {
      add(0, {0, 0});
      add(std::numeric_limits<double>::min(), {0, to});  // workers take anything smaller for zero
    } else {
      add(from, {from, to});
    }
  }
}

std::size_t NumberCells::cell_of(double value) const {
  const auto above = std::ranges::upper_bound(starts_, value);
  return above == starts_.begin() ? 0 : static_cast<std::size_t>(above - starts_.begin()) - 1;
}

}  // namespace ballast::diffusion
