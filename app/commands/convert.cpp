// `ballast convert`: a CSV file as a table file, which every command reads in its place, and back.
#include <filesystem>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/date_option.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/data/dataset.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "engine/files/paths.hpp"
#include "engine/stage.hpp"
#include "engine/tabular/csv/in_place/stored_csv.hpp"

namespace ballast::app {
namespace {

bool is_csv_name(const std::string& out) {
  for (const char* ending : {".csv", ".csv.gz", ".tsv", ".txt"}) {
    if (out.ends_with(ending)) return true;
  }
  return false;
}

// Which of the two is asked for, by the name of the output.
bool writes_csv(const std::string& out) {
  if (files::stream_number(out, files::Direction::output) || is_csv_name(out)) return true;
  if (out.ends_with(".table")) return false;
  throw Error("--out: neither a table file nor CSV by its name").expected("NAME.table or NAME.csv").got(out);
}

std::uint64_t bytes_of(const std::string& path) {
  std::error_code fault;
  const std::uintmax_t size = std::filesystem::file_size(path, fault);
  return fault ? 0 : std::uint64_t{size};
}

void run_convert(const Arguments& arguments, Session& session) {
  const std::string &data = arguments.positional(0), &out = arguments.text("out");
  const bool to_csv = writes_csv(out);
  files::StagedFile written(out, output_rule(arguments, {data}),
                            to_csv ? files::Content::text : files::Content::binary);
  takes_standard_output(out, session);
  const tabular::CsvOptions options{.categorical = arguments.list("categorical"),
                                    .dates = date_columns(arguments),
                                    .skip = arguments.list("drop"),
                                    .format = read_format(arguments)};
  const Stopwatch watch;
  session.observer.step({.phase = "read " + files::shown_name(data, files::Direction::input)});
  tabular::binary::StoredTable stored = tabular::read_to_store(data, options, session.pool, session.observer);
  throw_if_interrupted();
  if (out.ends_with(".tsv")) stored.format.found_delimiter = '\t';
  note_texts(stored.table, session.observer, options.categorical);
  session.observer.step({.phase = "write " + files::shown_name(out, files::Direction::output)});
  written.commit([&](const std::string& place) {
    if (to_csv) return tabular::write_csv(stored.table, place, stored.format);
    tabular::binary::write_table_file(stored, place, session.pool);
  });
  const std::uint64_t before = bytes_of(data), after = bytes_of(out);
  const std::string size = after == 0 ? "" : ", " + with_commas(after) + " bytes";
  tell_written(out,
               with_commas(stored.table.rows()) + " rows of " + with_commas(stored.table.columns()) + " columns" + size,
               session);
  if (!session.json) return;
  print(flat_json({{"written", out},
                   {"rows", std::uint64_t{stored.table.rows()}},
                   {"columns", std::uint64_t{stored.table.columns()}},
                   {"bytes_read", before},
                   {"bytes", after},
                   {"timings", NamedNumbers{{"convert", watch.seconds()}}}}));
}

}  // namespace

const Command& convert_command() {
  static const Command command{
      "convert",
      "a CSV file as a table file that loads at the speed of memory, and back",
      "Writes what DATA.csv says to a table file: every command reads it wherever it reads a CSV file, with the same "
      "results, and without parsing. What the options below settle (marks, missing words, dates, columns of text) is "
      "settled in it; --drop, --categorical and --date work on it later too. Rows and later files are written as the "
      "CSV file was.\n\nThe name of --out says which way: NAME.table is a table file; NAME.csv, .csv.gz, .tsv (tabs), "
      ".txt and - are CSV again, with equal cells.",
      {"DATA.csv"},
      joined({{"out", "FILE", kRequired, "NAME.table, or NAME.csv to write CSV; - is standard output."},
              force_option(),
              {"drop", "A,B", "", "Columns to leave out.", Values::names()},
              {"categorical", "A,B", "", "Columns to read as text although they look like numbers.", Values::names()},
              date_option()},
             format_options()),
      "ballast convert creditcard.csv --out creditcard.table",
      run_convert};
  return command;
}

}  // namespace ballast::app
