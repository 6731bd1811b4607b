#include "app/commands/options/data_options.hpp"
#include "app/commands/options/diffusion_settings.hpp"
#include "app/commands/options/generator_settings.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/text/flat_json.hpp"

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

void run(const Arguments& arguments, Session& session) {
  const std::string& kind = arguments.choice("generator");
  const std::unique_ptr<diffusion::Generator> model = chosen_generator(arguments, kind);
  const std::string& out = arguments.text("out");
  files::StagedFile file(out, output_rule(arguments, {arguments.positional(0)}), files::Content::binary);
  takes_standard_output(out, session);
  Stopwatch watch;
  const Dataset data = load_dataset(data_request(arguments, arguments.positional(0)), session.pool, session.observer);
  const double load_seconds = watch.seconds();
  watch = Stopwatch();
  fit_rare_class(*model, data, session);
  const double fit_seconds = watch.seconds();
  throw_if_interrupted();
  Provenance made_by = provenance(data.positives, data.positives, session.seed);
  made_by.format = data.format;
  made_by.learned = {data.table, data.feature_names(), data.positive_rows()};
  file.commit([&](const std::string& place) { save_generator(*model, target_column(data), made_by, place); });
  tell_written(out,
               "a " + kind + " generator of " + std::to_string(data.positives) + " rows of " +
                   data.table.schema()[data.target].name + " = " + data.positive + "\n" + model->describe(),
               session);
  if (session.json) {
    print(flat_json({{"written", out},
                     {"generator", kind},
                     {"rows", std::uint64_t{data.positives}},
                     {"columns", std::uint64_t{data.feature_schema().size()}},
                     {"timings", NamedNumbers{{"load", load_seconds}, {"fit", fit_seconds}}}}));
  }
}

}  // namespace

const Command& fit_command() {
  static const Command command{
      "fit",
      "learn the rare class, to sample from",
      "Learns the rows whose target is the positive label, all of them, and writes a generator file for `ballast "
      "sample`. Numbers, integers, text columns and missing cells come back in the units of the data.\n\nThe settings "
      "after --generator are those of diffusion; their defaults are what `ballast run` uses. gan, vae and masked take "
      "--hidden, --layers, --updates, --batch and --learning-rate too, with defaults of their own.",
      {"DATA.csv"},
      joined(joined(data_options(),
                    {{"out", "FILE", kRequired, "Generator file to write; - is standard output."},
                     force_option(),
                     {"generator", "KIND", "diffusion", "What learns.", Values::one_of(diffusion::generator_names)}}),
             diffusion_settings()),
      "ballast fit creditcard.csv --target Class --positive 1 --drop Time --out gen.ballast",
      run};
  return command;
}

}  // namespace ballast::app
