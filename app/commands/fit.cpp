// `ballast fit`: learns a generator from the rows of a file and writes it.
#include <numeric>
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/date_option.hpp"
#include "app/commands/options/diffusion_settings.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/generator_settings.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/text/flat_json.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/levels.hpp"

namespace ballast::app {
namespace {

// What is learned: rows, the target they were chosen by, and where they came from.
struct Lesson {
  tabular::Table rows;
  Dataset data = {};  // of a class: all rows of the file
  TargetColumn target = {};
  Provenance made_by = {};
  std::string what = {};  // "30 rows of Class = 1"
};

// A file read by a schema, and what of it is to be learned.
struct ReadBySchema {
  tabular::Table file;
  tabular::CsvFormat format;
  TableToLearn lesson;
};

ReadBySchema read_by_schema(const TableSchema& schema, const DataRequest& request, Session& session) {
  tabular::CsvOptions options = csv_options(request);
  read_by(schema, options);
  ReadBySchema out;
  out.file = tabular::read_csv(request.path, options, session.pool, session.observer, &out.format);
  out.lesson = learned_by(schema, out.file, request.drop, request.path, session.observer);
  return out;
}

Dataset make_dataset(const ReadBySchema& read, const DataRequest& request, Session& session) {
  Dataset out = make_dataset(read.lesson.table, request);
  out.format = read.format;
  note_columns(out, session.observer);
  return out;
}

Lesson read_class(const Arguments& arguments, const std::optional<TableSchema>& schema, Session& session) {
  Lesson out;
  const DataRequest request = data_request(arguments, arguments.positional(0));
  std::optional<ReadBySchema> read;
  if (schema) read = read_by_schema(*schema, request, session);
  out.data = read ? make_dataset(*read, request, session) : load_dataset(request, session.pool, session.observer);
  const Dataset& data = out.data;
  out.rows = data.features_of(data.positive_rows());
  tabular::set_levels(out.rows, data.table, data.all_rows());
  out.target = target_column(data);
  out.made_by = provenance(data.positives, data.positives, session.seed);
  out.made_by.format = data.format;
  out.made_by.learned = {read ? read->file : data.table, data.feature_names(), data.positive_rows()};
  if (read) out.made_by.schema = read->lesson.kept;
  out.what = std::to_string(data.positives) + " rows of " + out.target.column.name + " = " + data.positive;
  return out;
}

// Every row and every column, the target a column like any other.
Lesson read_table(const Arguments& arguments, const std::optional<TableSchema>& schema, Session& session) {
  const std::string& path = arguments.positional(0);
  const DataRequest request{
      path, {},    arguments.list("drop"), arguments.list("categorical"), false, date_columns(arguments),
      {},   false, read_format(arguments)};
  ReadBySchema read;
  if (schema) {
    read = read_by_schema(*schema, request, session);
  } else {
    read.file = tabular::read_csv(path, csv_options(request), session.pool, session.observer, &read.format);
  }
  Lesson out{std::move(schema ? read.lesson.table : read.file)};
  const tabular::Table& file = schema ? read.file : out.rows;
  if (arguments.given("target")) out.rows.index_of(arguments.text("target"));
  out.made_by = provenance(out.rows.rows(), 0, session.seed);
  out.made_by.format = read.format;
  if (schema) out.made_by.schema = std::move(read.lesson.kept);
  std::vector<std::string> names;
  for (const tabular::ColumnSchema& column : out.rows.schema()) names.push_back(column.name);
  std::vector<std::size_t> all(out.rows.rows());
  std::iota(all.begin(), all.end(), std::size_t{0});
  out.made_by.learned = {file, names, all};
  out.what = std::to_string(out.rows.rows()) + " rows, the whole table";
  return out;
}

// Says what was chosen and why, and what so many rows can teach it.
void note_choice(const diffusion::GeneratorChoice& choice, std::size_t rows, Observer& observer) {
  if (!choice.reason.empty()) observer.note("--generator auto takes " + choice.kind + ": " + choice.reason);
  if (const std::string limits = diffusion::what_rows_bear(rows); !limits.empty()) observer.note(limits);
}

void learn(diffusion::Generator& model, const Lesson& lesson, Session& session) {
  const bool whole = lesson.target.is_none();
  if (whole || !model.wants_others()) return model.fit(lesson.rows, session.seed, session.pool, session.observer);
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < lesson.data.rows(); ++i) {
    if (lesson.data.y[i] == 0) others.push_back(i);
  }
  model.fit_against(lesson.rows, lesson.data.features_of(others), session.seed, session.pool, session.observer);
}

void run_fit(const Arguments& arguments, Session& session) {
  std::optional<diffusion::GeneratorChoice> choice = named_generator(arguments);
  std::unique_ptr<diffusion::Generator> model;
  if (choice) model = chosen_generator(arguments, choice->kind);  // settings are refused before a file is read
  const std::string& out = arguments.text("out");
  const bool one_class = arguments.given("positive");
  if (one_class && !arguments.given("target")) {
    throw Error("--positive is a label of the target").expected("--target NAME").got(arguments.text("positive"));
  }
  std::vector<std::string> inputs{arguments.positional(0)};
  std::optional<TableSchema> schema;
  if (arguments.given("schema")) {
    inputs.push_back(arguments.text("schema"));
    schema = load_table_schema(inputs.back());
  }
  files::StagedFile file(out, output_rule(arguments, inputs), files::Content::binary);
  takes_standard_output(out, session);
  Stopwatch watch;
  Lesson lesson = one_class ? read_class(arguments, schema, session) : read_table(arguments, schema, session);
  const double load_seconds = watch.seconds();
  if (!choice) {
    choice = suited_generator(arguments, lesson.rows, one_class);
    model = chosen_generator(arguments, choice->kind);
  }
  note_choice(*choice, lesson.rows.rows(), session.observer);
  lesson.made_by.chosen = choice->reason;
  watch = Stopwatch();
  learn(*model, lesson, session);
  const double fit_seconds = watch.seconds();
  throw_if_interrupted();
  file.commit([&](const std::string& place) { save_generator(*model, lesson.target, lesson.made_by, place); });
  tell_written(out, "a " + choice->kind + " generator of " + lesson.what + "\n" + model->describe(), session);
  if (session.json) {
    JsonFields fields{{"written", out}, {"generator", choice->kind}};
    if (!choice->reason.empty()) fields.emplace_back("chosen", choice->reason);
    fields.emplace_back("rows", std::uint64_t{lesson.rows.rows()});
    fields.emplace_back("columns", std::uint64_t{lesson.rows.columns()});
    fields.emplace_back("timings", NamedNumbers{{"load", load_seconds}, {"fit", fit_seconds}});
    print(flat_json(fields));
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
                     {"schema", "FILE", "",
                      "What the columns are and what holds between them, as `ballast schema` writes it: data that "
                      "are otherwise are refused, and the rows that are made keep it."},
                     {"generator", "KIND", "auto",
                      "What learns; auto: what suits the number of rows and the kinds of their columns, said with the "
                      "reason.",
                      Values::one_of(generator_choices)}}),
             diffusion_settings()),
      "ballast fit creditcard.csv --target Class --positive 1 --drop Time --out gen.ballast",
      run_fit};
  return command;
}

}  // namespace ballast::app
