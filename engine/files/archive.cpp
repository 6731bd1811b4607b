// The bytes of an archive; docs/formats.md has the layout in full.
//
//   head     magic[8]  version u32  entries u32  file size u64  kind length u32  kind
//   table    per entry: type u8  name length u32  name  count u64  payload size u64
//   payload  the entries' values one after another, in the order of the table
//   tail     SHA-256 of everything before
//
// All little endian. A text entry is a list of strings, each a u64 length and its bytes.
#include "engine/files/archive.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "engine/error.hpp"
#include "engine/files/atomic.hpp"
#include "engine/files/checksum.hpp"

namespace ballast::files {
namespace {

static_assert(std::endian::native == std::endian::little, "values are copied as they lie in memory");

// As PNG does it: a byte beyond ASCII and a line end of each sort, so that a text-mode copy is seen at once.
constexpr std::string_view kMagic =
    "\x89"
    "BLST\r\n\x1a";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kFixedHead = 8 + 4 + 4 + 8 + 4;
constexpr std::size_t kDigestSize = sizeof(Sha256::Digest);

template <class T>
constexpr EntryType type_of() {
  if constexpr (std::is_same_v<T, std::uint8_t>) return EntryType::u8;
  if constexpr (std::is_same_v<T, std::int32_t>) return EntryType::i32;
  if constexpr (std::is_same_v<T, std::uint32_t>) return EntryType::u32;
  if constexpr (std::is_same_v<T, std::int64_t>) return EntryType::i64;
  if constexpr (std::is_same_v<T, std::uint64_t>) return EntryType::u64;
  if constexpr (std::is_same_v<T, float>) return EntryType::f32;
  if constexpr (std::is_same_v<T, double>) return EntryType::f64;
}

// Bytes of one value; 0 for text, whose values have their own lengths.
std::size_t width_of(EntryType type) {
  switch (type) {
    case EntryType::text:
      return 0;
    case EntryType::u8:
      return 1;
    case EntryType::i32:
    case EntryType::u32:
    case EntryType::f32:
      return 4;
    case EntryType::i64:
    case EntryType::u64:
    case EntryType::f64:
      return 8;
  }
  return 0;
}

std::string name_of(EntryType type) {
  static constexpr const char* kNames[] = {"text", "u8", "i32", "u32", "i64", "u64", "f32", "f64"};
  return kNames[static_cast<std::size_t>(type)];
}

// Appends little-endian values to a byte string.
class Sink {
 public:
  template <class T>
  void value(T number) {
    bytes(&number, sizeof number);
  }
  void bytes(const void* data, std::size_t size) {
    const auto* first = static_cast<const std::byte*>(data);
    out.insert(out.end(), first, first + size);
  }
  std::vector<std::byte> out;
};

// Takes values off the front of a span; false when there are not enough bytes. Nothing is ever read past the end.
class Source {
 public:
  explicit Source(std::span<const std::byte> bytes) : rest_(bytes) {}
  std::size_t left() const { return rest_.size(); }

  template <class T>
  [[nodiscard]] bool value(T& out) {
    if (rest_.size() < sizeof out) return false;
    std::memcpy(&out, rest_.data(), sizeof out);
    rest_ = rest_.subspan(sizeof out);
    return true;
  }
  [[nodiscard]] bool bytes(std::uint64_t size, std::span<const std::byte>& out) {
    if (size > rest_.size()) return false;
    out = rest_.first(static_cast<std::size_t>(size));
    rest_ = rest_.subspan(out.size());
    return true;
  }
  [[nodiscard]] bool text(std::uint64_t size, std::string& out) {
    std::span<const std::byte> taken;
    if (!bytes(size, taken)) return false;
    out.assign(reinterpret_cast<const char*>(taken.data()), taken.size());
    return true;
  }

 private:
  std::span<const std::byte> rest_;
};

Error damaged(const std::string& path, const std::string& what) {
  return Error("the file is damaged: " + what).in(path).hint("copy or make it again");
}

}  // namespace

// ---- writing

struct ArchiveWriter::Content {
  struct Value {
    EntryType type;
    std::uint64_t count;
    std::vector<std::byte> payload;
  };
  std::string kind;
  std::map<std::string, Value> entries;

  void add(std::string name, Value value) {
    if (!entries.emplace(name, std::move(value)).second) {
      throw std::logic_error("archive entry written twice: " + name);
    }
  }
};

ArchiveWriter::ArchiveWriter(std::string kind) : content_(std::make_shared<Content>()) {
  content_->kind = std::move(kind);
}

ArchiveWriter ArchiveWriter::child(std::string_view prefix) const {
  ArchiveWriter below = *this;
  below.prefix_ += std::string(prefix) + "/";
  return below;
}

void ArchiveWriter::text(std::string_view name, std::string_view value) {
  const std::string one[] = {std::string(value)};
  texts(name, one);
}

void ArchiveWriter::number(std::string_view name, double value) {
  array<double>(name, std::span(&value, 1));
}

void ArchiveWriter::integer(std::string_view name, std::int64_t value) {
  array<std::int64_t>(name, std::span(&value, 1));
}

template <class T>
void ArchiveWriter::array(std::string_view name, std::span<const T> values) {
  const auto bytes = std::as_bytes(values);
  content_->add(prefix_ + std::string(name), {type_of<T>(), values.size(), {bytes.begin(), bytes.end()}});
}

void ArchiveWriter::texts(std::string_view name, std::span<const std::string> values) {
  Sink sink;
  for (const std::string& value : values) {
    sink.value<std::uint64_t>(value.size());
    sink.bytes(value.data(), value.size());
  }
  content_->add(prefix_ + std::string(name), {EntryType::text, values.size(), std::move(sink.out)});
}

std::vector<std::byte> ArchiveWriter::bytes() const {
  std::size_t size = kFixedHead + content_->kind.size() + kDigestSize;
  for (const auto& [name, value] : content_->entries) size += 1 + 4 + name.size() + 8 + 8 + value.payload.size();
  Sink sink;
  sink.out.reserve(size);
  sink.bytes(kMagic.data(), kMagic.size());
  sink.value(kVersion);
  sink.value(static_cast<std::uint32_t>(content_->entries.size()));
  sink.value<std::uint64_t>(size);
  sink.value(static_cast<std::uint32_t>(content_->kind.size()));
  sink.bytes(content_->kind.data(), content_->kind.size());
  for (const auto& [name, value] : content_->entries) {
    sink.value(static_cast<std::uint8_t>(value.type));
    sink.value(static_cast<std::uint32_t>(name.size()));
    sink.bytes(name.data(), name.size());
    sink.value(value.count);
    sink.value<std::uint64_t>(value.payload.size());
  }
  for (const auto& [name, value] : content_->entries) sink.bytes(value.payload.data(), value.payload.size());
  const Sha256::Digest digest = sha256(sink.out);
  sink.bytes(digest.data(), digest.size());
  return std::move(sink.out);
}

void ArchiveWriter::write(const std::string& path, FileLayer& layer) const {
  write_atomically(path, bytes(), layer);
}

// ---- reading

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
  void read_table(Source& in, std::uint32_t count, std::vector<std::pair<std::string, Value>>& table,
                  std::vector<std::uint64_t>& sizes) const;
  const Value& find(const std::string& name, EntryType type) const;
};

namespace {

// A list of `count` strings that fills `payload` exactly, or false.
bool read_strings(std::span<const std::byte> payload, std::uint64_t count, std::vector<std::string>& out) {
  Source in(payload);
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
  Source in(std::span<const std::byte>(bytes).subspan(kMagic.size()));
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

void ArchiveReader::Content::read_table(Source& in, std::uint32_t count,
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
  Source in(all.first(all.size() - kDigestSize).subspan(kFixedHead - sizeof(std::uint32_t)));
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

// The types an entry can have.
#define BALLAST_ARCHIVE_TYPE(T)                                                \
  template void ArchiveWriter::array<T>(std::string_view, std::span<const T>); \
  template std::vector<T> ArchiveReader::array<T>(std::string_view, std::size_t) const;
BALLAST_ARCHIVE_TYPE(std::uint8_t)
BALLAST_ARCHIVE_TYPE(std::int32_t)
BALLAST_ARCHIVE_TYPE(std::uint32_t)
BALLAST_ARCHIVE_TYPE(std::int64_t)
BALLAST_ARCHIVE_TYPE(std::uint64_t)
BALLAST_ARCHIVE_TYPE(float)
BALLAST_ARCHIVE_TYPE(double)
#undef BALLAST_ARCHIVE_TYPE

}  // namespace ballast::files
