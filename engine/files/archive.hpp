// The model archive: named arrays and texts in one file, with a magic number, a format version, the kind of thing it
// holds, and a SHA-256 of all that. docs/formats.md gives the layout byte by byte.
//
// Names are paths: save(out.child("model/0")) puts a part's entries below a prefix, so that parts know nothing of
// wholes. A reader trusts no length it has read: every size is held against the bytes that are there before anything is
// allocated, and the checksum is checked before any entry is looked at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/file_layer.hpp"

namespace ballast::files {

enum class EntryType : std::uint8_t { text, u8, i32, u32, i64, u64, f32, f64 };

// Collects entries in memory; nothing reaches a disk before write. Copies and children share their entries. Threads:
// one at a time over all that share.
class ArchiveWriter {
 public:
  // kind: "generator", "classifier", ...: what a loader must find to accept the file.
  explicit ArchiveWriter(std::string kind);

  // A view of this writer that puts `prefix + "/"` before every name.
  ArchiveWriter child(std::string_view prefix) const;

  // Throws std::logic_error on a name used twice (our mistake).
  void text(std::string_view name, std::string_view value);
  void number(std::string_view name, double value);
  void integer(std::string_view name, std::int64_t value);
  template <class T>  // uint8_t, int32_t, uint32_t, int64_t, uint64_t, float or double
  void array(std::string_view name, std::span<const T> values);
  void texts(std::string_view name, std::span<const std::string> values);

  // The whole file as bytes; entries in the order of their names, so equal content gives equal bytes.
  std::vector<std::byte> bytes() const;
  std::string packed() const;  // the same bytes as a string, as ranks hand them on
  // Writes the file atomically: it appears whole, or Error is thrown and an older one stays.
  void write(const std::string& path, FileLayer& layer = system_files()) const;

 private:
  struct Content;
  std::shared_ptr<Content> content_;
  std::string prefix_;
};

// Holds the whole content, which is in memory and checked once opened; copies and children share it, and may outlive
// the reader they came from. Threads: any number at a time.
class ArchiveReader {
 public:
  // Throws Error: missing, truncated, corrupted (checksum), not an archive, newer version.
  static ArchiveReader open(const std::string& path, FileLayer& layer = system_files());
  static ArchiveReader from_bytes(std::vector<std::byte> bytes, const std::string& name);
  static ArchiveReader from_packed(std::string_view packed, const std::string& name);

  ArchiveReader child(std::string_view prefix) const;

  const std::string& path() const;
  const std::string& kind() const;
  std::uint32_t version() const;
  const std::string& checksum() const;  // SHA-256 of the content, 64 hex digits
  // Throws Error ("this is a generator, a classifier was expected") unless kind() == expected.
  void require_kind(std::string_view expected) const;

  bool has(std::string_view name) const;
  // Each throws Error naming file and entry when it is absent, has another type, or (array) another length than asked
  // for.
  std::string text(std::string_view name) const;
  double number(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
  // integer() held to low .. high, and as an unsigned size.
  std::size_t size(std::string_view name, std::size_t low, std::size_t high) const;
  static constexpr std::size_t kAnyLength = static_cast<std::size_t>(-1);
  template <class T>
  std::vector<T> array(std::string_view name, std::size_t length = kAnyLength) const;
  std::vector<std::string> texts(std::string_view name, std::size_t length = kAnyLength) const;

  struct Entry {
    std::string name;
    EntryType type;
    std::size_t length;
  };
  // All entries below this reader's prefix, in name order (for `inspect`).
  std::vector<Entry> entries() const;

 private:
  struct Content;
  std::shared_ptr<const Content> content_;
  std::string prefix_;
};

}  // namespace ballast::files
