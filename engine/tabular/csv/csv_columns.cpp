#include "engine/tabular/csv/csv_columns.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "engine/quoting.hpp"
#include "engine/tabular/column_names.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::tabular::csv {
namespace {

bool is_nan_word(std::string_view text) {
  return text.size() == 3 && (text[0] | 0x20) == 'n' && (text[1] | 0x20) == 'a' && (text[2] | 0x20) == 'n';
}

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
    std::vector<std::string_view> names;
    for (const ColumnRule& rule : rules) names.emplace_back(rule.name);
    throw hint_column(Error("no column '" + name + "' " + to_do), name, names).in(file_);
  }

  std::vector<ColumnRule> rules;

 private:
  std::unordered_map<std::string_view, ColumnRule*> by_name_;
  const std::string& file_;
};

// Columns that are not parsed.
void skip_columns(Rules& all, const CsvOptions& options) {
  if (!options.only.empty()) {
    for (ColumnRule& rule : all.rules) rule.reading = Reading::skipped;
    for (const std::string& name : options.only) {
      if (ColumnRule* const rule = all.find(name)) rule->reading = Reading::guessed;
    }
  }
  for (ColumnRule& rule : all.rules) {
    const auto starts = [&](const std::string& start) { return rule.name.starts_with(start); };
    if (!options.only_starting.empty() && std::ranges::none_of(options.only_starting, starts)) {
      rule.reading = Reading::skipped;
    }
  }
  const bool index_left_out = options.only.empty() && is_index_name(all.rules[0].name);
  for (const std::string& name : options.skip) {
    if (index_left_out && is_index_name(name)) continue;  // as pandas calls what it finds without a name
    all.get(name, "to leave out").reading = Reading::skipped;
  }
  for (const std::string& name : options.skip_if_present) {
    if (ColumnRule* const rule = all.find(name)) rule->reading = Reading::skipped;
  }
}

// The words of each column, and where they count.
void give_words(Rules& all, const CsvOptions& options, const CsvFormat& format) {
  const auto usual = std::make_shared<const MissingWords>(format.missing);
  for (ColumnRule& rule : all.rules) {
    rule.missing = usual;
    const auto own = format.missing_of.find(rule.name);
    if (own != format.missing_of.end()) {
      rule.missing = std::make_shared<const MissingWords>(own->second);
      rule.words = Words::always;
    }
    if (rule.known != nullptr) rule.words = Words::unless_known;
  }
  for (const std::string& name : options.categorical) {
    ColumnRule& rule = *all.find(name);
    if (rule.words == Words::unquoted) rule.words = Words::never;
  }
  if (!options.schema.empty()) return;  // a model's words, of columns that a later file may lack
  for (const auto& [name, words] : format.missing_of) all.get(name, "to read missing words of");
}

// As parse_styled, and without the sign of a currency, which changes no number.
std::optional<double> parse_learned(std::string_view text, const NumberStyle& style) {
  if (const auto value = parse_styled(text, style)) return value;
  if (!is_currency(style.unit)) return std::nullopt;
  return parse_styled(text, {style.decimal, style.group, ""});
}

}  // namespace

MissingWords::MissingWords(std::vector<std::string> words) : words_(std::move(words)) {
  for (const std::string& word : words_) {
    if (word.empty()) continue;
    starts_[static_cast<unsigned char>(word[0])] = true;
    any_nan_ = any_nan_ || is_nan_word(word);
    const Number number = parse_number(word);
    if (number.kind == NumberKind::number) numbers_.push_back(number.value);
  }
  if (any_nan_) starts_['n'] = starts_['N'] = true;
}

bool MissingWords::find(std::string_view text) const {
  return std::ranges::find(words_, text) != words_.end() || (any_nan_ && is_nan_word(text));
}

bool MissingWords::contains(double value) const {
  return std::ranges::find(numbers_, value) != numbers_.end();
}

bool ColumnRule::is_missing_label(const Cell& cell) const {
  const std::string_view text = without_blanks(cell.text);
  if (text.empty()) return true;
  if (words == Words::never || (words == Words::unquoted && cell.quoted) || !missing->contains(text)) return false;
  return words != Words::unless_known || !cell.quoted || !std::ranges::binary_search(known->labels, text);
}

NumberStyle learned_style(const ColumnRule& column, char decimal) {
  return column.style == nullptr ? NumberStyle{.decimal = decimal} : *column.style;
}

Number read_number(const ColumnRule& column, const Cell& cell, char decimal) {
  const std::string_view text = without_blanks(cell.text);
  if (text.empty() || column.missing->contains(text)) return {NumberKind::number, kMissing};
  Number number{NumberKind::not_a_number, kMissing};
  if (column.style == nullptr) {
    number = parse_number(text, decimal);
    const bool signs = column.known != nullptr && number.kind == NumberKind::not_a_number;  // (12), 12- and others
    if (const auto value = signs ? parse_styled(text, {.decimal = decimal}) : std::nullopt) {
      number = {NumberKind::number, *value};
    }
  } else if (const std::optional<double> value = parse_learned(text, *column.style)) {
    number = {NumberKind::number, *value};
  }
  if (column.zero_one && number.kind == NumberKind::not_a_number) {
    const std::optional<Truth> truth = truth_of(text);
    if (truth && truth->words == Truth::Words::true_false) number = {NumberKind::number, truth->value ? 1.0 : 0.0};
  }
  if (column.missing->contains(number.value)) return {NumberKind::number, kMissing};
  return number;
}

bool learned_without_thirds(const ColumnRule& column, const CsvFormat& format) {
  constexpr int kThirds = 3;
  const auto places = format.decimals.find(column.name);
  if (places != format.decimals.end()) return places->second != kThirds;
  return column.known != nullptr && column.known->kind == ColumnKind::integer;
}

bool is_index_name(const std::string& name) {
  return name.empty() || name == "Unnamed: 0";
}

std::vector<ColumnRule> column_rules(const std::vector<std::string>& names, const CsvOptions& options,
                                     const std::string& file) {
  Rules all(names, file);
  if (options.only.empty() && is_index_name(names[0])) all.rules[0].reading = Reading::skipped;
  for (const ColumnSchema& known : options.schema) {
    if (ColumnRule* const rule = all.find(known.name)) rule->reading = Reading::guessed;
  }
  skip_columns(all, options);
  const auto is_skipped = [](const ColumnRule& rule) { return rule.reading == Reading::skipped; };
  if (!options.skip.empty() && std::ranges::all_of(all.rules, is_skipped)) {
    throw Error("no columns are left").in(file).hint("--drop leaves out all that there are");
  }
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
    read_dates(all.find(date.column), DateFormat(date.format).text());
  }
  for (const DateColumn& date : options.dates) {
    ColumnRule& rule = all.get(date.column, "to read as dates");
    if (rule.known != nullptr && rule.known->kind != ColumnKind::date) {
      throw Error("--date names a column that was learned as " +
                  std::string(rule.known->is_text() ? "text" : "numbers"))
          .in(file)
          .expected("a column that was learned as dates")
          .got(date.column);
    }
    read_dates(&rule, DateFormat(date.format).text());
  }
  for (const std::string& name : options.categorical) {
    ColumnRule& rule = all.get(name, "to read as text");
    if (rule.reading == Reading::date && rule.known == nullptr) {
      throw Error("column '" + name + "' is to be read as text and as dates").in(file).expected("one of the two");
    }
    read(&rule, Reading::text);
  }
  for (const std::string& name : options.categorical_if_present) read(all.find(name), Reading::text);
  for (std::size_t c = names.size() - 1; c > 0 && names[c].empty(); --c) {
    all.rules[c].reading = Reading::skipped;
    all.rules[c].nameless = true;
  }
  give_words(all, options, of_columns(options.format, names, file));
  for (ColumnRule& rule : all.rules) {
    const auto style = options.format.styles.find(rule.name);
    if (style != options.format.styles.end() && rule.reading == Reading::number) rule.style = &style->second;
    rule.zero_one = rule.reading == Reading::number && options.format.zero_one.contains(rule.name);
  }
  return std::move(all.rules);
}

Error two_readings(const std::string& column, std::string_view number) {
  return Error("the numbers of column '" + column + "' may be read in two ways")
      .got(number)
      .hint("--decimal . or --decimal , says which mark stands before the decimals");
}

Error mixed_marks(const std::string& column, std::string_view number) {
  return Error("points before the decimals of some columns, and commas before those of others")
      .expected("numbers of column '" + column + "' written as they were learned, or all columns otherwise in one way")
      .got(number);
}

void check_nameless(const Source& source, const ColumnRule& column, const Cell& cell, const char* at) {
  if (!column.nameless || cell.text.empty()) return;
  source.fail(
      Error("a cell in a column that has no name").got(cell.text).hint("every column needs a name in the header"), at);
}

void fail_no_number(const Source& source, const ColumnRule& column, const char* at) {
  const Cell cell = source.cell(at);
  const char decimal = source.marks.decimal;
  if (column.style == nullptr && parse_number(cell.text, decimal).kind == NumberKind::beyond_double) {
    source.fail(Error("a number that is infinite or beyond double precision")
                    .expected("a finite number in column '" + column.name + "'")
                    .got(cell.text)
                    .hint("leave the cell empty if the value is unknown"),
                at);
  }
  Error error("not a number");
  error.expected("a number in column '" + column.name + "'").got(cell.text);
  const std::vector<std::string> text{std::string(cell.text)};
  const char other = decimal == ',' ? '.' : ',';
  if (column.style != nullptr) {
    error.expected("a number in column '" + column.name + "', written as in the data that it was learned from");
    if (parse_number(cell.text).kind == NumberKind::number) {
      error.hint("if all numbers of the file are written plainly, --decimal . reads them");
    }
  } else if (styles_that_read(text, decimal).empty() && !styles_that_read(text, other).empty()) {
    error.hint(std::string("--decimal ").append(1, other).append(" reads it as the decimal mark"));
  } else if (column.known == nullptr) {
    error.hint(typed_option("--categorical", column.name) + " reads the column as text, " +
               typed_option("--missing", std::string(cell.text)) + " the cell as missing");
  } else if (const auto truth = truth_of(text[0]); truth && truth->words != Truth::Words::one_zero) {
    error.hint(column.zero_one ? "the column was learned as 0 and 1, for which true and false may stand"
                               : "the column was learned as numbers; write it so in this file");
  } else {
    const std::string learned = "the column was learned as numbers; ";
    error.hint(learned + (cell.text.ends_with('%') ? "a percent sign stands in each of its cells, or in none"
                                                   : "leave the cell empty if the value is unknown, or " +
                                                         typed_option("--missing", text[0]) + " reads it as missing"));
  }
  source.fail(std::move(error), at);
}

}  // namespace ballast::tabular::csv
