#include "engine/tabular/cells/csv_format.hpp"

#include <algorithm>

#include "engine/error.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/column_names.hpp"
#include "engine/tabular/decimals.hpp"

namespace ballast::tabular {
namespace {

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(std::min(text.size(), end + 1))) {
    end = text.find(at);
    if (end != 0 && !text.empty()) out.emplace_back(text.substr(0, end));
  }
  return out;
}

Error malformed(const files::ArchiveReader& in) {
  return Error("the file's note of how its data was written is malformed").in(in.path());
}

}  // namespace

std::vector<std::string> CsvFormat::usual_missing_words() {
  return {"?",    "NA",   "N/A",  "n/a",  "#N/A", "#N/A N/A", "#NA",    "<NA>",     "NaN",    "nan",
          "-NaN", "-nan", "NULL", "null", "None", "-1.#IND",  "1.#IND", "-1.#QNAN", "1.#QNAN"};
}

NumberStyle CsvFormat::style_of(const std::string& column) const {
  const auto own = styles.find(column);
  if (own != styles.end()) return own->second;
  return {.decimal = decimal == kGuessed ? '.' : decimal};
}

CsvFormat format_of_made_rows(CsvFormat format) {
  if (std::string_view(",;\t|").find(format.delimiter) != std::string_view::npos)
    format.delimiter = CsvFormat::kGuessed;
  if (format.encoding == Encoding::utf16) format.encoding = Encoding::guessed;
  format.skip_lines = 0;
  format.no_header = false;
  format.utf8_first = true;
  format.missing_named.clear();
  format.decimal_learned = true;
  return format;
}

void set_missing_words(CsvFormat& format, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    const auto [name, rest] = cut_named(word, "=");
    if (rest.empty()) {
      format.missing.push_back(word);
    } else if (name.empty()) {
      format.missing = split(std::string_view(rest).substr(1), '|');
    } else {
      format.missing_named.push_back(word);
    }
  }
}

CsvFormat of_columns(CsvFormat format, const std::vector<std::string>& names, const std::string& file) {
  for (const std::string& word : format.missing_named) {
    const auto [name, rest] = cut_named(word, "=", names);
    if (std::ranges::find(names, name) == names.end()) {
      throw hint_column(Error("no column '" + name + "' to read missing words of"), name, names).in(file);
    }
    format.missing_of[name] = split(std::string_view(rest).substr(1), '|');
  }
  format.missing_named.clear();
  return format;
}

void save_format(const CsvFormat& format, files::ArchiveWriter out) {
  if (format.decimal != CsvFormat::kGuessed) out.text("decimal", std::string(1, format.decimal));
  if (format.delimiter_to_write() != ',') out.text("delimiter", std::string(1, format.found_delimiter));
  if (format.missing != CsvFormat::usual_missing_words()) out.texts("missing", format.missing);
  if (!format.missing_of.empty()) {
    std::vector<std::string> columns, words;
    for (const auto& [column, own] : format.missing_of) {
      for (const std::string& word : own) columns.push_back(column), words.push_back(word);
      if (own.empty()) columns.push_back(column), words.emplace_back();
    }
    out.texts("missing_of/columns", columns);
    out.texts("missing_of/words", words);
  }
  if (!format.decimals.empty()) {
    std::vector<std::string> columns;
    std::vector<std::int32_t> places;
    for (const auto& [column, own] : format.decimals) columns.push_back(column), places.push_back(own);
    out.texts("decimals/columns", columns);
    out.array<std::int32_t>("decimals/places", places);
  }
  if (!format.zero_one.empty()) {
    out.texts("zero_one", std::vector<std::string>(format.zero_one.begin(), format.zero_one.end()));
  }
  if (format.styles.empty()) return;
  std::vector<std::string> columns, decimals, groups, units, forms;
  for (const auto& [column, style] : format.styles) {
    columns.push_back(column);
    decimals.emplace_back(1, style.decimal);
    groups.push_back(style.group);
    units.push_back(style.unit);
    forms.push_back(style.form);
  }
  out.texts("styles/columns", columns);
  out.texts("styles/decimals", decimals);
  out.texts("styles/groups", groups);
  out.texts("styles/units", units);
  out.texts("styles/forms", forms);
}

CsvFormat load_format(const files::ArchiveReader& in) {
  const auto mark = [&](const std::string& text) {
    if (text != "." && text != ",") throw malformed(in);
    return text[0];
  };
  CsvFormat out;
  if (in.has("decimal")) out.decimal = mark(in.text("decimal"));
  if (in.has("delimiter")) {
    const std::string text = in.text("delimiter");
    if (text.size() != 1 || std::string_view("\"\r\n.-+").find(text[0]) != std::string_view::npos) throw malformed(in);
    out.found_delimiter = text[0];
  }
  if (in.has("missing")) out.missing = in.texts("missing");
  if (in.has("missing_of/columns")) {
    const auto columns = in.texts("missing_of/columns"), words = in.texts("missing_of/words");
    if (columns.size() != words.size()) throw malformed(in);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      std::vector<std::string>& own = out.missing_of[columns[i]];
      if (!words[i].empty()) own.push_back(words[i]);
    }
  }
  if (in.has("decimals/columns")) {
    const auto columns = in.texts("decimals/columns");
    const auto places = in.array<std::int32_t>("decimals/places", columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (places[i] < 1 || places[i] > Decimals::kMost) throw malformed(in);
      out.decimals[columns[i]] = places[i];
    }
  }
  if (in.has("zero_one")) {
    for (const std::string& column : in.texts("zero_one")) out.zero_one.insert(column);
  }
  if (!in.has("styles/columns")) return out;
  const auto columns = in.texts("styles/columns"), decimals = in.texts("styles/decimals");
  const auto groups = in.texts("styles/groups"), units = in.texts("styles/units");
  const std::size_t count = columns.size();
  if (decimals.size() != count || groups.size() != count || units.size() != count) throw malformed(in);
  const auto forms = in.has("styles/forms") ? in.texts("styles/forms") : std::vector<std::string>(count);
  if (forms.size() != count) throw malformed(in);
  for (std::size_t i = 0; i < count; ++i) {
    if (!forms[i].empty() && forms[i].find('0') == std::string::npos) throw malformed(in);
    out.styles[columns[i]] = {mark(decimals[i]), groups[i], units[i], 0, forms[i]};
  }
  return out;
}

}  // namespace ballast::tabular
