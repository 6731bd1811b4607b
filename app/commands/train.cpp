#include "app/commands/data_options.hpp"
#include "app/report/json.hpp"
#include "app/report/study_text.hpp"
#include "engine/files/atomic.hpp"
#include "engine/tabular/features.hpp"

namespace ballast::app {
namespace {

void show(const Dataset& data, const Trained& trained, const std::string& out, double load_seconds, Session& session) {
  session.observer.clear();
  if (session.json) {
    print(flat_json(
        {{"written", out},
         {"classifier", std::string(trained.model->kind())},
         {"rows", std::uint64_t{data.rows()}},
         {"positives", std::uint64_t{data.positives}},
         {"columns", std::uint64_t{trained.model->features()}},
         {"timings", Timings{{"load", load_seconds}, {"bin", trained.bin_seconds}, {"fit", trained.fit_seconds}}}}));
  } else if (!session.quiet) {
    print("wrote " + out + ": " + trained.model->describe() + "\nlearnt from " + with_commas(data.rows()) + " rows, " +
          with_commas(data.positives) + " positive; load " + fixed(load_seconds, 2) + " s, bin " +
          fixed(trained.bin_seconds, 2) + " s, fit " + fixed(trained.fit_seconds, 2) + " s\n");
  }
}

void run(const Arguments& arguments, Session& session) {
  const std::string kind = arguments.choice("classifier", classifier_names());
  LearnerOptions options = read_learner_options(arguments, true);
  options.set_seed(session.seed);
  kind == "forest" ? options.forest.validate() : options.boosting.validate();
  const std::string& out = arguments.text("out");
  files::probe_output(out);
  const Stopwatch watch;
  const Dataset data = load_dataset(data_request(arguments, arguments.positional(0)), session.pool, session.observer);
  const tabular::Schema features = data.feature_schema();
  const numeric::Matrix<float> x = tabular::FeatureEncoder(features).encode(data.table).x;
  const double load_seconds = watch.seconds();
  const classifiers::TrainingSet set{.x = x.view(), .y = data.y, .weight = {}, .classes = 2, .names = {}};
  const Trained trained = train_classifier(kind, set, options, session.pool, session.observer);
  throw_if_interrupted();
  save_classifier(*trained.model, features, target_column(data), provenance(data.rows(), data.positives, session.seed),
                  out);
  show(data, trained, out, load_seconds, session);
}

}  // namespace

const Command& train_command() {
  static const Command command{
      "train",
      "train one classifier",
      "Trains a random forest or gradient boosting on all rows of the file and writes a model file for `ballast "
      "predict` and `ballast evaluate`. To train with synthetic rows, append the file that `ballast sample` writes.",
      {"DATA.csv"},
      joined(joined(data_options(), {{"classifier", "KIND", "", "forest or boosting.", true},
                                     {"out", "FILE", "", "Model file to write.", true}}),
             learner_options(true)),
      "ballast train creditcard.csv --target Class --positive 1 --classifier boosting --out model.ballast",
      run};
  return command;
}

}  // namespace ballast::app
