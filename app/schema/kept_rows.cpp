#include "app/schema/kept_rows.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "app/schema/bound_constraints.hpp"
#include "app/text/numbers.hpp"
#include "engine/error.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kNear = 64;  // rows so near to each other are drawn in one call, with those between

// Runs of row numbers that a call draws together: first and last.
std::vector<std::pair<std::size_t, std::size_t>> runs_of(std::span<const std::size_t> rows) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (const std::size_t row : rows) {
    if (out.empty() || row - out.back().second > kNear) {
      out.emplace_back(row, row);
    } else {
      out.back().second = row;
    }
  }
  return out;
}

void put_row(const tabular::Table& from, std::size_t row, tabular::Table& to, std::size_t place) {
  for (std::size_t c = 0; c < to.columns(); ++c) to.column(c)[place] = from.column(c)[row];
  to.origins()[place] = from.origins()[row];
}

}  // namespace

void Ledger::add(const Ledger& other) {
  kept += other.kept;
  drawn += other.drawn;
  not_asked += other.not_asked;
  refused.resize(std::max(refused.size(), other.refused.size()));
  for (std::size_t k = 0; k < other.refused.size(); ++k) refused[k] += other.refused[k];
}

std::string Ledger::text(std::span<const Constraint> constraints) const {
  std::string out = with_commas(kept) + " rows kept of " + with_commas(drawn) + " drawn", why;
  for (std::size_t k = 0; k < refused.size(); ++k) {
    if (refused[k] == 0) continue;
    why += (why.empty() ? "; refused: " : ", ") + with_commas(refused[k]) + " by " + constraints[k].text();
  }
  if (not_asked > 0) why += (why.empty() ? "; refused: " : ", ") + with_commas(not_asked) + " not as asked for";
  return out + why;
}

tabular::Table rows_that_keep(std::span<const Constraint> constraints, std::uint64_t first, std::size_t count,
                              const MakeRows& make, const AsAsked& as_asked, Ledger& ledger) {
  if (first + count > kDrawStride) {
    throw Error("rows under constraints end at row 2^40").got(std::to_string(first + count));
  }
  ledger.refused.assign(constraints.size(), 0);
  tabular::Table out = make(first, count);
  const tabular::Schema schema = out.schema();
  const BoundConstraints bound(constraints, schema);
  bound.complete(out);
  std::vector<std::size_t> open(count);  // rows to look at
  std::iota(open.begin(), open.end(), std::size_t{0});
  const auto is_kept = [&](std::size_t row) {
    const auto broken = bound.broken(out, row);
    const bool asked = broken || !as_asked || as_asked(out, row);
    if (broken) ++ledger.refused[*broken];
    if (!asked) ++ledger.not_asked;
    return !broken && asked;
  };
  for (std::size_t draw = 1;; ++draw) {
    ledger.drawn += open.size();
    std::erase_if(open, is_kept);
    ledger.kept = count - open.size();
    if (open.empty()) return out;
    const bool hopeless = ledger.drawn >= kEnoughDrawn &&
                          static_cast<double>(ledger.kept) < kLeastKept * static_cast<double>(ledger.drawn);
    if (draw == kMostDraws || hopeless) {
      throw Error("too few of the rows that the generator makes keep the constraints: " + ledger.text(constraints))
          .expected("at least one in " + std::to_string(static_cast<int>(1 / kLeastKept)))
          .hint(as_asked ? "what was asked for and the constraints may rule each other out: ask for other values"
                         : "it has not learned what ties these columns together: learn longer, or leave the "
                           "constraint out");
    }
    auto next = open.begin();
    for (const auto& [from, to] : runs_of(open)) {
      tabular::Table made = make(first + from + draw * kDrawStride, to - from + 1);
      bound.complete(made);
      for (; next != open.end() && *next <= to; ++next) put_row(made, *next - from, out, *next);
    }
  }
}

}  // namespace ballast::app
