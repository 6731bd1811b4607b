#include "diffusion/memorisation.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "diffusion/process/exact_score.hpp"
#include "diffusion/process/gaussian_score.hpp"
#include "diffusion/sampling/level_error.hpp"

namespace ballast::diffusion {

namespace {

double mean_square_between(const numeric::Matrix<float>& a, const numeric::Matrix<float>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.values().size(); ++i) {
    const double apart = double{a.values()[i]} - double{b.values()[i]};
    sum += apart * apart;
  }
  return sum / static_cast<double>(a.values().size());
}

// What all three say of the same noised rows.
struct Answers {
  numeric::Matrix<float> eps, model, smooth, copy;
};

// s of the least squares: <model - smooth, copy - smooth> / |copy - smooth|^2.
double share_of_copy(const Answers& at) {
  double along = 0.0, length = 0.0;
  for (std::size_t i = 0; i < at.eps.values().size(); ++i) {
    const double from = double{at.smooth.values()[i]}, line = double{at.copy.values()[i]} - from;
    along += (double{at.model.values()[i]} - from) * line;
    length += line * line;
  }
  return length > 0.0 ? along / length : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

std::vector<MemorisationLevel> measure_memorisation(const NoiseModel& model, const NoiseSchedule& schedule,
                                                    numeric::MatrixView<const float> train,
                                                    numeric::MatrixView<const float> held_out,
                                                    const MemorisationOptions& options, std::uint64_t seed,
                                                    numeric::ThreadPool& pool) {
  assert(!train.empty() && !held_out.empty() && train.columns() == model.columns());
  const GaussianScore smooth(train, schedule);
  const ExactScore copy(train, schedule);
  const auto ask = [&](numeric::MatrixView<const float> rows, std::size_t n) {
    NoisedRows noised = noise_rows(rows.row_block(0, std::min(options.rows, rows.rows())), schedule, n, seed);
    const auto x = noised.x.view();
    return Answers{std::move(noised.eps), predict_noise(model, n, x), predict_noise(smooth, n, x),
                   predict_noise(copy, n, x)};
  };
  const std::vector<std::size_t> labels = levels_by_ratio(schedule, options.levels);
  std::vector<MemorisationLevel> levels(labels.size());
  pool.parallel_for(labels.size(), [&](std::size_t i) {
    const std::size_t n = labels[i];
    const Answers seen = ask(train, n), unseen = ask(held_out, n);
    const auto errors = [&](numeric::Matrix<float> Answers::*who) {
      return SetErrors{mean_square_between(seen.eps, seen.*who), mean_square_between(unseen.eps, unseen.*who)};
    };
    levels[i] = {n,
                 schedule.t(n),
                 share_of_copy(seen),
                 mean_square_between(seen.copy, seen.smooth),
                 errors(&Answers::model),
                 errors(&Answers::smooth),
                 errors(&Answers::copy)};
  });
  return levels;
}

}  // namespace ballast::diffusion
