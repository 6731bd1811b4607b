#include "app/commands/options/format_options.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

#include "app/commands/options/date_option.hpp"
#include "engine/error.hpp"
#include "engine/tabular/binary/table_file.hpp"

namespace ballast::app {
namespace {

using tabular::CsvFormat;
using tabular::Encoding;

char read_delimiter(const std::string& text) {
  if (text == "tab" || text == "\\t") return '\t';
  const bool letter = text.size() == 1 && (std::isalnum(static_cast<unsigned char>(text[0])) != 0);
  if (text.size() == 1 && !letter && std::string("\"\r\n.-+").find(text[0]) == std::string::npos) return text[0];
  throw Error("--delimiter: no character that can separate cells").expected("one such as , ; | or tab").got(text);
}

// utf8, CP1252 and ISO-8859-1 by the names of the option's values.
std::string usual_encoding(const std::string& name) {
  std::string bare;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) bare += static_cast<char>(std::tolower(c));
  }
  static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"utf8", "utf-8"},          {"utf8sig", "utf-8"},        {"ascii", "utf-8"},  {"usascii", "utf-8"},
      {"latin1", "latin1"},       {"iso88591", "latin1"},      {"l1", "latin1"},    {"windows1252", "windows-1252"},
      {"cp1252", "windows-1252"}, {"win1252", "windows-1252"}, {"utf16", "utf-16"}, {"utf16le", "utf-16"},
      {"utf16be", "utf-16"}};
  for (const auto& [other, usual] : kNames) {
    if (bare == other) return std::string(usual);
  }
  return name;
}

Encoding read_encoding(const Arguments& arguments) {
  static constexpr std::pair<std::string_view, Encoding> kEncodings[] = {{"utf-8", Encoding::utf8},
                                                                         {"latin1", Encoding::latin1},
                                                                         {"windows-1252", Encoding::windows_1252},
                                                                         {"utf-16", Encoding::utf16}};
  const std::string name = usual_encoding(arguments.choice("encoding"));
  return std::ranges::find(kEncodings, name, &std::pair<std::string_view, Encoding>::first)->second;
}

// Options that say how text is read, where no file of the command holds text.
void refuse_with_tables(const Arguments& arguments) {
  const std::vector<std::string> files = arguments.row_files({"added", "holdout", "nearest-in"});
  if (files.empty() || !std::ranges::all_of(files, tabular::binary::is_table_file)) return;
  for (const char* option : {"delimiter", "decimal", "encoding", "missing", "skip-lines", "no-header"}) {
    if (!arguments.given(option)) continue;
    throw Error(std::string("--") + option + " says how CSV text is read, and this is a table file")
        .in(files[0])
        .hint("`ballast convert` reads the CSV file by it");
  }
}

}  // namespace

std::vector<OptionSpec> format_options(const char* read_with) {
  std::vector<OptionSpec> options{
      {"delimiter", "C", "",
       "What separates cells, a character or tab. Default: of , ; tab | the one that the header holds most often."},
      {"decimal", "C", "",
       "The mark before decimals, . or , (the other may part thousands). Default: a point, unless a column only "
       "makes sense with commas."},
      {"encoding", "NAME", "",
       "utf-8, latin1, windows-1252 or utf-16. Default: utf-8, or utf-16 where a byte order mark says so.",
       Values::one_of("utf-8,latin1,windows-1252,utf-16", usual_encoding,
                      "`iconv -f NAME -t utf-8 FILE` writes text of any other encoding as UTF-8")},
      {"missing", "A,B", "",
       "More words that mean a missing cell, or of one column alone: COLUMN=A|B (COLUMN= for none, =A|B for all "
       "columns; a name with a comma in quotes, '\"Amount, EUR\"=A'). Always: an empty cell. Default: ? NA N/A n/a "
       "#N/A #NA <NA> NaN -NaN NULL null None 1.#IND -1.#IND 1.#QNAN -1.#QNAN. In a text column a word in quotes is a "
       "label, and any in a column of --categorical.",
       Values::names()},
      {"skip-lines", "N", 0u, "Lines above the header that are not read.", whole_range(0, 1'000'000)},
      {"no-header", "", "", "The first line is a row: columns are called c1, c2, ..."}};
  for (OptionSpec& option : options) option.read_with = read_with;
  return options;
}

OptionSpec percent_option(const char* read_with) {
  return {"percent-as",
          "X",
          "",
          "What the one of two files writes for 55 % whose numbers have no percent signs, 55 or 0.55, where a column "
          "was learned with them and this file has none, or the other way round.",
          Values::one_of("55,0.55"),
          read_with};
}

std::vector<OptionSpec> later_format_options(const char* read_with, const char* later_with) {
  std::vector<OptionSpec> out = format_options(read_with);
  out.push_back(percent_option(later_with));
  out.push_back(date_option());
  out.back().read_with = later_with;
  return out;
}

CsvFormat read_format(const Arguments& arguments, const CsvFormat& known) {
  refuse_with_tables(arguments);
  CsvFormat out = known;
  if (arguments.given("delimiter")) out.delimiter = read_delimiter(arguments.text("delimiter"));
  if (arguments.given("decimal")) {
    const std::string& mark = arguments.text("decimal");
    if (mark != "." && mark != ",") throw Error("--decimal: no decimal mark").expected(". or ,").got(mark);
    out.decimal = mark[0];
    std::erase_if(out.styles, [](const auto& style) { return style.second.unit.empty(); });
    for (auto& [column, style] : out.styles) {
      if (style.decimal != mark[0]) style = {mark[0], mark[0] == ',' ? "." : ",", style.unit};
    }
  }
  out.decimal_learned = !arguments.given("decimal");
  if (arguments.has("percent-as") && arguments.given("percent-as")) {
    out.percent = arguments.choice("percent-as") == "55" ? tabular::PercentAs::whole : tabular::PercentAs::fraction;
  }
  if (arguments.given("encoding")) out.encoding = read_encoding(arguments);
  if (arguments.given("missing")) tabular::set_missing_words(out, arguments.list("missing"));
  out.skip_lines = arguments.whole("skip-lines");
  out.no_header = arguments.flag("no-header");
  return out;
}

}  // namespace ballast::app
