// The support of a comparison: how much of the real rows is covered, and how many synthetic rows lie within them.
#include <array>

#include "app/fidelity/distances/support.hpp"
#include "app/fidelity/measures.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "engine/stage.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::Table;

constexpr std::size_t kMostCloudRows = 40'000;  // every row is measured against every other
constexpr std::size_t kFewestCloudRows = 2;

// Adds the figures of one candidate to the part of each figure that is its own.
void put(const Support& found, Value Figure::*part, std::vector<Figure>& out) {
  out[0].*part = {found.alpha_precision};
  out[1].*part = {found.beta_recall};
  out[2].*part = share(found.authentic, found.rows);
  out[3].*part = share(found.identifiable, found.real_rows);
}

}  // namespace

std::vector<Figure> measure_support(const Clouds& clouds, std::uint64_t seed, numeric::ThreadPool& pool,
                                    Observer& observer) {
  std::vector<Figure> out{
      {"alpha_precision", "alpha-precision", Group::together, Better::higher},
      {"beta_recall", "beta-recall", Group::together, Better::as_ceiling},
      {"authenticity", "authenticity", Group::together, Better::as_ceiling},
      {"identifiability", "real rows nearest to one of these", Group::together, Better::as_ceiling}};
  const auto drawn = [&](const Table& table) { return drawn_rows(table, kMostCloudRows, seed, 8); };
  const MixedSpace space(clouds.real, std::array{&clouds.synthetic, &clouds.ceiling_other});
  const auto placed = [&](const Table& table) { return space.place(drawn(table)); };
  const auto among = [&](const MixedRows& rows, Observer& stage) {
    return mixed_neighbours(rows, rows, Metric::euclidean, 1, true, pool, stage);
  };
  if (clouds.real.rows() < kFewestCloudRows) return out;
  const MixedRows real = placed(clouds.real);
  Stage first(observer, "", 0, 0.2), second(observer, "", 0.2, 0.5), third(observer, "", 0.5, 0.8),
      last(observer, "", 0.8, 1);
  const MixedNeighbours real_to_real = among(real, first);
  put(support_of(real, placed(clouds.synthetic), real_to_real, pool, second), &Figure::synthetic, out);
  put(support_of(real, placed(clouds.floor), real_to_real, pool, third), &Figure::floor, out);
  if (clouds.ceiling_other.rows() == 0 || clouds.ceiling_real.rows() < kFewestCloudRows) return out;
  const MixedRows ceiling_real = placed(clouds.ceiling_real);
  put(support_of(ceiling_real, placed(clouds.ceiling_other), among(ceiling_real, last), pool, last), &Figure::ceiling,
      out);
  return out;
}

}  // namespace ballast::app::fidelity
