#include "app/schema/found_constraints.hpp"

#include <algorithm>
#include <cmath>

#include "engine/error.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::app {
namespace {

using Cells = std::span<const double>;
using Kind = Constraint::Kind;
using tabular::ColumnKind;

constexpr double kSurprise = 50;          // rows that independent columns would break
constexpr double kSurprisingShare = .01;  // and their share
constexpr std::size_t kPartRows = 20;     // in which each part of a sum is other than 0

struct Series {
  std::size_t column;
  Cells cells;
  std::vector<double> sorted;
  bool date;
};

std::vector<Series> series_of(const tabular::Table& table) {
  std::vector<Series> out;
  for (std::size_t c = 0; c < table.columns() && out.size() < kMostOrderColumns; ++c) {
    const ColumnKind kind = table.schema()[c].kind;
    const bool date = kind == ColumnKind::date;
    if (kind != ColumnKind::numeric && kind != ColumnKind::integer && !date) continue;
    Series one{c, table.column(c), tabular::sorted_cells(table.column(c)), date};
    if (one.sorted.empty()) continue;
    if (one.sorted.front() < one.sorted.back()) out.push_back(std::move(one));
  }
  return out;
}

// P(a > b) if rows did not tie them together.
double independent_breaks(const Series& a, const Series& b) {
  double pairs = 0;
  std::size_t below = 0;  // values of b that are smaller
  for (const double x : a.sorted) {
    while (below < b.sorted.size() && b.sorted[below] < x) ++below;
    pairs += static_cast<double>(below);
  }
  return pairs / static_cast<double>(a.sorted.size()) / static_cast<double>(b.sorted.size());
}

bool is_ordered(const Series& a, const Series& b) {
  if (a.date != b.date || a.sorted.front() > b.sorted.front() || a.sorted.back() > b.sorted.back()) return false;
  double both = 0;
  for (std::size_t row = 0; row < a.cells.size(); ++row) {
    if (a.cells[row] > b.cells[row]) return false;
    both += a.cells[row] <= b.cells[row] ? 1 : 0;
  }
  const double share = independent_breaks(a, b);
  return share >= kSurprisingShare && share * both >= kSurprise;
}

bool adds_up(const Series& a, const Series& b, const Series& total) {
  std::size_t of_a = 0, of_b = 0;
  for (std::size_t row = 0; row < a.cells.size(); ++row) {
    const double x = a.cells[row], y = b.cells[row], sum = x + y;
    const double largest = std::max({std::fabs(x), std::fabs(y), std::fabs(sum)});
    if (std::fabs(sum - total.cells[row]) > kSumError * largest) return false;
    if (std::isnan(sum - total.cells[row])) continue;
    of_a += x != 0 ? 1 : 0;
    of_b += y != 0 ? 1 : 0;
  }
  return of_a >= kPartRows && of_b >= kPartRows;
}

// Whether some sum has the total and the part: a <= a + b follows where b is not negative.
bool is_part_of(std::span<const Constraint> sums, const std::string& part, const std::string& total) {
  return std::ranges::any_of(sums, [&](const Constraint& one) {
    return one.kind == Kind::sum && one.columns.back() == total && std::ranges::count(one.columns, part) != 0;
  });
}

// Constraints that are taken as long as they do not contradict those taken before.
class Taken {
 public:
  void add(Kind kind, std::vector<std::string> columns) {
    Constraint one;
    one.kind = kind;
    one.columns = std::move(columns);
    all.push_back(std::move(one));
    try {
      in_order(all);
    } catch (const Error&) {
      all.pop_back();
    }
  }
  std::vector<Constraint> all;
};

}  // namespace

std::vector<Constraint> found_orders_and_sums(const tabular::Table& table) {
  const std::vector<Series> series = series_of(table);
  const std::size_t count = series.size();
  const auto name = [&](std::size_t i) { return table.schema()[series[i].column].name; };
  std::vector<std::vector<bool>> below(count, std::vector<bool>(count));
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) below[i][j] = i != j && is_ordered(series[i], series[j]);
  }
  Taken out;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = i + 1; j < count; ++j) {
      if (below[i][j] && below[j][i]) out.add(Kind::sum, {name(i), name(j)});
    }
  }
  for (std::size_t i = 0; i < count && count <= kMostSumColumns; ++i) {
    for (std::size_t j = i + 1; j < count; ++j) {
      for (std::size_t k = 0; k < count; ++k) {
        const bool dates = series[i].date || series[j].date || series[k].date;
        if (k == i || k == j || dates || !adds_up(series[i], series[j], series[k])) continue;
        out.add(Kind::sum, {name(i), name(j), name(k)});
      }
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      bool follows = !below[i][j] || below[j][i];
      for (std::size_t k = 0; k < count && !follows; ++k) follows = below[i][k] && below[k][j];
      follows = follows || is_part_of(out.all, name(i), name(j));
      if (!follows) out.add(Kind::ordered, {name(i), name(j)});
    }
  }
  return out.all;
}

std::vector<Constraint> found_constraints(const tabular::Table& table) {
  std::vector<Constraint> out = found_orders_and_sums(table);
  for (Constraint& one : found_combinations(table)) out.push_back(std::move(one));
  return out;
}

}  // namespace ballast::app
