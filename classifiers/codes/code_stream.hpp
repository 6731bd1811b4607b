// CodeStream: passes over the blocks of a code file. While one block is worked on, a thread of its own reads the next
// into a second buffer; as many blocks as there is room for stay in memory once they have been read. Reading is pread,
// no mapping: a disk that fails is an error, not a signal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <future>
#include <vector>

#include "classifiers/codes/code_file.hpp"
#include "engine/numeric/buffer.hpp"

namespace ballast::classifiers {

class CodeStream {
 public:
  // Borrows the file. room: bytes of memory for blocks that stay, beside two buffers.
  CodeStream(const CodeFile& file, std::size_t room);

  // Calls work(block, codes) for each block in order. Threads: on the caller's. Throws Error as CodeFile::read_block,
  // and what work throws.
  template <class Work>
  void pass(Work&& work) {
    begin();
    for (std::size_t block = 0; block < file_.shape().blocks(); ++block) work(block, next(block));
    checked_ = true;
  }

 private:
  void begin();
  const std::uint8_t* next(std::size_t block);
  void read_ahead(std::size_t block);

  const CodeFile& file_;
  std::vector<numeric::Buffer<std::uint8_t>> kept_;  // the first blocks
  std::size_t most_kept_;
  numeric::Buffer<std::uint8_t> buffers_[2];
  bool checked_ = false;     // all blocks have been held against their checksums
  std::future<void> ahead_;  // last: it ends before the buffers do
};

}  // namespace ballast::classifiers
