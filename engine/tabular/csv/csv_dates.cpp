#include "engine/tabular/csv/csv_dates.hpp"

#include <algorithm>

#include "engine/quoting.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/dates/date_text.hpp"

namespace ballast::tabular::csv {
namespace {

using PlaceOf = std::function<const char*(std::size_t)>;

std::vector<std::size_t> cells_of_labels(std::span<const double> cells, std::size_t labels) {
  std::vector<std::size_t> out(labels);
  for (const double cell : cells) {
    if (!is_missing(cell)) ++out[static_cast<std::size_t>(cell)];
  }
  return out;
}

// The first label in the file that the format does not read, or the number of labels.
std::size_t first_unreadable(const DateFormat& format, const std::vector<std::string>& labels,
                             std::span<const double> cells) {
  std::vector<bool> good;
  for (const std::string& label : labels) good.push_back(format.read(label).has_value());
  const auto bad = std::ranges::find_if(
      cells, [&](double cell) { return !is_missing(cell) && !good[static_cast<std::size_t>(cell)]; });
  return bad == cells.end() ? labels.size() : static_cast<std::size_t>(*bad);
}

[[noreturn]] void fail_ambiguous(const Source& source, const std::string& column, const DateGuess& guess,
                                 const std::string& cell, const char* place) {
  source.fail(Error("the dates in column '" + column + "' may be " + guess.format + " or " + guess.other)
                  .got(cell)
                  .hint("--date '" + column + "=" + guess.format + "' or --date '" + column + "=" + guess.other + "'"),
              place);
}

}  // namespace

void fail_no_date(const Source& source, const std::string& column, const std::string& format, const std::string& cell,
                  const char* place) {
  source.fail(Error("not a date")
                  .expected("a date like " + format + " in column '" + column + "'")
                  .got(cell)
                  .hint("an unknown date is an empty cell; " + typed_option("--categorical", column) +
                        " reads the column as text"),
              place);
}

std::string read_dates(const Source& source, const std::string& column, const std::string& format,
                       const std::vector<std::string>& labels, std::span<double> cells, const PlaceOf& place_of) {
  std::string found = format;
  if (format.empty()) {
    const DateGuess guess = guess_date_format(labels, cells_of_labels(cells, labels.size()));
    if (guess.kind == DateGuess::Kind::ambiguous) {
      const auto first = std::ranges::find_if_not(cells, is_missing);
      const auto label = static_cast<std::size_t>(*first);
      fail_ambiguous(source, column, guess, labels[label], place_of(label));
    }
    if (guess.kind == DateGuess::Kind::none || guess.kind == DateGuess::Kind::mixed) return "";
    found = guess.format;
  }
  const DateFormat dates(found);
  const std::size_t bad = first_unreadable(dates, labels, cells);
  if (bad < labels.size()) fail_no_date(source, column, found, labels[bad], place_of(bad));
  std::vector<double> seconds(labels.size());
  std::ranges::transform(labels, seconds.begin(), [&](const std::string& label) { return *dates.read(label); });
  for (double& cell : cells) {
    if (!is_missing(cell)) cell = seconds[static_cast<std::size_t>(cell)];
  }
  return found;
}

}  // namespace ballast::tabular::csv
