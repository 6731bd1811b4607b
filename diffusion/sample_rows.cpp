#include "diffusion/sample_rows.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "diffusion/process/forward_process.hpp"
#include "diffusion/sampling/samplers.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kBlockRows = 256;       // rows that walk together: their activations stay in the L2 cache
constexpr std::size_t kBlocksPerReport = 16;  // between two reports to the observer

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

void sample_rows(const NoiseModel& model, const NoiseSchedule& schedule, const SamplingOptions& options,
                 std::span<const std::uint64_t> rows, std::uint64_t seed, numeric::MatrixView<float> out,
                 numeric::ThreadPool& pool, Observer& observer, const StartingRows& start) {
  assert(out.rows() == rows.size() && out.columns() == model.columns());
  const Sampler sampler = make_sampler(options.sampler);
  const std::size_t from = start.rows.empty() ? schedule.steps() : start.step;
  const auto stops = sampler_stops(options.sampler, schedule, from, options.evaluations);
  std::vector<BlockMemory> memory;
  for (std::size_t worker = 0; worker < pool.threads(); ++worker) memory.emplace_back(model);

  const auto make_block = [&](std::size_t first, std::size_t last, std::size_t worker) {
    SamplingBlock block = memory[worker].block(rows.subspan(first, last - first), seed);
    fill_start(schedule, start, block);
    sampler(model, schedule, stops, block);
    for (std::size_t i = first; i < last; ++i) std::ranges::copy(block.x.row(i - first), out.row(i).begin());
  };
  const std::size_t wave = kBlocksPerReport * kBlockRows;
  for (std::size_t first = 0; first < rows.size(); first += wave) {
    observer.step({"sample", first, rows.size()});
    const std::size_t count = std::min(wave, rows.size() - first);
    pool.parallel_for_blocks(count, kBlockRows, [&](std::size_t begin, std::size_t end, std::size_t worker) {
      make_block(first + begin, first + end, worker);
    });
  }
  observer.step({"sample", rows.size(), rows.size()});
}

}  // namespace ballast::diffusion
