// The toy study: the paper's small network learns a point set on a line or in the plane (arXiv 2412.10948, sections 2
// and 3), and everything a reader wants to see of it is kept: points dissolving into noise, noise condensing into
// points, the learned score field, the loss, and whether the result is the true distribution.
//
// The network is the paper's: every coordinate and the step as sinusoidal embeddings of 128, two layers of 128 GELU
// units. Generated points are judged by the root of the biased MMD^2 (its largest value on the paper's ladder of kernel
// widths) against as many fresh true points, beside the same figure between pairs of true samples.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "app/experiments/toy/judge_points.hpp"
#include "app/experiments/toy/point_sets.hpp"
#include "app/experiments/toy/score_field.hpp"
#include "diffusion/memorisation.hpp"
#include "diffusion/sampling/level_error.hpp"
#include "diffusion/sampling/timeline.hpp"

namespace ballast::app {

struct ToyOptions {
  std::string points = "two-moons";
  std::string schedule = "linear";
  std::size_t steps = 200;  // N, as in the paper; g(T) is then 0.364, which standardised points forgive
  std::string sampler = "ancestral";
  std::size_t rows = 10000;  // points to learn from
  std::size_t batch = 256;
  std::size_t updates = 4000;
  std::size_t generated = 2000;  // and as many true points to judge them by
  std::uint64_t seed = 42;
};
inline constexpr std::size_t kTimelinePanels = 10;
inline constexpr std::size_t kTimelineRows = 1000;  // points that the timelines follow

// The score at one noise level, on a grid.
struct ScoreField {
  std::size_t n = 0;
  double t = 0;
  numeric::Matrix<float> at, learned, exact;  // grid points, and both scores there
  numeric::Matrix<float> noised;              // some true points at that level, for orientation
};

struct ToyResult {
  ToyOptions options;
  std::size_t dimensions = 0, parameters = 0, parts = 0;
  double prior_scale = 0;   // g(T): what the start of sampling ignores of the data
  std::vector<float> loss;  // means over loss_window updates, in order
  std::size_t loss_window = 0;
  std::vector<diffusion::LevelError> network_error, oracle_error;  // over fresh points
  std::vector<diffusion::MemorisationLevel> ruler;                 // between smooth and copy
  std::vector<diffusion::Snapshot> noising, denoising;             // labels ascending
  std::vector<std::size_t> noising_parts, denoising_parts;         // of each point: where it started, where it ended
  std::vector<ScoreField> scores;
  numeric::Matrix<float> generated, fresh;  // the points judged, and the true ones
  ToyMmd mmd;
  std::vector<std::pair<std::string, double>> timings;  // phase, seconds
};

// Throws Error on an unknown name, fewer steps than panels need, or too few rows; Stopped.
// Same bits at any number of threads, the timings aside. Cost: about 8 s on two threads with the defaults.
ToyResult run_toy(const ToyOptions& options, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app
