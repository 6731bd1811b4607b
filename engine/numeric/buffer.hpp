// Buffer: owns n values of T on a 64-byte boundary, so that a vector load never straddles a cache line. Move-only.
// The values are zero at first. Borrow with a span; matrices stand in matrix.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

namespace ballast::numeric {

inline constexpr std::size_t kAlignment = 64;  // bytes: a cache line, and an AVX-512 register

template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>, "a Buffer is for plain numbers and records");

 public:
  Buffer() = default;
  explicit Buffer(std::size_t size) : data_(allocate(size)), size_(size) { std::fill_n(data_.get(), size, T{}); }

  // A buffer with the values of `values`.
  static Buffer copy_of(std::span<const T> values) {
    Buffer out(values.size());
    std::copy(values.begin(), values.end(), out.data());
    return out;
  }

  T* data() noexcept { return data_.get(); }
  const T* data() const noexcept { return data_.get(); }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  T& operator[](std::size_t i) noexcept { return data_[i]; }
  const T& operator[](std::size_t i) const noexcept { return data_[i]; }
  T* begin() noexcept { return data(); }
  T* end() noexcept { return data() + size_; }
  const T* begin() const noexcept { return data(); }
  const T* end() const noexcept { return data() + size_; }

  std::span<T> span() noexcept { return {data(), size_}; }
  std::span<const T> span() const noexcept { return {data(), size_}; }

 private:
  struct Free {
    void operator()(T* pointer) const noexcept { ::operator delete[](pointer, std::align_val_t{kAlignment}); }
  };
  static T* allocate(std::size_t size) {
    if (size == 0) return nullptr;
    if (size > static_cast<std::size_t>(-1) / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(::operator new[](size * sizeof(T), std::align_val_t{kAlignment}));
  }

  std::unique_ptr<T[], Free> data_;
  std::size_t size_ = 0;
};

}  // namespace ballast::numeric
