// Archives to bytes: entries are gathered by name, then laid out as archive_format.hpp says.
#include <map>
#include <stdexcept>
#include <utility>

#include "engine/files/archive_format.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::files {

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
  ByteSink sink;
  for (const std::string& value : values) {
    sink.value<std::uint64_t>(value.size());
    sink.bytes(value.data(), value.size());
  }
  content_->add(prefix_ + std::string(name), {EntryType::text, values.size(), std::move(sink.out)});
}

std::vector<std::byte> ArchiveWriter::bytes() const {
  std::size_t size = kFixedHead + content_->kind.size() + kDigestSize;
  for (const auto& [name, value] : content_->entries) size += 1 + 4 + name.size() + 8 + 8 + value.payload.size();
  ByteSink sink;
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

std::string ArchiveWriter::packed() const {
  const std::vector<std::byte> all = bytes();
  return {reinterpret_cast<const char*>(all.data()), all.size()};
}

void ArchiveWriter::write(const std::string& path, FileLayer& layer) const {
  write_atomically(path, bytes(), layer);
}

#define BALLAST_INSTANTIATE(T) template void ArchiveWriter::array<T>(std::string_view, std::span<const T>);
BALLAST_ARCHIVE_TYPES(BALLAST_INSTANTIATE)
#undef BALLAST_INSTANTIATE

}  // namespace ballast::files
