// `ballast schema`: writes what a table is found to be, for a user to edit, or holds a table against such a file.
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/date_option.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/data/dataset.hpp"
#include "app/schema/rare_labels.hpp"
#include "app/schema/schema_use.hpp"
#include "app/text/aligned.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "engine/files/gzip.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

tabular::CsvOptions file_options(const Arguments& arguments) {
  return {.categorical = arguments.list("categorical"),
          .dates = date_columns(arguments),
          .skip = arguments.list("drop"),
          .format = read_format(arguments)};
}

tabular::Table read_table(const Arguments& arguments, const tabular::CsvOptions& options, Session& session) {
  session.observer.step({.phase = "read " + arguments.positional(0)});
  return tabular::read_csv(arguments.positional(0), options, session.pool, session.observer);
}

std::vector<std::string> identifiers_of(const TableSchema& schema) {
  std::vector<std::string> out;
  for (const SchemaColumn& column : schema.columns) {
    if (column.kind == "identifier") out.push_back(column.name);
  }
  return out;
}

std::vector<std::string> constraint_texts(const TableSchema& schema) {
  std::vector<std::string> out;
  for (const Constraint& one : schema.constraints) out.push_back(one.text());
  return out;
}

void write_found(const Arguments& arguments, Session& session) {
  const std::string& out = arguments.text("out");
  files::StagedFile written(out, output_rule(arguments, {arguments.positional(0)}));
  takes_standard_output(out, session);
  const tabular::Table table = read_table(arguments, file_options(arguments), session);
  note_texts(table, session.observer, arguments.list("categorical"));
  session.observer.step({.phase = "look for what holds in all rows"});
  const TableSchema schema = found_schema(table);
  throw_if_interrupted();
  written.commit([&](const std::string& place) { files::write_by_name(place, schema_json(schema)); });
  const std::vector<std::string> identifiers = identifiers_of(schema), constraints = constraint_texts(schema);
  std::string text = with_commas(schema.columns.size()) + " columns of " + with_commas(table.rows()) + " rows, " +
                     with_commas(constraints.size()) + " constraints";
  for (const std::string& name : identifiers) text += "\n  identifier  " + one_line(name);
  for (const std::string& one : constraints) text += "\n  in all rows " + one_line(one);
  tell_written(out, text, session);
  if (session.json) {
    print(flat_json({{"written", out},
                     {"rows", std::uint64_t{table.rows()}},
                     {"columns", std::uint64_t{schema.columns.size()}},
                     {"identifiers", identifiers},
                     {"constraints", constraints}}));
  }
}

void show_violations(const std::vector<Violation>& found, std::size_t rows, Session& session) {
  session.observer.clear();
  if (session.json) {
    NamedNumbers broken;
    for (const Violation& one : found) broken.emplace_back(one.rule, static_cast<double>(one.rows));
    return print(flat_json({{"rows", std::uint64_t{rows}}, {"broken", broken}}));
  }
  if (found.empty()) return print(with_commas(rows) + " rows keep the schema\n");
  std::vector<std::vector<std::string>> lines{{"rule", "first row that breaks it", "rows", "line"}};
  for (const Violation& one : found) {
    lines.push_back({one.rule, one.got, with_commas(one.rows), with_commas(one.line)});
  }
  print(aligned(lines, 2));
}

void check(const Arguments& arguments, Session& session) {
  const std::string &data = arguments.positional(0), &path = arguments.text("check");
  files::refuse_two_streams({data, path});
  const TableSchema schema = load_table_schema(path);
  tabular::CsvOptions options = file_options(arguments);
  read_by(schema, options);
  const tabular::Table table = group_rare_labels(read_table(arguments, options, session), schema, session.observer);
  const std::vector<Violation> found = violations(schema, table, data);
  show_violations(found, table.rows(), session);
  if (found.empty()) return;
  throw Error("the data are not as the schema says")
      .in(data, found[0].line)
      .expected(found[0].rule)
      .got(found[0].got)
      .hint(with_commas(found.size()) + " of its rules are broken, this one by " + with_commas(found[0].rows) +
            " rows");
}

void run_schema(const Arguments& arguments, Session& session) {
  if (arguments.given("check")) return check(arguments, session);
  if (!arguments.given("out")) {
    throw Error("--out FILE is missing").hint("JSON file to write; or --check FILE, a schema to hold the data against");
  }
  write_found(arguments, session);
}

}  // namespace

const Command& schema_command() {
  static const Command command{
      "schema",
      "what the columns of a table are, to edit and to fit by",
      "Writes a JSON file that says of each column its kind, smallest and largest value, grid of decimals, labels and "
      "whether cells are missing; which columns are identifiers; and what holds between columns in all rows, and not "
      "by chance: a <= b, a + b = c, and columns that others determine. Edit it, and `ballast fit --schema` learns by "
      "it: data that are otherwise are refused, identifiers are not learned but made anew, and the rows that are made "
      "keep every rule.\n\nThe file holds values of the data: bounds, and labels that at least 5 rows "
      "have.\n\nWith --check no file is written: each rule that rows break is shown, and the program ends with status "
      "2 if there is one.",
      {"DATA.csv"},
      joined({{"out", "FILE", "", "JSON file to write; - is standard output. Required without --check.", {}, "!check"},
              force_option("out"),
              {"check", "FILE", "", "A schema to hold the data against, such as rows that were made by it."},
              {"drop", "A,B", "", "Columns to leave out.", Values::names()},
              {"categorical", "A,B", "", "Columns to read as text although they look like numbers.", Values::names()},
              date_option()},
             format_options()),
      "ballast schema cards.csv --out schema.json",
      run_schema};
  return command;
}

}  // namespace ballast::app
