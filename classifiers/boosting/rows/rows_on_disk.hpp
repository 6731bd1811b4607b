// RowsOnDisk: codes in a file (classifiers/codes), of each row in memory the number of its node alone. One pass over
// the blocks parts the rows of the last splits and counts the histograms that are asked for: a level costs one pass, a
// tree of depth d costs d + 1. How many rows a node has is not known before a pass; the hessian tells about.
//
// Of a block each thread takes a share of the rows, puts them in order by the histogram that they count in, and counts
// these in portions as in memory. Sums are integers: neither blocks nor shares show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "classifiers/boosting/tree_rows.hpp"
#include "classifiers/codes/code_stream.hpp"
#include "engine/numeric/buffer.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::classifiers {

class RowsOnDisk final : public TreeRows {
 public:
  static constexpr std::size_t kMostNodes = std::size_t{1} << 16;  // of a tree
  static constexpr std::size_t kRowBytes = sizeof(std::uint16_t);  // in memory

  // Borrows both. room: bytes of memory for blocks that need not be read again.
  RowsOnDisk(const CodeFile& file, std::size_t room, numeric::ThreadPool& pool);

  std::size_t places() const override { return shape_.rows; }
  NodeRows start(std::span<const PackedGradient> gradients) override;
  void part(std::span<NodeParting> partings) override;
  void count(std::span<const NodeCount> counts, NodeHistograms& into) override;
  void add(std::span<const NodeValue> leaves, float* margin, std::size_t stride) override;

  // Bytes that a thread needs beside, to work on such blocks.
  static std::size_t thread_bytes(std::size_t block_rows, std::size_t threads);

 private:
  static constexpr std::uint16_t kUncounted = 0;

  // Where the rows of a node go that has been split and not yet been passed over.
  struct Rule {
    bool splits = false;
    std::uint32_t feature = 0;
    std::uint16_t left = 0;  // the node; the right one is the next
    CodeSet left_codes;
  };
  struct Block {
    const std::uint8_t* codes;
    std::size_t first, rows;  // of all rows
  };
  struct Scratch {
    numeric::Buffer<PackedGradient> cells;      // one tile; all zero between uses
    numeric::Buffer<std::uint16_t> counted;     // by row of the share: the number of its count from 1, or kUncounted
    numeric::Buffer<std::uint32_t> rows;        // of the block, count by count
    numeric::Buffer<PackedGradient> gradients;  // of these
    std::vector<std::uint32_t> ends;            // by count: where its rows end
  };

  // work(block, first, last, scratch) on shares of each block; rows are numbered within it.
  template <class Work>
  void pass(Work&& work);
  void move_rows(const Block& block, std::size_t first, std::size_t last);
  void sort_rows(const Block& block, std::size_t first, std::size_t last, std::size_t counts, Scratch& scratch) const;
  void count_share(const Block& block, std::span<const NodeCount> counts, NodeHistograms& into, Scratch& scratch) const;
  void forget_rules();

  const BinnedFeatures& features_;
  CodeShape shape_;
  CodeStream stream_;
  numeric::ThreadPool& pool_;
  std::span<const PackedGradient> gradients_;
  numeric::Buffer<std::uint16_t> node_;  // of each row
  std::vector<Rule> rules_;              // by node
  bool any_rule_ = false;
  std::vector<std::uint16_t> count_of_;  // by node: as Scratch::counted
  std::vector<Scratch> scratch_;         // one a thread
};

}  // namespace ballast::classifiers
