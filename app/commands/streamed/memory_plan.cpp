// Bytes a row in each phase (docs/scale.md has the sums).
#include "app/commands/streamed/memory_plan.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "app/data/streamed/streamed_set.hpp"
#include "app/text/numbers.hpp"
#include "classifiers/bins/column_bins.hpp"
#include "classifiers/boosting/rows/rows_on_disk.hpp"
#include "engine/error.hpp"
#include "engine/tabular/table_blocks.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kMegabyte = std::size_t{1} << 20, kGigabyte = std::size_t{1} << 30;
constexpr std::size_t kProgram = 64 * kMegabyte;  // the program itself, its libraries and small things
constexpr std::size_t kLabel = sizeof(std::int32_t), kFingerprint = sizeof(std::uint64_t);

// While columns are read, and while a block of rows becomes codes.
std::size_t reading_bytes(std::size_t features, std::size_t threads) {
  constexpr std::size_t kOfCell = 3 * sizeof(double);  // as it is read, as a cell, as a feature
  return threads * tabular::TableBlocks::kRows * (features * kOfCell + 2 * sizeof(tabular::RowOrigin));
}

// At most so many nodes have a histogram at once.
std::size_t most_histograms(const RowsInMemoryPlan& rows, const classifiers::BoostingOptions& options) {
  const std::size_t by_shape = options.max_leaves != 0 ? options.max_leaves : std::size_t{1} << (options.max_depth - 1);
  return std::min(by_shape, rows.rows) + 1;
}

std::size_t round_bytes(const RowsInMemoryPlan& rows, const classifiers::BoostingOptions& options,
                        std::size_t block_rows, std::size_t threads) {
  const std::size_t of_row = kLabel + rows.groups * (sizeof(float) + sizeof(classifiers::Gradient)) +
                             sizeof(classifiers::PackedGradient) + classifiers::RowsOnDisk::kRowBytes;
  const classifiers::CodeShape shape{rows.rows, rows.features, block_rows};
  const std::size_t histogram = rows.features * classifiers::kCodes * sizeof(classifiers::GradientSum);
  return rows.rows * of_row + 2 * block_rows * shape.row_bytes() + most_histograms(rows, options) * histogram +
         threads * classifiers::RowsOnDisk::thread_bytes(block_rows, threads);
}

}  // namespace

std::size_t parse_memory(const std::string& text) {
  double number = 0;
  const auto [rest, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string unit(rest, text.data() + text.size());  // M, MB, MiB, " MB" are one
  std::erase(unit, ' ');
  if (unit.size() > 1 && std::toupper(static_cast<unsigned char>(unit.back())) == 'B') unit.pop_back();
  if (unit.size() > 1 && unit.back() == 'i') unit.pop_back();
  const char letter = unit.empty() ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(unit[0])));
  const bool known = unit.size() <= 1 && (letter == ' ' || letter == 'K' || letter == 'M' || letter == 'G');
  constexpr double kMost = 1e15;
  const double scale = letter == 'G' ? 0x1p30 : letter == 'M' ? 0x1p20 : letter == 'K' ? 0x1p10 : 1;
  if (fault != std::errc{} || !known || !(number > 0) || number * scale > kMost) {
    throw Error("--memory: no amount of memory").expected("a number with K, M or G behind it, such as 2G").got(text);
  }
  return static_cast<std::size_t>(number * scale);
}

std::string memory_text(std::size_t bytes) {
  const auto number = static_cast<double>(bytes);
  return bytes >= kGigabyte ? fixed(number / 0x1p30, 2) + " GB" : fixed(std::ceil(number / 0x1p20), 0) + " MB";
}

MemoryPlan plan_memory(std::size_t budget, const RowsInMemoryPlan& rows, const classifiers::BoostingOptions& options,
                       std::size_t threads) {
  MemoryPlan out;
  constexpr std::size_t kMostBlockRows = std::size_t{1} << 18, kLeastBlockRows = tabular::TableBlocks::kRows;
  const auto needs = [&](std::size_t block_rows) {
    const std::size_t block = block_rows * classifiers::CodeShape{rows.rows, rows.features}.row_bytes();
    constexpr std::size_t kOfColumn = std::max(classifiers::ColumnBins::kBytes, kNotedBytes);  // binned, or looked at
    const std::size_t bins = rows.rows * (kLabel + kOfColumn) + reading_bytes(1, 1);
    const std::size_t codes = rows.rows * (kLabel + kFingerprint) + block + reading_bytes(rows.features, threads);
    return kProgram + std::max({rows.reading, bins, codes, round_bytes(rows, options, block_rows, threads)});
  };
  out.block_rows = kMostBlockRows;
  while (out.block_rows > kLeastBlockRows && (needs(out.block_rows) > budget || out.block_rows / 2 >= rows.rows)) {
    out.block_rows /= 2;
  }
  out.needs = needs(out.block_rows);
  if (out.needs > budget) {
    throw Error("--memory is not enough for " + with_commas(rows.rows) + " rows of " + with_commas(rows.features) +
                " features")
        .expected("at least " + memory_text(out.needs))
        .got(memory_text(budget));
  }
  const std::size_t column = rows.rows * classifiers::ColumnBins::kBytes + reading_bytes(1, 1);
  const std::size_t for_columns = budget - kProgram - rows.rows * kLabel;
  out.columns_at_once = std::clamp<std::size_t>(for_columns / column, 1, threads);
  out.room = budget - kProgram - round_bytes(rows, options, out.block_rows, threads);
  return out;
}

}  // namespace ballast::app
