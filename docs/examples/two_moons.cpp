// Forward and back on two moons: points dissolve into noise, a small network learns which noise was mixed in, and noise
// becomes points again. docs/maths.md, sections 1 to 7 and 13.
#include <cmath>
#include <cstdio>
#include <numbers>
#include <numeric>
#include <vector>

#include "diffusion/process/forward_process.hpp"
#include "diffusion/sample_rows.hpp"
#include "diffusion/sampling/network_noise.hpp"
#include "diffusion/training/training.hpp"

using namespace ballast;

namespace {
// Two half circles of radius 1, with a little noise; the columns are scaled to about variance 1.
numeric::Matrix<float> two_moons(std::size_t rows) {
  numeric::Matrix<float> points(rows, 2);
  for (std::size_t i = 0; i < rows; ++i) {
    numeric::RandomStream random(1, numeric::Purpose::kGeneral, i);
    const double angle = std::numbers::pi * random.uniform(), side = i % 2 == 0 ? 1.0 : -1.0;
    points(i, 0) = static_cast<float>((side * std::cos(angle) - side * 0.5 + 0.05 * random.normal()) / 0.87);
    points(i, 1) = static_cast<float>((side * std::sin(angle) - side * 0.25 + 0.05 * random.normal()) / 0.5);
  }
  return points;
}

// How far a point lies from the nearer of the two half circles, in the units before scaling.
double distance_to_moons(float x, float y) {
  double nearest = 1e9;
  for (int i = 0; i <= 400; ++i) {
    const double angle = std::numbers::pi * (i % 201) / 200.0, side = i <= 200 ? 1.0 : -1.0;
    nearest = std::min(nearest, std::hypot(0.87 * static_cast<double>(x) - side * (std::cos(angle) - 0.5),
                                           0.5 * static_cast<double>(y) - side * (std::sin(angle) - 0.25)));
  }
  return nearest;
}

double mean_distance(const numeric::Matrix<float>& points) {
  double sum = 0;
  for (std::size_t i = 0; i < points.rows(); ++i) sum += distance_to_moons(points(i, 0), points(i, 1));
  return sum / static_cast<double>(points.rows());
}
}  // namespace

int main() {
  numeric::ThreadPool pool(2);
  Observer quiet;
  const numeric::Matrix<float> data = two_moons(2000);
  const auto schedule = diffusion::linear_schedule(200);

  numeric::Matrix<float> noised(data.rows(), 2);  // X_N = g(t_N) X_0 + b(t_N) eps, in one go
  fill_normal_rows({2, numeric::Purpose::kGeneral, 0, 0}, noised.view());
  for (std::size_t i = 0; i < data.rows(); ++i) {
    diffusion::forward_closed_form<float>(data.row(i), noised.row(i), schedule.end(), noised.row(i));
  }

  nn::DenoiserConfig config;  // the paper's network for points, half as wide
  config.columns = 2;
  config.embedded_columns = {0, 1};
  config.hidden = 64;
  config.steps = schedule.steps();
  const auto network = nn::make_denoiser<float>(config, 42);
  diffusion::TrainingOptions options;  // v, random steps
  options.updates = 1200;
  options.learning_rate = 2e-3;
  const auto trained = diffusion::train(*network, data.view(), schedule, options, 42, pool, quiet);

  const diffusion::NetworkNoise model(*trained.network, schedule, options.parametrisation);
  std::vector<std::uint64_t> numbers(500);  // row k is a function of (model, seed, k)
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
  numeric::Matrix<float> sampled(numbers.size(), 2);
  diffusion::sample_rows(model, schedule, {}, numbers, 7, sampled.view(), pool, quiet);

  const double real = mean_distance(data), noise = mean_distance(noised), made = mean_distance(sampled);
  std::printf("mean distance to the moons: data %.3f, noised %.3f, sampled %.3f\n", real, noise, made);
  return made < 0.4 * noise && made < 0.12 ? 0 : 1;
}
