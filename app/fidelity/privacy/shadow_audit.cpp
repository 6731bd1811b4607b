// Shadows, pair by pair.
#include "app/fidelity/privacy/shadow_audit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "app/fidelity/distances/mixed_neighbours.hpp"
#include "app/study/statistics.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "engine/stage.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::Table;

constexpr std::size_t kFewestShadows = 8, kFewestRows = 40;
constexpr double kNoDistance = 1e-9;

std::vector<std::size_t> shuffled(std::size_t rows, std::uint64_t seed, std::uint64_t part) {
  std::vector<std::size_t> out(rows);
  std::iota(out.begin(), out.end(), std::size_t{0});
  numeric::RandomStream(seed, numeric::Purpose::kShadow, part).shuffle(std::span(out));
  return out;
}

// Logarithm of the distance to the nearest made row, the sign turned.
std::vector<double> nearness(const Table& records, const Table& made, numeric::ThreadPool& pool, Observer& observer) {
  const MixedSpace space(records, std::array{&made});
  const auto nearest =
      mixed_neighbours(space.place(records), space.place(made), Metric::gower, 1, false, pool, observer);
  std::vector<double> out;
  for (std::size_t r = 0; r < records.rows(); ++r) {
    out.push_back(-std::log(std::max(nearest.distances(r, 0), kNoDistance)));
  }
  return out;
}

void check(const ShadowOptions& options, std::size_t rows) {
  if (options.shadows < kFewestShadows || options.shadows % 2 != 0) {
    throw Error("shadows come in pairs").expected("an even number, 8 or more").got(std::to_string(options.shadows));
  }
  if (rows < kFewestRows) {
    throw Error("too few rows to part in halves")
        .expected("at least " + std::to_string(kFewestRows))
        .got(std::to_string(rows));
  }
}

void put(const std::vector<double>& values, std::size_t shadow, numeric::Matrix<double>& said) {
  for (std::size_t r = 0; r < values.size(); ++r) said(r, shadow) = values[r];
}

}  // namespace

ShadowAudit audit_by_shadows(const Table& rows, const ShadowOptions& options, const MakeShadow& make,
                             numeric::ThreadPool& pool, Observer& observer) {
  check(options, rows.rows());
  ShadowAudit out;
  out.shadows = options.shadows;
  out.rows = rows.rows();
  out.records = shuffled(rows.rows(), options.seed, 0);
  out.records.resize(std::min(options.records, rows.rows()));
  std::ranges::sort(out.records);
  const Table records = rows.take_rows(out.records);
  numeric::Matrix<std::uint8_t> learned(records.rows(), options.shadows);
  ShadowSignal near{"nearest", "nearest made row", numeric::Matrix<double>(records.rows(), options.shadows)},
      likely{"likelihood", "likelihood", numeric::Matrix<double>(records.rows(), options.shadows)};
  bool tells = true;
  for (std::size_t shadow = 0; shadow < options.shadows; ++shadow) {
    const auto share = [&](std::size_t done) {
      return static_cast<double>(done) / static_cast<double>(options.shadows);
    };
    Stage stage(observer, "shadow " + std::to_string(shadow + 1) + ": ", share(shadow), share(shadow + 1));
    const std::vector<std::size_t> order = shuffled(rows.rows(), options.seed, 1 + shadow / 2);
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(order.size() / 2);
    std::vector<std::size_t> own(shadow % 2 == 0 ? order.begin() : middle, shadow % 2 == 0 ? middle : order.end());
    std::ranges::sort(own);
    const Shadow made = make(rows.take_rows(own), records, shadow, stage);
    for (std::size_t r = 0; r < records.rows(); ++r) {
      learned(r, shadow) = std::ranges::binary_search(own, out.records[r]) ? 1 : 0;
    }
    put(nearness(records, made.made, pool, stage), shadow, near.said);
    tells = tells && made.likelihood.size() == records.rows();
    if (tells) put(made.likelihood, shadow, likely.said);
  }
  std::vector<ShadowSignal> signals;
  signals.push_back(std::move(near));
  if (tells) signals.push_back(std::move(likely));
  for (const ShadowSignal& signal : signals) {
    for (ShadowAttack& attack : shadow_attacks(signal, learned)) out.attacks.push_back(std::move(attack));
  }
  out.exposed = exposed_records(signals, learned);
  out.exposed_beyond_chance = static_cast<std::size_t>(
      std::ranges::count_if(out.exposed, [](const ExposedRecord& one) { return one.p_holm < kLevel; }));
  return out;
}

}  // namespace ballast::app::fidelity
