#include "app/experiments/toy/toy_study.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>

#include "app/experiments/toy/paper_network.hpp"
#include "diffusion/process/exact_score.hpp"
#include "diffusion/process/forward_process.hpp"
#include "diffusion/sampling/network_noise.hpp"
#include "diffusion/training/training.hpp"
#include "engine/error.hpp"
#include "engine/stage.hpp"
#include "nn/denoiser.hpp"

namespace ballast::app {

namespace {

constexpr std::size_t kErrorLevels = 30, kErrorRows = 1024;
constexpr std::size_t kOracleRows = 2000;             // points the score figure's oracle and nearness look at most
constexpr double kScoreNoise[] = {0.15, 0.45, 0.85};  // b(t) of the score figure's panels
constexpr double kGridHalf = 2.6;
constexpr std::size_t kGridSide[] = {0, 261, 21};  // by dimensions
constexpr std::size_t kNoisedRows = 500;

// Seconds of each phase.
class PhaseClock {
 public:
  explicit PhaseClock(std::vector<std::pair<std::string, double>>& timings) : timings_(timings) {}
  void phase_done(const char* name) {
    const auto now = std::chrono::steady_clock::now();
    timings_.emplace_back(name, std::chrono::duration<double>(now - start_).count());
    start_ = now;
  }

 private:
  std::vector<std::pair<std::string, double>>& timings_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void require(const ToyOptions& options) {
  const auto at_least = [](const char* what, std::size_t value, std::size_t least) {
    if (value >= least) return;
    throw Error(std::string("too few ") + what)
        .expected("at least " + std::to_string(least))
        .got(std::to_string(value));
  };
  at_least("steps", options.steps, kTimelinePanels - 1);
  at_least("points to learn from", options.rows, kTimelineRows);
  at_least("generated points", options.generated, kTimelineRows);
  at_least("updates", options.updates, 1);
}

constexpr auto kPrediction = diffusion::Parametrisation::noise;  // the paper's choice

diffusion::TrainedNetwork train_network(const ToyOptions& options, const PointSample& data,
                                        const diffusion::NoiseSchedule& schedule, numeric::ThreadPool& pool,
                                        Observer& observer) {
  const auto network = nn::make_denoiser<float>(paper_network(data.points.columns(), schedule.steps()), options.seed);
  diffusion::TrainingOptions training;
  training.parametrisation = kPrediction;
  training.batch = options.batch;
  training.updates = options.updates;
  return diffusion::train(*network, data.points.view(), schedule, training, options.seed, pool, observer);
}

// The part of the nearest true point.
std::vector<std::size_t> parts_of_nearest(numeric::MatrixView<const float> points, const PointSample& truth) {
  std::vector<std::size_t> parts(points.rows());
  for (std::size_t k = 0; k < points.rows(); ++k) {
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < truth.points.rows(); ++i) {
      double distance = 0;
      for (std::size_t d = 0; d < points.columns(); ++d) {
        const double gap = double{points(k, d)} - double{truth.points(i, d)};
        distance += gap * gap;
      }
      if (distance < nearest) nearest = distance, parts[k] = truth.parts[i];
    }
  }
  return parts;
}

ScoreField score_field(const diffusion::NoiseModel& model, const diffusion::NoiseModel& oracle,
                       const diffusion::NoiseSchedule& schedule, double noise, const PointSample& truth,
                       std::uint64_t seed) {
  ScoreField field;
  field.n = label_of_noise(schedule, noise);
  field.t = schedule.t(field.n);
  field.at = square_grid(model.columns(), kGridHalf, kGridSide[model.columns()]);
  field.learned = score_at(model, schedule, field.n, field.at.view());
  field.exact = score_at(oracle, schedule, field.n, field.at.view());
  const auto some = truth.points.view().row_block(0, std::min(kNoisedRows, truth.points.rows()));
  field.noised = std::move(diffusion::noising_timeline(some, schedule, {field.n}, seed).front().points);
  return field;
}

}  // namespace

ToyResult run_toy(const ToyOptions& options, numeric::ThreadPool& pool, Observer& observer) {
  require(options);
  const PointSet& set = point_set(options.points);
  const diffusion::NoiseSchedule schedule = diffusion::make_schedule(options.schedule, options.steps);
  ToyResult result;
  result.options = options;
  result.dimensions = set.dimensions, result.parts = set.parts;
  result.prior_scale = diffusion::g(schedule.end());
  PhaseClock watch(result.timings);

  const PointSample learned = draw_points(set, options.rows, options.seed, kLearntSample);
  const std::vector<std::size_t> labels = diffusion::timeline_labels(schedule, kTimelinePanels);
  result.noising =
      diffusion::noising_timeline(learned.points.view().row_block(0, kTimelineRows), schedule, labels, options.seed);
  result.noising_parts.assign(learned.parts.begin(), learned.parts.begin() + kTimelineRows);

  Stage training(observer, "", 0, 0.8), sampling(observer, "", 0.8, 0.9), judging(observer, "", 0.9, 1);
  diffusion::TrainedNetwork trained = train_network(options, learned, schedule, pool, training);
  result.loss = std::move(trained.loss);
  result.loss_window = diffusion::kLossWindow;
  result.parameters = trained.network->parameters().size();
  watch.phase_done("train");

  const diffusion::NetworkNoise model(*trained.network, schedule, kPrediction);
  diffusion::Denoising sampled = diffusion::denoising_timeline(model, schedule, options.sampler, options.generated,
                                                               kTimelineRows, labels, options.seed, pool, sampling);
  result.denoising = std::move(sampled.snapshots);
  result.generated = std::move(sampled.points);
  PointSample fresh = draw_points(set, options.generated, options.seed, kFreshSample);
  result.denoising_parts = parts_of_nearest(result.denoising.front().points.view(), fresh);
  watch.phase_done("sample");

  const diffusion::ExactScore oracle(learned.points.view().row_block(0, std::min(kOracleRows, options.rows)), schedule);
  for (const double noise : kScoreNoise) {
    result.scores.push_back(score_field(model, oracle, schedule, noise, fresh, options.seed));
  }
  const PointSample judged = draw_points(set, kErrorRows, options.seed, kJudgedSample);
  const std::vector<std::size_t> levels = diffusion::levels_by_ratio(schedule, kErrorLevels);
  result.network_error = diffusion::level_errors(model, schedule, judged.points.view(), levels, options.seed, pool);
  result.oracle_error = diffusion::level_errors(oracle, schedule, judged.points.view(), levels, options.seed, pool);
  result.ruler = diffusion::measure_memorisation(model, schedule, learned.points.view(), judged.points.view(), {},
                                                 options.seed, pool);
  result.fresh = std::move(fresh.points);
  watch.phase_done("look");

  result.mmd = toy_yardstick(set, options.generated, options.seed, pool, judging);
  result.mmd.generated = root_mmd(result.generated.view(), result.fresh.view(), pool);
  watch.phase_done("judge");
  return result;
}

}  // namespace ballast::app
