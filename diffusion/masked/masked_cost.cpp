#include "diffusion/masked/masked_cost.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>

#include "engine/error.hpp"
#include "engine/numeric/packed.hpp"
#include "nn/rank_waves.hpp"

namespace ballast::diffusion {
namespace {

constexpr std::size_t kValue = sizeof(float);

// Of one head in a graph (autodiff/ops/masked_cross_entropy.hpp): its weights packed both ways, what it answers, and a
// block of rows with the scratch of a product.
std::size_t head_values(std::size_t codes, std::size_t hidden, std::size_t batch) {
  constexpr std::size_t kTile = 128, kBlockRows = 64;
  const std::size_t tiles = (codes + kTile - 1) / kTile;
  return numeric::packed_size(hidden, codes) + numeric::packed_size(codes, hidden) + batch * codes +
         tiles * (std::min(batch, kBlockRows) * hidden +
                  numeric::packed_size(numeric::kProductRows, std::min(codes, kTile)));
}

std::string gigabytes(std::size_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f GB", static_cast<double>(bytes) / 0x1p30);
  return text;
}

std::string millions(std::size_t count) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f million", static_cast<double>(count) / 1e6);
  return text;
}

}  // namespace

MaskedCost masked_cost(std::span<const std::uint32_t> counts, std::size_t curved, const MaskedOptions& options) {
  constexpr std::size_t kOfNetwork = 5;  // itself, the average, its copy that is measured with gradients, the best
  constexpr std::size_t kOfLearned = 5;  // themselves, their gradients, two moments, their average
  constexpr std::size_t kGraphs = 2;     // learning and measuring
  MaskedCost out{counts.size(), std::accumulate(counts.begin(), counts.end(), std::size_t{0}), 0, 0, options.updates,
                 options.batch};
  const std::size_t network = (2 * out.codes + out.columns + 2 * options.layers * options.hidden) * options.hidden;
  out.values = network + 2 * nn::kRankFunctions * options.hidden * curved;
  std::size_t graph = 0;
  for (const std::uint32_t codes : counts) graph += head_values(codes, options.hidden, options.batch);
  out.bytes = kValue * (kOfNetwork * network + kOfLearned * out.values + kGraphs * graph);
  return out;
}

std::string cost_text(const MaskedCost& cost) {
  return std::to_string(cost.columns) + " columns in " + std::to_string(cost.codes) + " codes: a network of " +
         millions(cost.values) + " values, " + gigabytes(cost.bytes) + " of memory, " + std::to_string(cost.updates) +
         " updates of " + std::to_string(cost.batch) + " rows";
}

void require_memory(const MaskedCost& cost, std::size_t has) {
  if (cost.bytes <= has) return;
  throw Error("masked diffusion of " + cost_text(cost))
      .expected("at most " + gigabytes(has) + ", which this machine has free")
      .hint("a smaller --hidden, fewer columns (--drop), or --generator smote");
}

}  // namespace ballast::diffusion
