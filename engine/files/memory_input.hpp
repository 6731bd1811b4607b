// MemoryInput: bytes in memory as a file to read, for what came through a pipe and is read twice.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/files/file_layer.hpp"

namespace ballast::files {

class MemoryInput final : public InputFile {
 public:
  // Borrows the bytes.
  explicit MemoryInput(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::size_t read(std::span<std::byte> into) override {
    const std::size_t count = std::min(into.size(), bytes_.size() - at_);
    std::ranges::copy(bytes_.subspan(at_, count), into.begin());
    at_ += count;
    return count;
  }
  std::uint64_t size_hint() const override { return bytes_.size(); }

 private:
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
};

}  // namespace ballast::files
