// What is asked of each column of a CSV file before its cells are looked at, and what a cell says then: the same for a
// file and for a stream.
// Internal to engine/tabular.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/records/csv_source.hpp"

namespace ballast::tabular::csv {

// Words that mean a missing cell.
class MissingWords {
 public:
  explicit MissingWords(std::vector<std::string> words);
  bool contains(std::string_view text) const {
    return !text.empty() && starts_[static_cast<unsigned char>(text[0])] && find(text);
  }
  // Whether a number is one of the words: -999 also stands as -999.0.
  bool contains(double value) const;
  bool has_numbers() const { return !numbers_.empty(); }

 private:
  bool find(std::string_view text) const;

  std::vector<std::string> words_;
  std::array<bool, 256> starts_{};
  std::vector<double> numbers_;
  bool any_nan_ = false;
};

// Where the words count in a text column.
enum class Words : std::uint8_t { unquoted, always, never, unless_known };

enum class Reading : std::uint8_t { guessed, number, text, date, skipped };

struct ColumnRule {
  std::string name;
  Reading reading = Reading::guessed;
  const ColumnSchema* known = nullptr;  // in CsvOptions::schema
  std::string date_format = {};         // of Reading::date
  std::shared_ptr<const MissingWords> missing = nullptr;
  Words words = Words::unquoted;
  const NumberStyle* style = nullptr;  // of Reading::number, if it is not plain
  bool zero_one = false;               // of Reading::number: it was learned as 0 and 1, which true and false stand for
  bool nameless = false;               // at the end of the header: it is skipped, and holds nothing

  bool is_missing_label(const Cell& cell) const;
};

// The number of a cell: kind `number` and NaN if it is missing. A learned currency may be left out.
Number read_number(const ColumnRule& column, const Cell& cell, char decimal);
// How the column was learned to be written, decimal: the mark of columns without a style.
NumberStyle learned_style(const ColumnRule& column, char decimal);

// Whether three digits behind a point are not as the column was learned: it had another number of them in each cell, or
// whole numbers.
bool learned_without_thirds(const ColumnRule& column, const CsvFormat& format);

// Whether the first column is an index if it is called that: nothing, or what pandas calls nothing.
bool is_index_name(const std::string& name);

// One rule a name; `options` must outlive them.
// Throws Error on a name in `options.categorical`, `dates` or `skip` that is not there; `file` is where.
std::vector<ColumnRule> column_rules(const std::vector<std::string>& names, const CsvOptions& options,
                                     const std::string& file);

// The error of a number such as 2.273 in a column that does not show what its points are.
Error two_readings(const std::string& column, std::string_view number);
// The error of a number that has another decimal mark than its column was learned with, where others are as learned.
Error mixed_marks(const std::string& column, std::string_view number);

// Throws if the cell of a nameless column holds anything.
void check_nameless(const Source& source, const ColumnRule& column, const Cell& cell, const char* at);

// Throws the error of the cell at `at`, which is no finite number although the column holds numbers.
[[noreturn]] void fail_no_number(const Source& source, const ColumnRule& column, const char* at);

}  // namespace ballast::tabular::csv
