// The lab: what the network predicts, how it is trained and on which schedule, side by side on the same rows and the
// same number of network row evaluations; then samplers by their evaluations, and the ruler of memorisation.
//
//   arm      = parametrisation x way of training x schedule; every arm of a repeat has the same rows, first weights,
//              optimiser and noise to be judged by
//   budget   = updates x batch rows of random-step training. A row of a trajectory costs all N steps, so trajectories
//              get budget / (trajectory_batch N) updates; by default trajectory_batch makes an update of about as many
//              network rows as one of random steps (at least one row)
//   error    = squared error of the noise over held-out rows, averaged over levels spread evenly over 1 .. N: the
//              training loss of `noise`, to which every parametrisation is converted (parametrisation.hpp)
//   mmd      = root of biased MMD^2 of generated to held-out rows (lab_source.hpp)
//
// Arms are compared over repeats by the corrected paired t test of log mmd ratios with Holm's correction; one that
// cannot be told from the best, or is told apart by next to nothing, is said to be so.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/experiments/lab/lab_source.hpp"
#include "app/study/statistics.hpp"
#include "diffusion/memorisation.hpp"
#include "diffusion/process/parametrisation.hpp"
#include "diffusion/sample_rows.hpp"
#include "diffusion/sampling/level_error.hpp"
#include "engine/observer.hpp"

namespace ballast::app {

struct LabOptions {
  std::vector<diffusion::Parametrisation> predict{diffusion::Parametrisation::mean, diffusion::Parametrisation::data,
                                                  diffusion::Parametrisation::noise, diffusion::Parametrisation::v};
  std::vector<std::string> training{"random_steps", "trajectories"};
  std::vector<std::string> schedules{"linear"};
  std::vector<std::string> samplers;  // of the curve
  std::size_t repeats = 3;            // repeat r works with seed + r
  std::size_t steps = 0;              // N
  std::size_t updates = 0, batch = 0;
  std::size_t trajectory_batch = 0;  // rows of an update by trajectories; 0: about `batch` network rows
  std::optional<diffusion::SamplingOptions> sampling;
  std::size_t generated = 2000;
  std::uint64_t seed = 42;
};

struct ArmRun {
  double error = 0, mmd = 0, seconds = 0;     // seconds: of training
  std::vector<diffusion::LevelError> levels;  // at times in even ratios, for the figure
};

inline constexpr double kNegligible = 0.02;  // of mmd, more than the best arm's: who chooses need not care

struct LabArm {
  diffusion::Parametrisation predict{};
  std::string training, schedule;
  std::size_t updates = 0, row_evaluations = 0;
  std::vector<ArmRun> runs = {};
  MeanSd error = {}, mmd = {}, seconds = {};
  double ratio = 1;                   // geometric mean of mmd to that of the best arm
  std::optional<double> p_holm = {};  // of being the same as the best
  bool told_apart() const { return p_holm && *p_holm < 0.05; }
  bool is_near() const { return ratio < 1 + kNegligible; }
  std::string name() const;  // "v, random-steps, linear"
};

// One way in place of another, all else equal: geometric means of ratios over all pairs of arms and repeats.
struct LabEffect {
  std::string what, instead_of;
  double mmd = 1, error = 1, seconds = 1;
};

struct SamplerPoint {
  std::string sampler;
  std::size_t allowed = 0, evaluations = 0;  // of the network for each row: at most, and in fact
  MeanSd mmd;
};

struct LabResult {
  LabOptions options;
  std::string data, yardstick_name;
  std::size_t columns = 0, train_rows = 0, held_out_rows = 0, parameters = 0;  // of the first repeat
  MeanSd yardstick;
  std::vector<LabArm> arms;
  std::size_t best = 0;  // the arm of least mean log mmd, which also makes the curve and the ruler
  std::vector<LabEffect> effects;
  std::vector<SamplerPoint> curve;
  std::vector<diffusion::MemorisationLevel> ruler;  // means over the repeats
};

// Options of 0 and those left out are the source's defaults. Throws Error on an unknown name, or where N is too small;
// Stopped. Same bits at any number of threads, the seconds aside.
LabResult run_lab(const LabSource& source, LabOptions options, numeric::ThreadPool& pool, Observer& observer);

// Fills means, ratios, tests and effects from the runs; test_to_train as in statistics.hpp.
void compare_lab_arms(LabResult& result, double test_to_train);

}  // namespace ballast::app
