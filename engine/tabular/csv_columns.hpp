// What is asked of each column of a CSV file before its cells are looked at, the same for a file and for a stream.
// Internal to engine/tabular.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/tabular/csv.hpp"
#include "engine/tabular/csv_source.hpp"

namespace ballast::tabular::csv {

enum class Reading : std::uint8_t { guessed, number, text, date, skipped };

struct ColumnRule {
  std::string name;
  Reading reading = Reading::guessed;
  const ColumnSchema* known = nullptr;  // in CsvOptions::schema
  std::string date_format = {};         // of Reading::date
};

// One rule a name; `options` must outlive them.
// Throws Error on a name in `options.categorical`, `dates` or `skip` that is not there; `file` is where.
std::vector<ColumnRule> column_rules(const std::vector<std::string>& names, const CsvOptions& options,
                                     const std::string& file);

// Throws the error of the cell at `at`, which is no finite number although the column holds numbers.
[[noreturn]] void fail_no_number(const Source& source, const ColumnRule& column, const char* at);

}  // namespace ballast::tabular::csv
