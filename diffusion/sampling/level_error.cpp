#include "diffusion/sampling/level_error.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "diffusion/process/forward_process.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

numeric::Matrix<float> predict_noise(const NoiseModel& model, std::size_t n, numeric::MatrixView<const float> rows) {
  numeric::Matrix<float> eps(rows.rows(), rows.columns());
  numeric::Workspace scratch(model.scratch_bytes());
  model.predict(rows, n, eps.view(), scratch);
  return eps;
}

NoisedRows noise_rows(numeric::MatrixView<const float> rows, const NoiseSchedule& schedule, std::size_t n,
                      std::uint64_t seed) {
  NoisedRows out{numeric::Matrix<float>(rows.rows(), rows.columns()),
                 numeric::Matrix<float>(rows.rows(), rows.columns())};
  numeric::fill_normal_rows({seed, numeric::Purpose::kStatistics, 0, static_cast<std::uint32_t>(n)}, out.eps.view());
  for (std::size_t k = 0; k < rows.rows(); ++k) {
    forward_closed_form<float>(rows.row(k), out.eps.row(k), schedule.t(n), out.x.row(k));
  }
  return out;
}

std::vector<std::size_t> levels_by_ratio(const NoiseSchedule& schedule, std::size_t count) {
  assert(count >= 2 && schedule.steps() >= 2);
  const double ratio = std::pow(schedule.end() / schedule.t(1), 1 / static_cast<double>(count - 1));
  std::vector<std::size_t> labels;
  double target = schedule.t(1);
  for (std::size_t n = 1; n <= schedule.steps(); ++n) {
    if (schedule.t(n) < target && n < schedule.steps()) continue;
    labels.push_back(n);
    while (target <= schedule.t(n)) target *= ratio;
  }
  return labels;
}

std::vector<LevelError> level_errors(const NoiseModel& model, const NoiseSchedule& schedule,
                                     numeric::MatrixView<const float> rows, const std::vector<std::size_t>& labels,
                                     std::uint64_t seed, numeric::ThreadPool& pool) {
  assert(!rows.empty());
  std::vector<LevelError> errors(labels.size());
  pool.parallel_for(labels.size(), [&](std::size_t i) {
    const NoisedRows noised = noise_rows(rows, schedule, labels[i], seed);
    const numeric::Matrix<float> eps = predict_noise(model, labels[i], noised.x.view());
    double sum = 0;
    for (std::size_t k = 0; k < eps.values().size(); ++k) {
      const double miss = double{noised.eps.values()[k]} - double{eps.values()[k]};
      sum += miss * miss;
    }
    errors[i] = {labels[i], schedule.t(labels[i]), sum / static_cast<double>(eps.values().size())};
  });
  return errors;
}

}  // namespace ballast::diffusion
