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
                  .hint(typed_option("--date", column + "=" + guess.format) + " or " +
                        typed_option("--date", column + "=" + guess.other)),
              place);
}

// Whether dates of a later format are moments of the learned one's kind, and say the day and the hour where that did:
// an hour that is not written is not midnight.
bool same_kind(const DateFormat& learned, const DateFormat& later) {
  const auto has_hour = [](const DateFormat& format) { return format.has('H') || format.has('I'); };
  return learned.has_year() == later.has_year() && learned.has('z') == later.has('z') &&
         has_hour(learned) <= has_hour(later) && learned.has('d') <= later.has('d');
}

// The format of a later file: the learned one if it reads all cells, else the one that does.
std::string later_format(const Source& source, const std::string& column, const std::string& learned,
                         const std::vector<std::string>& labels, std::span<const double> cells,
                         const PlaceOf& place_of) {
  const DateFormat known(learned);
  const std::size_t bad = first_unreadable(known, labels, cells);
  if (bad == labels.size()) return learned;
  const DateGuess guess = guess_date_format(labels, cells_of_labels(cells, labels.size()));
  if (guess.kind == DateGuess::Kind::ambiguous) fail_ambiguous(source, column, guess, labels[bad], place_of(bad));
  const bool read = guess.kind == DateGuess::Kind::dates && same_kind(known, DateFormat(guess.format));
  return read ? guess.format : learned;
}

}  // namespace

std::string cut_short(const std::string& format, const std::vector<std::string>& labels) {
  if (format.find("%7f") == std::string::npos && format.find("%8f") == std::string::npos &&
      format.find("%9f") == std::string::npos) {
    return "";
  }
  const DateFormat dates(format);
  const auto cut = std::ranges::find_if(labels, [&](const std::string& label) {
    const std::optional<double> read = dates.read(label);
    return read && dates.write(*read) != label;
  });
  return cut == labels.end() ? "" : *cut + " is " + dates.write(*dates.read(*cut));
}

std::string two_zones(const std::string& format, const std::vector<std::string>& labels) {
  const DateFormat dates(format);
  if (!dates.has('z') || labels.empty()) return "";
  const auto offset = [&](const std::string& label) {
    const std::optional<DateFields> fields = dates.fields(label);
    return fields ? fields->offset : 0;
  };
  const int first = offset(labels[0]);
  const auto other = std::ranges::find_if(labels, [&](const std::string& label) { return offset(label) != first; });
  return other == labels.end() ? "" : "'" + labels[0] + "' and '" + *other + "'";
}

void fail_no_date(const Source& source, const std::string& column, const std::string& format, bool learned,
                  const std::string& cell, const char* place) {
  Error error("not a date");
  error.expected("a date like " + format + " in column '" + column + "'").got(cell);
  const std::string unknown = "an unknown date is an empty cell; ";
  if (learned) {
    error.hint(unknown + typed_option("--date", column + "=FORMAT") + " says how this file writes them");
  } else {
    error.hint(unknown + typed_option("--categorical", column) + " reads the column as text");
  }
  source.fail(std::move(error), place);
}

std::optional<DateFormat> format_of_first(const Source& source, const std::string& column, const DateFormat& learned,
                                          const std::string& cell, const char* place) {
  const std::size_t one = 1;
  const DateGuess guess = guess_date_format({&cell, 1}, {&one, 1});
  if (guess.kind == DateGuess::Kind::ambiguous) fail_ambiguous(source, column, guess, cell, place);
  if (guess.kind != DateGuess::Kind::dates) return std::nullopt;
  DateFormat found(guess.format);
  return same_kind(learned, found) ? std::optional(std::move(found)) : std::nullopt;
}

std::string read_dates(const Source& source, const std::string& column, const std::string& format, bool learned,
                       bool strict, const std::vector<std::string>& labels, std::span<double> cells,
                       const PlaceOf& place_of) {
  std::string found = learned && !strict ? later_format(source, column, format, labels, cells, place_of) : format;
  if (found.empty()) {
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
  if (bad < labels.size()) fail_no_date(source, column, found, learned, labels[bad], place_of(bad));
  std::vector<double> seconds(labels.size());
  std::ranges::transform(labels, seconds.begin(), [&](const std::string& label) { return *dates.read(label); });
  for (double& cell : cells) {
    if (!is_missing(cell)) cell = seconds[static_cast<std::size_t>(cell)];
  }
  return found;
}

}  // namespace ballast::tabular::csv
