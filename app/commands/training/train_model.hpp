// What `train` does beyond what a study asks of a learner: it stops early on rows it has set apart, goes on from a
// model, holds features to a direction, scores rows for deciding on, and reports what the learner says of itself.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/parsing/command.hpp"
#include "app/data/dataset.hpp"
#include "app/data/model_file.hpp"
#include "app/models/decide/honest_scores.hpp"
#include "app/study/learner.hpp"
#include "app/text/flat_json.hpp"

namespace ballast::app {

struct TrainingJob {
  std::string kind;
  LearnerOptions options;
  classifiers::TrainingSet data;                // rows of the data, then the added ones
  std::vector<std::string> classes;             // their labels if more than two, else empty
  std::size_t real = 0;                         // how many are of the data
  std::span<const std::uint32_t> groups;        // of these, which no split parts; or empty
  tabular::Schema schema;                       // of the columns
  const classifiers::Boosting* base = nullptr;  // to go on from, or null
  bool wants_scores = false;                    // honest ones of the data's own rows
};

struct TrainedModel {
  std::shared_ptr<const classifiers::Classifier> model;
  double learned_share = 0;                  // of positives, as the learner saw it; of two classes
  std::optional<HonestScores> honest;        // if wanted
  std::optional<tabular::Table> out_of_bag;  // with --out-of-bag-scores
  double bin_seconds = 0, fit_seconds = 0;
  std::size_t added = 0;           // rows that auto made and it learned from, drawn once
  std::optional<TriedArms> tried;  // by auto
  std::vector<std::string> lines;  // what to tell beside, as text and as JSON
  JsonFields json;
};

// --early-stopping, --validation-fraction, --metric, --group, --continue, --monotone.
std::vector<OptionSpec> train_model_options();

// The model that --continue names, or nothing. Throws Error unless its columns, target and classes are the data's.
std::optional<ClassifierFile> read_base_model(const Arguments& arguments, const Dataset& data);

// --monotone, "+Amount,-Age", as a direction for each column; empty if it is not given.
std::vector<std::int8_t> read_monotone(const Arguments& arguments, const tabular::Schema& schema);

// Says so of a model of leaves alone, which gives every row one score.
void note_no_split(const classifiers::Classifier& model, Observer& observer);

// Throws Error on options that do not go together, besides what the learners throw. Over ranks all call it with the
// same job, share its work out, and the first gets what one process would; of others it is not to be read.
TrainedModel train_model(const Arguments& arguments, TrainingJob job, Session& session);

}  // namespace ballast::app
