// A code file to bytes and back (code_file.hpp).
#include "classifiers/codes/code_file.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <string_view>

#include "classifiers/codes/bins_archive.hpp"
#include "engine/error.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/binary/xxh64.hpp"

namespace ballast::classifiers {
namespace {

constexpr std::string_view kCodesMagic =
    "\x89"
    "BCOD\r\n\x1a";
constexpr std::uint32_t kCodesVersion = 1;
constexpr std::size_t kCodesHead = 8 + 4 + 4 + 3 * 8;  // bytes
constexpr std::size_t kMostCodeRows = 0xffff'ffff, kMostCodeFeatures = std::size_t{1} << 20;
constexpr std::size_t kLabelPart = std::size_t{1} << 16;  // rows whose labels are read or written at once

Error damaged(const std::string& path, const std::string& what) {
  return Error("the code file is damaged: " + what).in(path);
}

std::array<std::byte, kCodesHead> head_of(const CodeShape& shape) {
  std::array<std::byte, kCodesHead> out{};
  const std::uint64_t sizes[] = {shape.rows, shape.features, shape.block_rows};
  std::memcpy(out.data(), kCodesMagic.data(), kCodesMagic.size());
  std::memcpy(out.data() + 8, &kCodesVersion, sizeof kCodesVersion);
  std::memcpy(out.data() + 16, sizes, sizeof sizes);
  return out;
}

CodeShape shape_in(std::span<const std::byte> head, const std::string& path) {
  std::uint32_t version = 0, zero = 0;
  std::uint64_t sizes[3];
  if (std::memcmp(head.data(), kCodesMagic.data(), kCodesMagic.size()) != 0) throw Error("not a code file").in(path);
  std::memcpy(&version, head.data() + 8, sizeof version);
  std::memcpy(&zero, head.data() + 12, sizeof zero);
  std::memcpy(sizes, head.data() + 16, sizeof sizes);
  if (version != kCodesVersion) {
    throw Error("the code file is of another version of ballast")
        .in(path)
        .expected("format " + std::to_string(kCodesVersion))
        .got(std::to_string(version));
  }
  const bool sound = sizes[0] >= 1 && sizes[0] <= kMostCodeRows && sizes[1] >= 1 && sizes[1] <= kMostCodeFeatures &&
                     sizes[2] >= 1 && sizes[2] <= kMostCodeRows;
  if (zero != 0 || !sound) throw damaged(path, "its head is malformed");
  return {static_cast<std::size_t>(sizes[0]), static_cast<std::size_t>(sizes[1]), static_cast<std::size_t>(sizes[2])};
}

// One a part of the labels, in a chain: each is the seed of the next.
std::uint64_t label_checksum(std::span<const std::uint16_t> part, std::uint64_t before) {
  return tabular::binary::xxh64(std::as_bytes(part), before);
}

}  // namespace

bool is_code_file(const std::string& path) {
  if (!files::is_regular_file(path, files::Direction::input)) return false;
  try {
    char start[kCodesMagic.size()];
    return files::system_files().open(path)->read_at(0, std::as_writable_bytes(std::span(start))) &&
           std::string_view(start, sizeof start) == kCodesMagic;
  } catch (const Error&) {
    return false;
  }
}

CodeFileWriter::CodeFileWriter(const std::string& path, const CodeShape& shape) : shape_(shape), file_(path) {
  file_.write(head_of(shape));
}

void CodeFileWriter::add_block(std::span<const std::uint8_t> codes) {
  assert(codes.size() == shape_.rows_of(checksums_.size()) * shape_.row_bytes());
  checksums_.push_back(tabular::binary::xxh64(std::as_bytes(codes)));
  file_.write(std::as_bytes(codes));
}

void CodeFileWriter::commit(const BinnedFeatures& features, std::span<const std::int32_t> y, std::size_t classes,
                            const std::string& key, files::ArchiveWriter description) {
  assert(checksums_.size() == shape_.blocks() && y.size() == shape_.rows);
  std::uint64_t of_labels = 0;
  for (std::size_t first = 0; first < y.size(); first += kLabelPart) {
    const auto part = y.subspan(first, std::min(kLabelPart, y.size() - first));
    const std::vector<std::uint16_t> labels(part.begin(), part.end());
    of_labels = label_checksum(labels, of_labels);
    file_.write(std::as_bytes(std::span(labels)));
  }
  save_bins(features, description.child("features"));
  description.array<std::uint64_t>("checksums", checksums_);
  description.array<std::uint64_t>("labels", std::span(&of_labels, 1));
  description.integer("classes", static_cast<std::int64_t>(classes));
  description.text("key", key);
  file_.write(description.bytes());
  file_.commit();
}

struct CodeFile::Content {
  std::string path;
  std::unique_ptr<files::InputFile> file;
  CodeShape shape;
  files::ArchiveReader description;
  BinnedFeatures features;
  std::size_t classes;
  std::string key;
  std::vector<std::uint64_t> checksums;

  void read(std::uint64_t offset, std::span<std::byte> into) const {
    if (!file->read_at(offset, into)) throw damaged(path, "it is truncated");
  }
};

CodeFile::CodeFile(const std::string& path) {
  std::unique_ptr<files::InputFile> file = files::system_files().open(path);
  std::array<std::byte, kCodesHead> head{};
  if (!file->read_at(0, head)) throw damaged(path, "it is truncated");
  const CodeShape shape = shape_in(head, path);
  const std::uint64_t size = file->size_hint(),
                      described_at = kCodesHead + shape.bytes() + 2 * std::uint64_t{shape.rows};
  if (size <= described_at) throw damaged(path, "it is truncated");
  std::vector<std::byte> bytes(static_cast<std::size_t>(size - described_at));
  if (!file->read_at(described_at, bytes)) throw damaged(path, "it is truncated");
  files::ArchiveReader in = files::ArchiveReader::from_bytes(std::move(bytes), path);
  in.require_kind("codes");
  BinnedFeatures features = load_bins(in.child("features"), shape.features);
  const std::size_t classes = in.size("classes", 2, 32768);
  std::string key = in.text("key");
  auto checksums = in.array<std::uint64_t>("checksums", shape.blocks());
  content_ = std::make_unique<Content>(Content{path, std::move(file), shape, std::move(in), std::move(features),
                                               classes, std::move(key), std::move(checksums)});
}

CodeFile::~CodeFile() = default;

const CodeShape& CodeFile::shape() const {
  return content_->shape;
}
const BinnedFeatures& CodeFile::features() const {
  return content_->features;
}
std::size_t CodeFile::classes() const {
  return content_->classes;
}
const std::string& CodeFile::key() const {
  return content_->key;
}
const files::ArchiveReader& CodeFile::description() const {
  return content_->description;
}

std::vector<std::int32_t> CodeFile::labels() const {
  const std::size_t rows = content_->shape.rows;
  const std::uint64_t begin = kCodesHead + content_->shape.bytes();
  std::vector<std::int32_t> out;
  out.reserve(rows);
  std::uint64_t checksum = 0;
  for (std::size_t first = 0; first < rows; first += kLabelPart) {
    std::vector<std::uint16_t> part(std::min(kLabelPart, rows - first));
    content_->read(begin + 2 * first, std::as_writable_bytes(std::span(part)));
    checksum = label_checksum(part, checksum);
    for (const std::uint16_t label : part) out.push_back(label);
  }
  const auto wanted = content_->description.array<std::uint64_t>("labels", 1);
  const auto classes = static_cast<std::int32_t>(content_->classes);
  if (checksum != wanted[0]) throw damaged(content_->path, "the checksum of its labels does not match");
  if (std::ranges::any_of(out, [&](std::int32_t label) { return label >= classes; })) {
    throw damaged(content_->path, "it has labels of no class");
  }
  return out;
}

void CodeFile::read_block(std::size_t block, std::span<std::uint8_t> into, bool check) const {
  const CodeShape& shape = content_->shape;
  const auto codes = into.first(shape.rows_of(block) * shape.row_bytes());
  const std::uint64_t offset = kCodesHead + std::uint64_t{block} * shape.block_rows * shape.row_bytes();
  content_->read(offset, std::as_writable_bytes(codes));
  if (check && tabular::binary::xxh64(std::as_bytes(codes)) != content_->checksums[block]) {
    throw damaged(content_->path, "the checksum of block " + std::to_string(block) + " does not match");
  }
}

}  // namespace ballast::classifiers
