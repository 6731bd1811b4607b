#include "app/data/conditions.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "app/text/numbers.hpp"
#include "engine/error.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/csv/cell_writer.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();

struct Word {
  std::string name, sign, value;
};

[[noreturn]] void refuse_sign(const std::string& sign) {
  throw Error("--where has a sign that it does not know").expected("=, <, <=, > or >=").got(sign);
}

Word cut(const std::string& word, std::span<const std::string> names) {
  const auto [name, rest] = cut_named(word, "!<>=", names);
  if (rest.starts_with('!')) refuse_sign("!=");
  if (name.empty() || rest.empty()) {
    throw Error("--where has a word that is no condition").expected("NAME=VALUE, NAME<VALUE, NAME>=VALUE").got(word);
  }
  const std::size_t length = rest[0] != '=' && rest.substr(1).starts_with('=') ? 2 : 1;
  const std::size_t value = std::min(rest.find_first_not_of(" \t", length), rest.size());
  return {name, rest.substr(0, length), rest.substr(value)};
}

std::size_t column_called(const std::string& name, const tabular::Schema& schema,
                          std::span<const std::string> identifiers) {
  if (std::ranges::find(identifiers, name) != identifiers.end()) {
    throw Error("--where names an identifier: it is made anew in each row, so no condition can be on it").got(name);
  }
  std::vector<std::string_view> names;
  for (const tabular::ColumnSchema& column : schema) names.emplace_back(column.name);
  const auto found = std::ranges::find(names, std::string_view(name));
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  Error error("--where names a column that the generator does not have");
  error.got(name);
  if (const auto near = nearest_name(name, names); !near.empty())
    error.hint("did you mean '" + std::string(near) + "'?");
  throw error;
}

// A currency or percent sign may be left out; true and false stand for 1 and 0 where these were learned.
std::optional<double> number_in(const std::string& text, const std::string& column, const tabular::CsvFormat& format) {
  const tabular::NumberStyle style = format.style_of(column);
  if (const auto number = tabular::parse_styled(text, style)) return number;
  if (!style.unit.empty()) {
    if (const auto number = tabular::parse_styled(text, {style.decimal, style.group, ""})) return number;
  }
  const auto truth = tabular::truth_of(text);
  if (truth && truth->words == tabular::Truth::Words::true_false && format.zero_one.contains(column)) {
    return truth->value ? 1 : 0;
  }
  return tabular::number_of(text);
}

double value_of(const Word& word, const tabular::ColumnSchema& column, const tabular::CsvFormat& format) {
  if (column.is_text()) {
    if (word.sign != "=") {
      throw Error("--where asks for a range of a text column").expected("'" + column.name + "=LABEL'").got(word.sign);
    }
    if (const auto label = tabular::LabelIndex(column.labels).find(word.value)) return static_cast<double>(*label);
    Error error("--where names a label that column '" + column.name + "' does not have");
    error.got(word.value);
    if (const auto near = nearest_name(word.value, column.labels); !near.empty()) {
      error.hint("did you mean '" + std::string(near) + "'?");
    }
    throw error;
  }
  if (column.kind == tabular::ColumnKind::date) {
    const tabular::DateFormat dates(column.format);
    if (const auto seconds = dates.read(word.value)) return *seconds;
    throw Error("--where has a value that is no date of column '" + column.name + "'")
        .expected(dates.text())
        .got(word.value);
  }
  if (const auto number = number_in(word.value, column.name, format)) return *number;
  if (word.value.find_first_of("<>=") == 0)
    refuse_sign(word.sign + word.value.substr(0, 1));  // of text it may be a label
  throw Error("--where has a value that is no number for column '" + column.name + "'").got(word.value);
}

// Digits behind the point that numbers of the column have at most; nothing if any number may be one.
std::optional<int> places_of(const tabular::ColumnSchema& column, const tabular::CsvFormat& format) {
  if (column.kind == tabular::ColumnKind::integer || column.kind == tabular::ColumnKind::binary) return 0;
  const auto places = format.decimals.find(column.name);
  if (places == format.decimals.end()) return std::nullopt;
  return places->second;
}

// The range of a sign, its ends on the grid of the column's numbers where it has one.
diffusion::CellCondition range_of(const std::string& sign, double value, std::size_t c, std::optional<int> places) {
  const bool upwards = sign[0] == '>', open = sign.size() == 1;
  double end = value;
  if (places) {
    const double scale = std::pow(10.0, *places), steps = value * scale, whole = std::round(steps);
    const bool on_grid = std::fabs(steps - whole) <= 1e-9 * std::max(1.0, std::fabs(steps));
    const double next = on_grid   ? whole + (open ? (upwards ? 1 : -1) : 0)
                        : upwards ? std::ceil(steps)
                                  : std::floor(steps);
    end = next / scale;
  } else if (open) {
    end = std::nextafter(value, upwards ? kEndless : -kEndless);
  }
  return upwards ? diffusion::CellCondition{c, false, end, kEndless}
                 : diffusion::CellCondition{c, false, -kEndless, end};
}

diffusion::CellCondition condition_of(const Word& word, std::size_t c, const tabular::ColumnSchema& column,
                                      const tabular::CsvFormat& format) {
  if (word.value.empty()) {
    if (word.sign == "=") return {c, true};
    throw Error("--where has a range without a number").got(word.name + word.sign);
  }
  const double value = value_of(word, column, format);
  if (word.sign == "=") return {c, false, value, value};
  return range_of(word.sign, value, c, column.is_text() ? std::nullopt : places_of(column, format));
}

// "state=FR", "18<=age<=30".
std::string condition_text(const diffusion::CellCondition& one, const tabular::ColumnSchema& column,
                           const tabular::CsvFormat& format) {
  if (one.missing) return column.name + "=";
  const tabular::CellWriter written(column, format);
  if (one.low == one.high) return column.name + "=" + written.text(one.low);
  return (std::isfinite(one.low) ? written.text(one.low) + "<=" : "") + column.name +
         (std::isfinite(one.high) ? "<=" + written.text(one.high) : "");
}

}  // namespace

std::vector<diffusion::CellCondition> read_conditions(std::span<const std::string> words, const tabular::Schema& schema,
                                                      const tabular::CsvFormat& format,
                                                      std::span<const std::string> identifiers) {
  std::vector<std::string> names(identifiers.begin(), identifiers.end());
  for (const tabular::ColumnSchema& column : schema) names.push_back(column.name);
  std::vector<diffusion::CellCondition> out;
  for (const std::string& text : words) {
    const Word word = cut(text, names);
    const std::size_t c = column_called(word.name, schema, identifiers);
    const diffusion::CellCondition condition = condition_of(word, c, schema[c], format);
    const auto same = std::ranges::find(out, c, &diffusion::CellCondition::column);
    if (same == out.end()) {
      out.push_back(condition);
      continue;
    }
    same->low = std::max(same->low, condition.low);
    same->high = std::min(same->high, condition.high);
    if (same->missing != condition.missing || (!same->missing && same->low > same->high)) {
      throw Error("--where has conditions on '" + word.name + "' that no value of the column fulfils together")
          .got(text);
    }
  }
  return out;
}

std::string doubts(std::span<const diffusion::CellCondition> conditions,
                   std::span<const diffusion::ConditionChance> chances, const tabular::Schema& schema,
                   const tabular::CsvFormat& format, std::size_t rows) {
  constexpr double kFarRarer = 0.2;
  double all = 1;
  const diffusion::ConditionChance* worst = nullptr;
  for (const diffusion::ConditionChance& one : chances) {
    all *= one.given;
    if (worst == nullptr || one.given * worst->alone < worst->given * one.alone) worst = &one;
  }
  const double expected = all * static_cast<double>(rows);
  if (chances.size() < 2 || (worst->given >= kFarRarer * worst->alone && expected >= 0.5)) return "";
  std::string text = "the conditions hardly go together";
  if (worst->given < worst->alone) {
    const diffusion::CellCondition& condition = conditions[worst->condition];
    text += ": by the network " + condition_text(condition, schema[condition.column], format) +
            " has the probability " + four_digits(worst->given) + " given the others, " + four_digits(worst->alone) +
            " by itself";
  }
  return text + "; of " + with_commas(rows) + " rows about " + (expected < 0.5 ? "none" : fixed(expected, 0)) +
         " would fulfil all";
}

}  // namespace ballast::app
