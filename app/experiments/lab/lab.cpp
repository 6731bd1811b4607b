#include "app/experiments/lab/lab.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "diffusion/sampling/network_noise.hpp"
#include "diffusion/sampling/samplers.hpp"
#include "diffusion/training/training.hpp"
#include "diffusion/training/training_batches.hpp"
#include "engine/error.hpp"
#include "engine/stage.hpp"

namespace ballast::app {

namespace {

constexpr std::size_t kMeanLevels = 50, kFigureLevels = 30;              // of the error
constexpr std::size_t kErrorRows = 512;                                  // held-out rows that tell it
constexpr std::size_t kCurve[] = {5, 10, 20, 50, 100, 200};              // evaluations, and all
constexpr std::size_t kOracleWork = 4000000;                             // rows looked at x rows learned, at a level
constexpr double kArmsFrom = 0.02, kCurveFrom = 0.7, kRulerFrom = 0.95;  // share of the work done before each part

struct Budget {
  std::size_t batch, updates, row_evaluations;
};

class Lab {
 public:
  Lab(const LabSource& source, LabOptions options, numeric::ThreadPool& pool, Observer& observer)
      : source_(source), pool_(pool), observer_(observer) {
    result_.options = std::move(options);
    result_.data = source.name();
    result_.yardstick_name = source.yardstick_name();
    for (const std::string& schedule : result_.options.schedules) {
      schedules_.push_back(diffusion::make_schedule(schedule, result_.options.steps));
      for (const std::string& training : result_.options.training) {
        for (const diffusion::Parametrisation predict : result_.options.predict) {
          result_.arms.push_back({.predict = predict, .training = training, .schedule = schedule});
        }
      }
    }
    networks_.resize(result_.arms.size());
  }

  LabResult run() {
    std::vector<double> yardsticks;
    Stage drawing(observer_, "", 0, kArmsFrom);
    for (std::size_t repeat = 0; repeat < options().repeats; ++repeat) {
      drawing.step({"rows to learn and to judge by", repeat, options().repeats});
      data_.push_back(source_.rows(seed_of(repeat), options().generated, pool_));
      yardsticks.push_back(data_.back().yardstick);
    }
    result_.yardstick = mean_sd(yardsticks);
    result_.columns = data_[0].train.columns();
    result_.train_rows = data_[0].train.rows();
    result_.held_out_rows = data_[0].held_out.rows();
    run_arms();
    compare_lab_arms(result_, source_.test_to_train());
    draw_curve();
    lay_ruler();
    return std::move(result_);
  }

 private:
  const LabOptions& options() const { return result_.options; }
  std::uint64_t seed_of(std::size_t repeat) const { return options().seed + repeat; }
  const diffusion::NoiseSchedule& schedule_of(const LabArm& arm) const {
    const auto at = std::ranges::find(options().schedules, arm.schedule) - options().schedules.begin();
    return schedules_[static_cast<std::size_t>(at)];
  }

  void run_arms() {
    const double each = (kCurveFrom - kArmsFrom) / static_cast<double>(result_.arms.size() * options().repeats);
    double done = kArmsFrom;
    for (std::size_t repeat = 0; repeat < options().repeats; ++repeat) {
      for (std::size_t a = 0; a < result_.arms.size(); ++a, done += each) {
        Stage stage(observer_, result_.arms[a].name() + ": ", done, done + each);
        run_arm(result_.arms[a], networks_[a], repeat, stage);
      }
    }
  }

  // Whole updates of the arm's own way of training within updates x batch network rows, but one at least.
  Budget budget_of(const LabArm& arm, numeric::MatrixView<const float> train) const {
    std::size_t batch = options().batch;
    if (arm.training == "trajectories") {
      batch = options().trajectory_batch > 0 ? options().trajectory_batch
                                             : std::max<std::size_t>(1, batch / options().steps);
    }
    const auto batches = diffusion::make_batches(arm.training)(train, schedule_of(arm), arm.predict, batch, 0);
    const std::size_t rows = batches->rows() * batches->batches_per_update();
    const std::size_t updates = std::max<std::size_t>(1, options().updates * options().batch / rows);
    return {batch, updates, updates * rows};
  }

  void run_arm(LabArm& arm, std::vector<std::unique_ptr<nn::Denoiser<float>>>& networks, std::size_t repeat,
               Observer& observer) {
    const LabRows& data = data_[repeat];
    const diffusion::NoiseSchedule& schedule = schedule_of(arm);
    const Budget budget = budget_of(arm, data.train.view());
    arm.updates = budget.updates;
    arm.row_evaluations = budget.row_evaluations;
    diffusion::TrainingOptions training;
    training.parametrisation = arm.predict;
    training.method = arm.training;
    training.batch = budget.batch;
    training.updates = budget.updates;
    const auto network = nn::make_denoiser<float>(source_.network(result_.columns, options().steps), seed_of(repeat));
    result_.parameters = network->parameters().size();
    const auto start = std::chrono::steady_clock::now();
    networks.push_back(
        train(*network, data.train.view(), schedule, training, seed_of(repeat), pool_, observer).network);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    arm.runs.push_back(judge(arm, *networks.back(), repeat, observer));
    arm.runs.back().seconds = elapsed.count();
  }

  ArmRun judge(const LabArm& arm, const nn::Denoiser<float>& network, std::size_t repeat, Observer& observer) {
    const diffusion::NoiseSchedule& schedule = schedule_of(arm);
    const diffusion::NetworkNoise model(network, schedule, arm.predict);
    const auto& held_out = data_[repeat].held_out;
    const auto rows = held_out.view().row_block(0, std::min(kErrorRows, held_out.rows()));
    ArmRun run;
    const auto evenly = diffusion::respaced_steps(schedule, schedule.steps(), kMeanLevels);
    for (const auto& level : diffusion::level_errors(model, schedule, rows, evenly, seed_of(repeat), pool_)) {
      run.error += level.error / static_cast<double>(evenly.size());
    }
    const auto labels = diffusion::levels_by_ratio(schedule, kFigureLevels);
    run.levels = diffusion::level_errors(model, schedule, rows, labels, seed_of(repeat), pool_);
    run.mmd = mmd_of(model, schedule, *options().sampling, repeat, observer);
    return run;
  }

  double mmd_of(const diffusion::NoiseModel& model, const diffusion::NoiseSchedule& schedule,
                const diffusion::SamplingOptions& sampling, std::size_t repeat, Observer& observer) {
    std::vector<std::uint64_t> numbers(options().generated);
    std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
    numeric::Matrix<float> made(numbers.size(), model.columns());
    sample_rows(model, schedule, sampling, numbers, seed_of(repeat), made.view(), pool_, observer);
    return root_mmd(made, data_[repeat].held_out.view(), data_[repeat].chunk, pool_);
  }

  // The best arm's networks by every sampler and number of evaluations.
  void draw_curve() {
    std::vector<std::size_t> counts;
    std::ranges::copy_if(kCurve, std::back_inserter(counts), [&](std::size_t n) { return n < options().steps; });
    counts.push_back(options().steps);
    const std::size_t all = options().samplers.size() * counts.size();
    for (const std::string& sampler : options().samplers) {
      for (const std::size_t count : counts) {
        const auto done = static_cast<double>(result_.curve.size()), last = static_cast<double>(all);
        const double part = kRulerFrom - kCurveFrom;
        Stage stage(observer_,
                    sampler + ", " + std::to_string(count) + " evaluations: ", kCurveFrom + part * done / last,
                    kCurveFrom + part * (done + 1) / last);
        result_.curve.push_back(curve_point(sampler, count, stage));
      }
    }
  }

  SamplerPoint curve_point(const std::string& sampler, std::size_t evaluations, Observer& observer) {
    const LabArm& best = result_.arms[result_.best];
    const diffusion::NoiseSchedule& schedule = schedule_of(best);
    const auto stops = diffusion::sampler_stops(sampler, schedule, schedule.steps(), evaluations);
    std::vector<double> mmd;
    for (std::size_t repeat = 0; repeat < options().repeats; ++repeat) {
      const diffusion::NetworkNoise model(*networks_[result_.best][repeat], schedule, best.predict);
      mmd.push_back(mmd_of(model, schedule, {sampler, evaluations}, repeat, observer));
    }
    return {sampler, evaluations, diffusion::evaluations_of(sampler, stops.size()), mean_sd(mmd)};
  }

  void lay_ruler() {
    const LabArm& best = result_.arms[result_.best];
    const double share = 1 / static_cast<double>(options().repeats);
    Stage stage(observer_, "", kRulerFrom, 1);
    for (std::size_t repeat = 0; repeat < options().repeats; ++repeat) {
      stage.step({"measure memorisation", repeat, options().repeats});
      const LabRows& data = data_[repeat];
      const diffusion::NetworkNoise model(*networks_[result_.best][repeat], schedule_of(best), best.predict);
      const std::size_t rows = std::clamp<std::size_t>(kOracleWork / data.train.rows(), 32, 512);
      const auto levels = measure_memorisation(model, schedule_of(best), data.train.view(), data.held_out.view(),
                                               {.rows = rows}, seed_of(repeat), pool_);
      if (repeat == 0) result_.ruler.resize(levels.size());
      for (std::size_t i = 0; i < levels.size(); ++i) add_share(levels[i], share, result_.ruler[i]);
    }
  }

  static void add_share(const diffusion::MemorisationLevel& level, double share, diffusion::MemorisationLevel& sum) {
    sum.n = level.n;
    sum.t = level.t;
    sum.copied += share * level.copied;
    sum.apart += share * level.apart;
    const auto add = [&](diffusion::SetErrors diffusion::MemorisationLevel::*who) {
      (sum.*who).train += share * (level.*who).train;
      (sum.*who).held_out += share * (level.*who).held_out;
    };
    add(&diffusion::MemorisationLevel::model);
    add(&diffusion::MemorisationLevel::smooth);
    add(&diffusion::MemorisationLevel::copy);
  }

  const LabSource& source_;
  numeric::ThreadPool& pool_;
  Observer& observer_;
  LabResult result_;
  std::vector<diffusion::NoiseSchedule> schedules_;                          // of options().schedules
  std::vector<LabRows> data_;                                                // of each repeat
  std::vector<std::vector<std::unique_ptr<nn::Denoiser<float>>>> networks_;  // of each arm and repeat
};

LabOptions with_defaults(LabOptions options, const LabDefaults& defaults) {
  if (options.steps == 0) options.steps = defaults.steps;
  if (options.updates == 0) options.updates = defaults.updates;
  if (options.batch == 0) options.batch = defaults.batch;
  if (!options.sampling) options.sampling = defaults.sampling;
  if (options.samplers.empty()) options.samplers = diffusion::sampler_names();
  return options;
}

void check(const LabOptions& options) {
  const auto require = [](bool ok, const char* what, const char* expected, std::size_t got) {
    if (!ok)
      throw Error(std::string("the lab cannot work with so few ") + what).expected(expected).got(std::to_string(got));
  };
  require(options.steps >= 2, "noising steps", "2 or more", options.steps);
  require(options.repeats >= 1, "repeats", "1 or more", options.repeats);
  require(options.generated >= 100, "generated rows", "100 or more", options.generated);
  for (const std::string& sampler : options.samplers) diffusion::make_sampler(sampler);
  diffusion::make_sampler(options.sampling->sampler);
}

}  // namespace

std::string LabArm::name() const {
  std::string way = training;
  std::ranges::replace(way, '_', '-');
  return std::string(to_string(predict)) + ", " + way + ", " + schedule;
}

LabResult run_lab(const LabSource& source, LabOptions options, numeric::ThreadPool& pool, Observer& observer) {
  options = with_defaults(std::move(options), source.defaults());
  check(options);
  return Lab(source, std::move(options), pool, observer).run();
}

}  // namespace ballast::app
