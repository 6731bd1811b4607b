// `ballast audit`: what a generator gives away of the rows that it learns, by shadow models (app/fidelity/privacy).
#include "app/commands/options/data_options.hpp"
#include "app/commands/options/diffusion_settings.hpp"
#include "app/commands/options/generator_settings.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/training/lesson.hpp"
#include "app/report/comparison/shadow_report.hpp"
#include "app/terminal/progress.hpp"
#include "app/text/numbers.hpp"
#include "diffusion/questions.hpp"
#include "engine/files/gzip.hpp"
#include "engine/stage.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kLikelihoodOrders = 4;  // the same for each shadow: its hidden cells are those of all

void run_audit(const Arguments& arguments, Session& session) {
  refuse_settings(arguments);
  std::optional<files::StagedFile> written;
  if (arguments.given("out")) {
    written.emplace(arguments.text("out"), output_rule(arguments, {arguments.positional(0)}));
    takes_standard_output(written->path(), session);
  }
  const Stopwatch watch;
  const Lesson lesson = read_lesson(arguments, std::nullopt, session);
  const diffusion::GeneratorChoice choice =
      generator_choice(arguments, lesson.rows, !lesson.target.is_none(), session.observer);
  const auto make = [&](const tabular::Table& rows, const tabular::Table& records, std::size_t number,
                        Observer& observer) {
    const std::unique_ptr<diffusion::Generator> model = chosen_generator(arguments, choice.kind, lesson.known);
    const std::uint64_t seed = session.seed + number;
    Stage learns(observer, "", 0, .7), makes(observer, "", .7, .9), tells(observer, "", .9, 1);
    learn(*model, rows, lesson, seed, session.pool, learns);
    fidelity::Shadow out{model->sample(0, rows.rows(), seed, session.pool, makes), {}};
    if (const auto* answers = dynamic_cast<const diffusion::Answering*>(model.get())) {
      out.likelihood = answers->log_likelihood(records, kLikelihoodOrders, session.seed, session.pool, tells);
    }
    return out;
  };
  const fidelity::ShadowAudit audit =
      fidelity::audit_by_shadows(lesson.rows, {arguments.whole("shadows"), arguments.whole("records"), session.seed},
                                 make, session.pool, session.observer);
  throw_if_interrupted();
  ShadowFacts facts{choice.kind, lesson.what, session.seed, {}};
  for (const std::size_t row : audit.records) facts.lines.push_back(lesson.rows.line(row));
  if (written) {
    written->commit([&](const std::string& place) { files::write_by_name(place, shadow_csv(audit, facts)); });
    tell_written(written->path(), with_commas(audit.records.size()) + " rows, the most exposed first", session);
  }
  session.observer.clear();
  if (session.json) return print(shadow_json(audit, facts));
  print(shadow_text(audit, facts));
  if (!session.quiet) tell("took " + duration_text(watch.seconds()) + "\n");
}

}  // namespace

const Command& audit_command() {
  static const Command command{
      "audit",
      "what a generator gives away of the rows it learns, by shadow models",
      "Learns the generator anew, as the options of `ballast fit` say, --shadows times, each time from a random half "
      "of the rows, and lets each of these shadows make rows. Of --records rows it then asks of every shadow how near "
      "its made rows come and, of a masked generator, how likely it finds the row: once beside the shadows that had "
      "not learned the row, once as a likelihood ratio of those that had and those that had not (Carlini et al. "
      "2022).\n\nIt prints how many learned rows each attack names while it is wrong about one in a hundred and one in "
      "a thousand others, with exact intervals, and the most exposed rows by their lines. `ballast compare` attacks "
      "one file of made rows, of any tool, in seconds; this takes as long as --shadows fits of half of the rows, and "
      "finds what concerns few rows: a generator that copies one row in a hundred.",
      {"DATA.csv"},
      joined(joined(lesson_options(),
                    {{"shadows", "N", "64", "Generators to learn, an even number.", whole_range(8, 1024)},
                     {"records", "N", "1000", "Rows to audit, drawn at random; all if there are fewer.",
                      whole_range(10, 100'000)},
                     {"out", "FILE", "", "CSV file to write: a line for each audited row, the most exposed first."},
                     force_option("out"),
                     generator_option(),
                     proposals_option()}),
             joined(privacy_settings(), diffusion_settings())),
      "ballast audit customers.csv --generator masked --updates 2000 --shadows 64",
      run_audit};
  return command;
}

}  // namespace ballast::app
