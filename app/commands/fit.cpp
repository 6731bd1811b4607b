// `ballast fit`: learns a generator from the rows of a file and writes it.
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/diffusion_settings.hpp"
#include "app/commands/options/generator_settings.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/output/promise.hpp"
#include "app/commands/training/lesson.hpp"
#include "app/text/flat_json.hpp"

namespace ballast::app {
namespace {

void run_fit(const Arguments& arguments, Session& session) {
  refuse_settings(arguments);
  const std::string& out = arguments.text("out");
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
  const diffusion::GeneratorChoice choice =
      generator_choice(arguments, lesson.rows, !lesson.target.is_none(), session.observer);
  const std::string limits = diffusion::what_rows_bear(lesson.rows.rows());
  const bool copies = choice.kind == "oversample" && lesson.rows.rows() > 1;  // whose rows are real ones
  if (!limits.empty() && !copies) session.observer.note(limits);
  lesson.made_by.chosen = choice.reason;
  watch = Stopwatch();
  const std::unique_ptr<diffusion::Generator> model = chosen_generator(arguments, choice.kind, lesson.known);
  learn(*model, lesson.rows, lesson, session.seed, session.pool, session.observer);
  const double fit_seconds = watch.seconds();
  const diffusion::PrivacySpent* const promise = model->privacy();
  if (promise != nullptr) {
    lesson.made_by.rows = promise->about_rows;
    lesson.made_by.positives = lesson.target.is_none() ? 0 : promise->about_rows;
  }
  throw_if_interrupted();
  file.commit([&](const std::string& place) { save_generator(*model, lesson.target, lesson.made_by, place); });
  const std::string article = choice.kind.find_first_of("aeio") == 0 ? "an " : "a ";
  tell_written(out, article + choice.kind + " generator of " + lesson.what + "\n" + model->describe(), session);
  if (session.json) {
    JsonFields fields{{"written", out}, {"generator", choice.kind}};
    if (!choice.reason.empty()) fields.emplace_back("chosen", choice.reason);
    fields.emplace_back("rows", std::uint64_t{lesson.made_by.rows});
    add_promise(promise, fields);
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
                     generator_option(),
                     proposals_option()}),
             joined(privacy_settings(), diffusion_settings())),
      "ballast fit creditcard.csv --target Class --positive 1 --drop Time --out gen.ballast",
      run_fit};
  return command;
}

}  // namespace ballast::app
