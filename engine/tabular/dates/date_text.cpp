#include "engine/tabular/dates/date_text.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

#include "engine/tabular/dates/date_format.hpp"

namespace ballast::tabular {
namespace {

constexpr double kClearlyDates = 0.99, kWorthNaming = 0.5;  // of the cells
constexpr std::size_t kTried = 16;                          // labels that a format is looked for by

using Texts = std::vector<std::string>;

// Writings that are no date and a clock with a mark between them, and some of machines and countries.
constexpr std::array kOthers{"%Y%m%d %H:%M:%S",
                             "%Y%m%d %H:%M",
                             "%Y%m%d %H%M%S",
                             "%Y%m%dT%H%M",
                             "%d%b%Y",
                             "%d%b%Y:%H:%M:%S",
                             "%d%b%Y %H:%M:%S",
                             "%d%b%Y:%H:%M",
                             "%Y-%m-%d-%H.%M.%S",
                             "%Y-%m-%d %H:%M:%S:%3f",
                             "%Y-%m-%dT%H:%M:%S:%3f",
                             "%d.%m.%Y %H.%M.%S",
                             "%d.%m.%Y %H.%M",
                             "%d.%m.%Y %H:%M Uhr",
                             "%d.%m.%Y %H:%M:%S Uhr",
                             "%d. %B %Y",
                             "%d. %b %Y",
                             "%d/%m/%Y %Hh%M",
                             "%a %b %d %H:%M:%S %Y",
                             "%a %b %d %H:%M:%S %z %Y",
                             "%b %d %H:%M:%S %Y",
                             "%Y年%m月%d日",
                             "%Y年%m月%d日 %H:%M",
                             "%Y年%m月%d日 %H:%M:%S",
                             "%d %m %Y",
                             "%m %d %Y",
                             "%Y %m %d",
                             "%a %d/%m/%Y",
                             "%a %m/%d/%Y",
                             "%a %d.%m.%Y",
                             "%a %Y-%m-%d"};

Texts candidates() {
  Texts numeric, named, out;
  for (const std::string s : {"-", "/", "."}) {
    numeric.push_back("%Y" + s + "%m" + s + "%d");
    numeric.push_back("%d" + s + "%m" + s + "%Y");
    if (s != ".") numeric.push_back("%m" + s + "%d" + s + "%Y");  // points are not written in the United States
  }
  for (const std::string month : {"%b", "%B"}) {
    for (const std::string s : {"-", "/", " "}) named.push_back("%d" + s + month + s + "%Y");
    for (const std::string day : {" %d ", " %d, ", "-%d-"}) named.push_back(month + day + "%Y");
    named.push_back("%Y-" + month + "-%d");
  }
  for (std::size_t i = 0, plain = named.size(); i < plain; ++i) {
    for (const std::string weekday : {"%a, ", "%a ", "%A, "}) named.push_back(weekday + named[i]);
  }
  const Texts clocks{"%H:%M:%S", "%H:%M", "%H"},
      twelve_hours{"%I:%M:%S %p", "%I:%M %p", "%I:%M:%S%p", "%I:%M%p", "%I %p", "%I:%M:%S %p %z", "%I:%M %p %z"};
  const Texts zones{"", "%z", " %z"};
  const auto with_clock = [&](const std::string& date, const std::string& between) {
    for (const std::string& clock : clocks) {
      for (const std::string& zone : zones) out.push_back(date + between + clock + zone);
    }
    for (const std::string& clock : twelve_hours) out.push_back(date + between + clock);
  };
  for (const Texts* dates : {&numeric, &named}) {
    for (const std::string& date : *dates) {
      out.push_back(date);
      for (const char* between : {" ", ", "}) with_clock(date, between);
      if (date.starts_with("%Y")) with_clock(date, "T");
      if (date == "%d/%b/%Y") with_clock(date, ":");  // the logs of web servers
    }
  }
  for (const std::string& zone : zones) out.push_back("%Y%m%dT%H%M%S" + zone);
  out.insert(out.end(), kOthers.begin(), kOthers.end());
  for (const char* month : {"%Y-%m", "%Y/%m", "%m/%Y", "%b-%Y", "%b %Y", "%B %Y"}) out.emplace_back(month);
  for (const char* time : {"%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p"}) out.emplace_back(time);
  return out;
}

std::vector<DateFormat> known_formats() {
  std::vector<DateFormat> out;
  for (std::string& text : candidates()) out.emplace_back(std::move(text));
  return out;
}

// What the labels have in common in their writing, for the format to write them back as they were.
struct Writing {
  std::uint64_t unpadded = 0;
  bool capitals = true, small = true;  // of month names; of AM and PM
  std::optional<int> fraction_digits;  // -1: not the same everywhere
  char fraction_mark = 0;              // before them
  std::optional<std::string> zone;     // "": not the same everywhere

  void add(const DateFields& fields) {
    unpadded |= fields.unpadded;
    capitals = capitals && std::ranges::none_of(fields.name, [](char c) { return c >= 'a' && c <= 'z'; });
    small = small && std::ranges::none_of(fields.meridiem, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (fraction_digits.value_or(fields.fraction_digits) != fields.fraction_digits) fraction_digits = -1;
    if (!fraction_digits) fraction_digits = fields.fraction_digits;
    if (fields.fraction_digits > 0) {
      if (fraction_mark != 0 && fraction_mark != fields.fraction_mark) fraction_digits = -1;
      fraction_mark = fields.fraction_mark;
    }
    if (zone.value_or(std::string(fields.zone)) != fields.zone) zone = "";
    if (!zone) zone = fields.zone;
  }
};

std::string refined(const std::string& format, const Writing& writing) {
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      out += format[i];
      continue;
    }
    const char code = format[++i];
    out += '%';
    if ((writing.unpadded >> (code - 'A') & 1) != 0) out += '-';
    if ((code == 'b' || code == 'B') && writing.capitals) out += '^';
    out += code == 'p' && writing.small ? 'P' : code;
    const int digits = writing.fraction_digits.value_or(0);
    if (code == 'S' && digits < 0) out += "%0f";
    const bool own = format.find("%3f") != std::string::npos;  // it says so itself
    if (code == 'S' && digits > 0 && !own)
      out += std::string(1, writing.fraction_mark) + "%" + std::to_string(digits) + "f";
    if (code == 'z' && writing.zone && !writing.zone->empty()) out += "{" + *writing.zone + "}";
  }
  return out;
}

struct Reading {
  const DateFormat* format = nullptr;
  std::size_t cells = 0;        // read
  std::size_t first_other = 0;  // a label that is not read; the number of labels if there is none
  Writing writing{};
};

Reading read_all(const DateFormat& format, std::span<const std::string> labels, std::span<const std::size_t> cells) {
  Reading out{&format, 0, labels.size()};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (const auto fields = format.fields(labels[i])) {
      out.cells += cells[i];
      out.writing.add(*fields);
    } else {
      out.first_other = std::min(out.first_other, i);
    }
  }
  return out;
}

// Whether two formats that read the same labels mean the same by them; May has the same name in full and in short.
bool agree(const DateFormat& a, const DateFormat& b) {
  const double first_of_may = 1051747200;  // 2003
  return b.read(a.write(first_of_may)) == a.read(a.write(first_of_may));
}

// Formats that read at least one of a few labels, all over the list.
std::vector<const DateFormat*> plausible(std::span<const std::string> labels) {
  static const std::vector<DateFormat> formats = known_formats();
  std::vector<const DateFormat*> out;
  const std::size_t tried = std::min(kTried, labels.size());
  for (std::size_t i = 0; i < tried; ++i) {
    const std::string& label = labels[i * (labels.size() - 1) / std::max<std::size_t>(1, tried - 1)];
    if (std::ranges::none_of(label, [](char c) { return c >= '0' && c <= '9'; })) continue;
    for (const DateFormat& format : formats) {
      if (std::ranges::find(out, &format) == out.end() && format.fields(label)) out.push_back(&format);
    }
  }
  return out;
}

}  // namespace

DateGuess guess_date_format(std::span<const std::string> labels, std::span<const std::size_t> cells) {
  const std::size_t all = std::accumulate(cells.begin(), cells.end(), std::size_t{0});
  std::optional<Reading> best;
  std::vector<Reading> whole;
  for (const DateFormat* const format : plausible(labels)) {
    Reading reading = read_all(*format, labels, cells);
    if (reading.first_other == labels.size()) whole.push_back(reading);
    if (!best || reading.cells > best->cells) best = std::move(reading);
  }
  if (!best) return {};
  DateGuess out;
  out.format = refined(best->format->text(), best->writing);
  out.share = static_cast<double>(best->cells) / static_cast<double>(all);
  out.label = best->first_other;
  if (whole.empty()) {
    out.kind = out.share >= kClearlyDates  ? DateGuess::Kind::unreadable
               : out.share >= kWorthNaming ? DateGuess::Kind::mixed
                                           : DateGuess::Kind::none;
    return out;
  }
  out.kind = DateGuess::Kind::dates;
  for (const Reading& other : whole) {
    if (agree(*whole.front().format, *other.format)) continue;
    out.kind = DateGuess::Kind::ambiguous;
    out.other = refined(other.format->text(), other.writing);
  }
  return out;
}

}  // namespace ballast::tabular
