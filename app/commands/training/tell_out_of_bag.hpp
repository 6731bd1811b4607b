// What `train` tells of a forest by the rows that its trees did not draw.
#pragma once

#include "app/commands/training/train_model.hpp"
#include "classifiers/forest/forest.hpp"

namespace ballast::app {

// Accuracy, log-loss and, of two classes, PR-AUC: of the honest scores if there are any, which leave added rows out.
void tell_out_of_bag(const classifiers::ForestReport& report, TrainedModel& out);

// The columns, first the one whose shuffling costs most.
void tell_importance(const classifiers::ForestReport& report, const tabular::Schema& schema, TrainedModel& out);

// Probabilities of the data's own rows, in the columns of `predict`; empty where every tree drew the row.
tabular::Table out_of_bag_table(const classifiers::ForestReport& report, const TrainingJob& job);

}  // namespace ballast::app
