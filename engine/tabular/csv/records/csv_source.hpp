// The text of a CSV file and its name: where in the file a place of the text is, and the errors that say so.
// Internal to engine/tabular.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "engine/error.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/cells/csv_cells.hpp"

namespace ballast::tabular::csv {

struct Source {
  std::string_view text;
  const std::string& name;
  std::size_t first_line = 1;  // where in the file the text begins
  Marks marks = {};

  const char* begin() const { return text.data(); }
  const char* end() const { return text.data() + text.size(); }

  // The cell at `at`. Throws if it has a fault.
  Cell cell(const char* at) const;
  std::size_t line_of(const char* at) const;

  // Throws `error` with the line and column of `at`.
  [[noreturn]] void fail(Error error, const char* at) const;
  // Throws if the cell has a fault.
  void check(const Cell& cell) const {
    if (cell.fault != CellFault::none) fail(cell);
  }
  [[noreturn]] void fail_ragged(const char* row, std::size_t cells, std::size_t expected) const;
  [[noreturn]] void fail_nul(const char* at) const;
  // Throws if `at`, unless nullptr, is a byte that is not UTF-8; or at the first in the text.
  void check_utf8(const char* at) const;
  void check_utf8() const;

 private:
  [[noreturn]] void fail(const Cell& cell) const;
};

// A whole file in memory.
struct FileText {
  struct Free {
    void operator()(char* bytes) const noexcept;
  };
  std::unique_ptr<char[], Free> bytes;
  std::size_t size = 0;
};

// Reads the file, on the pool if it lies on a disk; inflates gzip on the way.
FileText read_text(const std::string& path, numeric::ThreadPool& pool);

}  // namespace ballast::tabular::csv
