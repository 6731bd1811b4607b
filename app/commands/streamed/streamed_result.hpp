// What was learned of a table that is read in blocks: the set that a learner is given, the model file, and what is said
// of it.
#pragma once

#include <string>
#include <vector>

#include "app/commands/options/decision_options.hpp"
#include "app/commands/output/train_output.hpp"
#include "app/commands/training/train_model.hpp"
#include "app/data/streamed/streamed_set.hpp"

namespace ballast::app {

// Whatever `train` reads where rows are read in blocks: what would need the table in memory, or scores of its rows, is
// not.
inline constexpr const char* kReadInBlocks =
    "target,positive,drop,categorical,date,delimiter,decimal,encoding,missing,skip-lines,no-header,classifier,"
    "out,force,accept-unseen,cache,depth,max-leaves,rounds,loss,focusing,focusing-others,eta,lambda,alpha,gamma,"
    "min-child-weight,subsample,colsample,colsample-node,label-lambda,label-smoothing,max-bin,scale-pos-weight,"
    "monotone,base-rate,no-prior-correction";

// Labels of some rows of a streamed set, and what its features are called; borrows the set and them.
struct StreamedTraining {
  StreamedTraining(const StreamedSet& set, std::span<const std::int32_t> y);

  std::vector<std::string> names;
  std::vector<std::uint32_t> labels;
  classifiers::TrainingSet data;  // without cells
};

// Writes the model, learned from all rows of the set, and says so.
void write_trained(const StreamedSet& set, const TrainedModel& trained, const DecisionRequest& decision,
                   TrainOutputs& outputs, double load_seconds, Session& session);

}  // namespace ballast::app
