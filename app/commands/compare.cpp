// `ballast compare`: how real synthetic rows are, and whom they expose (app/fidelity/comparison.hpp), as text, JSON
// and a page.
#include <filesystem>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/date_option.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/options/report_options.hpp"
#include "app/commands/parsing/command.hpp"
#include "app/commands/parsing/extras.hpp"
#include "app/data/dataset.hpp"
#include "app/data/target_labels.hpp"
#include "app/fidelity/comparison.hpp"
#include "app/report/comparison/comparison_page.hpp"
#include "app/report/comparison/comparison_report.hpp"
#include "engine/files/atomic.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

fidelity::NamedTable read_named(const std::string& path, const tabular::CsvOptions& options, Session& session,
                                tabular::CsvFormat* as_read = nullptr) {
  session.observer.step({.phase = "read " + path});
  return {file_name(path), tabular::read_csv(path, options, session.pool, session.observer, as_read)};
}

// The rows of one label alone, without the column that says so; a table that lacks the column is of that label.
void keep_label(fidelity::NamedTable& named, const TargetSpec& target) {
  tabular::Table& table = named.table;
  if (!table.find(target.column)) return;
  const std::vector<std::int32_t> y = binary_labels(table, target, named.name, false);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < y.size(); ++row) {
    if (y[row] == 1) rows.push_back(row);
  }
  if (rows.empty()) {
    throw Error("no row of column '" + target.column + "' has the label of --positive")
        .in(named.name)
        .got(target.positive);
  }
  table = table.take_rows(rows).drop(std::vector<std::string>{target.column});
}

// The real table by its own looks, the others by its schema.
fidelity::CompareInput read_input(const Arguments& arguments, Session& session) {
  tabular::CsvOptions options{.categorical = arguments.list("categorical"),
                              .dates = date_columns(arguments),
                              .skip = arguments.list("drop"),
                              .format = read_format(arguments)};
  tabular::CsvFormat as_real;
  fidelity::CompareInput out{read_named(arguments.positional(0), options, session, &as_real), {}};
  note_texts(out.real.table, session.observer, options.categorical);
  if (arguments.given("target")) out.real.table.index_of(arguments.text("target"));
  tabular::CsvOptions later{.schema = out.real.table.schema(),
                            .skip_if_present = arguments.list("drop"),
                            .format = read_format(arguments, as_real)};
  if (arguments.given("holdout")) out.holdout = read_named(arguments.text("holdout"), later, session);
  later.format = format_of_made_rows(std::move(later.format));
  out.synthetic = read_named(arguments.positional(1), later, session);
  if (!arguments.given("positive")) return out;
  const TargetSpec target{arguments.text("target"), arguments.text("positive")};
  keep_label(out.real, target);
  keep_label(out.synthetic, target);
  if (out.holdout) keep_label(*out.holdout, target);
  return out;
}

std::vector<std::string> inputs(const Arguments& arguments) {
  std::vector<std::string> out{arguments.positional(0), arguments.positional(1)};
  if (arguments.given("holdout")) out.push_back(arguments.text("holdout"));
  return out;
}

// Rows that serve twice say nothing of rows never seen.
void refuse_one_file_twice(const Arguments& arguments) {
  if (!arguments.given("holdout")) return;
  const std::string& holdout = arguments.text("holdout");
  for (const std::size_t other : {0U, 1U}) {
    if (!files::is_one_file(holdout, arguments.positional(other), files::Direction::input)) continue;
    throw Error(std::string("--holdout is the file of the ") + (other == 0 ? "real" : "synthetic") + " rows itself")
        .in(holdout)
        .expected("real rows that the generator has not seen")
        .hint("`ballast split` sets rows aside");
  }
}

// The results, then the page. Returns what was written.
std::string write_folder(const fidelity::Comparison& comparison, const Arguments& arguments,
                         files::OutputFolder& folder, Session& session) {
  files::write_atomically(folder.file("summary.json"), comparison_json(comparison));
  const std::string command = shown_command("compare", arguments, {});
  const Pictures page{{"report.html", [&] { return comparison_html(comparison, command); }}};
  return add_pictures(folder, page, session).empty() ? "summary.json" : "summary.json report.html";
}

void run_compare(const Arguments& arguments, Session& session) {
  const Stopwatch watch;
  files::refuse_two_streams(inputs(arguments));
  refuse_one_file_twice(arguments);
  std::optional<files::OutputFolder> folder;
  if (arguments.given("out")) folder.emplace(arguments.text("out"), output_rule(arguments, inputs(arguments)));
  fidelity::CompareOptions options{.seed = session.seed, .target = {}};
  if (!arguments.given("positive")) options.target = arguments.text_or("target", "");
  const fidelity::Comparison comparison =
      fidelity::compare(read_input(arguments, session), options, session.pool, session.observer);
  throw_if_interrupted();
  const std::string written = folder ? write_folder(comparison, arguments, *folder, session) : "";
  session.observer.clear();
  if (session.json) return print(comparison_json(comparison));
  if (session.quiet && folder) return;
  print(comparison_text(comparison));
  if (folder) tell_written(folder->path(), written, session);
  tell("took " + duration_text(watch.seconds()) + "\n");
}

}  // namespace

const Command& compare_command() {
  static const Command command{
      "compare",
      "tell synthetic rows from real ones: what is like, what gives them away",
      "Holds SYNTHETIC.csv, of any generator, against REAL.csv, which it was made from, column by column and in pairs "
      "of columns. Both are read by the schema of REAL.csv. Every figure stands between a floor (the real columns, "
      "each shuffled by itself: nothing of what ties them together) and a ceiling (other real rows: those of "
      "--holdout, which the generator must not have seen, or else one half of the real rows against the "
      "other).\n\nColumn shapes and pair trends are those of SDMetrics; once as it bins (edges of each table for "
      "itself), once with the real table's edges for both. The two-sample test trains boosted trees to tell the files "
      "apart, and names the columns by which it did. Utility is what trees learn from the synthetic rows, judged on "
      "real ones: those of --holdout, or else a fifth of the real rows (which the generator may have seen; the ceiling "
      "has not).\n\nWrites summary.json and report.html to the folder --out.",
      {"REAL.csv", "SYNTHETIC.csv"},
      joined({{"holdout", "FILE", "", "Real rows that the generator has not seen."},
              {"out", "DIR", "", "Folder to write."},
              force_option("out"),
              {"target", "NAME", "", "The column that learners are to predict, or that --positive is a label of."},
              {"positive",
               "LABEL",
               "",
               "Compare the rows of this label of --target alone: those that a generator of one class learned.",
               {},
               "target"},
              {"drop", "A,B", "", "Columns to leave out of all files.", Values::names()},
              {"categorical", "A,B", "", "Columns to read as text although they look like numbers.", Values::names()},
              date_option(),
              percent_option()},
             format_options()),
      "ballast compare parts/train.csv synthetic.csv --holdout parts/test.csv --out judged",
      run_compare};
  return command;
}

}  // namespace ballast::app
