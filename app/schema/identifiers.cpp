#include "app/schema/identifiers.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>

#include "app/schema/wheels.hpp"
#include "engine/error.hpp"
#include "engine/tabular/labels/label_index.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::app {
namespace {

using tabular::ColumnKind;

constexpr double kMostNumber = 4503599627370496;  // 2^52: with 2^48 rows beyond it still exact
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Whether the name has a word such as id or key: "CustomerId", "customer_id" and "CUSTOMER ID" have.
bool names_identifier(std::string_view name) {
  constexpr std::array<std::string_view, 10> kWords{"id",     "ids", "uuid", "guid",  "key",
                                                    "number", "no",  "nr",   "index", "account"};
  std::string word;
  const auto ends = [&] { return std::ranges::find(kWords, word) != kWords.end(); };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const bool starts = std::isalpha(c) == 0 ||
                        (std::isupper(c) != 0 && i > 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0);
    if (starts && ends()) return true;
    if (starts) word.clear();
    if (std::isalpha(c) != 0) word += static_cast<char>(std::tolower(c));
  }
  return ends();
}

bool numbers_identify(const std::string& name, std::span<const double> cells) {
  std::vector<double> sorted(cells.begin(), cells.end());
  std::ranges::sort(sorted);
  if (sorted.front() < 0 || sorted.back() >= kMostNumber) return false;
  if (std::ranges::adjacent_find(sorted) != sorted.end()) return false;
  return sorted.back() - sorted.front() < 2 * static_cast<double>(sorted.size()) || names_identifier(name);
}

bool identifies(const tabular::ColumnSchema& column, std::span<const double> cells) {
  if (cells.size() < kEnoughRows || std::ranges::any_of(cells, tabular::is_missing)) return false;
  if (column.is_text()) return column.labels.size() == cells.size();
  return column.kind == ColumnKind::integer && numbers_identify(column.name, cells);
}

// Goes on behind `text`; wheels: one a byte of it.
void start_after(const std::string& text, std::string wheels, Identifier& out) {
  out.first = turned_wheels(text, wheels, 1);
  const std::size_t wheel = std::min(wheels.find_first_not_of(kFixedWheel), wheels.size());
  out.wheels = wheels.insert(wheel, out.first.size() - wheels.size(), 'd');  // of what was carried
}

// The end that all have, up to their last digit.
std::string common_end(std::span<const std::string> labels) {
  const std::string& some = labels.front();
  std::size_t length = some.size();
  for (const std::string& label : labels) {
    std::size_t same = 0;
    while (same < std::min(length, label.size()) && label[label.size() - 1 - same] == some[some.size() - 1 - same])
      ++same;
    length = same;
  }
  const std::string end = some.substr(some.size() - length);
  const std::size_t digit = end.find_last_of("0123456789");
  return digit == std::string::npos ? end : end.substr(digit + 1);
}

// Of labels that are a common beginning, a number of any length and a common end: CUST-17, user5@mail.com.
bool start_after_number(std::span<const std::string> all, Identifier& out) {
  constexpr std::size_t kMostDigits = 15;
  const std::string end = common_end(all);
  std::vector<std::string> labels;
  for (const std::string& label : all) labels.push_back(label.substr(0, label.size() - end.size()));
  const std::string& start = labels.front();
  std::size_t digits = 0;
  while (digits < start.size() && is_digit(start[start.size() - 1 - digits])) ++digits;
  const std::string prefix = start.substr(0, start.size() - digits);
  const auto number = [&](const std::string& label) {
    return tabular::number_of(label.substr(prefix.size())).value_or(0);
  };
  for (const std::string& label : labels) {
    if (!label.starts_with(prefix)) return false;
    const std::string_view rest = std::string_view(label).substr(prefix.size());
    if (rest.empty() || rest.size() > kMostDigits || !std::ranges::all_of(rest, is_digit)) return false;
  }
  const std::string& largest = *std::ranges::max_element(labels, {}, number);
  const std::string digits_of(largest.size() - prefix.size(), 'd');
  start_after(largest + end, std::string(prefix.size(), kFixedWheel) + digits_of + std::string(end.size(), kFixedWheel),
              out);
  return true;
}

// Of labels of one length: the largest as the wheels count.
bool start_after_wheels(std::span<const std::string> labels, Identifier& out) {
  const std::string wheels = wheels_of(labels);
  if (wheels.find_first_not_of(kFixedWheel) == std::string::npos) return false;
  const auto is_less = [&](const std::string& a, const std::string& b) {
    std::size_t i = 0;
    while (i < a.size() && a[i] == b[i]) ++i;
    if (i == a.size() || wheels[i] == kFixedWheel) return false;
    const std::string_view wheel = wheel_characters(wheels[i]);
    return wheel.find(a[i]) < wheel.find(b[i]);
  };
  start_after(*std::ranges::max_element(labels, is_less), wheels, out);
  return true;
}

Identifier numbered_text(const std::string& name, std::size_t position) {
  return {{name, ColumnKind::categorical, {}}, position, name + "-1", std::string(name.size() + 1, kFixedWheel) + 'd'};
}

// Of mail addresses, at a domain that is nobody's (RFC 2606).
Identifier numbered_address(const std::string& name, std::size_t position) {
  const std::string end = "@example.com";
  Identifier out = numbered_text(name, position);
  out.first += end;
  out.wheels += std::string(end.size(), kFixedWheel);
  return out;
}

bool are_addresses(std::span<const std::string> labels) {
  return std::ranges::all_of(labels, [](const std::string& label) {
    const std::size_t at = label.find('@');
    return at != std::string::npos && at > 0 && label.find('.', at) != std::string::npos &&
           label.find(' ') == std::string::npos;
  });
}

Identifier fresh_text(const tabular::ColumnSchema& column, std::size_t position) {
  Identifier out{{column.name, ColumnKind::categorical, {}}, position, {}, {}};
  if (column.is_text() && (start_after_number(column.labels, out) || start_after_wheels(column.labels, out)))
    return out;
  return column.is_text() && are_addresses(column.labels) ? numbered_address(column.name, position)
                                                          : numbered_text(column.name, position);
}

Identifier fresh_number(const tabular::Table& table, std::size_t column) {
  const tabular::ColumnSchema& from = table.schema()[column];
  double largest = 0;
  for (const double cell : table.column(column)) {
    if (tabular::is_missing(cell)) continue;
    if (std::trunc(cell) != cell || std::fabs(cell) >= kMostNumber) {
      throw Error("column '" + from.name + "' is no identifier").expected("whole numbers below 2^52, or text");
    }
    largest = std::max(largest, cell);
  }
  const std::string first = std::to_string(static_cast<std::uint64_t>(largest) + 1);
  return {{from.name, ColumnKind::integer, {}}, column, first, std::string(first.size(), 'd')};
}

// Labels are sorted by text, cells are their places.
void fill_labels(const Identifier& identifier, std::uint64_t first, std::vector<std::string>& labels,
                 std::span<double> cells) {
  std::vector<std::string> made(cells.size());
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = identifier.of_row(first + i);
  std::vector<std::size_t> order(made.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) -> const std::string& { return made[i]; });
  for (std::size_t place = 0; place < order.size(); ++place) {
    labels.push_back(made[order[place]]);
    cells[order[place]] = static_cast<double>(place);
  }
}

}  // namespace

std::string Identifier::of_row(std::uint64_t k) const {
  return turned_wheels(first, wheels, k);
}

std::vector<std::size_t> find_identifiers(const tabular::Table& table) {
  std::vector<std::size_t> out;
  for (std::size_t c = 0; c < table.columns(); ++c) {
    if (identifies(table.schema()[c], table.column(c))) out.push_back(c);
  }
  return out;
}

Identifier public_identifier(const tabular::ColumnSchema& column, std::size_t position) {
  if (column.is_text()) return numbered_text(column.name, position);
  return {{column.name, ColumnKind::integer, {}}, position, "1", "d"};
}

Identifier fresh_identifier(const tabular::Table& table, std::size_t column) {
  const tabular::ColumnSchema& from = table.schema()[column];
  if (from.kind == ColumnKind::date) {
    throw Error("column '" + from.name + "' is no identifier").expected("whole numbers or text").got("dates");
  }
  return from.is_text() ? fresh_text(from, column) : fresh_number(table, column);
}

tabular::Table with_identifiers(const tabular::Table& rows, std::span<const Identifier> identifiers,
                                std::uint64_t first) {
  if (identifiers.empty()) return rows;
  tabular::Schema schema = rows.schema();
  std::vector<std::vector<double>> cells;
  for (std::size_t c = 0; c < rows.columns(); ++c) cells.emplace_back(rows.column(c).begin(), rows.column(c).end());
  for (const Identifier& identifier : identifiers) {
    const auto at = static_cast<std::ptrdiff_t>(std::min(identifier.position, schema.size()));
    const auto column = schema.insert(schema.begin() + at, identifier.column);
    std::vector<double>& made = *cells.emplace(cells.begin() + at, rows.rows());
    if (column->kind != ColumnKind::integer) {
      fill_labels(identifier, first, column->labels, made);
      continue;
    }
    for (std::size_t i = 0; i < made.size(); ++i)
      made[i] = tabular::number_of(identifier.of_row(first + i)).value_or(0);
  }
  tabular::Table out(std::move(schema), std::move(cells));
  std::ranges::copy(rows.origins(), out.origins().begin());
  return out;
}

// ---- archive

void save_identifiers(std::span<const Identifier> identifiers, files::ArchiveWriter out) {
  tabular::Schema schema;
  std::vector<std::string> firsts, wheels;
  std::vector<std::uint64_t> positions;
  for (const Identifier& identifier : identifiers) {
    schema.push_back(identifier.column);
    firsts.push_back(identifier.first);
    wheels.push_back(identifier.wheels);
    positions.push_back(identifier.position);
  }
  tabular::save_schema(schema, out.child("schema"));
  out.texts("firsts", firsts);
  out.texts("wheels", wheels);
  out.array<std::uint64_t>("positions", positions);
}

std::vector<Identifier> load_identifiers(const files::ArchiveReader& in, std::size_t columns) {
  const tabular::Schema schema = tabular::load_schema(in.child("schema"));
  const std::vector<std::string> firsts = in.texts("firsts"), wheels = in.texts("wheels");
  const auto positions = in.array<std::uint64_t>("positions", schema.size());
  const auto require = [&](bool holds) {
    if (!holds) throw Error("damaged model file: its identifiers do not fit together").in(in.path());
  };
  require(firsts.size() == schema.size() && wheels.size() == schema.size() && std::ranges::is_sorted(positions));
  std::vector<Identifier> out;
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const bool number = schema[i].kind == ColumnKind::integer;
    require((number || schema[i].kind == ColumnKind::categorical) && !schema[i].is_text());
    require(positions[i] <= columns + i && wheels[i].size() == firsts[i].size());
    require(!number || (firsts[i].size() <= 16 && std::ranges::all_of(wheels[i], [](char c) { return c == 'd'; })));
    bool turns = false;
    for (std::size_t at = 0; at < wheels[i].size(); ++at) {
      const std::string_view wheel = wheel_characters(wheels[i][at]);
      require(wheels[i][at] == kFixedWheel || wheel.find(firsts[i][at]) != std::string_view::npos);
      turns = turns || !wheel.empty();
    }
    require(turns);
    out.push_back({schema[i], static_cast<std::size_t>(positions[i]), firsts[i], wheels[i]});
  }
  return out;
}

}  // namespace ballast::app
