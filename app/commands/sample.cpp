// `ballast sample`: rows of a generator's endless table, from any row number on.
#include "app/commands/options/data_options.hpp"
#include "app/commands/options/diffusion_settings.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/data/conditions.hpp"
#include "app/text/flat_json.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "diffusion/option_ranges.hpp"
#include "diffusion/questions.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kRowNumbers = std::size_t{1} << 48;

void change_noise_level(diffusion::Generator& model, const Arguments& arguments) {
  auto* const diffusion = dynamic_cast<diffusion::DiffusionGenerator*>(&model);
  arguments.state("a-generator-of-diffusion", diffusion != nullptr, "a file of " + std::string(model.kind()));
  if (arguments.given("noise-level")) diffusion->set_noise_level(arguments.real("noise-level"));
}

tabular::Table make_rows(const Arguments& arguments, const GeneratorFile& file, std::size_t first, std::size_t rows,
                         Session& session) {
  if (!arguments.given("where")) {
    return file.model->sample(first, rows, session.seed, session.pool, session.observer);
  }
  const diffusion::Answering& model = diffusion::answering(*file.model, "make rows under conditions");
  const std::vector<diffusion::CellCondition> conditions =
      read_conditions(arguments.list("where"), file.model->schema());
  return model.sample_where(conditions, first, rows, session.seed, session.pool, session.observer);
}

void run(const Arguments& arguments, Session& session) {
  const std::size_t rows = arguments.whole("rows");
  arguments.require("first", whole_range(0, kRowNumbers - rows - 1), "for so many --rows");
  const std::size_t first = arguments.whole("first");
  const std::string& out = arguments.text("out");
  files::StagedFile written(out, output_rule(arguments, {arguments.positional(0)}));
  takes_standard_output(out, session);
  const GeneratorFile file = load_generator_file(arguments.positional(0));
  change_noise_level(*file.model, arguments);
  const Stopwatch watch;
  const tabular::Table made = make_rows(arguments, file, first, rows, session);
  const double sample_seconds = watch.seconds();
  throw_if_interrupted();
  written.commit([&](const std::string& place) { tabular::write_csv(with_target(made, file.target), place); });
  tell_written(
      out,
      std::to_string(rows) + " rows of " +
          (file.target.is_none() ? "the whole table" : file.target.column.name + " = " + file.target.positive) +
          (arguments.given("where") ? " where " + arguments.text("where") : "") + " by the " +
          std::string(file.model->kind()) + " generator",
      session);
  if (session.json) {
    print(flat_json({{"written", out},
                     {"generator", std::string(file.model->kind())},
                     {"first", std::uint64_t{first}},
                     {"rows", std::uint64_t{rows}},
                     {"seed", session.seed},
                     {"timings", NamedNumbers{{"sample", sample_seconds}}}}));
  }
}

}  // namespace

const Command& sample_command() {
  static const Command command{
      "sample",
      "make new rows with a generator file",
      "Writes synthetic rows with the columns, order and units of the data that the generator learned from; the target "
      "column holds the label that was learned, or, of the whole table, any. Row k depends on the file, the seed and k "
      "alone: --first 1000 --rows 10 gives the "
      "same ten rows as a sample of 2,000 holds there.",
      {"GENERATOR.ballast"},
      {{"rows", "N", kRequired, "Rows to make.", whole_range(1, 100'000'000)},
       {"first", "K", "0", "Number of the first row.", whole_range(0, kRowNumbers - 1)},
       {"where", "A=B,C>=D", "",
        "Rows that fulfil all these conditions, drawn from the generator's distribution given them: NAME=LABEL, "
        "NAME=NUMBER, NAME<NUMBER, <=, >, >=; NAME= asks for a missing cell. Of a masked generator.",
        Values::names()},
       {"noise-level", "X", "",
        "How far real rows are noised before they are denoised, above 0 to 1, in place of what the file says; for a "
        "file fitted with --noise-level below 1.",
        diffusion::kNoiseLevelRange, "a-generator-of-diffusion"},
       {"out", "FILE", kRequired, "CSV file to write; gzip if the name ends in .gz; - is standard output."},
       force_option()},
      "ballast sample gen.ballast --rows 3000 --out synthetic.csv",
      run};
  return command;
}

}  // namespace ballast::app
