// Read-ahead with two buffers, in turn by the block's number.
#include "classifiers/codes/code_stream.hpp"

#include <algorithm>

namespace ballast::classifiers {

CodeStream::CodeStream(const CodeFile& file, std::size_t room) : file_(file) {
  const CodeShape& shape = file.shape();
  const std::size_t block = std::min(shape.block_rows, shape.rows) * shape.row_bytes();
  most_kept_ = std::min(shape.blocks(), room / std::max<std::size_t>(1, block));
  if (most_kept_ == shape.blocks()) return;
  for (auto& buffer : buffers_) buffer = numeric::Buffer<std::uint8_t>(block);
}

void CodeStream::begin() {
  if (ahead_.valid()) ahead_.wait();  // of a pass that did not end
  read_ahead(kept_.size());
}

// Asks for the next block that is not in memory, unless there is none.
void CodeStream::read_ahead(std::size_t block) {
  if (block >= file_.shape().blocks()) {
    ahead_ = {};
    return;
  }
  if (block < most_kept_) kept_.emplace_back(file_.shape().rows_of(block) * file_.shape().row_bytes());
  const auto into = block < most_kept_ ? kept_.back().span() : buffers_[block % 2].span();
  ahead_ = std::async(std::launch::async, [this, block, into] { file_.read_block(block, into, !checked_); });
}

const std::uint8_t* CodeStream::next(std::size_t block) {
  const bool was_kept = checked_ && block < kept_.size();
  if (!was_kept) {
    ahead_.get();
    read_ahead(block + 1);
  }
  return block < most_kept_ ? kept_[block].data() : buffers_[block % 2].data();
}

}  // namespace ballast::classifiers
