#include "engine/tabular/csv_columns.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "engine/error.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/date_format.hpp"

namespace ballast::tabular::csv {
namespace {

// Rules by name.
class Rules {
 public:
  Rules(const std::vector<std::string>& names, const std::string& file) : file_(file) {
    rules.reserve(names.size());
    for (const std::string& name : names) {
      rules.push_back({.name = name});
      by_name_.emplace(rules.back().name, &rules.back());
    }
  }
  ColumnRule* find(const std::string& name) const {
    const auto at = by_name_.find(name);
    return at == by_name_.end() ? nullptr : at->second;
  }
  ColumnRule& get(const std::string& name, const char* to_do) const {
    if (ColumnRule* const rule = find(name)) return *rule;
    Error error("no column '" + name + "' " + to_do);
    std::vector<std::string_view> names;
    for (const ColumnRule& rule : rules) names.emplace_back(rule.name);
    const std::string_view near = nearest_name(name, names);
    if (!near.empty()) error.hint("did you mean '" + std::string(near) + "'?");
    throw error.in(file_);
  }

  std::vector<ColumnRule> rules;

 private:
  std::unordered_map<std::string_view, ColumnRule*> by_name_;
  const std::string& file_;
};

void skip_columns(Rules& all, const CsvOptions& options) {
  if (!options.only.empty()) {
    for (ColumnRule& rule : all.rules) rule.reading = Reading::skipped;
    for (const std::string& name : options.only) {
      if (ColumnRule* const rule = all.find(name)) rule->reading = Reading::guessed;
    }
  }
  for (const std::string& name : options.skip) all.get(name, "to leave out").reading = Reading::skipped;
  for (const std::string& name : options.skip_if_present) {
    if (ColumnRule* const rule = all.find(name)) rule->reading = Reading::skipped;
  }
}

}  // namespace

std::vector<ColumnRule> column_rules(const std::vector<std::string>& names, const CsvOptions& options,
                                     const std::string& file) {
  Rules all(names, file);
  skip_columns(all, options);
  const auto read = [](ColumnRule* rule, Reading reading) {
    if (rule != nullptr && rule->reading != Reading::skipped) rule->reading = reading;
  };
  const auto read_dates = [&](ColumnRule* rule, const std::string& format) {
    read(rule, Reading::date);
    if (rule != nullptr) rule->date_format = format;
  };
  for (const ColumnSchema& known : options.schema) {
    ColumnRule* const rule = all.find(known.name);
    if (rule != nullptr) rule->known = &known;
    if (known.kind == ColumnKind::date) {
      read_dates(rule, known.format);
    } else {
      read(rule, known.is_text() ? Reading::text : Reading::number);
    }
  }
  for (const DateColumn& date : options.dates_if_present) {
    DateFormat{date.format};
    read_dates(all.find(date.column), date.format);
  }
  for (const DateColumn& date : options.dates) {
    DateFormat{date.format};
    read_dates(&all.get(date.column, "to read as dates"), date.format);
  }
  for (const std::string& name : options.categorical) read(&all.get(name, "to read as text"), Reading::text);
  for (const std::string& name : options.categorical_if_present) read(all.find(name), Reading::text);
  return std::move(all.rules);
}

void fail_no_number(const Source& source, const ColumnRule& column, const char* at) {
  const Cell cell = source.cell(at);
  if (parse_number(cell.text).kind == NumberKind::beyond_double) {
    source.fail(Error("a number that is infinite or beyond double precision")
                    .expected("a finite number in column '" + column.name + "'")
                    .got(cell.text)
                    .hint("leave the cell empty if the value is unknown"),
                at);
  }
  Error error("not a number");
  error.expected("a number in column '" + column.name + "'").got(cell.text);
  if (column.known == nullptr) {
    error.hint(typed_option("--categorical", column.name) + " reads the column as text");
  } else {
    error.hint("the column was learnt as numbers; leave the cell empty if the value is unknown");
  }
  source.fail(std::move(error), at);
}

}  // namespace ballast::tabular::csv
