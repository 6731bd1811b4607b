// How a CSV file is written. What is not said is guessed where it is plain, and an Error where it is not:
//   delimiter  of , ; tab | the one that the header holds most often outside quotes; the comma wins a tie
//   decimal    each column by itself: a point unless its cells only make sense with a comma (number_style.hpp)
//   encoding   UTF-8, or UTF-16 where a byte order mark says so; anything else is an Error
//   missing    the words of usual_missing_words()
// A word is missing wherever numbers or dates stand. In a text column it is so if it is not in quotes, and not in a
// column named `categorical`, where only the empty cell is; a column with words of its own goes by these alone. Read by
// a schema, a word in quotes is the label where the schema has such a label, and else missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/tabular/cells/later_style.hpp"
#include "engine/tabular/cells/number_style.hpp"

namespace ballast::tabular {

enum class Encoding : std::uint8_t { guessed, utf8, latin1, windows_1252, utf16 };

struct CsvFormat {
  static constexpr char kGuessed = 0;

  char delimiter = kGuessed;
  char decimal = kGuessed;
  Encoding encoding = Encoding::guessed;
  std::size_t skip_lines = 0;  // above the header
  std::vector<std::string> missing = usual_missing_words();
  std::map<std::string, std::vector<std::string>> missing_of = {};  // by column, instead of `missing`
  std::vector<std::string> missing_named = {};     // COLUMN=A|B, as typed: the file must have the column (of_columns)
  std::map<std::string, NumberStyle> styles = {};  // by column that is not written plainly
  char found_delimiter = kGuessed;  // the one of the file that was read: says how to write, not how to read
  bool utf8_first = false;          // text that is UTF-8 is read as such, whatever the encoding asked for
  bool no_header = false;           // the first line is a row; columns are called c1, c2, ...
  // Of a later file, read by a schema. decimal_learned: decimal and styles are those of the learned file, and this one
  // may have others, where they are plain.
  bool decimal_learned = false;
  PercentAs percent = PercentAs::unsaid;
  // Digits behind the decimal mark, by column that has as many in each cell: says how to write, not how to read.
  std::map<std::string, int> decimals = {};
  // Columns of the numbers 0 and 1, for which a later file may have true and false.
  std::set<std::string> zero_one = {};
  // Formats of dates, by column of a later file that has others than its schema.
  std::map<std::string, std::string> dates = {};

  char delimiter_to_write() const { return found_delimiter == kGuessed ? ',' : found_delimiter; }
  // How a column of numbers is written.
  NumberStyle style_of(const std::string& column) const;
  // Empty and those of pandas, with ? beside them; nan in any case of letters.
  static std::vector<std::string> usual_missing_words();
  bool operator==(const CsvFormat&) const = default;
};

// Reads `words`, "A,B" or "COLUMN=A|B" in any mixture, into the format: words without a column are added to the usual
// ones; those of a column are all it has, none if nothing follows the sign; those of the empty column replace the
// usual.
void set_missing_words(CsvFormat& format, const std::vector<std::string>& words);
// The format for a file of these columns: what `missing_named` says stands in `missing_of`, by names that cut_named
// finds (engine/quoting.hpp). Throws Error where the file, called `file`, lacks one.
CsvFormat of_columns(CsvFormat format, const std::vector<std::string>& names, const std::string& file);

// The format by which rows are read that ballast or another program made of a file read by `format`: they have no lines
// above the header, which they have; their delimiter, encoding and styles may differ.
CsvFormat format_of_made_rows(CsvFormat format);

// What a later file needs to be read and written alike: decimal mark, missing words, styles, delimiter. Nothing is
// written of the usual.
void save_format(const CsvFormat& format, files::ArchiveWriter out);
// Throws Error on anything that is not a format.
CsvFormat load_format(const files::ArchiveReader& in);

}  // namespace ballast::tabular
