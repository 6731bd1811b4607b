#include "app/data/demo_data.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "engine/numeric/random.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kV = 28;       // V1 .. V28
constexpr std::size_t kFactors = 4;  // hidden factors of ordinary rows
constexpr double kSeconds = 172800;  // two days

using Vector = std::array<double, kV>;

struct Island {
  double share;
  Vector centre;  // m, in units of s_j
  double width;
  bool heavy_tail;
};

// Moves V<number> by `amount`.
constexpr void move(Vector& centre, std::size_t number, double amount) {
  centre[number - 1] = amount;
}

std::array<Island, 3> make_islands() {
  std::array<Island, 3> out{Island{0.40, {}, 1.0, false}, Island{0.30, {}, 0.6, false}, Island{0.30, {}, 1.0, true}};
  move(out[0].centre, 3, -3.0), move(out[0].centre, 10, -3.0), move(out[0].centre, 12, -3.5);
  move(out[0].centre, 14, -4.0), move(out[0].centre, 17, -3.0);
  move(out[0].centre, 4, 2.5), move(out[0].centre, 11, 2.5);
  move(out[1].centre, 1, -2.5), move(out[1].centre, 2, 2.5), move(out[1].centre, 5, -2.0);
  move(out[1].centre, 7, -3.0);
  move(out[2].centre, 4, 1.2), move(out[2].centre, 10, -1.2), move(out[2].centre, 14, -1.2);
  move(out[2].centre, 21, 0.8);
  return out;
}

// What every row shares.
struct Formula {
  Vector scale{};
  std::array<std::array<double, kFactors>, kV> loading{};
  std::array<Vector, 3> direction{};
  std::array<Island, 3> islands = make_islands();

  Formula() {
    for (std::size_t j = 0; j < kV; ++j) {
      const auto number = static_cast<double>(j + 1);
      scale[j] = 2 * std::exp(-number / 14);
      double length = 0;
      for (std::size_t k = 0; k < kFactors; ++k) {
        const auto factor = static_cast<double>(k);
        loading[j][k] = std::cos(number * (factor + 1) + factor);
        length += loading[j][k] * loading[j][k];
      }
      for (double& value : loading[j]) value /= std::sqrt(length);
      for (std::size_t i = 0; i < 3; ++i) direction[i][j] = std::sin(number * static_cast<double>(i + 2));
    }
  }
};

struct Row {
  Vector v;
  double amount;
};

Row ordinary_row(const Formula& formula, numeric::RandomStream& random) {
  std::array<double, kFactors> z{};
  for (double& value : z) value = random.normal();
  const double tail = std::exp(random.normal() / 4);
  Row row{};
  for (std::size_t j = 0; j < kV; ++j) {
    const double common = std::inner_product(z.begin(), z.end(), formula.loading[j].begin(), 0.0);
    row.v[j] = formula.scale[j] * tail * (0.6 * common + 0.8 * random.normal());
  }
  row.amount = std::exp(3.1 + 1.2 * random.normal() + 0.3 * z[0]);
  return row;
}

Row rare_row(const Formula& formula, numeric::RandomStream& random) {
  const double draw = random.uniform();
  const std::size_t which = draw < formula.islands[0].share                              ? 0
                            : draw < formula.islands[0].share + formula.islands[1].share ? 1
                                                                                         : 2;
  const Island& island = formula.islands[which];
  const double along = random.normal();
  const double width = island.width * (island.heavy_tail ? std::exp(random.normal() / 4) : 1.0);
  Row row{};
  for (std::size_t j = 0; j < kV; ++j) {
    const double spread = 0.8 * formula.direction[which][j] * along + 0.6 * random.normal();
    row.v[j] = formula.scale[j] * (island.centre[j] + width * spread);
  }
  row.amount = which == 1 ? std::exp(4.6 + 0.9 * random.normal()) : std::exp(3.1 + 1.2 * random.normal());
  return row;
}

double rounded(double value, double steps) {
  return std::round(value * steps) / steps + 0.0;  // + 0.0 turns -0 into 0
}

// Floyd's sample without replacement, as a mask over the rows.
std::vector<bool> choose_rare(const DemoDataOptions& options) {
  numeric::RandomStream random(options.seed, numeric::Purpose::kDemoLabels);
  std::vector<bool> rare(options.rows);
  for (std::size_t last = options.rows - options.positives; last < options.rows; ++last) {
    const auto pick = static_cast<std::size_t>(random.below(last + 1));
    rare[rare[pick] ? last : pick] = true;
  }
  return rare;
}

tabular::Schema demo_schema() {
  using tabular::ColumnKind;
  tabular::Schema schema{{"Time", ColumnKind::integer, {}}};
  for (std::size_t j = 1; j <= kV; ++j)
    schema.push_back({std::string("V").append(std::to_string(j)), ColumnKind::numeric, {}});
  schema.push_back({"Amount", ColumnKind::numeric, {}});
  schema.push_back({"Class", ColumnKind::binary, {}});
  return schema;
}

}  // namespace

tabular::Table make_demo_data(const DemoDataOptions& options, numeric::ThreadPool& pool) {
  assert(options.positives >= 1 && options.positives < options.rows);
  const Formula formula;
  const std::vector<bool> rare = choose_rare(options);
  tabular::Table table(demo_schema(), options.rows);
  pool.parallel_for_blocks(options.rows, 1024, [&](std::size_t first, std::size_t last) {
    for (std::size_t r = first; r < last; ++r) {
      numeric::RandomStream random(options.seed, numeric::Purpose::kDemoData, r);
      const Row row = rare[r] ? rare_row(formula, random) : ordinary_row(formula, random);
      const auto time = kSeconds * static_cast<double>(r) / static_cast<double>(options.rows);
      table.column(0)[r] = std::floor(time);
      for (std::size_t j = 0; j < kV; ++j) table.column(j + 1)[r] = rounded(row.v[j], 1e6);
      table.column(kV + 1)[r] = rounded(row.amount, 100);
      table.column(kV + 2)[r] = rare[r] ? 1 : 0;
    }
  });
  return table;
}

}  // namespace ballast::app
