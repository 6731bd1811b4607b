// A training set as a code file, in a folder that goes with it:
// columns are binned in pieces, as if they came from a file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "classifiers/bins/column_bins.hpp"
#include "classifiers/codes/code_file.hpp"
#include "engine/files/temporary_folder.hpp"

namespace ballast::classifiers::test {

class WrittenCodes {
 public:
  static constexpr const char* kKey = "the key";

  WrittenCodes(const TrainingSet& set, std::size_t max_bin, std::size_t block_rows, numeric::ThreadPool& pool)
      : folder_(""), path_(folder_.file("rows.codes")) {
    const RareRows rare = find_rare_rows(set, max_bin - 1);
    const BinnedData whole(set.x, set.weight, max_bin - 1, pool, BinnedData::Layout::columns_and_tiles, set.labels,
                           &rare);
    const CodeShape shape{set.x.rows(), set.x.columns(), block_rows};
    CodeFileWriter out(path_, shape);
    for (std::size_t block = 0; block < shape.blocks(); ++block) {
      std::vector<std::uint8_t> codes;
      for (std::size_t t = 0; t < whole.tiles(); ++t) {
        const std::uint8_t* const first = whole.tile(t) + block * block_rows * kTileFeatures;
        codes.insert(codes.end(), first, first + shape.rows_of(block) * kTileFeatures);
      }
      out.add_block(codes);
    }
    out.commit(whole, set.y, set.classes, kKey);
    file_ = std::make_unique<CodeFile>(path_);
  }

  const CodeFile& file() const { return *file_; }
  const std::string& path() const { return path_; }

 private:
  files::TemporaryFolder folder_;
  std::string path_;
  std::unique_ptr<CodeFile> file_;
};

}  // namespace ballast::classifiers::test
