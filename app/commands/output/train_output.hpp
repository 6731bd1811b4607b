// What `train` writes and says: the model file, scores out of bag, and the report of the training on the screen or as
// JSON.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/options/decision_options.hpp"
#include "app/commands/training/train_model.hpp"
#include "app/models/decide/make_decision.hpp"
#include "engine/files/output.hpp"

namespace ballast::app {

// The model file, and the scores out of bag if they were asked for.
class TrainOutputs {
 public:
  // Throws Error where an output is refused.
  TrainOutputs(const Arguments& arguments, const DecisionRequest& request, const Session& session);

  void commit(const TrainedModel& trained, const std::function<void(const std::string&)>& save_model);
  const std::string& model() const { return model_.path(); }
  bool to_standard_output() const { return to_stdout_; }

 private:
  files::OutputRule rule_;
  files::StagedFile model_;
  std::optional<files::StagedFile> scores_;
  bool to_stdout_;
};

// What was trained, from what, in what time. optimistic: the figures are too good, and it says so.
struct Training {
  const std::vector<std::string>& classes;  // as of Dataset
  std::span<const std::int32_t> y;          // of all rows of the data
  const Provenance& made_by;
  const TrainedModel& trained;
  const MadeDecision& made;
  bool optimistic;
  double load_seconds;
};
void show_training(const Training& training, const TrainOutputs& outputs, Session& session);

}  // namespace ballast::app
