// Bytes to a table (table_file.hpp): the description first, whose lengths must fill the file; then blocks.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/archive.hpp"
#include "engine/files/paths.hpp"
#include "engine/numeric/huge_pages.hpp"
#include "engine/tabular/binary/column_layout.hpp"
#include "engine/tabular/binary/table_file.hpp"
#include "engine/tabular/binary/table_layout.hpp"
#include "engine/tabular/binary/xxh64.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::tabular::binary {
namespace {

constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kFirstSecond = -62135596800, kLastSecond = 253402300800;  // of the years 1 to 9999

Error damaged(const std::string& path, const std::string& what) {
  return Error("the table file is damaged: " + what).in(path).hint("convert the CSV file again");
}

// Bytes in memory where a file is expected.
class BytesInput final : public files::InputFile {
 public:
  explicit BytesInput(std::span<const std::byte> bytes) : bytes_(bytes) {}
  std::size_t read(std::span<std::byte>) override { return 0; }
  bool read_at(std::uint64_t offset, std::span<std::byte> into) override {
    if (offset > bytes_.size() || into.size() > bytes_.size() - offset) return false;
    std::memcpy(into.data(), bytes_.data() + offset, into.size());
    return true;
  }
  std::uint64_t size_hint() const override { return bytes_.size(); }

 private:
  std::span<const std::byte> bytes_;
};

// Whether no cell fails; written so that missing cells, of which no comparison holds, do not.
template <class Fails>
bool none_of(std::span<const double> cells, Fails&& fails) {
  std::uint64_t failed = 0;
  for (const double cell : cells) failed += fails(cell) ? 1 : 0;
  return failed == 0;
}

// Whether a column of this schema can hold the cells.
bool are_sound(std::span<const double> cells, const ColumnSchema& column, const ColumnLayout& layout) {
  const auto has_fraction = [](double cell) { return std::fabs(cell - std::trunc(cell)) > 0; };
  if (column.is_text()) {
    const auto labels = static_cast<double>(column.labels.size());
    return none_of(cells, [&](double code) { return (code < 0) | (code >= labels) | has_fraction(code); });
  }
  if (column.kind == ColumnKind::categorical) return none_of(cells, [](double cell) { return !is_missing(cell); });
  if (column.kind == ColumnKind::date) {
    return none_of(cells, [](double seconds) { return (seconds < kFirstSecond) | (seconds >= kLastSecond); });
  }
  if (layout.width == ColumnLayout::kFloat64 && !none_of(cells, [](double x) { return std::fabs(x) > kLargest; })) {
    return false;
  }
  const bool whole = layout.width != ColumnLayout::kFloat64 && layout.places == 0;
  return column.kind != ColumnKind::integer || whole || none_of(cells, has_fraction);
}

}  // namespace

struct TableFile::Content {
  std::string name;
  std::unique_ptr<files::InputFile> file;
  Schema schema;
  CsvFormat format;
  std::size_t rows = 0;
  std::vector<ColumnLayout> layouts;
  std::vector<std::uint8_t> canonical;
  std::vector<std::uint64_t> checksums, offsets;  // of blocks column by column; of columns in the file
  std::vector<std::size_t> lines;
  std::string digest;

  void read(std::uint64_t offset, std::span<std::byte> into) const {
    if (!file->read_at(offset, into)) throw damaged(name, "it is truncated");
  }
  void open();
  void read_description(const files::ArchiveReader& in, std::uint64_t first, std::uint64_t size);
  struct Scratch {
    std::vector<std::byte> bytes;
    std::vector<double> cells;
  };
  void read_cells(std::size_t column, std::size_t block, Scratch& scratch, std::span<double> cells) const;
  void append(std::size_t column, Scratch& scratch, std::vector<double>& out) const;
};

void TableFile::Content::open() {
  const std::uint64_t size = file->size_hint();
  std::vector<std::byte> head(kTableHead);
  read(0, head);
  std::uint32_t version = 0, zero = 0;
  std::uint64_t described = 0;
  if (std::memcmp(head.data(), kTableMagic.data(), kTableMagic.size()) != 0) throw Error("not a table file").in(name);
  std::memcpy(&version, head.data() + 8, sizeof version);
  std::memcpy(&zero, head.data() + 12, sizeof zero);
  std::memcpy(&described, head.data() + 16, sizeof described);
  if (version > kTableVersion) {
    throw Error("the table file was written by a newer version of ballast")
        .in(name)
        .expected("format " + std::to_string(kTableVersion) + " or older")
        .got(std::to_string(version));
  }
  if (version == 0 || zero != 0) throw damaged(name, "its head is malformed");
  if (size < kTableHead || described > size - kTableHead) throw damaged(name, "it is truncated");
  std::vector<std::byte> bytes(static_cast<std::size_t>(described));
  read(kTableHead, bytes);
  read_description(files::ArchiveReader::from_bytes(std::move(bytes), name), kTableHead + described, size);
}

void TableFile::Content::read_description(const files::ArchiveReader& in, std::uint64_t first, std::uint64_t size) {
  in.require_kind("table");
  digest = in.checksum();
  schema = load_schema(in.child("schema"));
  format = load_format(in.child("format"));
  const std::size_t columns = schema.size();
  rows = in.size("rows", 1, static_cast<std::size_t>(size));  // a cell takes a byte at least
  const auto widths = in.array<std::uint8_t>("columns/widths", columns);
  const auto places = in.array<std::uint8_t>("columns/places", columns);
  const auto firsts = in.array<double>("columns/firsts", columns);
  canonical = in.array<std::uint8_t>("columns/canonical", columns);
  checksums = in.array<std::uint64_t>("checksums");
  if (columns == 0 || checksums.size() / columns != block_count(rows) || checksums.size() % columns != 0) {
    throw damaged(name, "it has another number of blocks than of checksums");
  }
  std::uint64_t at = first;
  for (std::size_t c = 0; c < columns; ++c) {
    layouts.push_back({widths[c], places[c], firsts[c]});
    if (!layouts[c].is_sound()) throw damaged(name, "column '" + schema[c].name + "' has an unknown layout");
    offsets.push_back(at);
    if ((size - at) / widths[c] < rows) throw damaged(name, "it is truncated");
    at += std::uint64_t{rows} * widths[c];
  }
  if (at != size) throw damaged(name, "bytes were added at its end");
  if (!in.has("lines")) return;
  const auto stored = in.array<std::uint64_t>("lines", rows);
  lines.assign(stored.begin(), stored.end());
}

void TableFile::Content::read_cells(std::size_t column, std::size_t block, Scratch& scratch,
                                    std::span<double> cells) const {
  const ColumnLayout& layout = layouts[column];
  const bool packed = layout.width != ColumnLayout::kFloat64;
  const auto bytes =
      packed ? std::span(scratch.bytes).first(cells.size() * layout.width) : std::as_writable_bytes(cells);
  read(offsets[column] + std::uint64_t{block} * kBlockRows * layout.width, bytes);
  if (xxh64(bytes) != checksums[column * block_count(rows) + block]) {
    throw damaged(name, "a checksum of column '" + schema[column].name + "' does not match its cells");
  }
  if (packed) unpack(bytes, layout, cells);
  if (!are_sound(cells, schema[column], layout)) {
    throw damaged(name, "column '" + schema[column].name + "' holds cells that it cannot have");
  }
}

// The cells of a column, block by block through scratch memory that stays in the cache.
void TableFile::Content::append(std::size_t column, Scratch& scratch, std::vector<double>& out) const {
  for (std::size_t block = 0; block < block_count(rows); ++block) {
    const auto cells = std::span(scratch.cells).first(rows_of_block(block, rows));
    read_cells(column, block, scratch, cells);
    out.insert(out.end(), cells.begin(), cells.end());
  }
}

bool is_table(std::string_view bytes) {
  return bytes.starts_with(kTableMagic);
}

bool is_table_file(const std::string& path) {
  if (!files::is_regular_file(path, files::Direction::input)) return false;
  try {
    char start[kTableMagic.size()];
    return files::system_files().open(path)->read_at(0, std::as_writable_bytes(std::span(start))) &&
           is_table({start, sizeof start});
  } catch (const Error&) {
    return false;
  }
}

TableFile::TableFile(const std::string& path) : content_(std::make_unique<Content>()) {
  content_->name = path;
  content_->file = files::system_files().open(path);
  content_->open();
}

TableFile::TableFile(std::span<const std::byte> bytes, const std::string& name)
    : content_(std::make_unique<Content>()) {
  content_->name = name;
  content_->file = std::make_unique<BytesInput>(bytes);
  content_->open();
}

TableFile::~TableFile() = default;

const std::string& TableFile::name() const {
  return content_->name;
}
const Schema& TableFile::schema() const {
  return content_->schema;
}
const CsvFormat& TableFile::format() const {
  return content_->format;
}
std::size_t TableFile::rows() const {
  return content_->rows;
}
bool TableFile::is_canonical(std::size_t column) const {
  return content_->canonical[column] != 0;
}

std::vector<std::vector<double>> TableFile::cells(std::span<const std::size_t> columns,
                                                  numeric::ThreadPool& pool) const {
  std::vector<std::vector<double>> out(columns.size());
  for (std::vector<double>& cells : out) {  // one after another, so that they share huge pages
    cells.reserve(rows());
    numeric::prefer_huge_pages(cells.data(), rows() * sizeof(double));
  }
  std::vector<Content::Scratch> scratch(pool.threads());
  pool.parallel_for(columns.size(), [&](std::size_t i, std::size_t worker) {
    Content::Scratch& own = scratch[worker];
    own.bytes.resize(kBlockRows * sizeof(double));
    own.cells.resize(kBlockRows);
    content_->append(columns[i], own, out[i]);
  });
  return out;
}

Table TableFile::table(std::span<const std::size_t> columns, numeric::ThreadPool& pool) const {
  Schema schema;
  for (const std::size_t column : columns) schema.push_back(content_->schema[column]);
  Table out(std::move(schema), cells(columns, pool));
  give_lines(out);
  return out;
}

Table TableFile::block(std::size_t block, std::span<const std::size_t> columns) const {
  Schema schema;
  std::vector<std::vector<double>> cells;
  Content::Scratch scratch;
  for (const std::size_t column : columns) {
    schema.push_back(content_->schema[column]);
    cells.emplace_back(rows_of_block(block, rows()));
    scratch.bytes.resize(cells.back().size() * sizeof(double));
    content_->read_cells(column, block, scratch, cells.back());
  }
  Table out(std::move(schema), std::move(cells));
  for (RowOrigin& origin : out.origins()) origin.row += block * kBlockRows;
  return out;
}

const std::string& TableFile::digest() const {
  return content_->digest;
}

void TableFile::give_lines(Table& table) const {
  if (!content_->lines.empty()) table.set_lines(content_->lines);
}

}  // namespace ballast::tabular::binary
