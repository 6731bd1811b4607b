// Conditions on cells become codes that are shown and shares of codes.
#include "diffusion/masked/condition_plan.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/error.hpp"
#include "engine/tabular/csv/cell_writer.hpp"

namespace ballast::diffusion {
namespace {

[[noreturn]] void refuse(const tabular::ColumnSchema& column, const ColumnCodes& codes, const std::string& why) {
  Error error("no row can fulfil the condition on '" + column.name + "': " + why);
  const tabular::CellWriter written(column, {});
  const auto [low, high] = codes.extent();
  if (!column.is_text() && low <= high) error.expected(written.text(low) + " .. " + written.text(high));
  throw error;
}

void require_constant(const ColumnCodes& codes, const tabular::ColumnSchema& column, const CellCondition& condition) {
  if (!condition.missing && column.is_text() && codes.values(0) > 1) {
    throw Error("no condition can be on '" + column.name + "': it has a label of its own in nearly every row")
        .hint("such labels are not learned, but drawn apart from all other columns");
  }
  const double value = codes.decode(0, 0);
  if (condition.missing == std::isnan(value) &&
      (condition.missing || (value >= condition.low && value <= condition.high))) {
    return;
  }
  refuse(column, codes, "it held one value in all rows that were learned");
}

void add_condition(const TableCodes& codes, std::size_t d, const CellCondition& condition, ConditionPlan& plan) {
  const ColumnCodes& of = codes.codes(d);
  const tabular::ColumnSchema& column = codes.schema()[condition.column];
  if (condition.missing || condition.low == condition.high) {
    const std::uint32_t code = condition.missing ? of.missing_code() : of.encode(condition.low);
    if (code == ColumnCodes::kNone) {
      refuse(column, of, condition.missing ? "no cell was missing" : "the value was never seen");
    }
    if (!condition.missing && !of.may_be(code, condition.low)) {
      refuse(column, of, "the value was never seen, nor one beside it");
    }
    plan.start[d] = static_cast<std::uint16_t>(code);
    return;
  }
  CodeCondition out{static_cast<std::uint32_t>(d), std::vector<float>(of.codes())};
  for (std::uint32_t c = 0; c < of.codes(); ++c) {
    out.share[c] = static_cast<float>(of.share_within(c, {condition.low, condition.high}));
  }
  if (std::ranges::all_of(out.share, [](float share) { return share == 0; }))
    refuse(column, of, "no value that was learned lies in the range");
  plan.conditions.push_back(std::move(out));
}

}  // namespace

CodeRows ConditionPlan::start_rows(std::size_t count) const {
  CodeRows rows{start.size(), {}};
  rows.codes.reserve(count * start.size());
  for (std::size_t i = 0; i < count; ++i) rows.codes.insert(rows.codes.end(), start.begin(), start.end());
  return rows;
}

ConditionPlan plan_conditions(std::span<const CellCondition> conditions, const TableCodes& codes,
                              std::span<const std::size_t> places) {
  const std::size_t columns = codes.learned().size();
  ConditionPlan plan{std::vector<std::uint16_t>(columns, TableCodes::kHidden), {}};
  for (const CellCondition& condition : conditions) {
    const std::size_t c = condition.column;
    if (places[c] == columns) {
      require_constant(codes.column(c), codes.schema()[c], condition);
    } else {
      add_condition(codes, places[c], condition, plan);
    }
  }
  return plan;
}

}  // namespace ballast::diffusion
