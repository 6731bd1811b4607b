// SHA-256 (FIPS 180-4): what every archive ends with, and the name of a model in the rows it made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace ballast::files {

class Sha256 {
 public:
  using Digest = std::array<std::byte, 32>;
  // portable: plain C++, the twin of the processor's own SHA instructions, which `fastest` takes where the build has
  // them.
  enum class Engine { fastest, portable };

  explicit Sha256(Engine engine = Engine::fastest);
  void update(std::span<const std::byte> bytes);
  // The digest of all bytes so far; the object is used up.
  Digest finish();

 private:
  static constexpr std::size_t kBlock = 64;  // bytes
  using Compress = void (*)(std::uint32_t* state, const std::byte* blocks, std::size_t count);

  Compress compress_;
  std::array<std::uint32_t, 8> state_;
  std::array<std::byte, kBlock> tail_{};  // bytes of a block not yet full
  std::size_t tail_size_ = 0;
  std::uint64_t total_ = 0;  // bytes
};

Sha256::Digest sha256(std::span<const std::byte> bytes);
// 64 lower-case hex digits.
std::string to_hex(const Sha256::Digest& digest);

}  // namespace ballast::files
