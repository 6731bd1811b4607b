// What `train` does beyond what a study asks of a learner: it stops early on rows it has set apart, goes on from a
// model, holds features to a direction, and reports what the learner says of itself.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/command.hpp"
#include "app/data/dataset.hpp"
#include "app/data/model_file.hpp"
#include "app/report/json.hpp"
#include "app/study/learner.hpp"

namespace ballast::app {

struct TrainedModel {
  std::unique_ptr<classifiers::Classifier> model;
  double bin_seconds = 0, fit_seconds = 0;
  std::vector<std::string> lines;  // what to tell beside, as text and as JSON
  JsonFields json;
};

// --early-stopping, --validation-fraction, --metric, --continue, --monotone.
std::vector<OptionSpec> train_model_options();

// The model that --continue names, or nothing. Throws Error unless its columns and target are those of the data.
std::optional<ClassifierFile> read_base_model(const Arguments& arguments, const Dataset& data);

// data: x and y of all rows; schema: of its columns. base: a model to continue from, or null.
// Throws Error on options that do not go together, besides what the learners throw.
TrainedModel train_model(const Arguments& arguments, const std::string& kind, LearnerOptions options,
                         const classifiers::TrainingSet& data, const tabular::Schema& schema,
                         const classifiers::Classifier* base, Session& session);

}  // namespace ballast::app
