#include "engine/tabular/csv/in_place/in_place.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <numeric>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "engine/quoting.hpp"
#include "engine/tabular/csv/csv_columns.hpp"
#include "engine/tabular/csv/number_kinds.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::tabular::csv {
namespace {

using Names = std::vector<std::string>;

const Names& words_of(const CsvFormat& format, const std::string& column) {
  const auto own = format.missing_of.find(column);
  return own == format.missing_of.end() ? format.missing : own->second;
}

// Names that mean missing now, and did not when the file was made.
MissingWords new_words(const CsvFormat& now, const CsvFormat& then, const std::string& column) {
  Names out = words_of(now, column);
  const Names& known = words_of(then, column);
  std::erase_if(out, [&](const std::string& word) { return std::ranges::find(known, word) != known.end(); });
  return MissingWords(std::move(out));
}

bool holds_numbers(const ColumnSchema& column) {
  return !column.is_text() && column.kind != ColumnKind::date && column.kind != ColumnKind::categorical;
}

// Whether a label of the column would be missing by its rule.
bool loses_labels(const ColumnSchema& column, const ColumnRule& rule, const MissingWords& words) {
  return std::ranges::any_of(column.labels, [&](const std::string& label) {
    if (rule.known == nullptr) return words.contains(label);
    return rule.missing->contains(label) && !std::ranges::binary_search(rule.known->labels, label);
  });
}

// Whether the cells are what the rule asks for, as they stand in the file.
bool answers(const ColumnSchema& column, const ColumnRule& rule, const CsvFormat& now, const CsvFormat& then) {
  const MissingWords words = new_words(now, then, column.name);
  if (rule.reading == Reading::text) {
    return column.is_text() && rule.words != Words::never && !loses_labels(column, rule, words);
  }
  if (rule.reading == Reading::date) return column.kind == ColumnKind::date && column.format == rule.date_format;
  if (rule.reading == Reading::number) {
    const NumberStyle style = then.style_of(column.name), learned = learned_style(rule, '.');
    return holds_numbers(column) && style.unit == learned.unit && !words.has_numbers();
  }
  return column.is_text() ? !loses_labels(column, rule, words) : !holds_numbers(column) || !words.has_numbers();
}

// Cells and schema of a column that was taken as it stands, for a reader that knows `known`.
ColumnSchema as_known(ColumnSchema column, const ColumnSchema* known, std::span<double> cells) {
  if (known == nullptr) return column;
  if (column.kind == ColumnKind::date) return known->kind == ColumnKind::date ? *known : column;
  if (!column.is_text()) {
    column.kind = kind_of_numbers(cells, known);
    return column;
  }
  std::set<std::string> all(known->labels.begin(), known->labels.end());
  const TruthSpellings spellings(known->labels);
  for (const std::string& label : column.labels) all.emplace(spellings.meaning(label));
  const Names labels(all.begin(), all.end());
  std::vector<double> code_of;
  for (const std::string& word : column.labels) {
    const std::string_view label = spellings.meaning(word);
    code_of.push_back(static_cast<double>(std::ranges::lower_bound(labels, label) - labels.begin()));
  }
  for (double& cell : cells) {
    if (!is_missing(cell)) cell = code_of[static_cast<std::size_t>(cell)];
  }
  if (labels == known->labels) return *known;
  column.labels = labels;
  column.kind = labels.size() == 2 ? ColumnKind::binary : ColumnKind::categorical;
  return column;
}

class InPlace {
 public:
  InPlace(const binary::TableFile& file, CsvOptions options, numeric::ThreadPool& pool, Observer& observer)
      : file_(file), options_(std::move(options)), pool_(pool), observer_(observer) {
    Names names;
    for (const ColumnSchema& column : file.schema()) names.push_back(column.name);
    options_.format = of_columns(std::move(options_.format), names, file.name());
    rules_ = column_rules(names, options_, file.name());
    format_ = options_.schema.empty() ? first_format() : later_format();
    schema_.resize(rules_.size());
    cells_.resize(rules_.size());
  }

  Table read(CsvFormat* as_read);
  CsvFormat as_it_stands() const;

 private:
  CsvFormat first_format() const;
  CsvFormat later_format() const;
  void require_text(std::size_t column) const;
  void take(std::span<const std::size_t> columns);
  void reread(std::span<const std::size_t> columns);

  const binary::TableFile& file_;
  CsvOptions options_;
  numeric::ThreadPool& pool_;
  Observer& observer_;
  std::vector<ColumnRule> rules_;
  CsvFormat format_;                        // by which a later file is read as this one was
  Schema schema_;                           // of all columns of the file; those that are not read stay empty
  std::vector<std::vector<double>> cells_;  // the same
};

// The text's own, without what was noted of columns that are not read.
CsvFormat InPlace::first_format() const {
  CsvFormat out = file_.format();
  for (const ColumnRule& rule : rules_) {
    if (rule.reading != Reading::skipped) continue;
    out.styles.erase(rule.name);
    out.decimals.erase(rule.name);
    out.missing_of.erase(rule.name);
  }
  out.decimal_learned = options_.format.decimal_learned;
  return out;
}

// A model's, with what this file has of its own.
CsvFormat InPlace::later_format() const {
  CsvFormat out = options_.format;
  const CsvFormat& own = file_.format();
  out.found_delimiter = own.found_delimiter;
  for (const ColumnRule& rule : rules_) {
    if (rule.reading == Reading::skipped) continue;
    if (const auto at = own.decimals.find(rule.name); at != own.decimals.end()) out.decimals[rule.name] = at->second;
    const NumberStyle style = own.style_of(rule.name);
    const bool learned = rule.reading == Reading::number;
    if (learned ? style != learned_style(rule, out.style_of(rule.name).decimal) : own.styles.contains(rule.name)) {
      out.styles[rule.name] = style;
    }
  }
  return out;
}

void InPlace::require_text(std::size_t column) const {
  const ColumnRule& rule = rules_[column];
  const bool is_text = file_.schema()[column].is_text();
  if (rule.reading != Reading::text || file_.is_canonical(column)) return;
  if (is_text && rule.words != Words::never) return;
  throw Error("column '" + rule.name + "' cannot be read as text: a table file keeps " +
              (is_text ? "no words of missing cells" : "numbers and dates, not how they were written"))
      .in(file_.name())
      .hint("convert the CSV file with " + typed_option("--categorical", rule.name) + ", or give it in place of this");
}

void InPlace::take(std::span<const std::size_t> columns) {
  std::vector<std::vector<double>> cells = file_.cells(columns, pool_);
  std::vector<char> sound(columns.size(), 1);
  pool_.parallel_for(columns.size(), [&](std::size_t i) {
    const std::size_t c = columns[i];
    const ColumnSchema& column = file_.schema()[c];
    if (holds_numbers(column)) sound[i] = kind_of_numbers(cells[i], nullptr) == column.kind ? 1 : 0;
    schema_[c] = as_known(column, rules_[c].known, cells[i]);
    cells_[c] = std::move(cells[i]);
  });
  const auto bad = std::ranges::find(sound, 0);
  if (bad == sound.end()) return;
  throw Error("the table file is damaged: column '" +
              rules_[columns[static_cast<std::size_t>(bad - sound.begin())]].name + "' is of another kind")
      .in(file_.name())
      .hint("convert the CSV file again");
}

// The columns as CSV text, and read from that.
void InPlace::reread(std::span<const std::size_t> columns) {
  if (columns.empty()) return;
  const Table stored = file_.table(columns, pool_);
  CsvOptions options = options_;
  options.skip.clear();
  options.skip_if_present.clear();
  options.only.clear();
  const auto is_other = [&](const std::string& name) { return !stored.find(name).has_value(); };
  std::erase_if(options.categorical, is_other);
  std::erase_if(options.dates, [&](const DateColumn& date) { return is_other(date.column); });
  std::erase_if(options.format.missing_of, [&](const auto& own) { return is_other(own.first); });
  options.format.delimiter = file_.format().delimiter_to_write();
  options.format.encoding = Encoding::utf8;
  options.format.skip_lines = 0;
  options.format.no_header = false;
  if (options.schema.empty()) options.format.decimal = file_.format().decimal;
  CsvFormat format;
  const Table read = parse_csv(to_csv(stored, file_.format()), file_.name(), options, pool_, observer_, &format);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& name = read.schema()[i].name;
    const auto replace = [&](auto& all, const auto& own) {
      all.erase(name);
      if (const auto at = own.find(name); at != own.end()) all.insert(*at);
    };
    replace(format_.styles, format.styles);
    replace(format_.decimals, format.decimals);
    replace(format_.missing_of, format.missing_of);
    replace(format_.dates, format.dates);
    schema_[columns[i]] = read.schema()[i];
    cells_[columns[i]].assign(read.column(i).begin(), read.column(i).end());
  }
}

Table InPlace::read(CsvFormat* as_read) {
  std::vector<std::size_t> as_they_stand, as_text;
  for (std::size_t c = 0; c < rules_.size(); ++c) {
    if (rules_[c].reading == Reading::skipped) continue;
    require_text(c);
    (answers(file_.schema()[c], rules_[c], options_.format, file_.format()) ? as_they_stand : as_text).push_back(c);
  }
  take(as_they_stand);
  reread(as_text);
  for (std::size_t c = 0; c < rules_.size(); ++c) {
    const bool own = rules_[c].reading != Reading::skipped && rules_[c].known == nullptr;
    if (own && schema_[c].kind == ColumnKind::binary && are_zero_one(cells_[c]) && !schema_[c].is_text()) {
      format_.zero_one.insert(rules_[c].name);
    }
  }
  if (as_read != nullptr) *as_read = format_;
  Schema schema;
  std::vector<std::vector<double>> cells;
  for (std::size_t c = 0; c < rules_.size(); ++c) {
    if (rules_[c].reading == Reading::skipped) continue;
    schema.push_back(std::move(schema_[c]));
    cells.push_back(std::move(cells_[c]));
  }
  Table out(std::move(schema), std::move(cells));
  file_.give_lines(out);
  return out;
}

CsvFormat InPlace::as_it_stands() const {
  for (std::size_t c = 0; c < rules_.size(); ++c) {
    if (rules_[c].reading == Reading::skipped) continue;
    require_text(c);
    if (answers(file_.schema()[c], rules_[c], options_.format, file_.format())) continue;
    throw Error("column '" + rules_[c].name + "' is asked for otherwise than the table file holds it")
        .in(file_.name())
        .hint("convert the CSV file with these options, or train without --memory");
  }
  return format_;
}

FileText copy_of(const std::string& text) {
  FileText out;
  out.bytes.reset(static_cast<char*>(std::malloc(text.size() + 1)));
  if (out.bytes == nullptr) throw std::bad_alloc();
  std::memcpy(out.bytes.get(), text.data(), text.size());
  out.size = text.size();
  return out;
}

std::string text_of(const binary::TableFile& file, numeric::ThreadPool& pool) {
  std::vector<std::size_t> all(file.schema().size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  CsvFormat format = file.format();
  const bool guessed = std::string_view(",;\t|").find(format.delimiter_to_write()) != std::string_view::npos;
  if (!guessed) format.found_delimiter = ',';  // which is found without being told
  return to_csv(file.table(all, pool), format);
}

}  // namespace

Table read_in_place(const binary::TableFile& file, const CsvOptions& options, numeric::ThreadPool& pool,
                    Observer& observer, CsvFormat* as_read) {
  return InPlace(file, options, pool, observer).read(as_read);
}

CsvFormat format_as_it_stands(const binary::TableFile& file, const CsvOptions& options) {
  numeric::ThreadPool alone(1);
  Observer quiet;
  return InPlace(file, options, alone, quiet).as_it_stands();
}

FileText read_text_of(const std::string& path, numeric::ThreadPool& pool) {
  if (binary::is_table_file(path)) return copy_of(text_of(binary::TableFile(path), pool));
  FileText text = read_text(path, pool);
  const std::string_view bytes(text.bytes.get(), text.size);
  if (!binary::is_table(bytes)) return text;
  return copy_of(text_of({std::as_bytes(std::span(bytes)), path}, pool));
}

}  // namespace ballast::tabular::csv
