#include "classifiers/boosting/node_histograms.hpp"

#include <algorithm>

namespace ballast::classifiers {

NodeHistograms::NodeHistograms(const BinnedData& data, numeric::ThreadPool& pool) : data_(data), pool_(pool) {
  for (std::size_t thread = 0; thread < pool.threads(); ++thread) {
    scratch_.push_back({numeric::Buffer<PackedGradient>(kTileCells), numeric::Buffer<PackedGradient>(kPackedRows)});
  }
}

std::size_t NodeHistograms::take() {
  if (free_.empty()) {
    free_.push_back(slots_.size());
    slots_.emplace_back(cells());
  }
  const std::size_t slot = free_.back();
  free_.pop_back();
  return slot;
}

void NodeHistograms::give_back(std::size_t slot) {
  if (slot != kNone) free_.push_back(slot);
}

void NodeHistograms::cut(std::span<const Job> jobs) {
  portions_.clear();
  for (std::uint32_t j = 0; j < jobs.size(); ++j) {
    constexpr auto kRows = static_cast<std::uint32_t>(kPackedRows);
    for (std::uint32_t begin = jobs[j].begin; begin < jobs[j].end;) {
      const std::uint32_t end = begin + std::min(kRows, jobs[j].end - begin);
      portions_.push_back({j, begin, end});
      begin = end;
    }
  }
}

void NodeHistograms::count(std::span<const Job> jobs, const RowPartition& partition,
                           std::span<const PackedGradient> gradients) {
  cut(jobs);
  pool_.parallel_for(jobs.size(), [&](std::size_t j) {
    const bool several = jobs[j].end - jobs[j].begin > kPackedRows;  // one portion alone overwrites the cells
    if (several || jobs[j].begin == jobs[j].end) std::ranges::fill(slots_[jobs[j].slot], GradientSum{});
  });
  pool_.parallel_for(portions_.size(), [&](std::size_t p, std::size_t worker) {
    count_portion(portions_[p], jobs[portions_[p].job], partition, gradients, scratch_[worker]);
  });
}

void NodeHistograms::count_portion(const Portion& portion, const Job& job, const RowPartition& partition,
                                   std::span<const PackedGradient> gradients, Scratch& scratch) {
  const std::span<const std::uint32_t> rows = partition.rows(portion.begin, portion.end);
  const bool in_a_row = rows.back() - rows.front() + 1 == rows.size();  // rows ascend
  std::span<const PackedGradient> own = gradients.subspan(rows.front(), in_a_row ? rows.size() : 1);
  if (!in_a_row) {
    for (std::size_t i = 0; i < rows.size(); ++i) scratch.gradients.data()[i] = gradients[rows[i]];
    own = {scratch.gradients.data(), rows.size()};
  }
  const bool alone = portion.begin == job.begin && portion.end == job.end;
  for (std::size_t tile = 0; tile < data_.tiles(); ++tile) {
    PackedGradient* const packed = scratch.cells.data();
    if (in_a_row) {
      add_to_tile(data_, tile, rows.front(), own, packed);
    } else {
      add_to_tile(data_, tile, rows, own, packed);
    }
    GradientSum* const cells = slots_[job.slot].data() + tile * kTileCells;
    const std::lock_guard lock(locks_[(portion.job * data_.tiles() + tile) % locks_.size()]);
    flush_packed(packed, data_.tile_features(tile) * kCodes, alone, cells);
  }
}

}  // namespace ballast::classifiers
