#include "diffusion/training/training_batches.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>
#include <vector>

#include "diffusion/process/forward_process.hpp"
#include "engine/names.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

namespace {

using numeric::MatrixView;
using numeric::Purpose;

constexpr std::size_t kRowsPerTask = 64;  // batch rows that one thread fills at a time
constexpr std::size_t kPanelRows = 512;   // network rows of one part of a trajectory update, about

// In place: noise becomes the target for row x_0 at step n.
void make_target(Parametrisation kind, const NoiseSchedule& schedule, std::size_t n, std::span<const float> x_0,
                 std::span<float> noise) {
  if (kind == Parametrisation::noise) return;
  const Target target = target_of(kind, schedule, n);
  const float of_data = static_cast<float>(target.data), of_noise = static_cast<float>(target.noise);
  for (std::size_t d = 0; d < x_0.size(); ++d) noise[d] = std::fma(of_data, x_0[d], of_noise * noise[d]);
}

class RandomSteps final : public TrainingBatches {
 public:
  RandomSteps(MatrixView<const float> data, const NoiseSchedule& schedule, Parametrisation parametrisation,
              std::size_t batch, std::uint64_t seed)
      : data_(data), schedule_(schedule), parametrisation_(parametrisation), batch_(batch), seed_(seed) {}

  std::size_t rows() const override { return batch_; }
  std::size_t batches_per_update() const override { return 1; }

  void fill(std::size_t update, std::size_t, TrainingBatch batch, numeric::ThreadPool& pool) override {
    const auto step = static_cast<std::uint32_t>(update);
    pool.parallel_for_blocks(batch_, kRowsPerTask, [&](std::size_t first, std::size_t last) {
      fill_normal_rows({seed_, Purpose::kTrainingNoise, first, step}, batch.target.row_block(first, last - first));
      for (std::size_t i = first; i < last; ++i) {
        numeric::RandomStream stream(seed_, Purpose::kTrainingStep, i, step);
        const auto row = static_cast<std::size_t>(stream.below(data_.rows()));
        const auto n = static_cast<std::size_t>(1 + stream.below(schedule_.steps()));
        forward_closed_form<float>(data_.row(row), batch.target.row(i), schedule_.t(n), batch.x.row(i));
        make_target(parametrisation_, schedule_, n, data_.row(row), batch.target.row(i));
        batch.steps[i] = static_cast<std::uint32_t>(n);
        batch.weights(i, 0) = 1.0F;
      }
    });
  }

 private:
  MatrixView<const float> data_;
  const NoiseSchedule& schedule_;
  Parametrisation parametrisation_;
  std::size_t batch_;
  std::uint64_t seed_;
};

// The smallest size of parts that cuts `all` in as few of them as parts of `most` would: fewer rows stand idle in the
// last one.
constexpr std::size_t even_share(std::size_t all, std::size_t most) {
  const std::size_t parts = (all + most - 1) / most;
  return (all + parts - 1) / parts;
}

// Row i of an update is at X_n in place i of panel row n: a part holds some consecutive steps of all rows of the
// update.
class Trajectories final : public TrainingBatches {
 public:
  Trajectories(MatrixView<const float> data, const NoiseSchedule& schedule, Parametrisation parametrisation,
               std::size_t batch, std::uint64_t seed)
      : data_(data),
        schedule_(schedule),
        parametrisation_(parametrisation),
        batch_(batch),
        steps_per_part_(even_share(schedule.steps(), std::clamp<std::size_t>(kPanelRows / batch, 1, schedule.steps()))),
        seed_(seed),
        row_(batch),
        x_(batch, data.columns()),
        eps_(batch, data.columns()),
        z_(batch, data.columns()) {}

  std::size_t rows() const override { return batch_ * steps_per_part_; }
  std::size_t batches_per_update() const override {
    return (schedule_.steps() + steps_per_part_ - 1) / steps_per_part_;
  }

  void fill(std::size_t update, std::size_t part, TrainingBatch batch, numeric::ThreadPool& pool) override {
    pool.parallel_for_blocks(batch_, kRowsPerTask, [&](std::size_t first, std::size_t last) {
      if (part == 0) start(update, first, last);
      for (std::size_t s = 0; s < steps_per_part_; ++s) {
        const std::size_t n = part * steps_per_part_ + s + 1;
        if (n <= schedule_.steps()) advance(update, n, first, last);
        copy(n, s * batch_, first, last, batch);
      }
    });
  }

 private:
  // X_0, for rows first .. last - 1 of the update.
  void start(std::size_t update, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      numeric::RandomStream stream(seed_, Purpose::kTrainingStep, i, static_cast<std::uint32_t>(update));
      row_[i] = static_cast<std::size_t>(stream.below(data_.rows()));
      std::ranges::copy(data_.row(row_[i]), x_.row(i).begin());
      std::ranges::fill(eps_.row(i), 0.0F);
    }
  }

  // X_{n-1} -> X_n by the recursion, and the noise that the closed form would have needed to get there.
  void advance(std::size_t update, std::size_t n, std::size_t first, std::size_t last) {
    const std::uint64_t stream_row = update * batch_ + first;  // step n is the stream's step, so the update goes here
    fill_normal_rows({seed_, Purpose::kTrajectoryNoise, stream_row, static_cast<std::uint32_t>(n)},
                     z_.view().row_block(first, last - first));
    for (std::size_t i = first; i < last; ++i) {
      forward_step<float>(x_.row(i), z_.row(i), schedule_.dt(n), x_.row(i));
      accumulated_noise<float>(eps_.row(i), z_.row(i), schedule_.t(n - 1), schedule_.dt(n), eps_.row(i));
    }
  }

  // Network row at + i = row i now; beyond step N it counts nothing. The weights make the losses of all parts, each a
  // mean over its rows, add up to the mean over rows and steps.
  void copy(std::size_t n, std::size_t at, std::size_t first, std::size_t last, TrainingBatch& batch) {
    const bool counts = n <= schedule_.steps();
    const float weight =
        static_cast<float>(static_cast<double>(steps_per_part_) / static_cast<double>(schedule_.steps()));
    for (std::size_t i = first; i < last; ++i) {
      std::ranges::copy(x_.row(i), batch.x.row(at + i).begin());
      std::ranges::copy(eps_.row(i), batch.target.row(at + i).begin());
      if (counts) make_target(parametrisation_, schedule_, n, data_.row(row_[i]), batch.target.row(at + i));
      batch.steps[at + i] = static_cast<std::uint32_t>(std::min(n, schedule_.steps()));
      batch.weights(at + i, 0) = counts ? weight : 0.0F;
    }
  }

  MatrixView<const float> data_;
  const NoiseSchedule& schedule_;
  Parametrisation parametrisation_;
  std::size_t batch_, steps_per_part_;
  std::uint64_t seed_;
  std::vector<std::size_t> row_;        // of the data, for each row of the update
  numeric::Matrix<float> x_, eps_, z_;  // of the update's rows at the last step filled
};

}  // namespace

std::unique_ptr<TrainingBatches> random_steps(MatrixView<const float> data, const NoiseSchedule& schedule,
                                              Parametrisation parametrisation, std::size_t batch, std::uint64_t seed) {
  assert(!data.empty() && batch >= 1);
  return std::make_unique<RandomSteps>(data, schedule, parametrisation, batch, seed);
}

std::unique_ptr<TrainingBatches> trajectories(MatrixView<const float> data, const NoiseSchedule& schedule,
                                              Parametrisation parametrisation, std::size_t batch, std::uint64_t seed) {
  assert(!data.empty() && batch >= 1);
  return std::make_unique<Trajectories>(data, schedule, parametrisation, batch, seed);
}

MakeBatches make_batches(std::string_view name) {
  struct Way {
    std::string_view name;
    MakeBatches make;
  };
  constexpr std::array<Way, 2> kWays{{{"random_steps", random_steps}, {"trajectories", trajectories}}};
  return find_named(kWays, "way of training", name).make;
}

}  // namespace ballast::diffusion
