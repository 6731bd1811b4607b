// Workspace: a bump arena for the scratch memory of one thread. Reserve once, take spans, give them back in one go with
// a mark; no allocation in between, so that a training step or a prediction call stays free of the heap.
//
//   Workspace work(bytes);
//   { const Workspace::Scope scope(work);              // releases at the end of the block
//     std::span<float> row = work.take<float>(256); ... }
#pragma once

#include <cassert>
#include <cstddef>
#include <new>
#include <span>
#include <stdexcept>
#include <type_traits>

#include "engine/numeric/buffer.hpp"
#include "engine/numeric/matrix.hpp"

namespace ballast::numeric {

class Workspace {
 public:
  Workspace() = default;
  explicit Workspace(std::size_t bytes) { reserve(bytes); }

  // Room for `bytes` bytes, each take rounded up to 64 (bytes_for). What was taken before is lost.
  // Requires: nothing taken.
  void reserve(std::size_t bytes) {
    assert(used_ == 0);
    if (bytes > memory_.size()) memory_ = Buffer<std::byte>(round_up(bytes));
  }

  // What a take<T>(count) uses up.
  template <class T>
  static constexpr std::size_t bytes_for(std::size_t count) noexcept {
    return round_up(count * sizeof(T));
  }

  // `count` values on a 64-byte boundary, not initialised. Throws std::length_error when the room is used up: the
  // reservation was too small, which is our mistake, and memory must not be overrun even in a release build.
  template <class T>
  std::span<T> take(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T> && alignof(T) <= kAlignment);
    const std::size_t left = memory_.size() - used_;
    if (count > left / sizeof(T) || bytes_for<T>(count) > left) throw std::length_error("workspace exhausted");
    T* first = reinterpret_cast<T*>(memory_.data() + used_);
    used_ += bytes_for<T>(count);
    return {first, count};
  }
  // rows x columns without padding between the rows.
  template <class T>
  MatrixView<T> take_matrix(std::size_t rows, std::size_t columns) {
    return {take<T>(rows * columns).data(), rows, columns};
  }

  // Everything taken after a mark is given back by release.
  std::size_t mark() const noexcept { return used_; }
  void release(std::size_t mark) noexcept {
    assert(mark <= used_);
    used_ = mark;
  }

  std::size_t capacity() const noexcept { return memory_.size(); }
  std::size_t used() const noexcept { return used_; }

  // mark now, release at the end of the block.
  class Scope {
   public:
    explicit Scope(Workspace& workspace) noexcept : workspace_(workspace), mark_(workspace.mark()) {}
    ~Scope() { workspace_.release(mark_); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Workspace& workspace_;
    std::size_t mark_;
  };

 private:
  static constexpr std::size_t round_up(std::size_t bytes) noexcept {
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
  }

  Buffer<std::byte> memory_;
  std::size_t used_ = 0;
};

}  // namespace ballast::numeric
