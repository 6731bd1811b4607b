// Matrix owns, MatrixView borrows: row-major, with a stride between rows so that a block of rows or of columns is again
// a view. Views are passed by value. Indices are (row, column), from 0.
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <type_traits>

#include "engine/numeric/buffer.hpp"

namespace ballast::numeric {

template <class T>
class MatrixView {
 public:
  MatrixView() = default;
  MatrixView(T* data, std::size_t rows, std::size_t columns) : MatrixView(data, rows, columns, columns) {}
  MatrixView(T* data, std::size_t rows, std::size_t columns, std::size_t stride)
      : data_(data), rows_(rows), columns_(columns), stride_(stride) {
    assert(stride >= columns);
  }
  // A view of values converts to a view of const values.
  operator MatrixView<const T>() const noexcept  // NOLINT(google-explicit-constructor)
      requires(!std::is_const_v<T>) {
    return {data_, rows_, columns_, stride_};
  }

  T* data() const noexcept { return data_; }
  std::size_t rows() const noexcept { return rows_; }
  std::size_t columns() const noexcept { return columns_; }
  std::size_t stride() const noexcept { return stride_; }
  bool empty() const noexcept { return rows_ == 0 || columns_ == 0; }

  T& operator()(std::size_t row, std::size_t column) const noexcept {
    assert(row < rows_ && column < columns_);
    return data_[row * stride_ + column];
  }
  std::span<T> row(std::size_t row) const noexcept {
    assert(row < rows_);
    return {data_ + row * stride_, columns_};
  }
  // Rows first .. first + count - 1.
  MatrixView row_block(std::size_t first, std::size_t count) const noexcept {
    assert(first + count <= rows_);
    return {data_ + first * stride_, count, columns_, stride_};
  }
  // Columns first .. first + count - 1.
  MatrixView column_block(std::size_t first, std::size_t count) const noexcept {
    assert(first + count <= columns_);
    return {data_ + first, rows_, count, stride_};
  }

 private:
  T* data_ = nullptr;
  std::size_t rows_ = 0, columns_ = 0, stride_ = 0;
};

// rows x columns values, zero at first, without padding between rows.
template <class T>
class Matrix {
 public:
  Matrix() = default;
  Matrix(std::size_t rows, std::size_t columns) : buffer_(rows * columns), rows_(rows), columns_(columns) {}

  std::size_t rows() const noexcept { return rows_; }
  std::size_t columns() const noexcept { return columns_; }
  bool empty() const noexcept { return buffer_.empty(); }
  T* data() noexcept { return buffer_.data(); }
  const T* data() const noexcept { return buffer_.data(); }
  T& operator()(std::size_t row, std::size_t column) noexcept { return view()(row, column); }
  const T& operator()(std::size_t row, std::size_t column) const noexcept { return view()(row, column); }
  std::span<T> row(std::size_t i) noexcept { return view().row(i); }
  std::span<const T> row(std::size_t i) const noexcept { return view().row(i); }
  std::span<T> values() noexcept { return buffer_.span(); }
  std::span<const T> values() const noexcept { return buffer_.span(); }
  MatrixView<T> view() noexcept { return {data(), rows_, columns_}; }
  MatrixView<const T> view() const noexcept { return {data(), rows_, columns_}; }

 private:
  Buffer<T> buffer_;
  std::size_t rows_ = 0, columns_ = 0;
};

}  // namespace ballast::numeric
