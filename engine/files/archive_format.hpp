// The bytes of an archive; docs/formats.md has the layout in full.
//
//   head     magic[8]  version u32  entries u32  file size u64  kind length u32  kind
//   table    per entry: type u8  name length u32  name  count u64  payload size u64
//   payload  the entries' values one after another, in the order of the table
//   tail     SHA-256 of everything before
//
// All little endian. A text entry is a list of strings, each a u64 length and its bytes.
// Internal to engine/files: what writing and reading share.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/files/checksum.hpp"

namespace ballast::files {

static_assert(std::endian::native == std::endian::little, "values are copied as they lie in memory");

// As PNG does it: a byte beyond ASCII and a line end of each sort, so that a text-mode copy is seen at once.
inline constexpr std::string_view kMagic =
    "\x89"
    "BLST\r\n\x1a";
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::size_t kFixedHead = 8 + 4 + 4 + 8 + 4;
inline constexpr std::size_t kDigestSize = sizeof(Sha256::Digest);

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
inline std::size_t width_of(EntryType type) {
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

inline std::string name_of(EntryType type) {
  static constexpr const char* kNames[] = {"text", "u8", "i32", "u32", "i64", "u64", "f32", "f64"};
  return kNames[static_cast<std::size_t>(type)];
}

// Appends little-endian values to a byte string.
class ByteSink {
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
class ByteSource {
 public:
  explicit ByteSource(std::span<const std::byte> bytes) : rest_(bytes) {}
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

// Calls X for each type that an entry's values can have.
#define BALLAST_ARCHIVE_TYPES(X) \
  X(std::uint8_t)                \
  X(std::int32_t)                \
  X(std::uint32_t)               \
  X(std::int64_t)                \
  X(std::uint64_t)               \
  X(float)                       \
  X(double)

}  // namespace ballast::files
