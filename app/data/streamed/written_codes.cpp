// Two readings of the table: by columns for the bins, by rows for the codes.
#include "app/data/streamed/written_codes.hpp"

#include <algorithm>
#include <vector>

#include "classifiers/bins/code_search.hpp"
#include "classifiers/bins/column_bins.hpp"
#include "engine/numeric/buffer.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {
namespace {

using tabular::TableBlocks;

classifiers::FeatureBins bins_of(const TableBlocks& blocks, const tabular::ColumnSchema& feature, std::size_t max_bins,
                                 const classifiers::RareRows& rare) {
  const tabular::FeatureEncoder encoder({feature});
  const std::vector<std::size_t> columns = columns_of(blocks, {feature});
  classifiers::ColumnBins out(blocks.rows(), max_bins, rare);
  for (std::size_t b = 0; b < blocks.blocks(); ++b) {
    const numeric::Matrix<double> x = encoder.encode(blocks.block(b, columns)).x;
    out.add(x.data(), 1, x.rows());
  }
  return out.find();
}

// Codes of some rows, into the tiles of a block that holds them from row `first` on.
void put_codes(const std::vector<classifiers::CodeSearch>& searches, numeric::MatrixView<const double> x,
               std::uint8_t* block, std::size_t block_rows, std::size_t first) {
  using classifiers::kTileFeatures;
  std::vector<std::uint8_t> codes(x.rows());
  for (std::size_t f = 0; f < searches.size(); ++f) {
    searches[f](x.data() + f, x.stride(), x.rows(), codes.data());
    std::uint8_t* const tile = block + (f / kTileFeatures * block_rows + first) * kTileFeatures + f % kTileFeatures;
    for (std::size_t row = 0; row < codes.size(); ++row) tile[row * kTileFeatures] = codes[row];
  }
}

}  // namespace

std::vector<std::size_t> columns_of(const TableBlocks& blocks, const tabular::Schema& features) {
  std::vector<std::size_t> out;
  for (const std::string& name : tabular::source_columns(features)) out.push_back(column_index(blocks, name));
  return out;
}

classifiers::BinnedFeatures find_features(const TableBlocks& blocks, const StreamedSet& set, std::size_t max_bins,
                                          std::size_t columns_at_once, Observer& observer) {
  return find_features(blocks, set, max_bins, columns_at_once, 0, 1, observer);
}

classifiers::BinnedFeatures find_features(const TableBlocks& blocks, const StreamedSet& set, std::size_t max_bins,
                                          std::size_t columns_at_once, std::size_t share, std::size_t shares,
                                          Observer& observer) {
  const std::vector<std::uint32_t> labels =
      classifiers::split_by_label(tabular::FeatureEncoder(set.features).label_counts());
  const classifiers::RareRows rare = find_rare_rows(
      classifiers::TrainingSet{.x = {}, .y = set.y, .weight = {}, .classes = set.class_count()}, max_bins);
  std::vector<classifiers::FeatureBins> bins(set.features.size());
  std::vector<std::size_t> own;
  for (std::size_t f = 0; f < bins.size(); ++f) {
    if (labels[f] != 0) {
      bins[f] = classifiers::label_bins(labels[f]);
    } else if (f % shares == share) {
      own.push_back(f);
    }
  }
  numeric::ThreadPool pool(columns_at_once);
  for (std::size_t first = 0; first < own.size(); first += columns_at_once) {
    observer.step({.phase = "bin", .done = first, .total = own.size()});
    pool.parallel_for(std::min(columns_at_once, own.size() - first), [&](std::size_t i) {
      const std::size_t f = own[first + i];
      bins[f] = bins_of(blocks, set.features[f], max_bins, rare);
    });
  }
  return {std::move(bins), labels};
}

void write_codes(const TableBlocks& blocks, StreamedSet& set, const classifiers::BinnedFeatures& features,
                 std::size_t block_rows, const std::string& key, const std::string& path, numeric::ThreadPool& pool,
                 Observer& observer) {
  const tabular::FeatureEncoder encoder(set.features);
  const std::vector<std::size_t> columns = columns_of(blocks, set.features);
  const std::vector<std::string> names = tabular::source_columns(set.features);
  std::vector<classifiers::CodeSearch> searches;
  for (std::size_t f = 0; f < features.features(); ++f) {
    searches.emplace_back(features.bins(f).edges, classifiers::kMissingCode);
  }
  const classifiers::CodeShape shape{blocks.rows(), features.features(), block_rows};
  numeric::Buffer<std::uint8_t> codes(std::min(shape.block_rows, shape.rows) * shape.row_bytes());
  std::vector<std::uint64_t> fingerprints(blocks.rows());
  classifiers::CodeFileWriter out(path, shape);
  for (std::size_t block = 0; block < shape.blocks(); ++block) {
    observer.step({.phase = "write codes", .done = block, .total = shape.blocks()});
    const std::size_t rows = shape.rows_of(block), first = block * block_rows;
    std::ranges::fill(codes, std::uint8_t{0});
    pool.parallel_for_blocks(rows, TableBlocks::kRows, [&](std::size_t begin, std::size_t) {
      const tabular::Table part = blocks.block((first + begin) / TableBlocks::kRows, columns);
      put_codes(searches, encoder.encode(part).x.view(), codes.data(), rows, begin);
      const std::vector<std::uint64_t> own = tabular::LearnedRows::fingerprints(part, names);
      std::ranges::copy(own, fingerprints.begin() + static_cast<std::ptrdiff_t>(first + begin));
    });
    out.add_block(codes.span().first(rows * shape.row_bytes()));
  }
  set.learned = tabular::LearnedRows(std::move(fingerprints));
  files::ArchiveWriter description("codes");
  save_streamed_set(set, description.child("data"));
  out.commit(features, set.y, set.class_count(), key, description);
}

}  // namespace ballast::app
