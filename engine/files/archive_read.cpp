// Bytes to archives: head, checksum and table are checked in this order, and every length against the bytes that are
// there, before a value is looked at.
#include <algorithm>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/archive_format.hpp"

namespace ballast::files {
namespace {

Error damaged(const std::string& path, const std::string& what) {
  return Error("the file is damaged: " + what).in(path).hint("copy or make it again");
}

}  // namespace

struct ArchiveReader::Content {
  struct Value {
    EntryType type;
    std::uint64_t count;
    std::span<const std::byte> payload;  // into bytes
  };
  std::vector<std::byte> bytes;
  std::string path, kind, checksum;
  std::uint32_t version = 0;
  std::map<std::string, Value> entries;

  std::uint32_t check_head();
  void check_digest();
  void read_entries(std::uint32_t count);
  void read_table(ByteSource& in, std::uint32_t count, std::vector<std::pair<std::string, Value>>& table,
                  std::vector<std::uint64_t>& sizes) const;
  const Value& find(const std::string& name, EntryType type) const;
};

namespace {

// A list of `count` strings that fills `payload` exactly, or false.
bool read_strings(std::span<const std::byte> payload, std::uint64_t count, std::vector<std::string>& out) {
  ByteSource in(payload);
  if (count > payload.size() / sizeof(std::uint64_t)) return false;
  out.reserve(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t length = 0;
    std::string text;
    if (!in.value(length) || !in.text(length, text)) return false;
    out.push_back(std::move(text));
  }
  return in.left() == 0;
}

bool payload_fits(EntryType type, std::uint64_t count, std::span<const std::byte> payload) {
  std::vector<std::string> ignored;
  if (type == EntryType::text) return read_strings(payload, count, ignored);
  const std::size_t width = width_of(type);
  return payload.size() % width == 0 && count == payload.size() / width;
}

}  // namespace

// Magic, version and size; leaves kind and table to read_entries. Returns the number of entries.
std::uint32_t ArchiveReader::Content::check_head() {
  const std::size_t compared = std::min(bytes.size(), kMagic.size());
  if (compared == 0) throw Error("the file is empty").in(path).expected("a ballast file");
  if (std::memcmp(bytes.data(), kMagic.data(), compared) != 0) {
    throw Error("not a ballast file").in(path).expected("a model or generator that ballast wrote");
  }
  if (bytes.size() < kFixedHead + kDigestSize) throw damaged(path, "it is truncated");
  ByteSource in(std::span<const std::byte>(bytes).subspan(kMagic.size()));
  std::uint32_t entry_count = 0;
  std::uint64_t size = 0;
  const bool enough = in.value(version) && in.value(entry_count) && in.value(size);
  if (!enough) throw damaged(path, "it is truncated");
  if (version > kVersion) {
    throw Error("the file was written by a newer version of ballast")
        .in(path)
        .expected("format " + std::to_string(kVersion) + " or older")
        .got(std::to_string(version));
  }
  if (version == 0) throw damaged(path, "format 0 does not exist");
  if (size > bytes.size()) throw damaged(path, "it is truncated");
  if (size < bytes.size()) throw damaged(path, "bytes were added at its end");
  return entry_count;
}

void ArchiveReader::Content::check_digest() {
  const auto all = std::span<const std::byte>(bytes);
  const Sha256::Digest digest = sha256(all.first(all.size() - kDigestSize));
  if (std::memcmp(digest.data(), all.last(kDigestSize).data(), kDigestSize) != 0) {
    throw damaged(path, "its checksum does not match its content");
  }
  checksum = to_hex(digest);
}

void ArchiveReader::Content::read_table(ByteSource& in, std::uint32_t count,
                                        std::vector<std::pair<std::string, Value>>& table,
                                        std::vector<std::uint64_t>& sizes) const {
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint8_t type = 0;
    std::uint32_t name_size = 0;
    std::uint64_t values = 0, payload_size = 0;
    std::string name;
    const bool read =
        in.value(type) && in.value(name_size) && in.text(name_size, name) && in.value(values) && in.value(payload_size);
    if (!read || type > static_cast<std::uint8_t>(EntryType::f64)) throw damaged(path, "its table is malformed");
    if (!table.empty() && table.back().first >= name) throw damaged(path, "its table is out of order");
    table.emplace_back(std::move(name), Value{static_cast<EntryType>(type), values, {}});
    sizes.push_back(payload_size);
  }
}

void ArchiveReader::Content::read_entries(std::uint32_t count) {
  const auto all = std::span<const std::byte>(bytes);
  ByteSource in(all.first(all.size() - kDigestSize).subspan(kFixedHead - sizeof(std::uint32_t)));
  std::uint32_t kind_size = 0;
  if (!in.value(kind_size) || !in.text(kind_size, kind)) throw damaged(path, "its head is malformed");
  std::vector<std::pair<std::string, Value>> table;
  std::vector<std::uint64_t> sizes;
  read_table(in, count, table, sizes);
  for (std::size_t i = 0; i < table.size(); ++i) {
    auto& [name, value] = table[i];
    if (!in.bytes(sizes[i], value.payload) || !payload_fits(value.type, value.count, value.payload)) {
      throw damaged(path, "entry '" + name + "' is malformed");
    }
    entries.emplace_hint(entries.end(), std::move(name), value);
  }
  if (in.left() != 0) throw damaged(path, "it holds bytes that belong to no entry");
}

const ArchiveReader::Content::Value& ArchiveReader::Content::find(const std::string& name, EntryType type) const {
  const auto at = entries.find(name);
  if (at == entries.end()) throw Error("the file has no entry '" + name + "'").in(path);
  if (at->second.type != type) {
    throw Error("entry '" + name + "' is of another type")
        .in(path)
        .expected(name_of(type))
        .got(name_of(at->second.type));
  }
  return at->second;
}

ArchiveReader ArchiveReader::open(const std::string& path, FileLayer& layer) {
  return from_bytes(layer.read(path), path);
}

ArchiveReader ArchiveReader::from_packed(std::string_view packed, const std::string& name) {
  const auto bytes = std::as_bytes(std::span(packed));
  return from_bytes({bytes.begin(), bytes.end()}, name);
}

ArchiveReader ArchiveReader::from_bytes(std::vector<std::byte> bytes, const std::string& name) {
  auto content = std::make_shared<Content>();
  content->bytes = std::move(bytes);
  content->path = name;
  const std::uint32_t entries = content->check_head();
  content->check_digest();
  content->read_entries(entries);
  ArchiveReader reader;
  reader.content_ = std::move(content);
  return reader;
}

ArchiveReader ArchiveReader::child(std::string_view prefix) const {
  ArchiveReader below = *this;
  below.prefix_ += std::string(prefix) + "/";
  return below;
}

const std::string& ArchiveReader::path() const {
  return content_->path;
}

const std::string& ArchiveReader::kind() const {
  return content_->kind;
}

std::uint32_t ArchiveReader::version() const {
  return content_->version;
}

const std::string& ArchiveReader::checksum() const {
  return content_->checksum;
}

void ArchiveReader::require_kind(std::string_view expected) const {
  if (kind() != expected) {
    throw Error("the file holds something else").in(path()).expected("a " + std::string(expected)).got(kind());
  }
}

bool ArchiveReader::has(std::string_view name) const {
  return content_->entries.contains(prefix_ + std::string(name));
}

std::string ArchiveReader::text(std::string_view name) const {
  return std::move(texts(name, 1).front());
}

double ArchiveReader::number(std::string_view name) const {
  return array<double>(name, 1).front();
}

std::int64_t ArchiveReader::integer(std::string_view name) const {
  return array<std::int64_t>(name, 1).front();
}

std::size_t ArchiveReader::size(std::string_view name, std::size_t low, std::size_t high) const {
  const std::int64_t value = integer(name);
  if (value < 0 || static_cast<std::uint64_t>(value) < low || static_cast<std::uint64_t>(value) > high) {
    throw Error("entry '" + prefix_ + std::string(name) + "' is out of range")
        .in(path())
        .expected(std::to_string(low) + " to " + std::to_string(high))
        .got(std::to_string(value));
  }
  return static_cast<std::size_t>(value);
}

namespace {

void require_length(const std::string& path, const std::string& name, std::uint64_t found, std::size_t wanted) {
  if (wanted == ArchiveReader::kAnyLength || found == wanted) return;
  throw Error("entry '" + name + "' has another length")
      .in(path)
      .expected(std::to_string(wanted))
      .got(std::to_string(found));
}

}  // namespace

template <class T>
std::vector<T> ArchiveReader::array(std::string_view name, std::size_t length) const {
  const std::string full = prefix_ + std::string(name);
  const Content::Value& value = content_->find(full, type_of<T>());
  require_length(path(), full, value.count, length);
  std::vector<T> out(static_cast<std::size_t>(value.count));
  if (!out.empty()) std::memcpy(out.data(), value.payload.data(), value.payload.size());
  return out;
}

std::vector<std::string> ArchiveReader::texts(std::string_view name, std::size_t length) const {
  const std::string full = prefix_ + std::string(name);
  const Content::Value& value = content_->find(full, EntryType::text);
  require_length(path(), full, value.count, length);
  std::vector<std::string> out;
  if (!read_strings(value.payload, value.count, out)) throw damaged(path(), "entry '" + full + "' is malformed");
  return out;
}

std::vector<ArchiveReader::Entry> ArchiveReader::entries() const {
  std::vector<Entry> out;
  for (auto at = content_->entries.lower_bound(prefix_); at != content_->entries.end(); ++at) {
    if (!at->first.starts_with(prefix_)) break;
    out.push_back({at->first, at->second.type, static_cast<std::size_t>(at->second.count)});
  }
  return out;
}

#define BALLAST_INSTANTIATE(T) template std::vector<T> ArchiveReader::array<T>(std::string_view, std::size_t) const;
BALLAST_ARCHIVE_TYPES(BALLAST_INSTANTIATE)
#undef BALLAST_INSTANTIATE

}  // namespace ballast::files
