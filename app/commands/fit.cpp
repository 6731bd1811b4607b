// `ballast fit`: learns a generator from the rows of a file and writes it.
#include <numeric>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/date_option.hpp"
#include "app/commands/options/diffusion_settings.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/generator_settings.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/text/flat_json.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

void fit_rare_class(diffusion::Generator& model, const Dataset& data, Session& session) {
  const tabular::Table rare = data.features_of(data.positive_rows());
  if (!model.wants_others()) return model.fit(rare, session.seed, session.pool, session.observer);
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < data.rows(); ++i) {
    if (data.y[i] == 0) others.push_back(i);
  }
  model.fit_against(rare, data.features_of(others), session.seed, session.pool, session.observer);
}

// What is learned: rows, the target they were chosen by, and where they came from.
struct Lesson {
  TargetColumn target;
  Provenance made_by;
  std::string what;  // "30 rows of Class = 1"
  std::size_t rows = 0, columns = 0;
  double load_seconds = 0, fit_seconds = 0;
};

Lesson learn_class(diffusion::Generator& model, const Arguments& arguments, Session& session) {
  Stopwatch watch;
  const Dataset data = load_dataset(data_request(arguments, arguments.positional(0)), session.pool, session.observer);
  const double load_seconds = watch.seconds();
  watch = Stopwatch();
  fit_rare_class(model, data, session);
  Provenance made_by = provenance(data.positives, data.positives, session.seed);
  made_by.format = data.format;
  made_by.learned = {data.table, data.feature_names(), data.positive_rows()};
  return {target_column(data),
          made_by,
          std::to_string(data.positives) + " rows of " + data.table.schema()[data.target].name + " = " + data.positive,
          data.positives,
          data.feature_schema().size(),
          load_seconds,
          watch.seconds()};
}

// Every row and every column, the target a column like any other.
Lesson learn_table(diffusion::Generator& model, const Arguments& arguments, Session& session) {
  Stopwatch watch;
  const std::string& path = arguments.positional(0);
  const DataRequest request{
      path, {},    arguments.list("drop"), arguments.list("categorical"), false, date_columns(arguments),
      {},   false, read_format(arguments)};
  tabular::CsvFormat format;
  const tabular::Table table = tabular::read_csv(path, csv_options(request), session.pool, session.observer, &format);
  if (arguments.given("target")) table.index_of(arguments.text("target"));
  const double load_seconds = watch.seconds();
  watch = Stopwatch();
  model.fit(table, session.seed, session.pool, session.observer);
  Provenance made_by = provenance(table.rows(), 0, session.seed);
  made_by.format = format;
  std::vector<std::string> names;
  for (const tabular::ColumnSchema& column : table.schema()) names.push_back(column.name);
  std::vector<std::size_t> rows(table.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  made_by.learned = {table, names, rows};
  return {{},
          made_by,
          std::to_string(table.rows()) + " rows, the whole table",
          table.rows(),
          table.columns(),
          load_seconds,
          watch.seconds()};
}

void run_fit(const Arguments& arguments, Session& session) {
  const std::string& kind = arguments.choice("generator");
  const std::unique_ptr<diffusion::Generator> model = chosen_generator(arguments, kind);
  const std::string& out = arguments.text("out");
  const bool one_class = arguments.given("positive");
  if (one_class && !arguments.given("target")) {
    throw Error("--positive is a label of the target").expected("--target NAME").got(arguments.text("positive"));
  }
  files::StagedFile file(out, output_rule(arguments, {arguments.positional(0)}), files::Content::binary);
  takes_standard_output(out, session);
  const Lesson lesson = one_class ? learn_class(*model, arguments, session) : learn_table(*model, arguments, session);
  throw_if_interrupted();
  file.commit([&](const std::string& place) { save_generator(*model, lesson.target, lesson.made_by, place); });
  tell_written(out, "a " + kind + " generator of " + lesson.what + "\n" + model->describe(), session);
  if (session.json) {
    print(flat_json({{"written", out},
                     {"generator", kind},
                     {"rows", std::uint64_t{lesson.rows}},
                     {"columns", std::uint64_t{lesson.columns}},
                     {"timings", NamedNumbers{{"load", lesson.load_seconds}, {"fit", lesson.fit_seconds}}}}));
  }
}

// The data options, with a target only where a class is learned.
std::vector<OptionSpec> fit_data_options() {
  std::vector<OptionSpec> out = data_options();
  out[0].fallback = "";
  out[0].help = "The column that --positive is a label of.";
  out[1].fallback = "";
  out[1].help =
      "The target's label whose rows are learned; the target is no column of theirs. Without it the whole table is "
      "learned, the target a column like any other.";
  return out;
}

}  // namespace

const Command& fit_command() {
  static const Command command{
      "fit",
      "learn a class or the whole table, to sample from",
      "Learns the rows whose target is the positive label, all of them, or without --positive the whole table, and "
      "writes a generator file for `ballast sample`. Numbers, integers, text columns and missing cells come back in "
      "the units of the data.\n\nThe settings "
      "after --generator are those of diffusion; their defaults are what `ballast run` uses. gan, vae and masked take "
      "--hidden, --layers, --updates, --batch and --learning-rate too, with defaults of their own.",
      {"DATA.csv"},
      joined(joined(fit_data_options(),
                    {{"out", "FILE", kRequired, "Generator file to write; - is standard output."},
                     force_option(),
                     {"generator", "KIND", "diffusion", "What learns.", Values::one_of(diffusion::generator_names)}}),
             diffusion_settings()),
      "ballast fit creditcard.csv --target Class --positive 1 --drop Time --out gen.ballast",
      run_fit};
  return command;
}

}  // namespace ballast::app
