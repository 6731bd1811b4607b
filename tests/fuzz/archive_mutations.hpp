// Damage to archives whose checksum is right all the same, so that what stands behind the checksum is reached: either
// bytes are spoilt and the file sealed again, or one entry is spoilt and the whole written anew.
#pragma once

#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/files/archive_format.hpp"
#include "tests/fuzz/mutations.hpp"
#include "tests/fuzz/seeds.hpp"

namespace ballast::fuzz {

// The file size in the head and the SHA-256 at the end, as they should be.
inline Bytes sealed(Bytes bytes) {
  constexpr std::size_t kSizeAt = 16;
  if (bytes.size() < files::kFixedHead + files::kDigestSize) return bytes;
  const std::uint64_t size = bytes.size();
  std::memcpy(bytes.data() + kSizeAt, &size, sizeof size);
  const auto digest = files::sha256(std::span<const std::byte>(bytes).first(bytes.size() - files::kDigestSize));
  std::memcpy(bytes.data() + bytes.size() - files::kDigestSize, digest.data(), digest.size());
  return bytes;
}

// The number after `was`; the largest is followed by the least.
template <class T>
T successor(T was) {
  if constexpr (std::is_floating_point_v<T>)
    return was + 1;
  else
    return static_cast<T>(static_cast<std::uint64_t>(was) + 1);
}

template <class T>
T extreme_value(T was, RandomStream& random) {
  using Limits = std::numeric_limits<T>;
  const T values[] = {0,
                      1,
                      2,
                      successor(was),
                      static_cast<T>(-1),
                      Limits::max(),
                      Limits::lowest(),
                      Limits::min(),
                      static_cast<T>(Limits::max() / 2),
                      static_cast<T>(random.below(100))};
  if constexpr (std::is_floating_point_v<T>) {
    if (random.below(6) == 0) return random.below(2) == 0 ? Limits::infinity() : Limits::quiet_NaN();
  }
  return values[random.below(std::size(values))];
}

template <class T>
void copy_array(const files::ArchiveReader& in, const std::string& name, bool spoil, RandomStream& random,
                files::ArchiveWriter& out) {
  std::vector<T> values = in.array<T>(name);
  const std::uint64_t choice = spoil ? random.below(6) : 6;
  if (choice == 0) values.push_back(values.empty() ? T{} : values.back());
  if (choice == 1 && !values.empty()) values.pop_back();
  if (choice >= 2 && choice < 6 && !values.empty()) {
    T& value = values[random.below(values.size())];
    value = extreme_value(value, random);
  }
  out.array<T>(name, values);
}

inline void copy_texts(const files::ArchiveReader& in, const std::string& name, bool spoil, RandomStream& random,
                       files::ArchiveWriter& out) {
  std::vector<std::string> texts = in.texts(name);
  if (spoil && !texts.empty()) {
    std::string& text = texts[random.below(texts.size())];
    const std::uint64_t choice = random.below(4);
    if (choice == 0) text = damaged(text, random);
    if (choice == 1) text = texts[random.below(texts.size())];
    if (choice == 2) text.clear();
    if (choice == 3) texts.pop_back();
  }
  out.texts(name, texts);
}

inline void copy_entry(const files::ArchiveReader& in, const files::ArchiveReader::Entry& entry, bool spoil,
                       RandomStream& random, files::ArchiveWriter& out) {
  using files::EntryType;
  if (spoil && random.below(16) == 0) return;  // an entry is lost
  if (spoil && random.below(16) == 0) return out.integer(entry.name, static_cast<std::int64_t>(random.below(100)));
  if (entry.type == EntryType::text) return copy_texts(in, entry.name, spoil, random, out);
#define BALLAST_COPY(T) \
  if (entry.type == files::type_of<T>()) return copy_array<T>(in, entry.name, spoil, random, out);
  BALLAST_ARCHIVE_TYPES(BALLAST_COPY)
#undef BALLAST_COPY
}

// One to three entries spoilt; small entries as often as large ones.
inline Bytes mutated_entries(const files::ArchiveReader& in, RandomStream& random) {
  const auto entries = in.entries();
  std::vector<bool> spoil(entries.size(), false);
  if (entries.empty()) return files::ArchiveWriter(in.kind()).bytes();
  for (std::uint64_t left = 1 + random.below(3); left > 0; --left) spoil[random.below(spoil.size())] = true;
  files::ArchiveWriter out(random.below(50) == 0 ? "other" : in.kind());
  for (std::size_t i = 0; i < entries.size(); ++i) copy_entry(in, entries[i], spoil[i], random, out);
  return out.bytes();
}

// An archive, damaged in one of three ways.
inline Bytes mutated_archive(const Bytes& archive, RandomStream& random) {
  const std::uint64_t choice = random.below(8);
  if (choice > 1) return mutated_entries(files::ArchiveReader::from_bytes(archive, "seed"), random);
  Bytes bytes = bytes_of(damaged(text_of(archive), random));
  return choice == 0 ? bytes : sealed(std::move(bytes));
}

}  // namespace ballast::fuzz
