// XXH64 (Yann Collet, 2014): a checksum of 64 bits at the speed of memory, for blocks too many for SHA-256. It finds
// damage; it does not hold against who means to deceive.
// Source: xxHash fast digest algorithm, https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ballast::tabular::binary {

std::uint64_t xxh64(std::span<const std::byte> bytes, std::uint64_t seed = 0);

}  // namespace ballast::tabular::binary
