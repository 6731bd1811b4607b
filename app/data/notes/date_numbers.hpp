// Dates that stand in a file as numbers: 20211102, 2112021, 211102, 11.2021.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace ballast::app {

struct DateNumbers {
  std::vector<std::string> formats = {};  // of DateFormat, that all cells may be written in; empty: no dates
  bool ordered = true;                    // the order of the numbers is that of the dates
};

// Of cells without missing ones.
DateNumbers date_numbers(std::span<const double> cells);

// `--date when=%d%m%y or --date when=%y%m%d`: all of the formats, ready to be typed.
std::string typed_dates(const std::string& column, std::span<const std::string> formats);

}  // namespace ballast::app
