// The rows of --decide-on: a file of labelled rows, new to the
// model, on which its threshold and calibration are chosen.
#pragma once

#include <cstdint>
#include <vector>

#include "app/commands/options/decision_options.hpp"
#include "app/commands/parsing/command.hpp"
#include "app/data/model_file.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/tabular/features/features.hpp"
#include "engine/tabular/fingerprints/learned_rows.hpp"

namespace ballast::app {

struct DecidingRows {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;
  std::vector<float> amount;
};

// The rows that the model learns from; and those that the generator of --added-from has learned, if it says so.
struct LearnedSoFar {
  const tabular::LearnedRows& by_model;
  const tabular::LearnedRows& by_generator;
};

// Notes rows that were learned from. Throws Error where most
// were, and as read_for_model, binary_labels and amounts_of do.
DecidingRows read_deciding_rows(const DecisionRequest& request, const tabular::FeatureEncoder& encoder,
                                const LearnedSoFar& known, const TargetColumn& target, const tabular::CsvFormat& format,
                                const Arguments& arguments, Session& session);

}  // namespace ballast::app
