// A CSV file that ranks read together, each a part of its bytes.
#pragma once

#include <cstdint>
#include <string>

#include "engine/files/file_layer.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::app {

struct ByteRange {
  std::uint64_t begin, end;
};

// Where the rows of a CSV file end, and how many rows of delimiters alone stand below: they are none.
struct RowsEnd {
  std::uint64_t end = 0;
  std::size_t empty_rows = 0;
};
RowsEnd end_of_rows(files::InputFile& file, std::uint64_t size);

// Where in the file the rows of this rank are: about as many bytes on each, the first `head` of them and more on the
// first rank, cut behind line feeds outside quotes. To know what is outside each rank counts the quotes of its part,
// and hears how many stand above. quoted: whether an odd number of quotes stands above the first row. All ranks call
// it. file: of `size` bytes, that reads at any. Throws Stopped as Ranks does.
ByteRange bytes_of_rank(ranks::Ranks& ranks, files::InputFile& file, std::uint64_t size, std::uint64_t head,
                        bool quoted, numeric::ThreadPool& pool, Observer& observer);

// Names what a file says without reading all of it: its length, and the SHA-256 of 64 samples of 64 kB, its beginning
// and its end among them. Requires: a regular file.
std::string sampled_digest(const std::string& path);

}  // namespace ballast::app
