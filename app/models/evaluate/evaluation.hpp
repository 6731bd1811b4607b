// Evaluation: what scores are worth on rows whose truth is known: what a threshold flags, how well they rank, and
// whether they come true as probabilities; once more as if positives were as rare as where the model will work.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "classifiers/judge/metrics.hpp"
#include "classifiers/judge/reliability.hpp"

namespace ballast::app {

// Of the rows by one weighting.
struct Figures {
  classifiers::Confusion counts;
  double precision = 0, recall = 0, f1 = 0;
  double alerts = 0;  // flagged of 1,000 rows
  double pr_auc = 0, roc_auc = 0, log_loss = 0;
  classifiers::Reliability probabilities;  // the Brier score and its parts
};

struct Evaluation {
  std::size_t rows = 0;
  double threshold = 0.5;
  Figures figures;
  std::optional<double> base_rate;
  std::optional<Figures> at_base_rate;
  std::optional<std::size_t> learned_rows = {};  // of the rows, by a model that knows
};

// The line that tells of rows that the model learned from; empty if there are none.
std::string learned_text(std::optional<std::size_t> learned, std::size_t rows);

// score: in [0, 1]. Throws Error as the metrics do.
Figures figures_of(std::span<const float> score, std::span<const std::int32_t> y, double threshold,
                   std::span<const float> weight = {});
Evaluation evaluate(std::span<const double> score, std::span<const std::int32_t> y, double threshold,
                    std::optional<double> base_rate);

// Tables for a person; a JSON object (docs/formats.md).
std::string evaluation_text(const Evaluation& evaluation);
std::string evaluation_json(const Evaluation& evaluation);

// The rows of bins under a header.
std::string reliability_text(const classifiers::Reliability& probabilities);

}  // namespace ballast::app
