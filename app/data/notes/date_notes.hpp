// What a user should know of text columns that hold dates, or seem to.
#pragma once

#include <span>
#include <string>

#include "engine/tabular/table.hpp"

namespace ballast::app {

// Of a text column most of whose cells are dates, with one that is none; of one whose dates are read only when told,
// since their years have two digits or no marks part them; and of one that looks like dates in a writing that is not
// known. Empty of any other.
std::string date_note(const tabular::ColumnSchema& column, std::span<const double> cells);

// "dates with years of two digits are read when told, by --date 'day=%d/%m/%y'": of a text column whose labels all are
// such dates, in each reading; empty of any other.
std::string told_dates(const tabular::ColumnSchema& column);

}  // namespace ballast::app
