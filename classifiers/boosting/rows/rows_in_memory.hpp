// RowsInMemory: codes in memory, and the rows of each node as a range of row numbers (row_partition.hpp).
//
// Counting is handed out in portions of rows (gradient_histogram.hpp), each added up in a thread's own packed cells and
// then added to the node's under a lock. Which thread comes first is chance; sums of integers do not show it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "classifiers/boosting/rows/row_partition.hpp"
#include "classifiers/boosting/tree_rows.hpp"
#include "engine/numeric/buffer.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

class RowsInMemory final : public TreeRows {
 public:
  // Borrows both.
  RowsInMemory(const BinnedData& data, numeric::ThreadPool& pool);

  std::size_t places() const override { return data_.places(); }
  NodeRows start(std::span<const PackedGradient> gradients) override;
  void part(std::span<NodeParting> partings) override;
  void count(std::span<const NodeCount> counts, NodeHistograms& into) override;
  void add(std::span<const NodeValue> leaves, float* margin, std::size_t stride) override;
  // In the order of the nodes' ranges.
  std::span<const std::uint32_t> rows(const NodeRows& of) const { return partition_.rows(of.begin, of.end); }

 private:
  struct Portion {
    std::uint32_t count, begin, end;
  };
  struct Scratch {
    numeric::Buffer<PackedGradient> cells;      // one tile; all zero between uses
    numeric::Buffer<PackedGradient> gradients;  // of the portion's rows, in their order
  };

  void cut(std::span<const NodeCount> counts);
  void count_portion(const Portion& portion, const NodeCount& count, NodeHistograms& into, Scratch& scratch) const;

  const BinnedData& data_;
  numeric::ThreadPool& pool_;
  RowPartition partition_;
  std::span<const PackedGradient> gradients_;
  std::vector<RowSplit> splits_;
  std::vector<Portion> portions_;
  std::vector<Scratch> scratch_;  // one a thread
};

}  // namespace ballast::classifiers
