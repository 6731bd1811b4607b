#include "diffusion/sample_rows.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "diffusion/forward_process.hpp"
#include "diffusion/samplers.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kBlockRows = 4 * kSlots;  // rows that walk together: their activations stay in the L2 cache
constexpr std::size_t kBlocksPerReport = 16;    // between two reports to the observer

// What one worker needs for a block.
struct BlockMemory {
  numeric::Matrix<float> x, eps, z;
  numeric::Workspace scratch;

  explicit BlockMemory(const NoiseModel& model)
      : x(kBlockRows, model.columns()),
        eps(kBlockRows, model.columns()),
        z(kBlockRows, model.columns()),
        scratch(model.scratch_bytes()) {}

  SamplingBlock block(std::span<const std::uint64_t> rows, std::uint64_t seed) {
    const auto count = rows.size();
    return {x.view().row_block(0, count),
            eps.view().row_block(0, count),
            z.view().row_block(0, count),
            scratch,
            rows,
            seed};
  }
};

// The rows of a block at the step where sampling starts.
void fill_start(const NoiseSchedule& schedule, const StartingRows& start, SamplingBlock& block) {
  fill_noise(block.seed, numeric::Purpose::kSamplingStart, 0, block.rows, block.x);
  if (start.rows.empty()) return;
  for (std::size_t i = 0; i < block.rows.size(); ++i) {
    numeric::RandomStream stream(block.seed, numeric::Purpose::kStartingRow, block.rows[i]);
    const auto base = static_cast<std::size_t>(stream.below(start.rows.rows()));
    forward_closed_form<float>(start.rows.row(base), block.x.row(i), schedule.t(start.step), block.x.row(i));
  }
}

}  // namespace

SlotPlan plan_slots(std::span<const std::uint64_t> rows) {
  std::array<std::size_t, kSlots> used{};
  for (const std::uint64_t row : rows) ++used[row % kSlots];
  const std::size_t blocks = *std::max_element(used.begin(), used.end());
  SlotPlan plan;
  plan.rows.assign(blocks * kSlots, rows.empty() ? 0 : rows.front());
  plan.request.assign(blocks * kSlots, SlotPlan::kNobody);
  used.fill(0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t slot = rows[i] % kSlots, place = used[slot]++ * kSlots + slot;
    plan.rows[place] = rows[i];
    plan.request[place] = i;
  }
  return plan;
}

void sample_rows(const NoiseModel& model, const NoiseSchedule& schedule, const SamplingOptions& options,
                 std::span<const std::uint64_t> rows, std::uint64_t seed, numeric::MatrixView<float> out,
                 numeric::ThreadPool& pool, Observer& observer, const StartingRows& start) {
  assert(out.rows() == rows.size() && out.columns() == model.columns());
  const Sampler sampler = make_sampler(options.sampler);
  const std::size_t steps = start.rows.empty() ? schedule.steps() : start.step;
  const auto stops = respaced_steps(steps, options.steps == 0 ? steps : options.steps);
  const SlotPlan plan = plan_slots(rows);
  std::vector<BlockMemory> memory;
  for (std::size_t worker = 0; worker < pool.threads(); ++worker) memory.emplace_back(model);

  const auto make_block = [&](std::size_t first, std::size_t last, std::size_t worker) {
    SamplingBlock block = memory[worker].block(std::span(plan.rows).subspan(first, last - first), seed);
    fill_start(schedule, start, block);
    sampler(model, schedule, stops, block);
    for (std::size_t i = first; i < last; ++i) {
      if (plan.request[i] != SlotPlan::kNobody) {
        std::ranges::copy(block.x.row(i - first), out.row(plan.request[i]).begin());
      }
    }
  };
  const std::size_t wave = kBlocksPerReport * kBlockRows;
  for (std::size_t first = 0; first < plan.rows.size(); first += wave) {
    observer.step({"sample", std::min(first, rows.size()), rows.size()});
    const std::size_t count = std::min(wave, plan.rows.size() - first);
    pool.parallel_for_blocks(count, kBlockRows, [&](std::size_t from, std::size_t to, std::size_t worker) {
      make_block(first + from, first + to, worker);
    });
  }
  observer.step({"sample", rows.size(), rows.size()});
}

}  // namespace ballast::diffusion
