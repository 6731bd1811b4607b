// Whose scores they are: a model knows its positive label, and a file of scores may know it or not. Scores of one label
// judged as those of another would look like a failure of the model.
#pragma once

#include <string>

#include "app/data/model_file.hpp"
#include "app/data/target_labels.hpp"
#include "app/models/evaluate/evaluation.hpp"
#include "engine/observer.hpp"

namespace ballast::app {

// Whether the label is the model's own, in any of its spellings.
bool means_positive(const TargetColumn& target, const std::string& label);

// For rows whose target `asked` names. Where the file writes its labels otherwise than the training data did, a label
// that the model cannot know stands for its own, with a note.
// Throws Error when asked.positive is another label that the model knows, or one beside its own in the table.
void require_label_of_model(const ClassifierFile& file, const std::string& model_path, const tabular::Table& table,
                            const TargetSpec& asked, Observer& observer);

// Rows of a class that the model has not learned would count as its other class. Notes a few such labels; throws Error
// where they are many, as of any column (unseen_labels.hpp), unless `accept`. Models of before say nothing.
void judge_true_labels(const TargetColumn& target, const tabular::Table& table, const std::string& path, bool accept,
                       Observer& observer);

// For scores that do not say what they are of. Throws Error when they rank the rows of the label last, so that they
// look like another label's: a ROC-AUC below 0.5 by more than three standard errors of no ranking at all (Mann and
// Whitney 1947), or by anything where most rows have the label.
void require_ranked_first(const Evaluation& evaluation, const std::string& scores_path, const TargetSpec& asked);

}  // namespace ballast::app
