// Dates among the text columns of a CSV file. Internal to engine/tabular.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/records/csv_source.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::tabular::csv {

// Turns the cells of a text column, codes of `labels`, into dates: those of `format`, or, if it is empty, of the format
// that the labels are found to be written in. Gives the format; "" and the cells as they were when they are no dates.
// place_of: where in the file the label of a number stands first, for messages.
// learned: `format` is that of another file; unless `strict` this one may have another that reads all of its cells.
// Throws Error, with the line: a cell that `format` does not read; dates that may be day/month or month/day; a cell
// that is no date among 99 % that are.
std::string read_dates(const Source& source, const std::string& column, const std::string& format, bool learned,
                       bool strict, const std::vector<std::string>& labels, std::span<double> cells,
                       const std::function<const char*(std::size_t)>& place_of);

// The format of a cell that may be the first of a column learned in another; nothing if it is no date, or one that
// differs in having a zone, or a year. Throws Error where the day may be the month.
std::optional<DateFormat> format_of_first(const Source& source, const std::string& column, const DateFormat& learned,
                                          const std::string& cell, const char* place);

// The first of labels that a date does not hold whole, with
// digits behind the microsecond, and what it is; else nothing.
std::string cut_short(const std::string& format, const std::vector<std::string>& labels);

// Two of the labels that stand in different zones; empty if there are none, or the format writes one zone.
std::string two_zones(const std::string& format, const std::vector<std::string>& labels);

// Throws the error of a cell that is no date of the format.
[[noreturn]] void fail_no_date(const Source& source, const std::string& column, const std::string& format, bool learned,
                               const std::string& cell, const char* place);

}  // namespace ballast::tabular::csv
