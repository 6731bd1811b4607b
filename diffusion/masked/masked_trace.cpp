// How one row came about: a second walk of the same row, watched.
#include <algorithm>
#include <array>

#include "diffusion/masked/condition_plan.hpp"
#include "diffusion/masked/masked_generator.hpp"
#include "diffusion/masked/reveal.hpp"
#include "diffusion/masked/traced_cells.hpp"

namespace ballast::diffusion {

RowTrace MaskedGenerator::trace(std::span<const CellCondition> conditions, std::uint64_t row, std::uint64_t seed,
                                numeric::ThreadPool& pool, Observer& observer) const {
  const std::vector<std::size_t> places = learned_places();
  const ConditionPlan plan = plan_conditions(conditions, codes_, places);
  RowTrace out{
      sample_where(conditions, row, 1, seed, pool, observer), {conditions.begin(), conditions.end()}, {}, {}, 0};
  for (std::size_t c = 0; c < schema().size(); ++c) {
    const bool is_learned = places[c] < codes_.learned().size();
    if (!is_learned || plan.start[places[c]] != TableCodes::kHidden) out.given.push_back(c);
  }
  if (network_ == nullptr) return out;
  const std::array<std::uint64_t, 1> numbers{row};
  CodeRows rows = plan.start_rows(1);
  DrawCells draw(numbers, seed, plan.conditions);
  TracedCells traced(draw);
  reveal_rows(network_->predictor(), rows, traced, "trace", pool, observer);
  out.fresh_starts = traced.fresh_starts();
  for (const RevealedCell& cell : traced.cells()) {
    const ColumnCodes& codes = codes_.codes(cell.column);
    const std::size_t c = codes_.learned()[cell.column];
    const auto asked = std::ranges::find(conditions, c, &CellCondition::column);
    const auto values_of = [&](const RevealedCell::Code& one) {
      Interval extent = codes.extent(one.code);
      if (asked != conditions.end()) {
        extent = {std::max(extent.low, asked->low), std::min(extent.high, asked->high)};
      }
      return LikelyValues{extent.low, extent.high, codes.values(one.code), one.p};
    };
    TracedCell revealed{c, values_of(cell.drawn), {}};
    for (const RevealedCell::Code& one : cell.likeliest) revealed.likeliest.push_back(values_of(one));
    out.revealed.push_back(std::move(revealed));
  }
  return out;
}

}  // namespace ballast::diffusion
