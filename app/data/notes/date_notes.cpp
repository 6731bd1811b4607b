#include "app/data/notes/date_notes.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "app/data/notes/date_numbers.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/dates/date_text.hpp"

namespace ballast::app {
namespace {

using Labels = std::span<const std::string>;

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.3g %%", 100 * share);
  return text;
}

// Formats that may be meant otherwise, and are used when told only.
std::vector<tabular::DateFormat> formats_to_tell() {
  std::vector<std::string> dates{"%d-%b-%y", "%d %b %y", "%d%b%y", "%b %d, %y", "%b-%d-%y"};
  for (const std::string mark : {"/", ".", "-"}) {
    dates.push_back("%d" + mark + "%m" + mark + "%y");
    dates.push_back("%m" + mark + "%d" + mark + "%y");
    dates.push_back("%y" + mark + "%m" + mark + "%d");
  }
  std::vector<tabular::DateFormat> out;
  for (const std::string& date : dates) {
    for (const char* clock : {"", " %H:%M:%S", " %H:%M", "T%H:%M:%S", " %I:%M:%S %p", " %I:%M %p", " %I:%M%p",
                              ", %H:%M", ", %H:%M:%S", ":%H:%M:%S"}) {
      out.emplace_back(date + clock);
    }
  }
  for (const char* plain : {"%d%m%Y", "%m%d%Y", "%d%m%y", "%m%d%y", "%y%m%d"}) out.emplace_back(plain);
  return out;
}

// Those that read all labels.
std::vector<std::string> told_formats(Labels labels) {
  static const std::vector<tabular::DateFormat> formats = formats_to_tell();
  std::vector<std::string> out;
  for (const tabular::DateFormat& format : formats) {
    if (std::ranges::all_of(labels, [&](const std::string& label) { return format.read(label).has_value(); })) {
      out.push_back(format.text());
    }
  }
  return out;
}

std::string told_note(const std::string& column, const std::vector<std::string>& formats) {
  const bool short_year = formats[0].find("%y") != std::string::npos;
  std::string out = short_year ? "dates with years of two digits" : "dates without marks between their parts";
  return out + " are read when told, by " + typed_dates(column, formats);
}

// Whether a text has three numbers, or two and a word, one of them a year or more that begins with one.
bool looks_like_date(const std::string& text) {
  constexpr std::size_t kLongest = 40;
  std::size_t numbers = 0, words = 0;
  bool year = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto kind = [&](std::size_t i) {
      const auto c = static_cast<unsigned char>(text[i]);
      return c >= '0' && c <= '9' ? 1 : c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ? 2 : 0;
    };
    std::size_t end = at;
    while (end < text.size() && kind(end) == kind(at)) ++end;
    const std::size_t length = end - at;
    const bool century = kind(at) == 1 && (text.compare(at, 2, "19") == 0 || text.compare(at, 2, "20") == 0);
    year = year || (century && (length == 4 || length == 8));
    numbers += kind(at) == 1 ? 1 : 0;
    words += kind(at) == 2 && length >= 3 ? 1 : 0;
    at = end;
  }
  return text.size() <= kLongest && year && (numbers >= 3 || (numbers == 2 && words >= 1));
}

// Whether all labels but one are dates of the format.
bool only_other(Labels labels, const std::string& format) {
  const tabular::DateFormat dates(format);
  return std::ranges::count_if(labels, [&](const std::string& label) { return !dates.read(label); }) == 1;
}

}  // namespace

std::string date_note(const tabular::ColumnSchema& column, std::span<const double> cells) {
  if (!column.is_text() || column.labels.empty()) return "";
  std::vector<std::size_t> counts(column.labels.size());
  for (const double cell : cells) {
    if (!tabular::is_missing(cell)) ++counts[static_cast<std::size_t>(cell)];
  }
  const std::string start = "column '" + column.name + "' is read as text: ";
  if (const std::string told = told_dates(column); !told.empty()) return start + told;
  const tabular::DateGuess guess = tabular::guess_date_format(column.labels, counts);
  if (guess.kind == tabular::DateGuess::Kind::mixed) {
    return start + percent(guess.share) + " of its cells are dates like " + guess.format + ", but not '" +
           column.labels[guess.label] + "'; " + typed_option("--date", column.name + "=" + guess.format) +
           " names the line of the first" +
           (only_other(column.labels, guess.format)
                ? ", " + typed_option("--missing", column.labels[guess.label]) + " reads it as missing"
                : "");
  }
  constexpr std::size_t kFew = 20;
  if (column.labels.size() <= kFew || !std::ranges::all_of(column.labels, looks_like_date)) return "";
  return start + "if '" + column.labels[0] + "' is a date, " + typed_option("--date", column.name + "=FORMAT") +
         " says how it is written, such as %d.%m.%Y";
}

std::string told_dates(const tabular::ColumnSchema& column) {
  const std::vector<std::string> formats = told_formats(column.labels);
  return formats.empty() ? "" : told_note(column.name, formats);
}

}  // namespace ballast::app
