// NodeHistograms: the histograms of the nodes of a growing tree, in memory that is used again.
//
// Work is handed out in portions of rows (gradient_histogram.hpp), each counted in a thread's own packed cells and then
// added to the node's under a lock. Which thread comes first is chance; sums of integers do not show it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/boosting/gradient_histogram.hpp"
#include "classifiers/boosting/row_partition.hpp"
#include "engine/numeric/buffer.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

class NodeHistograms {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  NodeHistograms(const BinnedData& data, numeric::ThreadPool& pool);

  // A slot to count in; its cells hold anything.
  std::size_t take();
  void give_back(std::size_t slot);  // kNone is ignored
  // Bytes that all slots take at present; one slot's.
  std::size_t bytes() const noexcept { return slots_.size() * slot_bytes(); }
  std::size_t slot_bytes() const noexcept { return cells() * sizeof(GradientSum); }

  // The kCodes sums of one feature.
  std::span<const GradientSum> feature(std::size_t slot, std::size_t f) const {
    return {slots_[slot].data() + f * kCodes, kCodes};
  }
  // Sums of features first .. first + count - 1 of `whole` less those of `part`.
  void subtract(std::size_t whole, std::size_t part, std::size_t first, std::size_t count) {
    subtract_cells(slots_[whole].data() + first * kCodes, slots_[part].data() + first * kCodes, count * kCodes);
  }

  struct Job {
    std::uint32_t begin, end;  // a range of the partition
    std::size_t slot;          // what is counted into
  };
  // Counts the rows of each job. gradients: one a row of the data.
  void count(std::span<const Job> jobs, const RowPartition& partition, std::span<const PackedGradient> gradients);

 private:
  struct Portion {
    std::uint32_t job, begin, end;
  };
  struct Scratch {
    numeric::Buffer<PackedGradient> cells;      // one tile; all zero between uses
    numeric::Buffer<PackedGradient> gradients;  // of the portion's rows, in their order
  };

  std::size_t cells() const noexcept { return data_.features() * kCodes; }
  void cut(std::span<const Job> jobs);
  void count_portion(const Portion& portion, const Job& job, const RowPartition& partition,
                     std::span<const PackedGradient> gradients, Scratch& scratch);

  const BinnedData& data_;
  numeric::ThreadPool& pool_;
  std::vector<numeric::Buffer<GradientSum>> slots_;
  std::vector<std::size_t> free_;
  std::vector<Scratch> scratch_;  // one a thread
  std::vector<Portion> portions_;
  std::array<std::mutex, 64> locks_;
};

}  // namespace ballast::classifiers
