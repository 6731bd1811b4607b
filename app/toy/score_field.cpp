#include "app/toy/score_field.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "diffusion/forward_process.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::app {

namespace {

constexpr std::size_t kSlots = 64;  // models want whole blocks of rows

// eps for any number of rows: padded with zeros.
numeric::Matrix<float> predict_rows(const diffusion::NoiseModel& model, std::size_t n,
                                    numeric::MatrixView<const float> rows) {
  const std::size_t padded = (rows.rows() + kSlots - 1) / kSlots * kSlots;
  numeric::Matrix<float> x(padded, rows.columns()), eps(padded, rows.columns());
  for (std::size_t k = 0; k < rows.rows(); ++k) std::ranges::copy(rows.row(k), x.row(k).begin());
  numeric::Workspace scratch(model.scratch_bytes());
  for (std::size_t first = 0; first < padded; first += kSlots) {
    model.predict(x.view().row_block(first, kSlots), n, eps.view().row_block(first, kSlots), scratch);
  }
  return eps;
}

double error_at(const diffusion::NoiseModel& model, double t, std::size_t n, numeric::MatrixView<const float> rows,
                std::uint64_t seed) {
  numeric::Matrix<float> noise(rows.rows(), rows.columns()), x(rows.rows(), rows.columns());
  numeric::fill_normal_rows({seed, numeric::Purpose::kStatistics, 0, static_cast<std::uint32_t>(n)}, noise.view());
  for (std::size_t k = 0; k < rows.rows(); ++k) {
    diffusion::forward_closed_form<float>(rows.row(k), noise.row(k), t, x.row(k));
  }
  const numeric::Matrix<float> eps = predict_rows(model, n, x.view());
  double sum = 0;
  for (std::size_t i = 0; i < noise.values().size(); ++i) {
    const double miss = double{noise.values()[i]} - double{eps.values()[i]};
    sum += miss * miss;
  }
  return sum / static_cast<double>(noise.values().size());
}

// Labels whose times grow from t_1 to T by one ratio, as nearly as the schedule has them.
std::vector<std::size_t> labels_by_ratio(const diffusion::NoiseSchedule& schedule, std::size_t count) {
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

}  // namespace

std::size_t label_of_noise(const diffusion::NoiseSchedule& schedule, double noise) {
  std::size_t best = 1;
  for (std::size_t n = 2; n <= schedule.steps(); ++n) {
    if (std::abs(diffusion::b(schedule.t(n)) - noise) < std::abs(diffusion::b(schedule.t(best)) - noise)) best = n;
  }
  return best;
}

numeric::Matrix<float> square_grid(std::size_t dimensions, double half, std::size_t per_side) {
  assert((dimensions == 1 || dimensions == 2) && per_side >= 2);
  const auto place = [&](std::size_t i) {
    return static_cast<float>(half * (2 * static_cast<double>(i) / static_cast<double>(per_side - 1) - 1));
  };
  numeric::Matrix<float> grid(dimensions == 1 ? per_side : per_side * per_side, dimensions);
  for (std::size_t k = 0; k < grid.rows(); ++k) {
    grid(k, 0) = place(k % per_side);
    if (dimensions == 2) grid(k, 1) = place(k / per_side);
  }
  return grid;
}

numeric::Matrix<float> score_at(const diffusion::NoiseModel& model, const diffusion::NoiseSchedule& schedule,
                                std::size_t n, numeric::MatrixView<const float> at) {
  const numeric::Matrix<float> eps = predict_rows(model, n, at);
  const double factor = -1 / diffusion::b(schedule.t(n));
  numeric::Matrix<float> score(at.rows(), at.columns());
  for (std::size_t i = 0; i < score.values().size(); ++i) {
    score.values()[i] = static_cast<float>(factor * double{eps.values()[i]});
  }
  return score;
}

std::vector<LevelError> error_by_level(const diffusion::NoiseModel& model, const diffusion::NoiseSchedule& schedule,
                                       numeric::MatrixView<const float> rows, std::size_t levels, std::uint64_t seed,
                                       numeric::ThreadPool& pool) {
  const std::vector<std::size_t> labels = labels_by_ratio(schedule, levels);
  std::vector<LevelError> errors(labels.size());
  pool.parallel_for(labels.size(), [&](std::size_t i) {
    const double t = schedule.t(labels[i]);
    errors[i] = {labels[i], t, error_at(model, t, labels[i], rows, seed)};
  });
  return errors;
}

}  // namespace ballast::app
