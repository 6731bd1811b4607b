// `ballast fit`: learns a generator from the rows of a file and writes it.
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/diffusion_settings.hpp"
#include "app/commands/options/generator_settings.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/training/lesson.hpp"
#include "app/text/flat_json.hpp"

namespace ballast::app {
namespace {

// Says what was chosen and why, and what so many rows can teach it.
void note_choice(const diffusion::GeneratorChoice& choice, std::size_t rows, Observer& observer) {
  if (!choice.reason.empty()) observer.note("--generator auto takes " + choice.kind + ": " + choice.reason);
  if (const std::string limits = diffusion::what_rows_bear(rows); !limits.empty()) observer.note(limits);
}

void learn(diffusion::Generator& model, const Lesson& lesson, Session& session) {
  const bool whole = lesson.target.is_none();
  if (whole || !model.wants_others()) return model.fit(lesson.rows, session.seed, session.pool, session.observer);
  model.fit_against(lesson.rows, other_rows(lesson), session.seed, session.pool, session.observer);
}

void run_fit(const Arguments& arguments, Session& session) {
  std::optional<diffusion::GeneratorChoice> choice = named_generator(arguments);
  std::unique_ptr<diffusion::Generator> model;
  if (choice) model = chosen_generator(arguments, choice->kind);  // settings are refused before a file is read
  const std::string& out = arguments.text("out");
  const bool one_class = arguments.given("positive");
  std::vector<std::string> inputs{arguments.positional(0)};
  std::optional<TableSchema> schema;
  if (arguments.given("schema")) {
    inputs.push_back(arguments.text("schema"));
    schema = load_table_schema(inputs.back());
  }
  files::StagedFile file(out, output_rule(arguments, inputs), files::Content::binary);
  takes_standard_output(out, session);
  Stopwatch watch;
  Lesson lesson = read_lesson(arguments, schema, session);
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
      joined(joined(lesson_options(),
                    {{"out", "FILE", kRequired, "Generator file to write; - is standard output."},
                     force_option(),
                     {"schema", "FILE", "",
                      "What the columns are and what holds between them, as `ballast schema` writes it: data that "
                      "are otherwise are refused, and the rows that are made keep it."},
                     generator_option()}),
             diffusion_settings()),
      "ballast fit creditcard.csv --target Class --positive 1 --drop Time --out gen.ballast",
      run_fit};
  return command;
}

}  // namespace ballast::app
