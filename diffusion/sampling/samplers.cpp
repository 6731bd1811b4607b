// Noise becomes rows: each sampler walks a block of rows (B x D) down the stops t_N > ... > t_1, asks the model for the
// noise in them, and takes the step that its paper gives, named above each function. Random numbers are addressed by
// (seed, row, step), so a row is the same alone or among others.
#include "diffusion/sampling/samplers.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>
#include <utility>

#include "diffusion/process/posterior.hpp"
#include "engine/names.hpp"

namespace ballast::diffusion {

namespace {

using numeric::MatrixView;

// x = step.x x + step.eps eps, and x = step.x x + step.eps eps + step.z z; on whole blocks without gaps.
void apply(const Step& step, MatrixView<float> x, MatrixView<const float> eps) {
  const float of_x = static_cast<float>(step.x), of_eps = static_cast<float>(step.eps);
  float* const out = x.data();
  const float* const noise = eps.data();
  for (std::size_t i = 0; i < x.rows() * x.columns(); ++i) out[i] = std::fma(of_x, out[i], of_eps * noise[i]);
}
void apply(const Step& step, MatrixView<float> x, MatrixView<const float> eps, MatrixView<const float> z) {
  const float of_x = static_cast<float>(step.x), of_eps = static_cast<float>(step.eps),
              of_z = static_cast<float>(step.z);
  float* const out = x.data();
  const float *const noise = eps.data(), *const fresh = z.data();
  for (std::size_t i = 0; i < x.rows() * x.columns(); ++i) {
    out[i] = std::fma(of_x, out[i], std::fma(of_eps, noise[i], of_z * fresh[i]));
  }
}

// The label that step i leads to: the next stop, and clean data in the end.
std::size_t next_stop(std::span<const std::size_t> stops, std::size_t i) {
  return i + 1 < stops.size() ? stops[i + 1] : 0;
}

}  // namespace

void sample_ancestral(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                      SamplingBlock& block) {
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::size_t n = stops[i], m = next_stop(stops, i);
    const Step step = ancestral_step(schedule.t(m), schedule.t(n));
    model.predict(block.x, n, block.eps, block.scratch);
    if (m == 0) {
      apply(step, block.x, block.eps);
    } else {
      fill_noise(block.seed, numeric::Purpose::kSamplingNoise, static_cast<std::uint32_t>(n), block.rows, block.z);
      apply(step, block.x, block.eps, block.z);
    }
  }
}

void sample_ddim(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                 SamplingBlock& block) {
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::size_t n = stops[i], m = next_stop(stops, i);
    model.predict(block.x, n, block.eps, block.scratch);
    apply(ddim_step(schedule.t(m), schedule.t(n)), block.x, block.eps);
  }
}

void sample_heun(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                 SamplingBlock& block) {
  const MatrixView<float> eps = block.eps, eps_ahead = block.z;
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::size_t n = stops[i], m = next_stop(stops, i);
    const Step euler = ddim_step(schedule.t(m), schedule.t(n));
    model.predict(block.x, n, eps, block.scratch);
    apply(euler, block.x, eps);
    if (m == 0) break;
    model.predict(block.x, m, eps_ahead, block.scratch);
    // the mean of both slopes in the place of the first: x += euler.eps (eps_ahead - eps) / 2
    apply({1.0, 0.5 * euler.eps, -0.5 * euler.eps}, block.x, eps_ahead, eps);
  }
}

void sample_dpm_solver_2m(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                          SamplingBlock& block) {
  MatrixView<float> denoised = block.eps, old_denoised = block.z;
  double h_last = 0.0;
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::size_t n = stops[i], m = next_stop(stops, i);
    const double t_n = schedule.t(n), t_m = schedule.t(m);
    const double h = m == 0 ? 0.0 : log_signal_to_noise(t_m) - log_signal_to_noise(t_n);  // at m = 0 it is infinite
    model.predict(block.x, n, denoised, block.scratch);
    const Step clean = data_from_noise(t_n);
    apply({clean.eps, clean.x, 0.0}, denoised, block.x);                // in the place of the noise
    const double keep = b(t_m) / b(t_n), add = g(t_m) - keep * g(t_n);  // add = g(t_m) (1 - exp(-h))
    if (i == 0 || m == 0) {
      apply({keep, add, 0.0}, block.x, denoised);
    } else {
      const double ahead = 0.5 * h / h_last;  // half a step on, along the line through the last two
      apply({keep, add * (1.0 + ahead), -add * ahead}, block.x, denoised, old_denoised);
    }
    h_last = h;
    std::swap(denoised, old_denoised);
  }
}

namespace {

// One line for each sampler there is.
struct Kind {
  std::string_view name;
  Sampler sample;
  std::size_t evaluations;  // of the network between two stops
  Spacing spacing;
};
constexpr std::array<Kind, 4> kKinds{{{"ancestral", sample_ancestral, 1, Spacing::labels},
                                      {"ddim", sample_ddim, 1, Spacing::labels},
                                      {"dpm++2m", sample_dpm_solver_2m, 1, Spacing::log_signal_to_noise},
                                      {"heun", sample_heun, 2, Spacing::log_signal_to_noise}}};

const Kind& find_kind(std::string_view name) {
  return find_named(kKinds, "sampler", name);
}

}  // namespace

Sampler make_sampler(std::string_view name) {
  return find_kind(name).sample;
}

std::vector<std::string> sampler_names() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

std::vector<std::size_t> sampler_stops(std::string_view name, const NoiseSchedule& schedule, std::size_t from,
                                       std::size_t evaluations) {
  const Kind& kind = find_kind(name);
  // s stops take (s - 1) steps between stops and one evaluation for the last
  const std::size_t count = evaluations == 0 ? from : 1 + (evaluations - 1) / kind.evaluations;
  return respaced_steps(schedule, from, count, kind.spacing);
}

std::size_t evaluations_of(std::string_view name, std::size_t stops) {
  return find_kind(name).evaluations * (stops - 1) + 1;
}

void fill_noise(std::uint64_t seed, numeric::Purpose purpose, std::uint32_t step, std::span<const std::uint64_t> rows,
                numeric::MatrixView<float> out) {
  assert(rows.size() == out.rows());
  for (std::size_t first = 0; first < rows.size();) {  // runs of consecutive row numbers fill whole vectors
    std::size_t last = first + 1;
    while (last < rows.size() && rows[last] == rows[last - 1] + 1) ++last;
    fill_normal_rows({seed, purpose, rows[first], step}, out.row_block(first, last - first));
    first = last;
  }
}

}  // namespace ballast::diffusion
