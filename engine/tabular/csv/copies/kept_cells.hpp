// Cells that are carried from a CSV text to another as they are written there, byte for byte: quotes, zeros in front
// and the words for missing cells stay.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::tabular {

class KeptCells {
 public:
  // header: the first record, in which the names are looked for; name: stands for the file in messages; delimiter: of
  // the file. Throws Error as read_csv on a header, and on names that are not there, or there twice.
  KeptCells(std::string_view header, const std::vector<std::string>& names, const std::string& name,
            char delimiter = ',');

  // Adds the cells of a record in the order of the names, a comma behind each; a record of one cell more than the
  // header begins with an index. Of a record that is cut short, or cannot be read to its end, the cells that are not
  // found are empty.
  void append(std::string_view record, std::string& out) const;

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  char delimiter_;
  std::vector<std::size_t> place_of_;  // by column of the header; kNone: not kept
  std::size_t kept_ = 0;
};

}  // namespace ballast::tabular
