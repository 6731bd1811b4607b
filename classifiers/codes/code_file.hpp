// CodeFile: the codes of a training set in a file, for training on more rows than memory holds.
//
//   head         magic[8]  version u32  zero u32  rows u64  features u64  rows of a block u64
//   blocks       of consecutive rows, each in tiles of 16 features as histograms want them (binning.hpp): a tile is
//                16 bytes a row, features past the last have code 0
//   labels       2 bytes a row: the class
//   description  an archive: bins and labels of the features, checksums (XXH64) of the blocks and of the labels, the
//                key, and what its maker keeps there beside; its SHA-256 covers all of that
//
// All sizes follow from the head, so a file that was cut short, or is another's, is known before anything is read. The
// key says of what data, read and binned how, the file is. docs/formats.md has the entries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "classifiers/bins/binning.hpp"
#include "engine/files/archive.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::classifiers {

struct CodeShape {
  std::size_t rows = 0, features = 0;
  std::size_t block_rows = std::size_t{1} << 18;  // but for the last block

  std::size_t tiles() const noexcept { return (features + kTileFeatures - 1) / kTileFeatures; }
  std::size_t row_bytes() const noexcept { return tiles() * kTileFeatures; }
  std::size_t blocks() const noexcept { return (rows + block_rows - 1) / block_rows; }
  std::size_t rows_of(std::size_t block) const noexcept {
    const std::size_t left = rows - block * block_rows;
    return left < block_rows ? left : block_rows;
  }
  std::uint64_t bytes() const noexcept { return std::uint64_t{rows} * row_bytes(); }  // of all blocks
};

// Whether there is a file that begins like a code file.
bool is_code_file(const std::string& path);

// Writes a code file block by block; it appears whole or not at all. Throws Error when it cannot be written.
class CodeFileWriter {
 public:
  CodeFileWriter(const std::string& path, const CodeShape& shape);
  // The next block: its rows x row_bytes() codes, tile by tile. Requires: all blocks, in order, then commit.
  void add_block(std::span<const std::uint8_t> codes);
  // y: one a row. more: entries beside.
  void commit(const BinnedFeatures& features, std::span<const std::int32_t> y, std::size_t classes,
              const std::string& key, files::ArchiveWriter description = files::ArchiveWriter("codes"));

 private:
  CodeShape shape_;
  files::AtomicFile file_;
  std::vector<std::uint64_t> checksums_;
};

// A code file whose head and description have been read and checked. Threads: any number at a time.
class CodeFile {
 public:
  // Throws Error: missing, truncated, corrupted, not a code file, another version.
  explicit CodeFile(const std::string& path);
  ~CodeFile();
  CodeFile(const CodeFile&) = delete;
  CodeFile& operator=(const CodeFile&) = delete;

  const CodeShape& shape() const;
  const BinnedFeatures& features() const;
  std::size_t classes() const;
  const std::string& key() const;
  const files::ArchiveReader& description() const;
  // One a row. Throws Error on a class there is none, or a checksum that does not match.
  std::vector<std::int32_t> labels() const;
  // into: at least the block's bytes. check: by its checksum, which a later reading of one file may leave out.
  // Throws Error when it cannot be read, or fails its checksum.
  void read_block(std::size_t block, std::span<std::uint8_t> into, bool check = true) const;

 private:
  struct Content;
  std::unique_ptr<Content> content_;
};

}  // namespace ballast::classifiers
