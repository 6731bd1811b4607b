#include "app/commands/data_options.hpp"
#include "app/commands/train_model.hpp"
#include "app/report/json.hpp"
#include "app/report/study_text.hpp"
#include "engine/files/atomic.hpp"
#include "engine/tabular/features.hpp"

namespace ballast::app {
namespace {

void show(const Dataset& data, const TrainedModel& trained, const std::string& out, double load_seconds,
          Session& session) {
  session.observer.clear();
  if (session.json) {
    JsonFields fields{
        {"written", out},
        {"classifier", std::string(trained.model->kind())},
        {"rows", std::uint64_t{data.rows()}},
        {"positives", std::uint64_t{data.positives}},
        {"columns", std::uint64_t{trained.model->features()}},
        {"timings", Timings{{"load", load_seconds}, {"bin", trained.bin_seconds}, {"fit", trained.fit_seconds}}}};
    fields.insert(fields.end(), trained.json.begin(), trained.json.end());
    print(flat_json(fields));
  } else if (!session.quiet) {
    std::string text = "wrote " + out + ": " + trained.model->describe() + "\nlearnt from " + with_commas(data.rows()) +
                       " rows, " + with_commas(data.positives) + " positive; load " + fixed(load_seconds, 2) +
                       " s, bin " + fixed(trained.bin_seconds, 2) + " s, fit " + fixed(trained.fit_seconds, 2) + " s\n";
    for (const std::string& line : trained.lines) text += line + "\n";
    print(text);
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
  const std::optional<ClassifierFile> base = read_base_model(arguments, data);
  const tabular::Schema features = base ? base->features : data.feature_schema();
  const tabular::FeatureEncoder encoder(features);
  const tabular::FeatureEncoder::Encoded encoded = encoder.encode(data.table);
  note_unseen(encoded.unseen_cells, session);
  const double load_seconds = watch.seconds();
  const std::vector<std::uint32_t> labels = encoder.label_counts();
  const std::vector<std::string> names = encoder.names();
  const classifiers::TrainingSet set{encoded.x.view(), data.y, {}, 2, names, labels};
  const TrainedModel trained =
      train_model(arguments, kind, options, set, features, base ? base->model.get() : nullptr, session);
  throw_if_interrupted();
  save_classifier(*trained.model, features, base ? base->target : target_column(data),
                  provenance(data.rows(), data.positives, session.seed), out);
  show(data, trained, out, load_seconds, session);
}

}  // namespace

const Command& train_command() {
  static const Command command{
      "train",
      "train one classifier",
      "Trains a random forest or gradient boosting on all rows of the file and writes a model file for `ballast "
      "predict` and `ballast evaluate`. To train with synthetic rows, append the file that `ballast sample` writes.\n\n"
      "Boosting splits a text column of up to 255 labels by sets of labels; the forest, and boosting beyond that, by "
      "their "
      "alphabetical order.",
      {"DATA.csv"},
      joined(joined(data_options(), {{"classifier", "KIND", "", "forest or boosting.", true},
                                     {"out", "FILE", "", "Model file to write.", true}}),
             joined(learner_options(true), train_model_options())),
      "ballast train creditcard.csv --target Class --positive 1 --classifier boosting --out model.ballast",
      run};
  return command;
}

}  // namespace ballast::app
