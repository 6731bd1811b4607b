#include "diffusion/sampling/timeline.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "diffusion/process/forward_process.hpp"
#include "diffusion/sampling/samplers.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kBlockRows = 64;  // that walk together
constexpr std::size_t kBlocksPerReport = 8;

// Takes notes: what a model is asked at label n is X_n itself, so a look at the questions shows any sampler at work.
class Watched final : public NoiseModel {
 public:
  Watched(const NoiseModel& model, std::vector<Snapshot>& snapshots, std::size_t first_row)
      : model_(model), snapshots_(snapshots), first_row_(first_row) {}

  std::size_t columns() const override { return model_.columns(); }
  std::size_t scratch_bytes() const override { return model_.scratch_bytes(); }
  void predict(numeric::MatrixView<const float> x, std::size_t n, numeric::MatrixView<float> eps,
               numeric::Workspace& scratch) const override {
    note(x, n);
    model_.predict(x, n, eps, scratch);
  }
  void note(numeric::MatrixView<const float> x, std::size_t n) const {
    const auto snapshot = std::ranges::find(snapshots_, n, &Snapshot::n);
    if (snapshot == snapshots_.end()) return;
    const std::size_t end = std::min(first_row_ + x.rows(), snapshot->points.rows());
    for (std::size_t k = first_row_; k < end; ++k) {
      std::ranges::copy(x.row(k - first_row_), snapshot->points.row(k).begin());
    }
  }

 private:
  const NoiseModel& model_;
  std::vector<Snapshot>& snapshots_;
  std::size_t first_row_;
};

std::vector<Snapshot> blank_snapshots(const std::vector<std::size_t>& labels, const NoiseSchedule& schedule,
                                      std::size_t rows, std::size_t columns) {
  std::vector<Snapshot> snapshots;
  for (const std::size_t n : labels) snapshots.push_back({n, schedule.t(n), numeric::Matrix<float>(rows, columns)});
  return snapshots;
}

// Rows on their way back: memory of one worker.
struct BlockMemory {
  numeric::Matrix<float> x, eps, z;
  numeric::Workspace scratch;
  std::vector<std::uint64_t> rows;

  explicit BlockMemory(const NoiseModel& model)
      : x(kBlockRows, model.columns()),
        eps(kBlockRows, model.columns()),
        z(kBlockRows, model.columns()),
        scratch(model.scratch_bytes()),
        rows(kBlockRows) {}

  SamplingBlock start(std::uint64_t first_row, std::uint64_t seed) {
    std::iota(rows.begin(), rows.end(), first_row);
    fill_noise(seed, numeric::Purpose::kSamplingStart, 0, rows, x.view());
    return {x.view(), eps.view(), z.view(), scratch, rows, seed};
  }
};

}  // namespace

std::vector<std::size_t> timeline_labels(const NoiseSchedule& schedule, std::size_t count) {
  assert(count >= 2 && schedule.steps() >= count - 1);
  std::vector<std::size_t> labels{0};
  for (std::size_t i = 1; i < count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    std::size_t n = labels.back() + 1;  // at least: coarse schedules leap over the first levels
    const std::size_t most = schedule.steps() - (count - 1 - i);  // leaves labels for those to come
    while (n < most && b(schedule.t(n)) < share * b(schedule.end())) ++n;
    labels.push_back(n);
  }
  return labels;
}

std::vector<Snapshot> noising_timeline(numeric::MatrixView<const float> points, const NoiseSchedule& schedule,
                                       const std::vector<std::size_t>& labels, std::uint64_t seed) {
  std::vector<Snapshot> snapshots = blank_snapshots(labels, schedule, points.rows(), points.columns());
  numeric::Matrix<float> x(points.rows(), points.columns()), z(points.rows(), points.columns());
  for (std::size_t k = 0; k < points.rows(); ++k) std::ranges::copy(points.row(k), x.row(k).begin());
  auto snapshot = snapshots.begin();
  for (std::size_t n = 0; snapshot != snapshots.end(); ++n) {
    if (n > 0) {
      numeric::fill_normal_rows({seed, numeric::Purpose::kTrajectoryNoise, 0, static_cast<std::uint32_t>(n)}, z.view());
      forward_step<float>(x.values(), z.values(), schedule.dt(n), x.values());
    }
    if (n == snapshot->n) std::ranges::copy(x.values(), snapshot++->points.values().begin());
  }
  return snapshots;
}

Denoising denoising_timeline(const NoiseModel& model, const NoiseSchedule& schedule, std::string_view sampler_name,
                             std::size_t rows, std::size_t watched, const std::vector<std::size_t>& labels,
                             std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  const Sampler sampler = make_sampler(sampler_name);
  const std::vector<std::size_t> stops = respaced_steps(schedule, schedule.steps(), schedule.steps());
  Denoising out{numeric::Matrix<float>(rows, model.columns()),
                blank_snapshots(labels, schedule, watched, model.columns())};
  std::vector<BlockMemory> memory;
  for (std::size_t worker = 0; worker < pool.threads(); ++worker) memory.emplace_back(model);

  const auto make_block = [&](std::size_t first, std::size_t worker) {
    const Watched watching(model, out.snapshots, first);
    SamplingBlock block = memory[worker].start(first, seed);
    sampler(watching, schedule, stops, block);
    watching.note(block.x, 0);
    const std::size_t count = std::min(kBlockRows, rows - first);
    for (std::size_t k = 0; k < count; ++k) std::ranges::copy(block.x.row(k), out.points.row(first + k).begin());
  };
  const std::size_t blocks = (rows + kBlockRows - 1) / kBlockRows;
  for (std::size_t first = 0; first < blocks; first += kBlocksPerReport) {
    observer.step({"sample", std::min(first * kBlockRows, rows), rows});
    pool.parallel_for(std::min(kBlocksPerReport, blocks - first),
                      [&](std::size_t block, std::size_t worker) { make_block((first + block) * kBlockRows, worker); });
  }
  observer.step({"sample", rows, rows});
  return out;
}

}  // namespace ballast::diffusion
